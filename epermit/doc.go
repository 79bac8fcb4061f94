// Package epermit holds the electronic CITES permit of the CITES Toolkit as
// plain Go values: every box of the standard form of Res. Conf. 12.3, keyed by
// meaning and with the number of its box beside it. The sub-packages turn bytes
// into a Document and back, one package for each deployed generation of the
// message; xmlin guards them against hostile XML.
//
// It owns the shape, the business cardinalities (Check) and the exact reading
// of amounts. It owns no network, no storage and no decision whether a permit is
// genuine: a Document is what somebody wrote. The gateway and the exchange of
// this project call it, and so may any other program.
package epermit
