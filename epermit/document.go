package epermit

import "github.com/opencites/opencites/cites"

// Type is the letter that the Toolkit uses for the kind of document, box 1.
type Type string

// The types of the Toolkit.
const (
	Export   Type = "E"
	Reexport Type = "R"
	Import   Type = "I"
	Other    Type = "O"
)

// TypeOf gives the Toolkit's letter for a document type of the Convention. All
// certificates other than re-export certificates are "other".
func TypeOf(t cites.DocumentType) Type {
	switch t {
	case cites.ExportPermit:
		return Export
	case cites.ReexportCertificate:
		return Reexport
	case cites.ImportPermit:
		return Import
	}
	return Other
}

// DocumentType gives the type of the Convention for a letter, or "" for Other,
// whose TypeText says what it is.
func (t Type) DocumentType() cites.DocumentType {
	switch t {
	case Export:
		return cites.ExportPermit
	case Reexport:
		return cites.ReexportCertificate
	case Import:
		return cites.ImportPermit
	}
	return ""
}

// Document is one permit or certificate. Fields that are not known are zero.
// Numbers in comments are the boxes of the standard form of Res. Conf. 12.3.
type Document struct {
	Type     Type               `json:"type"`               // 1
	TypeText string             `json:"typeText,omitempty"` // 1, what Other is
	Number   cites.PermitNumber `json:"number"`             // 1
	Copy     bool               `json:"copy,omitempty"`
	Replaces []Reference        `json:"replaces,omitempty"`
	Language cites.Lang         `json:"language,omitempty"` // of the texts

	ValidFrom  cites.Date `json:"validFrom"`  // 2
	ValidUntil cites.Date `json:"validUntil"` // 2, the last day

	Importer    Party   `json:"importer"`    // 3
	Destination Country `json:"destination"` // 3a, country of import
	Exporter    Party   `json:"exporter"`    // 4, with its country
	// Applicant is the applicant's signature in box 4.
	Applicant Signature `json:"applicant"`

	Conditions  []string      `json:"conditions,omitempty"` // 5
	Purpose     cites.Purpose `json:"purpose"`              // 5a
	PurposeText string        `json:"purposeText,omitempty"`
	Stamp       string        `json:"stamp,omitempty"` // 5b, security stamp

	Authority       Party  `json:"authority"`                 // 6
	AuthorityPerson string `json:"authorityPerson,omitempty"` // 6, its representative

	Lines []Line `json:"lines"` // 7-12

	Official string     `json:"official"` // 13, name
	IssuedAt Place      `json:"issuedAt"` // 13
	IssuedOn cites.Date `json:"issuedOn"` // 13

	Endorsement Endorsement `json:"endorsement"` // 14; amounts stand in the lines
	Transport   Reference   `json:"transport"`   // 15, bill of lading or air waybill
}

// Line is one block A, B, C ... of boxes 7 to 12 and its share of box 14.
type Line struct {
	ID             string         `json:"id"`             // block letter
	ScientificName string         `json:"scientificName"` // 7
	CommonNames    []string       `json:"commonNames,omitempty"`
	Descriptions   []string       `json:"descriptions,omitempty"` // 9
	Term           cites.Term     `json:"term,omitempty"`         // 9
	Marks          []string       `json:"marks,omitempty"`        // 9
	Appendix       cites.Appendix `json:"appendix"`               // 10
	Source         cites.Source   `json:"source"`                 // 10
	// Qualifier is I (confiscated) or O (pre-Convention) beside another source.
	Qualifier cites.Source `json:"qualifier,omitempty"`
	Amount    Amount       `json:"amount"`    // 11
	QuotaUsed Amount       `json:"quotaUsed"` // 11a, total exported this year
	Quota     Amount       `json:"quota"`     // 11a, annual quota

	Origin       Country   `json:"origin"`       // 12
	OriginPermit Reference `json:"originPermit"` // 12
	LastReexport Country   `json:"lastReexport"` // 12a
	LastPermit   Reference `json:"lastPermit"`   // 12a

	Operation string     `json:"operation,omitempty"` // 12b, registered breeding or propagation operation
	Acquired  cites.Date `json:"acquired"`            // 12b

	Exported Amount `json:"exported"` // 14, quantity actually exported
}

// Endorsement is what the examining authority wrote into box 14.
type Endorsement struct {
	On          cites.Date `json:"on"`
	Port        Place      `json:"port"`
	Authorities []Party    `json:"authorities,omitempty"`
	Official    string     `json:"official,omitempty"`
}

// Final reports whether box 14 is filled: what the exchange services call a
// final certificate.
func (d *Document) Final() bool {
	if !d.Endorsement.On.IsZero() {
		return true
	}
	for _, l := range d.Lines {
		if l.Exported.Set {
			return true
		}
	}
	return false
}

// NonFinal returns the document without box 14, as its authority issued it.
func (d Document) NonFinal() Document {
	d.Endorsement = Endorsement{}
	lines := make([]Line, len(d.Lines))
	for i, l := range d.Lines {
		l.Exported = Amount{}
		lines[i] = l
	}
	d.Lines = lines
	return d
}
