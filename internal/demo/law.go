package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// yearly are the demo's own export quotas, in whole units.
var yearly = []struct {
	name  string
	terms []cites.Term
	unit  cites.Unit
	total int64
}{
	{"Python regius", []cites.Term{"LIV"}, cites.Number, 30000},
	{"Crocodylus niloticus", []cites.Term{"SKI"}, cites.Number, 26000},
	{"Varanus niloticus", []cites.Term{"SKI"}, cites.Number, 22000},
	{"Prunus africana", []cites.Term{"BAR"}, "KGM", 700000},
	{"Pericopsis elata", []cites.Term{"SAW", "LOG"}, "MTQ", 3500},
	{"Panthera pardus", []cites.Term{"TRO"}, cites.Number, 60},
	{"Pandinus imperator", []cites.Term{"LIV"}, cites.Number, 9000},
	{"Strombus gigas", []cites.Term{"MEA"}, "KGM", 150000},
}

// Law is what the demo adds to the law of the real world: what a Party that
// does not exist would have.
type Law struct {
	Quotas      []species.Quota
	Suspensions []species.Suspension
	Taxa        []species.Taxon   // with this Party among the range States
	Listings    []species.Listing // with this Party's populations
}

// law writes quotas for each year and two suspensions of other countries.
func (t *Town) law(ctx context.Context, start, until time.Time) error {
	var quotas []species.Quota
	for year := start.Year(); year <= until.Year(); year++ {
		for _, y := range yearly {
			ts := t.Law().Find(y.name)
			if len(ts) == 0 {
				return fmt.Errorf("quota of %s: not in the catalogue", y.name)
			}
			quotas = append(quotas, species.Quota{ID: fmt.Sprintf("demo.%s.%d", ts[0].ID, year), Taxon: ts[0].ID, Country: t.Profile.Party,
				Year: year, From: cites.Date{Year: year, Month: 1, Day: 1}, Until: cites.Date{Year: year, Month: 12, Day: 31},
				Terms: y.terms, Unit: y.unit, Quantity: cites.Quantity(y.total * 1000), Kind: species.NationalQuota,
				Note: "Quota of the demonstration Party", Citation: "Res. Conf. 14.7", AsOf: cites.DateOf(start, time.UTC)})
		}
	}
	var suspensions []species.Suspension
	for _, s := range []struct {
		name, notification string
		country            cites.Country
	}{{"Hippocampus kuda", "demonstration 2024/1", "VN"}, {"Pterocarpus erinaceus", "demonstration 2024/2", "ML"}} {
		ts := t.Law().Find(s.name)
		if len(ts) == 0 {
			return fmt.Errorf("suspension of %s: not in the catalogue", s.name)
		}
		suspensions = append(suspensions, species.Suspension{ID: "demo." + string(ts[0].ID) + "." + string(s.country), Taxon: ts[0].ID, Country: s.country,
			From: cites.DateOf(start, time.UTC), Kind: species.SignificantTrade, DirectOnly: true, Reason: "Demonstration of a suspension",
			Notification: s.notification, AsOf: cites.DateOf(start, time.UTC)})
	}
	law := Law{Quotas: quotas, Suspensions: suspensions}
	t.native(&law)
	return t.SaveLaw(ctx, law)
}

// splitHere are taxa whose populations here stand in Appendix II.
var splitHere = []string{"Crocodylus niloticus", "Khaya ivorensis"}

// native makes what the Party exports from the wild occur there.
func (t *Town) native(law *Law) {
	seen := map[string]bool{}
	for _, g := range t.goods {
		if g.kind != cites.ExportPermit || seen[g.name] {
			continue
		}
		seen[g.name] = true
		for _, found := range t.Law().Find(g.name)[:1] {
			taxon := *found
			taxon.Range = append(slices.Clone(taxon.Range), species.Occurrence{Country: t.Profile.Party, Presence: species.Native})
			law.Taxa = append(law.Taxa, taxon)
			if slices.Contains(splitHere, g.name) {
				law.Listings = append(law.Listings, t.population(taxon.ID)...)
			}
		}
	}
}

// population moves the Party's population from the listings that leave the
// Appendix II populations out to those that name them.
func (t *Town) population(id species.ID) []species.Listing {
	var out []species.Listing
	for _, l := range t.Law().History(id) {
		switch {
		case l.Taxon != id || !l.Until.IsZero():
			continue
		case l.Appendix == cites.AppendixII && len(l.Populations) > 0:
			l.Populations = append(slices.Clone(l.Populations), t.Profile.Party)
		case l.Appendix == cites.AppendixI && len(l.Except) > 0:
			l.Except = append(slices.Clone(l.Except), t.Profile.Party)
		default:
			continue
		}
		out = append(out, l)
	}
	return out
}
