// Package demo fills an empty database with the life of a Party that does not
// exist: a cast of people, two years of trade, and applications in every state.
// Everything is made through the verbs that people use, on a clock that runs
// through those two years day by day; nothing is written past the desks.
//
// It owns the names and goods of that Party and nothing else. Package app calls
// it for `opencites demo` only, never when serving.
package demo
