// Package profile holds what a Party decides for itself: its names, languages,
// colours, permit numbering, validity, fees, offices, ports, texts and workflow
// switches. It is one file, documented field by field here and in
// docs/profile.md, and checked as a whole: a wrong file is refused with the path
// of each wrong field.
//
// It owns no behaviour. Nouns and edges read it.
package profile
