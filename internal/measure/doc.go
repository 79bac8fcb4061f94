// Package measure holds stricter national measures (Art. XIV(1) of the
// Convention): what a country asks beyond it. A measure is data, not code: a
// CEL expression over the typed facts of one line of a consignment, with a
// name, a citation, the days between which it holds, a severity and a message
// in every language.
//
//	draft -> in force -> withdrawn
//
// A draft can be tried on past applications and changed freely. Once in force
// its words stay as they are: whoever wants others withdraws it and drafts a
// new one, so that the law of any past day can be read.
//
// An expression is compiled once for each version, with bounds on its size and
// cost. One that fails on a line leaves the case to an officer; it never passes.
//
// It owns no rule of the Convention (see rule and application) and knows no
// application: whoever has lines hands them over as Input. Called by
// application, web and app.
package measure
