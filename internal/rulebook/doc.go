// Package rulebook owns how the administrator lets the rules of the book work:
// on, as a warning, or off. Only rules that were not checked against their
// original can be switched, each time with a reason that is logged and kept.
//
// It does not own the rules themselves or their metadata (see rule) nor their
// checks (see application, permit, control and report), which read the switches
// in their own transaction. Pages call its verbs.
package rulebook
