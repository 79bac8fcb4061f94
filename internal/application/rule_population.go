package application

import (
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// populationRules are about hybrids, reservations and listings of one population
// (permit-rules 5.3).
func populationRules() lawRules {
	return lawRules{
		rule.Bind("T08", eachLine(checkOriginNotNeeded)),
		rule.Bind("T09", eachLine(checkHybrid)),
		rule.Bind("T13", eachLine(checkReservation)),
		rule.Bind("T14", eachLine(checkDeemed)),
	}
}

// checkOriginNotNeeded: an Appendix III listing of a population elsewhere asks no
// certificate of origin here.
func checkOriginNotNeeded(d *Dossier, _ int, l Line) *rule.Hit {
	if d.Content.Type != cites.CertificateOfOrigin || l.TaxonID == "" || d.Effective(l).Listed() {
		return nil
	}
	all := d.Law.Listings(species.ID(l.TaxonID), "", d.On)
	if !slices.ContainsFunc(all.Listings, func(x species.Listing) bool { return x.Appendix == cites.AppendixIII }) {
		return nil
	}
	return hit("type", "name", l.ScientificName)
}

// checkHybrid compares box 10 with the strictest Appendix of the taxa crossed.
func checkHybrid(d *Dossier, _ int, l Line) *rule.Hit {
	for _, name := range []string{l.ScientificName, l.Answers["parents"]} {
		parents, _ := d.Law.Parents(name)
		if len(parents) == 0 {
			continue
		}
		ids := make([]species.ID, len(parents))
		for i, p := range parents {
			ids[i] = p.ID
		}
		want := d.Law.Cross(ids, Population(d.Content, l), d.On).Appendix
		if want == l.Appendix || want == cites.NotListed {
			return nil
		}
		return hit("taxon", "name", name, "appendix", string(want))
	}
	return nil
}

// checkReservation points at a Party that does not accept the listing.
func checkReservation(d *Dossier, _ int, l Line) *rule.Hit {
	if l.TaxonID == "" {
		return nil
	}
	now, from := d.Effective(l).Appendix, Population(d.Content, l)
	for _, party := range []cites.Country{d.Content.Exporter.Country, d.Content.Importer.Country} {
		if party == "" {
			continue
		}
		for _, r := range d.Law.Reservations(species.ID(l.TaxonID), party, d.On) {
			if r.Appendix == now && r.Covers(from) {
				return hit("taxon", "name", l.ScientificName, "country", string(party))
			}
		}
	}
	return nil
}

// deemed is how annotations of split listings end: what they do not name is
// treated as of Appendix I.
const deemed = "deemed to be specimens of species included in appendix i"

func checkDeemed(d *Dossier, _ int, l Line) *rule.Hit {
	for _, x := range d.Effective(l).Listings {
		note := strings.ToLower(strings.Join(strings.Fields(x.Note), " "))
		if x.Appendix == cites.AppendixII && strings.Contains(note, deemed) {
			return hit("taxon", "name", l.ScientificName)
		}
	}
	return nil
}
