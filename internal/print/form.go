package print

import "github.com/opencites/opencites/cites"

// BoxOne is what is crossed in box 1.
type BoxOne string

// The four squares of box 1; the letters are those of EPIX.
const (
	Export   BoxOne = "E"
	Reexport BoxOne = "R"
	Import   BoxOne = "I"
	Other    BoxOne = "O"
)

// Party is a person or firm of box 3 or 4. Address may have several lines;
// Country is the name in full.
type Party struct {
	Name    string
	Address string
	Country string
}

// Reference is an earlier document of box 12 or 12a. Country is the code or
// the name, as it is to be printed.
type Reference struct {
	Country string
	Number  string
	Date    cites.Date
}

// Item is one row of the form, boxes 7 to 12b.
type Item struct {
	ScientificName string // box 7, printed in italics
	Author         string // after the name, upright; may be empty
	CommonName     string // box 8
	Term           cites.Term
	Description    string // box 9
	Marks          string // box 9: rings, tags, chips, serial numbers
	Appendix       cites.Appendix
	Sources        []cites.Source
	Quantity       string // box 11, formatted number
	Unit           string // box 11, code or short name
	Quota          string // box 11a, "used/quota"
	Origin         Reference
	LastReexport   Reference
	Operation      string // box 12b: number of the operation or date of acquisition
	DocumentType   string // only when one document serves several types
}

// Replacement says which document a replacement stands for (permit-rules 2.3).
type Replacement struct {
	Number   cites.PermitNumber
	Date     cites.Date
	Reason   string
	TrueCopy bool
}

// Endorsement is box 14 as customs recorded it. Quantities has one text for
// each item, in order; an empty text means nothing of that item left.
type Endorsement struct {
	Quantities []string
	Port       string
	Date       cites.Date
	Official   string // name and title
	Reference  string // the endorsement's own number or seal reference
}

// Crossing is one stamp of a document for many crossings, as customs recorded it.
type Crossing struct {
	Entering bool // into the country of the port; else leaving it
	Port     string
	Date     cites.Date
	Official string
}

// Seal is the proof of one page with items: Data the COSE bytes carried in the
// file, URL the text of the QR code (address, "#", decimal digits).
type Seal struct {
	URL  string
	Data []byte
}

// Verification is what is printed under the QR code.
type Verification struct {
	Address string // where to check, without scheme: "permits.example.org/v"
	Code    string // short code for typing
}

// Form is the content of one document. Text is printed as given; what does not
// fit its box moves in full to a numbered note on an annex page.
type Form struct {
	Lang      cites.Lang // titles in this language first: English, French or Spanish; empty means English
	Type      BoxOne
	OtherType string // text beside OTHER
	Number    cites.PermitNumber
	State     string // name of the issuing State, in the header
	Titles    string // the form's name in the State's languages, in the header
	CrestSVG  []byte // optional; paths only

	ValidUntil    cites.Date // box 2
	Importer      Party      // box 3
	ImportTo      string     // box 3a, country in full; empty: Importer.Country
	Exporter      Party      // box 4
	Signature     string     // box 4: how the applicant signed, "signed electronically 2026-11-19"
	Conditions    []string   // box 5, one paragraph each
	Live          bool       // prints the live-transport clause in box 5
	Purpose       cites.Purpose
	PurposeText   string // word beside the code, box 5a
	Stamp         string // box 5b
	Authority     string // box 6, several lines
	Items         []Item
	IssuedBy      string // box 13: full name and title of the official
	IssuedPlace   string
	IssuedOn      cites.Date
	SealedBy      string       // box 13: statement of the electronic seal
	Transport     string       // box 15: bill of lading or air waybill
	Endorsement   *Endorsement // box 14; nil: left open for customs
	NoEndorsing   bool         // box 14 struck out: import permit, retrospective, from the sea
	Replaces      *Replacement
	Retrospective string // reason; not empty prints the statement in box 5
	Continuation  bool   // adds a sheet for the stamps of each crossing
	// Crossings fill the first rows of that sheet, the newest last.
	Crossings []Crossing

	Copy   bool // prints COPY across every page
	Sample bool // prints SAMPLE across every page: drafts, demonstration

	Verify Verification
	Seals  []Seal // one for each page with items, see ItemPages; none on a draft
	Proof  []byte // permit.tlog-proof, optional
	XML    []byte // permit.xml, optional
}

// RowsPerPage is how many items a page takes, A to D (Res. Conf. 12.3, Annex 2);
// it is also how many a seal holds.
const RowsPerPage = 4

// ItemPages tells on how many pages n items stand, and so how many seals a
// form needs. A form without items has one page.
func ItemPages(n int) int { return max(1, (n+RowsPerPage-1)/RowsPerPage) }

// fixedPages is how many pages the form has beside its notes.
func (f Form) fixedPages() int {
	if f.Continuation {
		return ItemPages(len(f.Items)) + 1
	}
	return ItemPages(len(f.Items))
}
