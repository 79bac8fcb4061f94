package application

import (
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
)

// quantityRules are about quantity, unit, term and marks (permit-rules 5.5).
func quantityRules() lawRules {
	return lawRules{
		rule.Bind("Q01", eachLine(checkQuantity)),
		rule.Bind("Q02", eachLine(checkUnit)),
		rule.Bind("Q03", eachLine(checkUnitAccepted)),
		rule.Bind("Q04", eachLine(checkUnitPreferred)),
		rule.Bind("Q05", eachLine(checkTerm)),
		rule.Bind("Q06", eachLine(checkTermKingdom)),
		rule.Bind("Q07", eachLine(checkNetWeight)),
		rule.Bind("Q08", eachLine(checkTimberUnit)),
		rule.Bind("Q10", eachLine(checkBalance)),
		rule.Bind("Q13", eachLine(checkUniqueMark)),
		rule.Bind("Q14", checkMicrochips),
		rule.Bind("Q15", checkTrophies),
		rule.Bind("Q16", eachLine(checkSexAge)),
		rule.Bind("Q17", eachLine(checkCaviarLabel)),
		rule.Bind("Q18", eachLine(checkTuskMark)),
	}
}

// largest is the most that one line may hold: a million units.
const largest cites.Quantity = 1_000_000_000

func checkQuantity(_ *Dossier, _ int, l Line) *rule.Hit {
	switch {
	case l.QuantityText != "":
		h := hit("quantity", "typed", l.QuantityText)
		h.Variant = "unread"
		return h
	case l.Quantity == 0:
		return nil // F03 speaks of the empty box
	case l.Quantity < 0:
		return hit("quantity")
	case l.Quantity > largest:
		return &rule.Hit{Field: "quantity", Variant: "large"}
	case l.Unit == cites.Number && !l.Quantity.Whole():
		return &rule.Hit{Field: "quantity", Variant: "whole"}
	}
	return nil
}

func checkUnit(_ *Dossier, _ int, l Line) *rule.Hit {
	if l.Unit == "" {
		return nil
	}
	if _, err := cites.ParseUnit(string(l.Unit)); err != nil {
		return hit("unit", "unit", string(l.Unit))
	}
	return nil
}

func checkUnitAccepted(_ *Dossier, _ int, l Line) *rule.Hit {
	if l.Term == "" || l.Unit == "" || l.Term.AcceptsUnit(l.Unit) {
		return nil
	}
	return hit("unit", "unit", string(l.Unit), "term", string(l.Term))
}

func checkUnitPreferred(_ *Dossier, _ int, l Line) *rule.Hit {
	info, ok := l.Term.Info()
	if !ok || l.Unit == "" || !l.Term.AcceptsUnit(l.Unit) || len(info.Preferred) == 0 || l.Term.PrefersUnit(l.Unit) || slices.Contains(info.Alternative, l.Unit) {
		return nil
	}
	return hit("unit", "unit", string(l.Unit), "preferred", string(info.Preferred[0]))
}

func checkTerm(_ *Dossier, _ int, l Line) *rule.Hit {
	if l.Term == "" {
		return nil
	}
	_, err := cites.ParseTerm(string(l.Term))
	if err == nil {
		return nil
	}
	h := hit("term", "term", string(l.Term))
	if info, ok := l.Term.Info(); ok && info.Replacement != "" {
		h.Variant, h.Args["instead"] = "old", string(info.Replacement)
	}
	return h
}

func checkTermKingdom(_ *Dossier, _ int, l Line) *rule.Hit {
	if _, ok := l.Term.Info(); !ok || l.Kingdom == "" || l.Term.Suits(l.Kingdom) {
		return nil
	}
	return hit("term", "term", string(l.Term), "name", l.ScientificName)
}

// byWeight are timbers that the trade weighs (permit-rules 3.4).
var byWeight = []string{"Aquilaria", "Gyrinops", "Guaiacum", "Pterocarpus santalinus", "Diospyros", "Dalbergia"}

// timberUnits are the units of timber that is not weighed.
var timberUnits = map[cites.Term][]cites.Unit{"LOG": {"MTQ"}, "SAW": {"MTQ"}, "VEN": {"MTK", "MTQ"}, "PLY": {"MTK", "MTQ"}}

func checkTimberUnit(_ *Dossier, _ int, l Line) *rule.Hit {
	want := timberUnits[l.Term]
	if want == nil || l.Unit == "" || slices.Contains(want, l.Unit) {
		return nil
	}
	weighed := slices.ContainsFunc(byWeight, func(s string) bool { return strings.HasPrefix(l.ScientificName, s) })
	if weighed && l.Unit == "KGM" {
		return nil
	}
	return hit("unit", "unit", string(l.Unit), "term", string(l.Term), "want", string(want[0]))
}

// checkUniqueMark wants live animals of Appendix I and all specimens of
// registered breeding operations marked.
func checkUniqueMark(d *Dossier, _ int, l Line) *rule.Hit {
	concerned := l.Term == "LIV" || l.Source == "D"
	if !concerned || l.Kingdom != cites.Animalia || len(l.Marks) > 0 || !appendixOne(d, l) {
		return nil
	}
	h := hit("marks")
	if l.Term != "LIV" {
		h.Variant = "operation"
	}
	return h
}

// checkMicrochips wants 15 digits (ISO 11784).
func checkMicrochips(d *Dossier) []rule.Hit {
	var hits []rule.Hit
	for i, l := range d.Content.Lines {
		for _, m := range l.Marks {
			v := strings.Join(strings.Fields(m.Value), "")
			if m.Kind == "MC" && (len(v) != 15 || strings.Trim(v, "0123456789") != "") {
				hits = append(hits, rule.Hit{Line: i, Field: "marks", Args: map[string]string{"mark": m.Value}})
			}
		}
	}
	return append(hits, checkMarksAlive(d)...)
}

// trophies a hunter may take in a year (50 CFR 23.74; Res. Conf. 10.14, 10.15).
var trophies = map[string]cites.Quantity{"Panthera pardus": 2000, "Capra falconeri": 1000, "Diceros bicornis": 1000}

func isTrophy(d *Dossier, l Line) bool { return d.Content.Purpose == "H" && l.Term == "TRO" }

// checkTrophies wants trophies counted in animals, and no more of a species for
// one hunter than a year allows, together with what he had of other permits.
func checkTrophies(d *Dossier) []rule.Hit {
	var hits []rule.Hit
	asked := map[string]cites.Quantity{}
	for i, l := range d.Content.Lines {
		if !isTrophy(d, l) {
			continue
		}
		if l.Unit != cites.Number || !l.Quantity.Whole() {
			hits = append(hits, rule.Hit{Line: i, Field: "unit"})
			continue
		}
		most, few := trophies[l.ScientificName]
		asked[l.ScientificName] += l.Quantity
		before := d.Holdings.Trophies[l.ScientificName]
		if d.Reexport() {
			before = 0
		}
		switch h := (rule.Hit{Line: i, Field: "quantity", Variant: "limit", Args: map[string]string{"limit": most.String(), "name": l.ScientificName}}); {
		case !few:
		case asked[l.ScientificName] > most:
			hits = append(hits, h)
		case before+asked[l.ScientificName] > most:
			if d.Stage == rule.Issue { // what others applied for is for officers only
				h.Variant, h.Args["before"] = "hunter", before.String()
			}
			hits = append(hits, h)
		}
	}
	return hits
}

func checkSexAge(_ *Dossier, _ int, l Line) *rule.Hit {
	if l.Term != "LIV" || l.Kingdom != cites.Animalia || l.Sex != "" && l.Age != "" {
		return nil
	}
	return hit("sex")
}

// checkCaviarLabel wants the label code among the marks of caviar.
func checkCaviarLabel(_ *Dossier, _ int, l Line) *rule.Hit {
	if l.Term != "CAV" || slices.ContainsFunc(l.Marks, func(m Mark) bool { return m.Kind == "LB" && strings.Count(m.Value, "/") >= 4 }) {
		return nil
	}
	return hit("marks")
}

// checkTuskMark wants the punched formula on raw tusks of elephants.
func checkTuskMark(_ *Dossier, _ int, l Line) *rule.Hit {
	elephant := strings.HasPrefix(l.ScientificName, "Loxodonta") || strings.HasPrefix(l.ScientificName, "Elephas")
	if l.Term != "TUS" || !elephant || len(l.Marks) > 0 {
		return nil
	}
	return hit("marks")
}

// checkNetWeight finds weights that are said to be gross: box 11 takes the net.
func checkNetWeight(_ *Dossier, _ int, l Line) *rule.Hit {
	if l.Unit != "KGM" && l.Unit != "GRM" {
		return nil
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(l.Description), func(r rune) bool {
		return r == ' ' || r == ',' || r == '.' || r == ';' || r == '(' || r == ')' || r == ':'
	}) {
		if slices.Contains([]string{"gross", "brut", "bruto", "قائم"}, word) {
			return hit("quantity")
		}
	}
	return nil
}
