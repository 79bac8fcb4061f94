// Package v2 reads and writes the CITES Toolkit message of the second
// generation, the element CITESEPermit, as the exchange services carry it.
//
// It writes strictly: every mandatory box, the order of the schema, present
// unit codes, full date-times, no empty elements. It reads tolerantly: any
// namespace, any order, qualified or unqualified, empty elements, placeholder
// attributes, partial date-times and older units are accepted and reported; what
// cannot be read in one way only (a quantity, a date, an element that stands
// twice) is refused with the path and line of the element.
//
// Where implementers differ, docs/decisions/0601-exchange-readings.md says which reading this is.
package v2
