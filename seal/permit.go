package seal

import (
	"time"

	"github.com/opencites/opencites/cites"
)

// Permit is what a permit seal says: the boxes a border officer compares with
// paper and goods, minus addresses. Text is in Unicode NFC.
type Permit struct {
	Issuer    cites.Country // issuing Party, ISO 3166-1 alpha-2
	Expires   time.Time     // end of the last valid day in the issuer's zone, whole seconds
	Issued    time.Time     // time of issue, whole seconds
	Number    cites.PermitNumber
	Type      Type
	Consignee Party // importer, box 3
	Consignor Party // exporter, box 4
	Purpose   cites.Purpose
	Status    StatusRef
	Record    [32]byte // SHA-256(salt32 || canonical full record)
	Flags     Flags
	StampNo   string // number of the security stamp, "" when none
	Items     []Item // one to MaxItems
	LogIndex  uint64 // index of the leaf in the issuer's log
	Annex     Annex  // set on annex seals only
	Linked    string // number of the permit this one replaces or belongs to, "" when none
}

// Party is a trader as printed: name (at most 60 characters) and country.
type Party struct {
	Name    string
	Country cites.Country
}

// StatusRef is the place of a permit in the status lists of its issuer.
type StatusRef struct {
	List  uint64
	Index uint64
}

// Annex numbers an annex page; the zero value is the permit's first page.
type Annex struct {
	Page  uint64 // 1 is the first annex page
	Pages uint64 // number of annex pages
}

// Item is one line of the permit, boxes 7 to 12.
type Item struct {
	Name         string // scientific name, at most 48 characters
	TaxonID      uint64 // Species+ taxon concept id, 0 when unknown
	Term         cites.Term
	Quantity     cites.Quantity
	Unit         cites.Unit
	Appendix     cites.Appendix // I, II or III
	Source       cites.Source
	Origin       cites.Country
	OriginPermit string     // number of the permit of the country of origin, "" when none
	OriginDate   cites.Date // its date, zero when none
	Marks        string     // marks and numbers, at most 48 characters, "" when none
}

// NoPurpose stands in the seal of a document without a purpose code, such as a
// certificate of origin: the format wants one letter, and X is no purpose.
const NoPurpose cites.Purpose = "X"

// MaxItems is the number of lines in one seal and of item blocks on the
// standard form; more lines go to annex pages with their own seals.
const MaxItems = 4

// Flags are the yes/no facts of a permit.
type Flags uint32

// The flags. A bit unknown to this version marks a newer version of the seal.
const (
	Live Flags = 1 << iota
	PartialAllowed
	Retrospective
	Replacement
	StampPresent
	Sample // sample or test: never a real permit
	AnnexExists

	knownFlags Flags = 1<<iota - 1
)

// Has reports whether all bits of f are set.
func (s Flags) Has(f Flags) bool { return s&f == f }

// Type is the type of document as the seal numbers it.
type Type uint8

// TypeOther is every type without a number of its own.
const TypeOther Type = 15

var documentTypes = [...]cites.DocumentType{
	1: cites.ExportPermit, 2: cites.ReexportCertificate, 3: cites.ImportPermit, 4: cites.FromTheSea,
	5: cites.PreConvention, 6: cites.CaptiveBred, 7: cites.ArtificiallyPropagated, 8: cites.CertificateOfOrigin,
	9: cites.PersonalOwnership, 10: cites.TravellingExhibition, 11: cites.MusicalInstrument, 12: cites.Phytosanitary,
}

// TypeOf gives the seal's number of a document type, TypeOther for those
// without one.
func TypeOf(d cites.DocumentType) Type {
	for n, t := range documentTypes {
		if n > 0 && t == d {
			return Type(n)
		}
	}
	return TypeOther
}

// Document gives the document type, "" for TypeOther.
func (t Type) Document() cites.DocumentType {
	if int(t) < len(documentTypes) {
		return documentTypes[t]
	}
	return ""
}

// Pages spreads a permit with any number of items over seals of at most
// MaxItems: the first page and then the annex pages, each complete in itself.
func Pages(p Permit) []Permit {
	items := p.Items
	if len(items) <= MaxItems {
		return []Permit{p}
	}
	annexes := uint64((len(items) - 1) / MaxItems) // pages beyond the first
	p.Flags |= AnnexExists
	pages := make([]Permit, 0, annexes+1)
	for n := uint64(0); n <= annexes; n++ {
		page := p
		page.Items = items[n*MaxItems : min(uint64(len(items)), (n+1)*MaxItems)]
		if n > 0 {
			page.Annex = Annex{Page: n, Pages: annexes}
		}
		pages = append(pages, page)
	}
	return pages
}
