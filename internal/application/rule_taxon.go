package application

import (
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// taxonRules are about names, listings, annotations and range (permit-rules 5.3).
func taxonRules() lawRules {
	return lawRules{
		rule.Bind("T01", eachLine(checkNameKnown)),
		rule.Bind("T02", eachLine(checkRank)),
		rule.Bind("T03", eachLine(checkAppendix)),
		rule.Bind("T04", eachLine(checkSplit)),
		rule.Bind("T05", eachLine(checkNotListed)),
		rule.Bind("T06", eachLine(checkAnnotation)),
		rule.Bind("T07", eachLine(checkAppendixThree)),
		rule.Bind("T10", eachLine(checkRange)),
		rule.Bind("T11", eachLine(checkFutureListing)),
		rule.Bind("T12", eachLine(checkOwnLine)),
		rule.Bind("T16", eachLine(checkNotListed)),
	}
}

func checkNameKnown(d *Dossier, _ int, l Line) *rule.Hit {
	if l.ScientificName == "" {
		return nil // F03 speaks
	}
	t, ok := d.Law.Taxon(species.ID(l.TaxonID))
	if !ok {
		return hit("taxon", "name", l.ScientificName)
	}
	if !strings.EqualFold(t.Name, l.ScientificName) {
		h := hit("taxon", "name", l.ScientificName, "accepted", t.Name)
		h.Variant = "synonym"
		return h
	}
	return nil
}

// higherTaxon reports whether the Conference allows a taxon above the species:
// coral rock, corals of agreed genera, worked black coral (permit-rules 2.4).
// Other well-justified cases are left to the discretion of the authority.
func higherTaxon(t *species.Taxon, l Line) bool {
	switch {
	case t.Name == "Scleractinia":
		return l.Term == "COR"
	case t.Order == "Scleractinia":
		return t.Rank == species.Genus
	case t.Name == "Antipatharia" || t.Order == "Antipatharia" && t.Rank == species.Genus:
		return !l.Live() && l.Term != "COR"
	}
	return false
}

func checkRank(d *Dossier, _ int, l Line) *rule.Hit {
	t, ok := d.Law.Taxon(species.ID(l.TaxonID))
	if !ok || t.Rank.Precise() || higherTaxon(t, l) {
		return nil
	}
	return hit("taxon", "name", t.Name)
}

// checkAppendix compares box 10 with the listing of the population on the day.
func checkAppendix(d *Dossier, _ int, l Line) *rule.Hit {
	e := d.Effective(l)
	if l.TaxonID == "" || l.Appendix == e.Appendix {
		return nil
	}
	for _, x := range e.Listings { // a split listing: an officer chose one of them
		if e.Split && x.Appendix == l.Appendix {
			return nil
		}
	}
	return hit("taxon", "box", string(l.Appendix), "listed", string(e.Appendix))
}

func checkSplit(d *Dossier, _ int, l Line) *rule.Hit {
	if e := d.Effective(l); e.Split && l.Population == "" {
		return hit("taxon", "appendices", e.Label())
	}
	return nil
}

func checkNotListed(d *Dossier, _ int, l Line) *rule.Hit {
	if l.TaxonID == "" || d.Effective(l).Listed() {
		return nil
	}
	return hit("taxon", "name", l.ScientificName)
}

// woodTerms are what an annotation on logs, sawn wood and so on names.
var woodTerms = map[string][]cites.Term{
	"#5":  {"LOG", "SAW", "VEN"},
	"#6":  {"LOG", "SAW", "VEN", "PLY"},
	"#7":  {"LOG", "CHP", "POW", "EXT"},
	"#3":  {"ROO"},
	"#8":  {"ROO", "POW"},
	"#11": {"LOG", "SAW", "VEN", "PLY", "POW", "EXT"},
	"#12": {"LOG", "SAW", "VEN", "PLY", "EXT"},
	"#13": {"KNL", "SEE", "DER"},
	"#16": {"SEE", "FRU", "OIL"},
	"#17": {"LOG", "SAW", "VEN", "PLY", "TRW"},
}

// checkAnnotation warns where an annotation names the parts that are covered and
// the term is not among them; live specimens are always covered.
func checkAnnotation(d *Dossier, _ int, l Line) *rule.Hit {
	if l.Live() || l.Term == "" {
		return nil
	}
	for _, x := range d.Effective(l).Listings {
		terms, ok := woodTerms[x.Hash]
		if ok && !slices.Contains(terms, l.Term) {
			return hit("term", "term", string(l.Term), "annotation", x.Hash)
		}
	}
	return nil
}

// checkAppendixThree: a listing Party exports with a permit, others with a
// certificate of origin.
func checkAppendixThree(d *Dossier, _ int, l Line) *rule.Hit {
	if d.Reexport() || !d.Leaving() {
		return nil
	}
	e := d.Effective(l)
	if e.Appendix != cites.AppendixIII {
		return nil
	}
	listing := slices.Contains(e.Parties(), d.Content.Exporter.Country)
	switch {
	case listing && d.Content.Type == cites.CertificateOfOrigin:
		h := hit("type")
		h.Variant = "permit"
		return h
	case !listing && d.Content.Type == cites.ExportPermit:
		h := hit("type")
		h.Variant = "origin"
		return h
	}
	return nil
}

// checkRange asks whether a wild or ranched specimen can come from its country.
func checkRange(d *Dossier, _ int, l Line) *rule.Hit {
	t, ok := d.Law.Taxon(species.ID(l.TaxonID))
	if !ok || len(t.Range) == 0 || !sourceIs(l, "W", "R") {
		return nil
	}
	country := Population(d.Content, l)
	if !country.Place() {
		return nil
	}
	switch t.Occurs(country) {
	case species.Native, species.Introduced, species.Reintroduced:
		return nil
	case species.Uncertain:
		h := hit("source", "country", string(country), "name", t.Name)
		h.Variant = "uncertain"
		return h
	}
	return hit("source", "country", string(country), "name", t.Name)
}

// futureDays is how far ahead a change of listing is announced.
const futureDays = 90

// checkFutureListing tells of the first change to another appendix that comes
// within the days announced.
func checkFutureListing(d *Dossier, _ int, l Line) *rule.Hit {
	if l.TaxonID == "" {
		return nil
	}
	now := d.Effective(l)
	for _, s := range d.Law.Spans(species.ID(l.TaxonID), Population(d.Content, l)) {
		if s.From.After(d.On) && !s.From.After(d.On.AddDays(futureDays)) && s.Label() != now.Label() {
			if !s.Listed() {
				h := hit("taxon", "from", s.From.String())
				h.Variant = "ends"
				return h
			}
			return hit("taxon", "appendix", string(s.Appendix), "from", s.From.String())
		}
	}
	return nil
}

// checkOwnLine wants one taxon a line: names joined by a sign are two species.
func checkOwnLine(_ *Dossier, _ int, l Line) *rule.Hit {
	if strings.ContainsAny(l.ScientificName, "/;+&,") {
		return hit("taxon", "name", l.ScientificName)
	}
	return nil
}
