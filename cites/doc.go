// Package cites holds the words of the Convention on International Trade in
// Endangered Species of Wild Fauna and Flora as Go types: appendices, document
// types, purposes, sources, terms, units, countries, permit numbers,
// quantities and dates of law.
//
// It owns the code lists as dated data and the parsing of codes. It owns no
// permit, no rule and no storage. Everything else in the project imports it; it
// imports nothing of ours.
//
// The lists are the files data/*.tsv; the first lines of each say where its
// facts come from and when they were read. Every code type has
//
//	ParseX(text) (X, error)   what may stand on a new document; *CodeError says why not
//	x.Info() (XInfo, bool)    the entry, old codes included
//	x.Name(lang) string       words for people, never empty
//	Xs() []XInfo              the whole list
//
// Old codes are refused by ParseX with the code to use instead, and still found
// by Info, since old documents and reports carry them. Convert and
// Specimens.Standard count for totals and warnings; a permit is never rewritten
// by them.
package cites
