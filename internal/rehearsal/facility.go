package rehearsal

import (
	"context"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// maxFacilities bounds how many registrations are read.
const maxFacilities = 100_000

// facilities compares what registered facilities may give: source D is for
// Appendix I only (P04) and needs the Secretariat's register for animals (P05).
func (p *play) facilities(ctx context.Context) error {
	all, _, err := p.tx.ListFacilities(ctx, facility.Filter{State: facility.Registered, Limit: maxFacilities})
	if err != nil {
		return err
	}
	for i := range all {
		f := &all[i]
		p.count(Facility)
		touched := p.outputs(f)
		if len(touched) == 0 || !f.Active(p.on) {
			continue
		}
		p.result.Run[Facility]++
		was, before := p.produce(p.was, f, touched)
		will, after := p.produce(p.will, f, touched)
		nobody := func(rule.Finding) bool { return false }
		item := Item{Kind: Facility, ID: f.ID, Label: strings.TrimSpace(f.Number + " " + f.Name), Before: verdict(was, nobody), After: verdict(will, nobody),
			Appears: reasons(minus(will, was)), Vanishes: reasons(minus(was, will))}
		for n, o := range touched {
			item.name(o.ScientificName)
			item.line("", o.ScientificName, before[n], after[n])
		}
		p.keep(item)
	}
	return nil
}

// outputs are the entries of a facility whose taxon the amendments name, one
// for each taxon.
func (p *play) outputs(f *facility.Facility) []facility.Output {
	var out []facility.Output
	seen := map[string]bool{}
	for _, o := range f.Species {
		if !seen[o.TaxonID] && p.touches(species.ID(o.TaxonID)) {
			seen[o.TaxonID] = true
			out = append(out, o)
		}
	}
	return out
}

func (p *play) produce(law *species.Catalogue, f *facility.Facility, outputs []facility.Output) (found []rule.Finding, in []cites.Appendix) {
	for i, o := range outputs {
		e := law.Listings(species.ID(o.TaxonID), f.Country, p.on)
		in = append(in, e.Appendix)
		if !f.Allows([]string{o.TaxonID}, cites.BredCommercially) || !e.Listed() {
			continue
		}
		switch {
		case e.Appendix != cites.AppendixI:
			found = append(found, finding("P04", i, "appendix", string(e.Appendix)))
		case f.Kind == facility.Breeding && !f.SEC:
			x := finding("P05", i, "name", f.Name, "number", f.Number)
			x.Key += ".sec"
			found = append(found, x)
		}
	}
	return found, in
}
