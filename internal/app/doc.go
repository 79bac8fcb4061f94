// Package app puts the parts together: it reads the configuration, opens the
// store and the keys, wires nouns to edges, and runs the commands of the program.
// It is the only package that knows everyone; a new verb of a noun that is
// already wired needs no change here.
package app
