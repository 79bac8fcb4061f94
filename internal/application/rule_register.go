package application

import (
	"slices"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/stock"
)

// variant is hit with another sentence than the rule's own.
func variant(field, name string, args ...string) *rule.Hit {
	h := hit(field, args...)
	h.Variant = name
	return h
}

// checkOperation wants the number of the registered operation for source D, at
// issue one whose registration for the species and the source holds; live animals
// carry a mark.
func checkOperation(k cites.Kingdom) func(*Dossier, int, Line) *rule.Hit {
	return func(d *Dossier, _ int, l Line) *rule.Hit {
		if bredSource(l) != "D" || l.Kingdom != k {
			return nil
		}
		if strings.TrimSpace(l.Operation) == "" {
			return hit("operation")
		}
		if k == cites.Animalia && l.Live() && len(l.Marks) == 0 {
			return variant("marks", "mark")
		}
		if d.Stage != rule.Issue {
			return nil
		}
		return registered(d, l, k)
	}
}

// registered wants a facility of the register that may give source D for the
// species on the day (P05, P06).
func registered(d *Dossier, l Line, k cites.Kingdom) *rule.Hit {
	f := d.facilityOf(l)
	kinds := []facility.Kind{facility.Breeding}
	if k == cites.Plantae {
		kinds = []facility.Kind{facility.Nursery, facility.Breeding}
	}
	switch {
	case f == nil || !slices.Contains(kinds, f.Kind):
		return variant("operation", "unknown", "number", l.Operation)
	case !f.Active(d.On):
		return variant("operation", "inactive", "number", f.Number, "name", f.Name)
	case k == cites.Animalia && !f.SEC:
		return variant("operation", "sec", "number", f.Number, "name", f.Name)
	case !f.Allows(chain(d.Law, l), "D"):
		return variant("operation", "species", "number", f.Number, "taxon", l.ScientificName)
	}
	return nil
}

// checkOutput warns where a facility would issue more of a species in the year
// than the register holds plausible, this line included. P18 asks for ranches,
// P20 for the others.
func checkOutput(d *Dossier, i int, l Line) *rule.Hit {
	f := d.facilityOf(l)
	if f == nil || !facility.Asked(bredSource(l)) || d.Reexport() || !d.Leaving() {
		return nil
	}
	p, ok := f.Plausible(l.TaxonID, d.On.Year)
	if !ok {
		return nil
	}
	sum := facility.Total(append(slices.Clone(d.Holdings.Output[i]), d.sameFacility(i, l)...), p.Unit)
	if sum <= p.Quantity {
		return nil
	}
	return variant("quantity", "output", "number", f.Number, "taxon", l.ScientificName, "sum", sum.String(), "output", p.Quantity.String(),
		"year", strconv.Itoa(d.On.Year))
}

// sameFacility is what this line and those before it take of the same facility
// and species.
func (d *Dossier) sameFacility(until int, l Line) []facility.Amount {
	var out []facility.Amount
	for _, x := range d.Content.Lines[:until+1] {
		if facility.Key(x.Operation) == facility.Key(l.Operation) && x.TaxonID == l.TaxonID && facility.Asked(bredSource(x)) {
			out = append(out, facility.Amount{Quantity: x.Quantity, Unit: x.Unit})
		}
	}
	return out
}

// checkRanch wants a ranching programme of the exporter for the taxon, and no more
// than it plausibly yields.
func checkRanch(d *Dossier, i int, l Line) *rule.Hit {
	if bredSource(l) != "R" || d.Reexport() || !d.Leaving() {
		return nil
	}
	ranch := func(f facility.Facility) bool {
		return f.Kind == facility.Ranch && f.Active(d.On) && f.Allows(chain(d.Law, l), "R")
	}
	if f := d.facilityOf(l); strings.TrimSpace(l.Operation) != "" && (f == nil || !ranch(*f)) {
		return variant("operation", "facility", "number", l.Operation, "taxon", l.ScientificName)
	}
	if !slices.ContainsFunc(d.Holdings.Nearby[i], ranch) {
		return hit("source", "taxon", l.ScientificName, "country", string(d.Content.Exporter.Country))
	}
	return checkOutput(d, i, l)
}

// checkBreeder wants a breeder or nursery of the register for C, F and A, or
// breeding evidence among the documents, and no more than is plausible.
func checkBreeder(d *Dossier, i int, l Line) *rule.Hit {
	s := bredSource(l)
	switch {
	case s == "D":
		return checkOutput(d, i, l)
	case !slices.Contains([]cites.Source{"C", "F", "A"}, s):
		return nil
	}
	if h := checkOutput(d, i, l); h != nil {
		return h
	}
	if f := d.facilityOf(l); strings.TrimSpace(l.Operation) != "" {
		if f == nil || !f.Active(d.On) || facility.Asked(s) && !f.Allows(chain(d.Law, l), s) {
			return variant("operation", "facility", "number", l.Operation, "taxon", l.ScientificName, "code", string(s))
		}
		return nil
	}
	known := func(f facility.Facility) bool {
		own := f.Holder != "" && f.Holder == d.Owner || f.Org != "" && f.Org == d.Org
		return own && f.Active(d.On) && f.Allows(chain(d.Law, l), s)
	}
	if slices.ContainsFunc(d.Holdings.Nearby[i], known) || slices.ContainsFunc(d.Documents, evidenceOfBreeding) {
		return nil
	}
	return hit("documents", "code", string(s))
}

func evidenceOfBreeding(x Document) bool {
	return x.Kind == "breeding" || x.Kind == "permit" || x.Kind == "invoice"
}

// checkFounder stops imports of wild Appendix I stock for commercial breeding.
func checkFounder(d *Dossier, _ int, l Line) *rule.Hit {
	if d.Content.Type != cites.ImportPermit || d.Content.Purpose != "B" || !l.Live() || l.Kingdom != cites.Animalia || !appendixOne(d, l) {
		return nil
	}
	if slices.Contains([]cites.Source{"O", "C", "D"}, l.Source) {
		return nil
	}
	return hit("source", "name", l.ScientificName, "code", string(effectiveSource(l)))
}

// lotsOf are the lots that a line names, as far as they are the applicant's.
func (d *Dossier) lotsOf(l Line) (lots []stock.Lot, all bool) {
	all = true
	for _, u := range l.Lots {
		if x := d.Holdings.Lots[u.Lot]; x != nil {
			lots = append(lots, *x)
		} else {
			all = false
		}
	}
	return lots, all
}

// checkLotUnit wants the unit of the import document for goods that were not
// changed.
func checkLotUnit(d *Dossier, l Line) *rule.Hit {
	lots, _ := d.lotsOf(l)
	for _, x := range lots {
		if d.Reexport() && x.Term == l.Term && x.Unit != l.Unit {
			return variant("unit", "lot", "unit", string(l.Unit), "want", string(x.Unit), "number", x.Number)
		}
	}
	return nil
}

// checkBalance wants what a line takes to be in the stock account: the lots are
// the applicant's, hold the same goods, add up to the line, and have enough left.
func checkBalance(d *Dossier, i int, l Line) *rule.Hit {
	if !d.Reexport() {
		return nil
	}
	if len(l.Lots) == 0 {
		if open := d.Holdings.Proofs[i]; len(open) > 0 {
			return variant("lots", "name", "number", l.ImportProof.Number)
		}
		return nil
	}
	lots, all := d.lotsOf(l)
	switch {
	case !all:
		return variant("lots", "unknown")
	case !stock.Together(lots):
		return variant("lots", "mixed")
	case lots[0].TaxonID != l.TaxonID || lots[0].Term != l.Term:
		return variant("lots", "goods", "number", lots[0].Number)
	}
	var sum cites.Quantity
	for _, u := range l.Lots {
		sum += u.Quantity
	}
	if sum != l.Quantity {
		return variant("quantity", "sum", "sum", sum.String(), "quantity", l.Quantity.String())
	}
	return d.overdrawn(lots)
}

// overdrawn finds a lot of which all lines together take more than is left.
func (d *Dossier) overdrawn(lots []stock.Lot) *rule.Hit {
	for _, x := range lots {
		var sum cites.Quantity
		for _, w := range d.Wants() {
			if w.Lot == x.ID {
				sum += w.Quantity
			}
		}
		if left := x.Balance() + d.Holdings.Reserved[x.ID]; sum > left {
			return hit("lots", "number", x.Number, "left", left.String(), "sum", sum.String())
		}
	}
	return nil
}

// checkLotSource warns where the source of a re-export is not that of the import.
func checkLotSource(d *Dossier, l Line) *rule.Hit {
	lots, _ := d.lotsOf(l)
	for _, x := range lots {
		if d.Reexport() && (x.Source != l.Source || x.SecondSource != l.SecondSource) {
			return variant("source", "lot", "code", string(l.Source), "want", string(x.Source), "number", x.Number)
		}
	}
	return nil
}

// checkMarksAlive flags a mark that is alive in another permit. The number of
// that permit is for officers only, who look at the stage of issue.
func checkMarksAlive(d *Dossier) []rule.Hit {
	var hits []rule.Hit
	for i, l := range d.Content.Lines {
		for _, m := range l.Marks {
			uses := d.Holdings.Alive[i][m]
			if len(uses) == 0 {
				continue
			}
			h := rule.Hit{Line: i, Field: "marks", Variant: "alive", Args: map[string]string{"mark": m.Value}}
			if d.Stage == rule.Issue {
				h.Variant, h.Args["number"], h.Args["letter"] = "alive_in", string(uses[0].Number), uses[0].Letter
			}
			hits = append(hits, h)
		}
	}
	return hits
}
