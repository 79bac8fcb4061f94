package need

import (
	"github.com/opencites/opencites/cites"
)

// Direction says which movement of a consignment is asked about.
type Direction string

// The directions. Import asks for the same answer as the export or re-export
// behind it. Sea is an introduction from the sea (Art. I(e)).
const (
	Export   Direction = "export"
	Reexport Direction = "reexport"
	Import   Direction = "import"
	Sea      Direction = "sea"
)

// Directions lists them in the order of the sheet.
func Directions() []Direction { return []Direction{Export, Reexport, Import, Sea} }

// Case is one consignment. Codes are kept as they were given: a code that is in
// no list is answered by the rule that refuses it.
type Case struct {
	Date          cites.Date
	Purpose       cites.Purpose
	ExportCountry cites.Country // HS for an introduction from the sea
	ImportCountry cites.Country
	Direction     Direction
	Lines         []Line

	// VesselFlag is the State in which the vessel is registered; "" is taken as
	// the State of landing.
	VesselFlag cites.Country
	// Transit are the States crossed under the conditions of permit-rules 4.6.
	Transit []cites.Country
	// PersonalEffect says that all conditions of permit-rules 4.9 hold but for
	// appendix, live and cap, which Decide judges.
	PersonalEffect     bool
	ScientificExchange *Exchange
	// TravellingExhibition says that the specimens travel with an exhibition and
	// return.
	TravellingExhibition bool
	// FrequentCrossings says that the specimens cross borders often and return.
	FrequentCrossings bool
	// OwnerAccompanies says that the owner travels with them.
	OwnerAccompanies bool
	// MarineTreaty says that they were taken under a treaty of Art. XIV(4).
	MarineTreaty bool
	// PartiallyCompleted asks for documents that the holder completes.
	PartiallyCompleted bool
	// ATACarnet is the number of the carnet, "" without one.
	ATACarnet string
	// PhytosanitaryFormLodged says that the exporting State has lodged its form
	// with the Secretariat (50 CFR 23.23(f)).
	PhytosanitaryFormLodged bool
	// Measures are the stricter national measures that apply; no others do.
	Measures []Measure
}

// Line is one kind of specimen in a consignment.
type Line struct {
	Taxon string // scientific name, accepted or synonym
	// Appendix overrides what the law says; "" looks it up.
	Appendix cites.Appendix
	// Population is the State of the population, "" for the one of origin.
	Population      cites.Country
	Source          cites.Source
	SecondarySource cites.Source // of I and O
	Term            cites.Term
	Unit            cites.Unit
	Quantity        cites.Quantity
	Live            bool
	// OriginCountry is where the specimen was taken, bred or propagated: "" for
	// a direct export and for the sea, XX when not known.
	OriginCountry       cites.Country
	LastReexportCountry cites.Country
	// Acquired and WildCollected are the days on which the specimen was acquired
	// and taken from the wild; not set when not given.
	Acquired      cites.Date
	WildCollected cites.Date
	// Operation is the number of the registered operation (D).
	Operation string
	// OperationRegistered says that Operation is in the register for the species.
	OperationRegistered bool
	// BredCommercially says that breeding or propagation is for commerce (C, A).
	BredCommercially  bool
	SeizureReference  string // of source I
	Justification     string // of source U, or of origin XX
	MusicalInstrument bool
	Hybrid            *Hybrid
	// Kingdom is used where the law does not know the taxon; "" leaves it to be
	// read from the codes of the line.
	Kingdom cites.Kingdom
}

// Hybrid is the lineage of a hybrid. Its parents decide, not the taxon of the
// line. Generation counts from the last pure listed ancestor; 1 is a parent.
type Hybrid struct {
	Parents    []string
	Generation int
}

// Exchange is a loan, gift or exchange between scientific institutions, by their
// codes in the Secretariat's register.
type Exchange struct {
	Sender     string
	Recipient  string
	Registered bool // both are in the register
}

// Measure is a stricter domestic measure (Art. XIV(1)): Country requires
// Document for specimens in Appendix when they move in Direction.
type Measure struct {
	Country   cites.Country
	Direction Direction
	Appendix  cites.Appendix
	Document  cites.DocumentType
	Citation  string
}
