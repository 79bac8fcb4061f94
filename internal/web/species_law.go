package web

import (
	"html/template"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/text/collate"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// lawView asks and answers what holds for a taxon on any day. It is part of the
// page of the taxon.
type lawView struct {
	Action       string
	On, From     Field
	Coming       []string // changes after today
	Asked        bool
	Title        string
	Tags         []Tag
	Split        bool
	Facts        []SummaryRow
	Rows         []listingRow
	Reservations []reservationRow
	Suspensions  []suspensionRow
	Quotas       []quotaRow
	Spans        []spanRow
	Error        string
}

type reservationRow struct {
	Party, Appendix, From, Until, Parts string
	Through                             template.HTML
}

// spanRow is one piece of the time line.
type spanRow struct {
	From, Until string
	Tags        []Tag
	Split       bool
	Note        string
	Held        bool // on the day asked for
}

// lawOf makes the part of the page about the law on a day.
func (s *Server) lawOf(r *http.Request, c *species.Catalogue, t *species.Taxon, limits species.Limits) *lawView {
	l, today := LocaleFrom(r.Context()), cites.DateOf(s.cfg.Now(), s.cfg.Zone)
	q := r.URL.Query()
	v := &lawView{Action: l.Href("/species/" + string(t.ID)), From: populationField(l, c, t, q.Get("population"))}
	v.On = Field{Kind: "date", Name: "on", Label: l.T("law.on.day"), Hint: l.T("law.on.day.hint"), Date: partsOf(today)}
	for _, x := range c.Spans(t.ID, "") {
		if x.From.After(today) {
			v.Coming = append(v.Coming, l.T("law.coming", "day", l.Date(x.From), "appendix", labelWords(l, x.Effective)))
		}
	}
	if v.Asked = q.Has("on.year"); !v.Asked {
		return v
	}
	v.On.Date = DateParts{Day: q.Get("on.day"), Month: q.Get("on.month"), Year: q.Get("on.year")}
	on, ok := v.On.Date.Parse()
	if !ok || on.IsZero() {
		v.Error, v.Asked = l.T("law.rehearse.day"), false
		v.On.Error = v.Error
		return v
	}
	v.answer(l, c, t, c.Ask([]*species.Taxon{t}, cites.Country(v.From.Value), on, limits), today)
	return v
}

// populationField offers the countries that listings name and the range States.
func populationField(l *Locale, c *species.Catalogue, t *species.Taxon, chosen string) Field {
	var codes []cites.Country
	for _, o := range t.Range {
		codes = append(codes, o.Country)
	}
	for _, x := range c.History(t.ID) {
		codes = append(append(codes, x.Populations...), x.Except...)
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	if country, err := cites.ParseCountry(chosen); err != nil {
		chosen = ""
	} else if !slices.Contains(codes, country) {
		codes = append(codes, country)
	}
	order := collate.New(l.tag)
	slices.SortFunc(codes, func(a, b cites.Country) int { return order.CompareString(l.Country(a), l.Country(b)) })
	f := Field{Name: "population", Label: l.T("law.on.population"), Value: chosen, Options: []Option{{Label: l.T("species.populations.all")}}}
	for _, x := range codes {
		f.Options = append(f.Options, Option{Value: string(x), Label: l.Country(x)})
	}
	return f
}

func labelWords(l *Locale, e species.Effective) string {
	var out []string
	for _, t := range appendixTags(l, e.Label()) {
		out = append(out, t.Text)
	}
	return strings.Join(out, ", ")
}

func (v *lawView) answer(l *Locale, c *species.Catalogue, t *species.Taxon, a species.LawOn, today cites.Date) {
	v.Title = l.T("law.on.title", "day", l.Date(a.On))
	if a.Population != "" {
		v.Title = l.T("law.on.title.population", "day", l.Date(a.On), "country", l.Country(a.Population))
	}
	v.Tags, v.Split = appendixTags(l, a.Label()), a.Split
	if !a.Since.IsZero() {
		v.Facts = append(v.Facts, SummaryRow{Key: l.T("law.since"), Value: Bdi(l.Date(a.Since))})
	}
	if !a.First.IsZero() {
		v.Facts = append(v.Facts, SummaryRow{Key: l.T("species.first"), Value: Bdi(l.Date(a.First))})
	}
	for _, id := range a.Inside {
		if x, ok := c.Taxon(id); ok {
			v.Facts = append(v.Facts, SummaryRow{Key: l.T("law.inside"), Value: Latin(x.Name)})
		}
	}
	for _, x := range a.Listings {
		v.Rows = append(v.Rows, rowOfListing(l, c, t, x))
	}
	for _, x := range a.Reservations {
		row := reservationRow{Party: l.Country(x.Party), Appendix: appendixTag(l, x.Appendix).Text, From: l.Date(x.From), Until: l.T("species.open"), Parts: x.Parts, Through: through(c, t, x.Taxon)}
		if !x.Until.IsZero() {
			row.Until = l.Date(x.Until)
		}
		v.Reservations = append(v.Reservations, row)
	}
	v.Suspensions, v.Quotas = suspensionRows(l, c, t, a.Suspensions), quotaRows(l, c, t, a.Quotas)
	for _, x := range c.Spans(t.ID, a.Population) {
		row := spanRow{From: l.Date(x.From), Until: l.T("species.open"), Tags: appendixTags(l, x.Label()), Split: x.Split, Held: !a.On.Before(x.From) && (x.Until.IsZero() || !a.On.After(x.Until))}
		switch {
		case !x.Until.IsZero():
			row.Until = l.Date(x.Until)
		case x.From.After(today):
			row.Until = l.T("law.state.loaded")
		}
		if len(x.Listings) > 0 {
			row.Note = x.Listings[0].Citation
		}
		v.Spans = append(v.Spans, row)
	}
}

func (v *lawView) errors() []ErrorLink {
	if v.Error == "" {
		return nil
	}
	return []ErrorLink{{v.Error, "#on"}}
}
