package need

import (
	"math"
	"slices"
	"sync"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/table"
)

// allowance is what a person may carry of one kind without a document.
type allowance struct {
	name   string
	taxa   []group
	genera []string // for names that no catalogue has
	terms  []cites.Term
	limits []cites.Specimens // by unit; any of them counts
}

var allowances = sync.OnceValue(func() []allowance {
	var out []allowance
	for _, r := range readTable("caps.tsv") {
		a := allowance{name: r["cap"], taxa: groups(r["taxa"]), genera: table.Codes[string](r, "genera"), terms: table.Codes[cites.Term](r, "terms")}
		a.limits = append(a.limits, cites.Specimens{Unit: cites.Unit(r["unit"]), Quantity: units(r, "quantity")})
		if r["unit2"] != "" {
			a.limits = append(a.limits, cites.Specimens{Unit: cites.Unit(r["unit2"]), Quantity: units(r, "quantity2")})
		}
		out = append(out, a)
	}
	return out
})

// sums are amounts of the whole consignment that decide about its lines.
type sums struct {
	carried map[string][]cites.Quantity // of each allowance, by its limits; beyond all when it cannot be counted
	weights map[string]cites.Quantity   // grams of finished wood by annotation
	judges  []*judge
}

// beyond stands for an amount that cannot be counted in the unit that decides.
const beyond = cites.Quantity(math.MaxInt64 / 2)

func newSums(judges []*judge) *sums {
	s := &sums{carried: map[string][]cites.Quantity{}, weights: map[string]cites.Quantity{}, judges: judges}
	for _, j := range judges {
		if j.c.PersonalEffect {
			if a, ok := j.allowance(); ok {
				s.carry(a, j.l)
			}
		}
		for _, l := range j.listings {
			if l.Hash == "" || !finished(j.l.Term) {
				continue
			}
			grams, ok := cites.Convert(j.l.Quantity, j.l.Unit, cites.Gram)
			if !ok {
				grams = beyond
			}
			s.weights[l.Hash] = min(beyond, s.weights[l.Hash]+grams)
		}
	}
	return s
}

// asked is what all lines together take of a quota, in its unit; false when the
// unit of a line cannot be turned into it.
func (s *sums) asked(q species.Quota) (cites.Quantity, bool) {
	var all cites.Quantity
	for _, j := range s.judges {
		if !q.Applies(j.trade()) {
			continue
		}
		amount, ok := j.l.Quantity, q.Unit == "" || q.Unit == j.l.Unit
		if !ok {
			amount, ok = cites.Convert(j.l.Quantity, j.l.Unit, q.Unit)
		}
		if !ok {
			return 0, false
		}
		all = min(beyond, all+amount)
	}
	return all, true
}

func (s *sums) light(hash string) cites.Quantity { return s.weights[hash] }

func (s *sums) carry(a allowance, l *Line) {
	if s.carried[a.name] == nil {
		s.carried[a.name] = make([]cites.Quantity, len(a.limits))
	}
	counted := false
	for i, limit := range a.limits {
		if q, ok := cites.Convert(l.Quantity, l.Unit, limit.Unit); ok {
			s.carried[a.name][i] = min(beyond, s.carried[a.name][i]+q)
			counted = true
		}
	}
	if !counted {
		s.carried[a.name][0] = beyond
	}
}

// allowance finds the kind to which the specimens of the line belong.
func (j *judge) allowance() (allowance, bool) {
	for _, a := range allowances() {
		named := j.within(a.taxa) || len(j.lineage) == 0 && slices.ContainsFunc(a.genera, func(g string) bool { return startsWith(j.l.Taxon, g) })
		if named && (len(a.terms) == 0 || slices.Contains(a.terms, j.l.Term)) {
			return a, true
		}
	}
	return allowance{}, false
}

// personalEffect ends with no document for dead specimens of Appendix II or III
// within the cap of their kind; above it a document is needed for all (Res.
// Conf. 13.7).
func (j *judge) personalEffect(s *sums) bool {
	if !j.c.PersonalEffect || j.appendix == cites.AppendixI || j.live() || j.dir == Sea {
		return false
	}
	if a, ok := j.allowance(); ok {
		for i, limit := range a.limits {
			if s.carried[a.name][i] > limit.Quantity {
				j.say("R10", "cap", "cap", limit.Quantity.String(), "unit", string(limit.Unit))
				return false
			}
		}
	}
	j.say("R10", "within")
	return true
}

// trade describes the line as quotas and suspensions ask.
func (j *judge) trade() species.Trade {
	t := species.Trade{Taxa: j.lineage, Exporter: j.from, Importer: j.to, Origin: j.l.OriginCountry, Source: j.l.Source,
		Purpose: j.c.Purpose, Term: j.l.Term, Reexport: j.dir == Reexport, On: j.c.Date}
	if j.dir == Sea {
		t.Exporter = cites.CountryHighSeas
	}
	return t
}
