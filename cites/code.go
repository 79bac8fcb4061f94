package cites

import "fmt"

// Reason says what was wrong with a code.
type Reason string

// The reasons for which a code is refused. They are stable words: catalogues
// hold a sentence for each.
const (
	Empty      Reason = "empty"
	Unknown    Reason = "unknown"
	Malformed  Reason = "malformed"
	Historic   Reason = "historic"
	Ambiguous  Reason = "ambiguous"
	TooPrecise Reason = "too_precise"
	TooLarge   Reason = "too_large"
	TooLong    Reason = "too_long"
)

// CodeError tells which kind of code was refused, its value, why, and what
// replaces it where the Convention's lists name a successor.
type CodeError struct {
	Kind    string // "term", "unit", "purpose", ...
	Value   string
	Reason  Reason
	Instead string // the current code, for Historic
}

func (e *CodeError) Error() string {
	if e.Instead != "" {
		return fmt.Sprintf("%s %q: %s, use %s", e.Kind, e.Value, e.Reason, e.Instead)
	}
	return fmt.Sprintf("%s %q: %s", e.Kind, e.Value, e.Reason)
}

// Lang is a language of the interface or of a name: "en", "fr", "es" or "ar".
type Lang string

// The languages every list carries. English, French and Spanish are the
// working languages of the Convention.
const (
	English Lang = "en"
	French  Lang = "fr"
	Spanish Lang = "es"
	Arabic  Lang = "ar"
)

// Appendix is one of the three appendices of the Convention. "N" marks a taxon
// listed only by national or regional law (reporting guide, column Appendix).
type Appendix string

// The appendices.
const (
	AppendixI   Appendix = "I"
	AppendixII  Appendix = "II"
	AppendixIII Appendix = "III"
	NotListed   Appendix = "N"
)

// Purpose is the one-letter purpose of the transaction, box 5a.
type Purpose string

// Source is the one-letter source of the specimen, box 10.
type Source string

// Term is the three-letter description of the specimen, box 9.
type Term string

// Unit is the three-letter unit of the quantity, box 11.
type Unit string

// Country is an ISO 3166-1 alpha-2 code or one of the special codes of the
// reporting guidelines (XX unknown, XV various, HS introduction from the sea).
type Country string

// PermitNumber is the number in box 1, unique in its issuing Party and never
// used again (Art. VI(3)).
type PermitNumber string

// Kingdom is the first division of taxa that the source codes depend on.
type Kingdom string

// The kingdoms.
const (
	Animalia Kingdom = "Animalia"
	Plantae  Kingdom = "Plantae"
)

// DocumentType is the type of a CITES document, box 1.
type DocumentType string

// The document types. The codes are ours; EPIX knows the letters E, R, I, O.
const (
	ExportPermit            DocumentType = "EXP"
	ReexportCertificate     DocumentType = "REX"
	ImportPermit            DocumentType = "IMP"
	CertificateOfOrigin     DocumentType = "COO"
	FromTheSea              DocumentType = "IFS"
	PreConvention           DocumentType = "PRE"
	CaptiveBred             DocumentType = "CBC"
	ArtificiallyPropagated  DocumentType = "APC"
	Phytosanitary           DocumentType = "PHY"
	TravellingExhibition    DocumentType = "TEC"
	PersonalOwnership       DocumentType = "POC"
	MusicalInstrument       DocumentType = "MIC"
	SampleCollection        DocumentType = "SCC"
	ScientificExchangeLabel DocumentType = "SEL"
	MarineDocument          DocumentType = "MRN"
)
