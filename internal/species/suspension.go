package species

import (
	"slices"

	"github.com/opencites/opencites/cites"
)

// SuspensionKind says on what a suspension rests.
type SuspensionKind string

// The kinds. Bans and notices of a Party are not suspensions under CITES: they
// warn, they do not block (permit-rules 4.7).
const (
	SignificantTrade    SuspensionKind = "significant_trade" // Res. Conf. 12.8
	NationalLegislation SuspensionKind = "legislation"       // Res. Conf. 8.4
	NoReports           SuspensionKind = "reporting"         // Res. Conf. 11.17
	Compliance          SuspensionKind = "compliance"        // Art. XIII, Res. Conf. 14.3
	CaptiveBreeding     SuspensionKind = "captive_breeding"  // Res. Conf. 17.7
	NationalBan         SuspensionKind = "national_ban"
	Notice              SuspensionKind = "notice"
)

// Suspension is a recommendation not to accept trade in a taxon from, or to, a
// country. No taxon means all taxa. Empty lists mean any.
type Suspension struct {
	ID    string
	Taxon ID
	// ExceptTaxa are lower taxa that are not meant.
	ExceptTaxa []ID
	Country    cites.Country
	Imports    bool // Country is the importing one
	From       cites.Date
	Until      cites.Date // last day, not set while it holds
	Kind       SuspensionKind
	Sources    []cites.Source
	Purposes   []cites.Purpose
	Terms      []cites.Term
	NotTerms   []cites.Term
	// DirectOnly says that re-exports of specimens that left the country
	// earlier are not meant; this is the rule.
	DirectOnly   bool
	Reason       string
	Notification string
	AsOf         cites.Date
}

// Binding reports whether the suspension is one under the Convention.
func (s *Suspension) Binding() bool { return s.Kind != NationalBan && s.Kind != Notice }

// Holds reports whether the suspension is in force on a day.
func (s *Suspension) Holds(on cites.Date) bool {
	return !on.Before(s.From) && (s.Until.IsZero() || !on.After(s.Until))
}

// Applies reports whether trade of this description is meant. Confiscated
// specimens (source I) are not.
func (s *Suspension) Applies(t Trade) bool {
	direct := t.Origin == "" || t.Origin == t.Exporter
	country := t.Exporter
	if s.Imports {
		country = t.Importer
	} else if !direct && !s.DirectOnly && t.Origin == s.Country {
		country = t.Origin
	}
	switch {
	case t.Source == "I" || country != s.Country:
		return false
	case s.DirectOnly && !direct:
		return false
	case !s.Holds(t.On):
		return false
	case s.Taxon != "" && !slices.Contains(t.Taxa, s.Taxon):
		return false
	case slices.ContainsFunc(t.Taxa, func(id ID) bool { return slices.Contains(s.ExceptTaxa, id) }):
		return false
	case len(s.Sources) > 0 && !slices.Contains(s.Sources, t.Source):
		return false
	case len(s.Purposes) > 0 && !slices.Contains(s.Purposes, t.Purpose):
		return false
	case len(s.Terms) > 0 && !slices.Contains(s.Terms, t.Term):
		return false
	}
	return !slices.Contains(s.NotTerms, t.Term)
}
