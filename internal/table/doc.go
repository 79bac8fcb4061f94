// Package table reads the tables that are part of the program: code lists, the
// rule book, questions, facts of law. A table is text: a line a row, cells
// between tabs, the first line the names of the columns; lines above it that
// begin with # say where the facts come from.
//
// It does not read files that people bring; those are refused with a message,
// while a table that cannot be read is a fault of the build and panics. Every
// table is read by a test.
package table
