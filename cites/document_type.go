package cites

import (
	"strings"
	"sync"
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
}

var documentTypes = sync.OnceValue(func() list[DocumentType, DocumentTypeInfo] {
	return newList("document_types", func(r record) (DocumentType, DocumentTypeInfo) {
		d := DocumentTypeInfo{
			Code: DocumentType(r["code"]), Names: r.names(), Letter: r["letter"],
			SealType: int(r.number("seal_type")), ValidMonths: int(r.number("valid_months")), ValidSource: r["valid_source"],
			EndorsedAtExport: r["endorsed"] == "y", SurrenderedAtImport: r["surrendered"] == "y",
			ManyCrossings: r["many_crossings"] == "y", PurposeRequired: r["purpose"] == "y",
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

// Name is the type in words; the code itself when it is in no list.
func (d DocumentType) Name(lang Lang) string {
	if i, ok := d.Info(); ok {
		return i.Names.In(lang)
	}
	return strings.TrimSpace(string(d))
}
