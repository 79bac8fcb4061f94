package finding

import (
	"slices"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// Kind is what a link of a chain is: the document by which specimens passed
// from one holder to the next.
type Kind string

// The kinds.
const (
	CaptureLicence    Kind = "capture"     // licence to capture, collect or harvest
	BreedingRecord    Kind = "breeding"    // birth or hatching at an operation
	PropagationRecord Kind = "propagation" // propagation at a nursery
	RanchingLicence   Kind = "ranching"    // eggs or young taken for rearing
	PreConvention     Kind = "preconvention"
	SeizureDecision   Kind = "seizure" // final decision over confiscated specimens
	ImportPermit      Kind = "import"
	Purchase          Kind = "purchase"
	Gift              Kind = "gift" // gift or inheritance
	AnyOther          Kind = "any"
)

// Kinds lists all kinds: first acquisitions, then passages.
func Kinds() []Kind {
	return []Kind{CaptureLicence, BreedingRecord, PropagationRecord, RanchingLicence, PreConvention, SeizureDecision, ImportPermit, Purchase, Gift, AnyOther}
}

// FirstKinds lists what the first link must be for a source code. Specimens that
// came in with a permit begin with it: the acquisition abroad was found legal
// there. Nil is anything.
func FirstKinds(s cites.Source) []Kind {
	switch s {
	case cites.Wild, cites.Marine:
		return []Kind{CaptureLicence, ImportPermit}
	case cites.Ranched:
		return []Kind{RanchingLicence, ImportPermit}
	case cites.Bred, cites.BornInCaptivity:
		return []Kind{BreedingRecord, ImportPermit}
	case cites.Propagated, cites.AssistedProduction:
		return []Kind{PropagationRecord, ImportPermit}
	case cites.BredCommercially:
		return []Kind{BreedingRecord, PropagationRecord, ImportPermit}
	case cites.PreConventionStock:
		return []Kind{PreConvention}
	case cites.Confiscated:
		return []Kind{SeizureDecision}
	}
	return nil
}

// ChainState is where a chain stands.
type ChainState string

// The states of a chain.
const (
	Building ChainState = "open"
	Closed   ChainState = "closed"
)

// Chain is the evidence of how an applicant acquired his stock of a taxon, from
// the first acquisition to him.
type Chain struct {
	ID        string
	Number    string // shown to people: "LAC-2026-0012"
	State     ChainState
	Version   int64
	Owner     string // account
	OwnerName string
	Org       string
	Holder    string // the applicant's name as the documents write it
	Taxon     species.ID
	TaxonName string
	Source    cites.Source
	Quantity  cites.Quantity // the stock that the chain proves, in Unit
	Unit      cites.Unit
	Reserved  cites.Quantity
	Used      cites.Quantity
	Missing   string // what an officer asks for; empty when nothing
	MissingBy string // name of the officer
	MissingAt time.Time
	Created   time.Time
	Changed   time.Time
	Links     []Link
	Files     []File
}

// Left is what later applications may still draw.
func (c *Chain) Left() cites.Quantity { return c.Quantity - c.Reserved - c.Used }

// Link is one document of a chain.
type Link struct {
	ID       string
	Kind     Kind
	From     string // holder who gave; may be empty for a first acquisition
	To       string // holder who received
	Date     cites.Date
	Country  cites.Country
	Place    string
	Quantity cites.Quantity // in the unit of the chain
	Document string         // number of the document
	Note     string
	AddedBy  string
	AddedAt  time.Time
}

// Covers reports whether a chain proves stock of such specimens.
func (c *Chain) Covers(t Trade) bool {
	return len(t.Taxa) > 0 && t.Taxa[0] == c.Taxon && t.Source == c.Source
}

// LinkIDs lists the links, as the evidence list of a finding names them.
func (c *Chain) LinkIDs() []string {
	out := make([]string, len(c.Links))
	for i, l := range c.Links {
		out[i] = l.ID
	}
	return out
}

// Imported reports whether the chain holds an import permit with its number:
// the record of how goods came in (rule L06).
func (c *Chain) Imported() bool {
	return slices.ContainsFunc(c.Links, func(l Link) bool { return l.Kind == ImportPermit && l.Document != "" })
}

// File is an evidence file of a finding or of a link.
type File struct {
	ID       string
	Register Register
	Of       string // id of the finding or chain
	Link     string // id of the link, or ""
	Name     string
	Media    string
	Size     int64
	SHA256   string
	By       string
	At       time.Time
	// Withdrawn is why it no longer counts as evidence; empty while it does.
	Withdrawn   string
	WithdrawnBy string // name
	WithdrawnAt time.Time
}
