package web

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// speciesView is the page of one taxon.
type speciesView struct {
	Latin       template.HTML
	Author      string
	Common      string
	Appendices  []Tag
	Means       []string
	Split       bool
	Facts       []Fact
	Now         []listingRow
	History     []listingRow
	Names       []SummaryRow
	Range       []rangeRow
	Quotas      []quotaRow
	Suspensions []suspensionRow
	Source      string
	Law         *lawView
	Apply       string // address; empty where nobody can apply
}

// listingRow is one interval of a listing as shown.
type listingRow struct {
	Appendix    Tag
	From, Until string
	Populations string
	Fold        string        // what stands for many populations until they are opened
	Through     template.HTML // higher taxon that is listed
	Party       string
	Hash        string
	Note        string
	Citation    string
}

type rangeRow struct{ Presence, Countries string }

type quotaRow struct {
	Country, Year, Limit, Used, For, Note string
	Through                               template.HTML
}

type suspensionRow struct {
	Country, From, Until, Reason, Notification string
	Through                                    template.HTML
}

func (s *Server) showSpecies(w http.ResponseWriter, r *http.Request) error {
	c, t, err := s.speciesOf(r)
	if err != nil {
		return err
	}
	l := LocaleFrom(r.Context())
	today := cites.DateOf(s.cfg.Now(), s.cfg.Zone)
	now := c.Listings(t.ID, "", today)
	view := speciesView{Latin: scientific(t.Rank, t.Name), Author: t.Author, Common: t.CommonName(l.Lang), Appendices: appendixTags(l, now.Label()), Split: now.Split,
		Facts: speciesFacts(l, c, t), Names: s.speciesNames(l, t), Range: speciesRange(l, t),
		Source: l.T("species.source", "source", t.Source, "date", l.Date(t.AsOf))}
	for _, a := range strings.Split(now.Label(), "/") {
		if a == "" {
			a = string(cites.NotListed)
		}
		view.Means = append(view.Means, l.T("species.means."+strings.ToLower(a)))
	}
	for _, x := range now.Listings {
		view.Now = append(view.Now, rowOfListing(l, c, t, x))
	}
	for _, x := range c.History(t.ID) {
		row := rowOfListing(l, c, t, x)
		if x.From.After(today) {
			row.Until = l.T("law.state.loaded")
		}
		view.History = append(view.History, row)
	}
	var limits species.Limits
	if s.cfg.Limits != nil {
		if limits, err = s.cfg.Limits.LimitsOf(r.Context(), c.Reach([]*species.Taxon{t})); err != nil {
			return err
		}
		everywhere := func(x species.Suspension) bool { return x.Taxon == "" }
		all := slices.Clone(limits.Suspensions)
		limits.Suspensions = slices.DeleteFunc(limits.Suspensions, everywhere) // of all taxa of a country: shown with the population
		view.Quotas, view.Suspensions = quotaRows(l, c, t, limits.Quotas), suspensionRows(l, c, t, limits.Suspensions)
		limits.Suspensions = all
	}
	view.Law = s.lawOf(r, c, t, limits)
	for _, route := range []string{"/applications/new", "/applications"} {
		if view.Apply == "" && s.leads("GET "+route, ActorFrom(r.Context())) {
			view.Apply = l.Href(route) + "?taxon=" + url.QueryEscape(string(t.ID))
		}
	}
	return s.render(w, r, http.StatusOK, "species_show", Page{Title: t.Name, Back: "/species", Errors: view.Law.errors(), Data: view})
}

func speciesFacts(l *Locale, c *species.Catalogue, t *species.Taxon) []Fact {
	facts := []Fact{{Key: l.T("species.rank"), Value: Bdi(l.T("species.rank." + string(t.Rank)))}}
	first := Bdi(l.T("species.first.unknown"))
	if d := c.First(t.ID); !d.IsZero() {
		first = Bdi(l.Date(d))
	}
	if len(c.History(t.ID)) > 0 {
		facts = append(facts, Fact{Key: l.T("species.first"), Value: first})
	}
	var above []string
	for _, n := range []string{t.Class, t.Order, t.Family} {
		if n != "" && n != t.Name {
			above = append(above, n)
		}
	}
	if len(above) > 0 {
		facts = append(facts, Fact{Key: l.T("species.lineage"), Value: Reference(strings.Join(above, " › "))})
	}
	return append(facts, Fact{Key: l.T("species.kingdom"), Value: Bdi(l.T("species.kingdom." + strings.ToLower(string(t.Kingdom))))})
}

// rowOfListing shows a listing at the taxon or at one above it.
func rowOfListing(l *Locale, c *species.Catalogue, t *species.Taxon, x species.Listing) listingRow {
	row := listingRow{Appendix: appendixTag(l, x.Appendix), From: l.T("species.undated"), Until: l.T("species.open"),
		Populations: populationsOf(l, x), Fold: populationsFold(l, x), Hash: x.Hash, Note: x.Note, Citation: x.Citation, Through: through(c, t, x.Taxon)}
	if !x.From.IsZero() {
		row.From = l.Date(x.From)
	}
	if !x.Until.IsZero() {
		row.Until = l.Date(x.Until)
	}
	if x.Party != "" {
		row.Party = l.T("species.party", "country", l.Country(x.Party))
	}
	return row
}

// through names the higher taxon at which something stands; nothing for the
// taxon itself.
func through(c *species.Catalogue, t *species.Taxon, id species.ID) template.HTML {
	if id == t.ID {
		return ""
	}
	if above, ok := c.Taxon(id); ok {
		return scientific(above.Rank, above.Name)
	}
	return Reference(string(id))
}

func populationsOf(l *Locale, x species.Listing) string {
	var parts []string
	switch {
	case len(x.Populations) > 0:
		parts = append(parts, countryNames(l, x.Populations))
	case len(x.Except) > 0:
		parts = append(parts, l.T("species.populations.except", "countries", countryNames(l, x.Except)))
	default:
		parts = append(parts, l.T("species.populations.all"))
	}
	if len(x.Part) > 0 {
		parts = append(parts, l.T("species.populations.part", "countries", countryNames(l, x.Part)))
	}
	return strings.Join(parts, "; ")
}

// manyPopulations is from how many countries on a list of them is folded away.
const manyPopulations = 9

// populationsFold is what stands for a long list of countries until it is opened;
// "" for a short one.
func populationsFold(l *Locale, x species.Listing) string {
	named := len(x.Populations) + len(x.Except)
	if named+len(x.Part) < manyPopulations {
		return ""
	}
	text := l.Plural("species.populations.many", named)
	if len(x.Populations) == 0 && len(x.Except) > 0 {
		text = l.T("species.populations.except", "countries", text)
	}
	if len(x.Part) > 0 {
		text += "; " + l.T("species.populations.part", "countries", l.Plural("species.populations.many", len(x.Part)))
	}
	return text
}

func countryNames(l *Locale, codes []cites.Country) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = l.Country(c)
	}
	sep := ", "
	if l.Lang == cites.Arabic {
		sep = "، "
	}
	return strings.Join(names, sep)
}

// speciesNames lists common names by language, the reader's first, and synonyms.
func (s *Server) speciesNames(l *Locale, t *species.Taxon) []SummaryRow {
	languages := []cites.Lang{l.Lang}
	for _, lang := range knownLanguages() {
		if lang != l.Lang {
			languages = append(languages, lang)
		}
	}
	var rows []SummaryRow
	for _, lang := range languages {
		var names []string
		for _, n := range t.Names {
			if n.Kind == species.Common && n.Lang == lang {
				names = append(names, n.Text)
			}
		}
		if len(names) > 0 {
			rows = append(rows, SummaryRow{Key: s.locales[lang].Name, Value: template.HTML(`<bdi lang="` + string(lang) + `">` + template.HTMLEscapeString(strings.Join(names, ", ")) + `</bdi>`)})
		}
	}
	var synonyms []string
	for _, n := range t.Names {
		if n.Kind == species.Synonym {
			synonyms = append(synonyms, string(Latin(n.Text))+" "+string(Bdi(n.Author)))
		}
	}
	if len(synonyms) > 0 {
		rows = append(rows, SummaryRow{Key: l.T("species.synonyms"), Value: template.HTML(strings.Join(synonyms, "<br>"))})
	}
	return rows
}

func speciesRange(l *Locale, t *species.Taxon) []rangeRow {
	var rows []rangeRow
	for _, p := range []species.Presence{species.Native, species.Reintroduced, species.Introduced, species.Uncertain, species.Extinct} {
		var in []cites.Country
		for _, o := range t.Range {
			if o.Presence == p {
				in = append(in, o.Country)
			}
		}
		if len(in) > 0 {
			rows = append(rows, rangeRow{l.T("species.presence." + string(p)), countryNames(l, in)})
		}
	}
	return rows
}

func quotaRows(l *Locale, c *species.Catalogue, t *species.Taxon, quotas []species.Quota) []quotaRow {
	rows := make([]quotaRow, len(quotas))
	for i, q := range quotas {
		row := quotaRow{Country: l.Country(q.Country), Year: l.digits(q.From.String()[:4]), Note: q.Note, Through: through(c, t, q.Taxon), Limit: l.T("species.quota.preparing"), Used: l.Quantity(q.Used)}
		if q.Quantity != species.Preparing {
			row.Limit = strings.TrimSpace(amount(l, q.Quantity, q.Unit))
		}
		var what []string
		for _, x := range q.Terms {
			what = append(what, x.Name(l.Lang))
		}
		for _, x := range q.Sources {
			what = append(what, string(x))
		}
		if row.For = strings.Join(what, ", "); row.For == "" {
			row.For = l.T("species.quota.any")
		}
		rows[i] = row
	}
	return rows
}

func unitName(l *Locale, u cites.Unit) string {
	if u == "" {
		return ""
	}
	return u.Name(l.Lang)
}

func suspensionRows(l *Locale, c *species.Catalogue, t *species.Taxon, all []species.Suspension) []suspensionRow {
	rows := make([]suspensionRow, len(all))
	for i, x := range all {
		rows[i] = suspensionRow{Country: l.Country(x.Country), From: l.Date(x.From), Until: l.T("species.open"), Reason: x.Reason, Notification: x.Notification}
		if !x.AsOf.IsZero() {
			rows[i].Until = l.T("species.open.as_of", "day", l.Date(x.AsOf))
		}
		if !x.Until.IsZero() {
			rows[i].Until = l.Date(x.Until)
		}
		if x.Taxon != "" {
			rows[i].Through = through(c, t, x.Taxon)
		}
	}
	return rows
}
