// Package cites holds the words of the Convention on International Trade in
// Endangered Species of Wild Fauna and Flora as Go types: appendices, document
// types, purposes, sources, terms, units, countries, permit numbers,
// quantities and dates of law.
//
// It owns the code lists as dated data and the parsing of codes. It owns no
// permit, no rule and no storage. Everything else in the project imports it; it
// imports nothing of ours.
package cites
