package need

import (
	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// Law is what Decide asks of the law on a day. A catalogue of package species
// answers most of it; Statute adds what limits trade.
type Law interface {
	// Find gives the taxa of a name, accepted ones first.
	Find(name string) []*species.Taxon
	// Taxon gives the taxon of an id.
	Taxon(id species.ID) (*species.Taxon, bool)
	// Chain gives the taxon and all taxa above it, lowest first.
	Chain(id species.ID) []species.ID
	// Within gives the subspecies and varieties of a species.
	Within(id species.ID) []species.ID
	// Listings gives what holds for specimens from a country on a day; country
	// "" asks for all populations.
	Listings(id species.ID, country cites.Country, on cites.Date) species.Effective
	// First is the day of the first listing in any appendix.
	First(id species.ID) cites.Date
	// Reservations are those of a Party in force on a day.
	Reservations(id species.ID, party cites.Country, on cites.Date) []species.Reservation
	// Suspensions are those that mean the trade described.
	Suspensions(t species.Trade) []species.Suspension
	// Quotas are those that count the trade described.
	Quotas(t species.Trade) []species.Quota
	// Setting is how the administrator lets a rule work.
	Setting(id string) rule.Setting
}

// Statute is the Law made of a catalogue, of what limits trade, and of the rules as
// they are switched.
type Statute struct {
	*species.Catalogue
	Suspended []species.Suspension
	Limited   []species.Quota
	Switches  rule.Switches
}

// Setting is how the administrator lets a rule work: on, unless it is one that
// was not checked against its original and was switched.
func (s Statute) Setting(id string) rule.Setting { return s.Switches.Of(id) }

// Suspensions gives those that mean the trade described, bans and notices of a
// Party included.
func (s Statute) Suspensions(t species.Trade) []species.Suspension {
	var out []species.Suspension
	for i := range s.Suspended {
		if s.Suspended[i].Applies(t) {
			out = append(out, s.Suspended[i])
		}
	}
	return out
}

// Quotas gives those that count the trade described.
func (s Statute) Quotas(t species.Trade) []species.Quota {
	var out []species.Quota
	for i := range s.Limited {
		if s.Limited[i].Applies(t) {
			out = append(out, s.Limited[i])
		}
	}
	return out
}
