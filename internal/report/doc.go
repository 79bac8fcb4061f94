// Package report owns what a Party tells others from its permits: the annual
// report in the upload layouts of the trade database, and the figures of the
// dashboard. It reads; it changes nothing.
package report
