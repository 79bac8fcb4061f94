// Package fault holds the one error type of the project: what kind of thing
// went wrong and a text that is safe to show, as a key of the language
// catalogues with its arguments. Any other error is internal: users see a
// reference number, the operator's log has the rest.
//
// Nouns return faults; each edge has one table from kinds to its own statuses.
package fault
