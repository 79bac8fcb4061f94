// Package archtest tests the repository itself: who may import whom, that every
// package introduces itself, that files and functions stay readable, that
// exported names are explained. It parses the files, so that a cached answer of
// the go command cannot hide a change.
package archtest
