package rehearsal

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// quotas compares what quotas are worth on the day: whether their taxon is still
// listed, whether trade in it is suspended, and what else the amendments open.
func (p *play) quotas(ctx context.Context) error {
	all, err := p.tx.Quotas(ctx)
	if err != nil {
		return err
	}
	all, _ = p.set.Unlimit(all, nil)
	known := len(all)
	for _, country := range countriesOf(p.set) {
		all, _ = p.set.Limit(all, nil, country, p.on)
	}
	was, err := p.before.SuspensionsOn(ctx, p.on)
	if err != nil {
		return err
	}
	will, err := p.after.SuspensionsOn(ctx, p.on)
	if err != nil {
		return err
	}
	for i := range all {
		q := &all[i]
		p.count(Quota)
		if !q.Open(p.on) || !p.touches(q.Taxon) {
			continue
		}
		p.result.Run[Quota]++
		item := p.quota(q, was, will)
		if i >= known { // the amendments open it
			item.Appears = append(item.Appears, reasons([]rule.Finding{finding("R03", rule.Whole, "quota", q.Quantity.String(), "asked", "0", "left", q.Left().String(), "unit", string(q.Unit))})...)
			item.Appears[len(item.Appears)-1].Key, item.ID = "law.rehearse.opens", "" // it has no page yet
		}
		p.keep(item)
	}
	return nil
}

// countriesOf lists the countries for which the amendments open quotas.
func countriesOf(s *species.Amendments) []cites.Country {
	var out []cites.Country
	for _, r := range s.Rows {
		if r.Act == species.OpenQuota {
			out = append(out, r.Country)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (p *play) quota(q *species.Quota, was, will []species.Suspension) Item {
	name := string(q.Taxon)
	if t, ok := p.was.Taxon(q.Taxon); ok {
		name = t.Name
	}
	before, vb, sb := standing(p.was, q, was, p.on)
	after, va, sa := standing(p.will, q, will, p.on)
	item := Item{Kind: Quota, ID: q.ID, Label: name + " " + string(q.Country) + " " + strconv.Itoa(q.Year), Country: q.Country, Year: q.Year, Taxa: []string{name}, Before: vb, After: va,
		Appears: reasons(minus(sa, sb)), Vanishes: reasons(minus(sb, sa))}
	item.line("", name, before, after)
	return item
}

// standing is what a catalogue and suspensions make of a quota: whether its
// specimens are listed, and whether they may leave.
func standing(law *species.Catalogue, q *species.Quota, suspensions []species.Suspension, on cites.Date) (cites.Appendix, Verdict, []rule.Finding) {
	e := law.Listings(q.Taxon, q.Country, on)
	var found []rule.Finding
	for _, s := range suspensions {
		t := species.Trade{Taxa: law.Chain(q.Taxon), Exporter: q.Country, On: on, Source: first(q.Sources), Term: first(q.Terms), Purpose: first(q.Purposes)}
		if s.Binding() && !s.Imports && s.Applies(t) {
			found = append(found, finding("R01", rule.Whole, "country", string(s.Country), "since", s.From.String(), "notification", s.Notification))
		}
	}
	switch {
	case !e.Listed():
		return e.Appendix, NotNeeded, found
	case len(found) > 0:
		return e.Appendix, Officer, found
	}
	return e.Appendix, OK, nil
}

func first[T cmp.Ordered](list []T) (v T) {
	if len(list) > 0 {
		v = list[0]
	}
	return v
}
