package cites

import (
	"slices"
	"strings"
	"sync"

	"github.com/opencites/opencites/internal/table"
)

// DocumentTypeInfo is one entry of the list of CITES documents.
type DocumentTypeInfo struct {
	Code   DocumentType
	Names  Names
	Letter string // E, R, I or O in box 1 and in electronic exchange; "" for a document of another form
	// SealType is the number of the type in a seal (1 to 15; 15 is "other").
	SealType int
	// ValidMonths is the longest validity in months; 0 when the Convention sets
	// none and the Party does.
	ValidMonths int
	// ValidSource cites the rule behind ValidMonths.
	ValidSource string
	// EndorsedAtExport tells whether box 14 is filled in when the goods leave.
	EndorsedAtExport bool
	// SurrenderedAtImport tells whether the original stays with the Management
	// Authority of import (Art. VI(6)); otherwise it stays with its holder.
	SurrenderedAtImport bool
	// ManyCrossings tells whether the document serves several journeys.
	ManyCrossings bool
	// PurposeRequired tells whether box 5a must be filled.
	PurposeRequired bool
	// Direction is which way the goods go on this document, as seen from the Party
	// that issues it.
	Direction Direction
	// Other tells how the side that is not the applicant's is known.
	Other OtherSide
	// Sources and Appendices are what the document can be issued for; empty is all.
	Sources    []Source
	Appendices []Appendix
	// Exempt tells that Appendix I travels without an import permit.
	Exempt bool
	// Single is what one document covers one of; "" where it covers a consignment.
	Single Single
	// Continuation tells whether a sheet for the stamps of each crossing belongs to it.
	Continuation bool
	// Findings names what authorities may have to find before it is issued.
	Findings []string
	// OriginAsked tells whether boxes 12 and 12a are asked.
	OriginAsked bool
	// Issued is what comes of an application for it.
	Issued Issue
	// CountsQuota tells whether annual export quotas count it.
	CountsQuota bool
	// LimitRule is the rule that holds ValidMonths; "" when the Party decides.
	LimitRule string
}

// Direction is which way goods go on a document.
type Direction string

// The directions of permit-rules 1.
const (
	Exporting   Direction = "export"
	Reexporting Direction = "reexport"
	Importing   Direction = "import"
	BySea       Direction = "sea" // introduction from the sea
)

// In reports whether the goods come into the Party that issues the document.
func (d Direction) In() bool { return d == Importing || d == BySea }

// OtherSide is how the side that is not the applicant's is known.
type OtherSide string

// The ways. NoOther is that of documents for many crossings, whose box 3 stays
// empty (Reg. (EC) 865/2006); TheSea has a vessel instead of an exporter.
const (
	OtherAsked OtherSide = "asked"
	SamePerson OtherSide = "same"
	NoOther    OtherSide = "none"
	TheSea     OtherSide = "sea"
)

// Single is what one document covers one of.
type Single string

// The kinds (50 CFR 23.49; Res. Conf. 16.8).
const (
	OneAnimal     Single = "animal"
	OneInstrument Single = "instrument"
)

// Issue is what comes of an approved application.
type Issue string

// The ways. A label is printed from the registration; a reference is to a
// document of another authority, of which none of ours is made.
const (
	AsPermit    Issue = "permit"
	AsLabel     Issue = "label"
	AsReference Issue = "reference"
)

var documentTypes = sync.OnceValue(func() list[DocumentType, DocumentTypeInfo] {
	return newList("document_types", func(r table.Row) (DocumentType, DocumentTypeInfo) {
		d := DocumentTypeInfo{
			Code: DocumentType(r["code"]), Names: namesOf(r), Letter: r["letter"],
			SealType: int(r.Number("seal_type")), ValidMonths: int(r.Number("valid_months")), ValidSource: r["valid_source"],
			EndorsedAtExport: r["endorsed"] == "y", SurrenderedAtImport: r["surrendered"] == "y",
			ManyCrossings: r["many_crossings"] == "y", PurposeRequired: r["purpose"] == "y",
			Direction: Direction(r["direction"]), Other: OtherSide(r["other"]), Sources: table.Codes[Source](r, "sources"),
			Appendices: table.Codes[Appendix](r, "appendices"), Exempt: r["exempt"] == "y", Single: Single(r["single"]),
			Continuation: r["continuation"] == "y", Findings: table.Codes[string](r, "findings"), OriginAsked: r["origin"] == "y",
			Issued: Issue(r["issued"]), CountsQuota: r["quota"] == "y", LimitRule: r["limit_rule"],
		}
		return d.Code, d
	})
})

// DocumentTypes returns all document types, the commonest first.
func DocumentTypes() []DocumentTypeInfo { return documentTypes().copyAll() }

// ParseDocumentType reads one of our three-letter document types, or a letter
// of the exchange format where it names one type (E, R, I). The letter O stands
// for many types and is refused as Ambiguous.
func ParseDocumentType(s string) (DocumentType, error) {
	c := cleanCode(s)
	if i, ok := documentTypes().find(DocumentType(c)); ok {
		return i.Code, nil
	}
	switch c {
	case "E":
		return ExportPermit, nil
	case "R":
		return ReexportCertificate, nil
	case "I":
		return ImportPermit, nil
	case "O":
		return "", &CodeError{Kind: "document type", Value: s, Reason: Ambiguous}
	}
	return "", refuse("document type", s)
}

// Info returns the entry of the type in the list.
func (d DocumentType) Info() (DocumentTypeInfo, bool) { return documentTypes().find(d) }

// Facts is Info for a type that is known to be in the list; the zero value else.
func (d DocumentType) Facts() DocumentTypeInfo {
	i, _ := d.Info()
	return i
}

// Serves reports whether the document can be issued for a source and an
// appendix; "" is not known yet and fits all.
func (i DocumentTypeInfo) Serves(s Source, a Appendix) bool {
	return (s == "" || len(i.Sources) == 0 || slices.Contains(i.Sources, s)) &&
		(a == "" || len(i.Appendices) == 0 || slices.Contains(i.Appendices, a))
}

// Finds reports whether a finding belongs to the document.
func (i DocumentTypeInfo) Finds(finding string) bool { return slices.Contains(i.Findings, finding) }

// Name is the type in words; the code itself when it is in no list.
func (d DocumentType) Name(lang Lang) string {
	if i, ok := d.Info(); ok {
		return i.Names.In(lang)
	}
	return strings.TrimSpace(string(d))
}
