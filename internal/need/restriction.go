package need

import (
	"cmp"
	"slices"
	"sync"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/table"
)

// limit is a quota that the Conference set, in an annotation or a resolution.
type limit struct {
	taxa      []group
	countries []cites.Country
	terms     []cites.Term
	sources   []cites.Source
	purposes  []cites.Purpose
	quantity  cites.Quantity
	span
}

var limits = sync.OnceValue(func() []limit {
	var out []limit
	for _, r := range readTable("limits.tsv") {
		out = append(out, limit{taxa: groups(r["taxon"]), countries: table.Codes[cites.Country](r, "countries"), terms: table.Codes[cites.Term](r, "terms"),
			sources: table.Codes[cites.Source](r, "sources"), purposes: table.Codes[cites.Purpose](r, "purposes"), quantity: units(r, "quantity"), span: spanOf(r)})
	}
	return out
})

// restrictions are suspensions (permit-rules 4.7) and quotas (4.8). What permits
// have used of a quota is not asked here and taken as nothing.
func (j *judge) restrictions(s *sums) {
	t := j.trade()
	for _, x := range j.law.Suspensions(t) {
		if x.Binding() {
			j.block("R01", "", "country", string(x.Country), "since", x.From.String(), "notification", x.Notification)
		} else {
			j.say("R02", "", "country", string(x.Country), "reason", x.Reason)
		}
	}
	if j.dir != Export || j.l.Source == cites.Confiscated {
		return // neither re-exports nor confiscated specimens count
	}
	j.conferenceLimits()
	for _, q := range j.law.Quotas(t) {
		asked, counted := s.asked(q)
		unit := cmp.Or(q.Unit, cites.Number) // a quota without a unit counts specimens
		switch {
		case q.Quantity == species.Preparing:
			j.say("R05", "", "name", j.name())
		case q.Quantity == 0:
			j.block("R04", "", "name", j.name(), "note", q.Note)
		case counted && asked > q.Quantity:
			j.block("R03", "", "asked", asked.String(), "left", q.Quantity.String(), "quota", q.Quantity.String(), "unit", string(unit))
		}
	}
}

func open[T comparable](list []T, x T) bool { return len(list) == 0 || slices.Contains(list, x) }

// conferenceLimits applies the table of quotas that the Conference set. Source U
// is treated as W (permit-rules 1.5).
func (j *judge) conferenceLimits() {
	source := j.l.Source
	if source == cites.SourceUnknown {
		source = cites.Wild
	}
	for i := range limits() {
		x := &limits()[i]
		if !open(x.countries, j.from) || !open(x.terms, j.l.Term) || !open(x.sources, source) || !open(x.purposes, j.c.Purpose) || !x.holds(j.c.Date) || !j.within(x.taxa) {
			continue
		}
		switch {
		case x.quantity == 0:
			j.block("R04", "", "name", x.taxa[0].name, "note", "")
		case j.l.Unit == cites.Number && j.l.Quantity > x.quantity:
			j.block("R03", "", "asked", j.l.Quantity.String(), "left", x.quantity.String(), "quota", x.quantity.String(), "unit", string(cites.Number))
		}
	}
}

// measures adds the documents of the stricter national measures that the case
// gives (Art. XIV(1)); they ask for no findings of the Convention.
func (j *judge) measures() {
	for _, m := range j.c.Measures {
		if !j.meant(m) {
			continue
		}
		j.document(m.Country, m.Document)
		j.say("R07", "given", "country", string(m.Country), "document", string(m.Document), "citation", m.Citation)
	}
}

// meant reports whether a measure is about the line: for taxa in no appendix,
// those of appendix N; never about personal effects, since no State asks for a
// document there, and never about what is no specimen of the Convention.
func (j *judge) meant(m Measure) bool {
	if m.Appendix != j.appendix || j.dismissed() {
		return false
	}
	switch m.Direction {
	case Export:
		return j.dir == Export && m.Country == j.from
	case Reexport:
		return j.dir == Reexport && m.Country == j.from
	case Import:
		return j.dir != Sea && m.Country == j.to
	case Sea:
		return (j.dir == Sea || j.flagged) && m.Country == j.to
	}
	return false
}

// dismissed reports whether the line was found to be no specimen of the
// Convention, or a personal effect.
func (j *judge) dismissed() bool {
	return slices.ContainsFunc(j.out.Reasons, func(r Reason) bool {
		return r.Rule == "T06" || r.Key == "rule.R10.within" || r.Key == "rule.E15.exempt"
	})
}
