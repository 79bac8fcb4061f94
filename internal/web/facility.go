package web

import (
	"context"
	"html/template"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/facility"
)

// Facilities is what the pages about facilities need; the desk of package
// facility is one.
type Facilities interface {
	List(ctx context.Context, who actor.Actor, f facility.Filter) ([]facility.Facility, int, error)
	Mine(ctx context.Context, who actor.Actor, f facility.Filter) ([]facility.Facility, int, error)
	Read(ctx context.Context, who actor.Actor, id string) (*facility.Sheet, error)
	Add(ctx context.Context, who actor.Actor, form facility.Form) (*facility.Facility, error)
	Edit(ctx context.Context, who actor.Actor, id string, version int64, form facility.Form) error
	SetOutput(ctx context.Context, who actor.Actor, id string, version int64, o facility.Output) error
	RemoveOutput(ctx context.Context, who actor.Actor, id string, version int64, taxon string, year int) error
	Announce(ctx context.Context, who actor.Actor, id string, version int64, on cites.Date) error
	Register(ctx context.Context, who actor.Actor, id string, version int64, from cites.Date) error
	Suspend(ctx context.Context, who actor.Actor, id string, version int64, why string) error
	Resume(ctx context.Context, who actor.Actor, id string, version int64, why string) error
	Withdraw(ctx context.Context, who actor.Actor, id string, version int64, why string) error
	Import(ctx context.Context, who actor.Actor, file io.Reader) (facility.Imported, error)
	LoginOf(ctx context.Context, who actor.Actor, account string) (string, error)
}

func (s *Server) facilityRoutes() []Route {
	if s.cfg.Facilities == nil {
		return nil
	}
	own := Owner("List is for officers, Mine and Read limit traders to their own facilities in SQL")
	may := Can(actor.KeepFacilities)
	return []Route{
		{Pattern: "GET /facilities", Policy: own, Handler: s.page(s.listFacilities)},
		{Pattern: "GET /facilities/new", Policy: may, Handler: s.page(s.newFacility)},
		{Pattern: "POST /facilities/new", Policy: may, Handler: s.page(s.addFacility)},
		{Pattern: "GET /facilities/import", Policy: may, Handler: s.page(s.askFacilityImport)},
		{Pattern: "POST /facilities/import", Policy: may, Handler: s.page(s.importFacilities), MaxBody: facility.MaxImport + 1<<20},
		{Pattern: "GET /facilities/{id}", Policy: own, Handler: s.page(s.showFacility)},
		{Pattern: "GET /facilities/{id}/edit", Policy: may, Handler: s.page(s.editFacility)},
		{Pattern: "POST /facilities/{id}/edit", Policy: may, Handler: s.page(s.saveFacility)},
		{Pattern: "GET /facilities/{id}/output", Policy: may, Handler: s.page(s.askOutput)},
		{Pattern: "POST /facilities/{id}/output", Policy: may, Handler: s.page(s.saveOutput)},
		{Pattern: "POST /facilities/{id}/output/remove", Policy: may, Handler: s.page(s.removeOutput)},
		{Pattern: "GET /facilities/{id}/act/{act}", Policy: may, Handler: s.page(s.askFacilityAct)},
		{Pattern: "POST /facilities/{id}/act/{act}", Policy: may, Handler: s.page(s.doFacilityAct)},
	}
}

// facilityList is the register, or the facilities of a trader.
type facilityList struct {
	Intro       string
	Add, Import string // addresses; empty for those who may not
	Search      Field
	Filter      Filter
	Count       string
	List        List[facilityRow]
}

type facilityRow struct {
	facility.Facility
	Href  string
	State Tag
	Kind  string
	Taxa  []string
}

// facilityState is a state as a coloured word; a registration past its day is
// expired.
func facilityState(l *Locale, f *facility.Facility, on cites.Date) Tag {
	if f.State == facility.Registered && !f.Until.IsZero() && f.Until.Before(on) {
		return Tag{l.T("facility.state.expired"), "grey"}
	}
	colours := map[facility.State]string{facility.Proposed: "grey", facility.Objection: "yellow", facility.Registered: "green",
		facility.Suspended: "orange", facility.Withdrawn: "red"}
	return Tag{l.T("facility.state." + string(f.State)), colours[f.State]}
}

func (s *Server) today() cites.Date { return cites.DateOf(s.cfg.Now(), s.cfg.Zone) }

func facilityFilter(q ListQuery) facility.Filter {
	f := facility.Filter{Text: q.Q, Limit: q.Per, Offset: q.Offset()}
	if k := facility.Kind(q.Filters.Get("kind")); slices.Contains(facility.Kinds(), k) {
		f.Kind = k
	}
	if x := facility.State(q.Filters.Get("state")); slices.Contains(facility.States(), x) {
		f.State = x
	}
	if c, err := cites.ParseCountry(q.Filters.Get("country")); err == nil {
		f.Country = c
	}
	return f
}

func (s *Server) listFacilities(w http.ResponseWriter, r *http.Request) error {
	l, who, q := LocaleFrom(r.Context()), ActorFrom(r.Context()), readList(r, []string{"kind", "state", "country"}, nil)
	officer := who.Can(actor.ReadFacilities)
	list := s.cfg.Facilities.Mine
	if officer {
		list = s.cfg.Facilities.List
	}
	found, total, err := list(r.Context(), who, facilityFilter(q))
	if err != nil {
		return err
	}
	rows := make([]facilityRow, len(found))
	for i, f := range found {
		rows[i] = facilityRow{Facility: f, Href: l.Href("/facilities/" + f.ID), State: facilityState(l, &f, s.today()), Kind: l.T("facility.kind." + string(f.Kind))}
		for _, o := range f.Species {
			if !slices.Contains(rows[i].Taxa, o.ScientificName) {
				rows[i].Taxa = append(rows[i].Taxa, o.ScientificName)
			}
		}
	}
	view := facilityList{Intro: l.T("facility.mine.intro"), Count: l.Plural("facility.count", total), List: newList(l, q, rows, total),
		Filter: s.facilityPanel(l, q, officer), Search: Field{Name: "q", Label: l.T("facility.search"), Type: "search", Value: q.Q, Dir: "auto"}}
	view.List.Empty = Empty{Title: l.T("facility.mine.none"), Text: l.T("facility.mine.none.text")}
	if officer {
		view.Intro = l.T("facility.intro")
		view.List.Empty = Empty{Title: l.T("facility.none"), Text: l.T("facility.none.text")}
	}
	if who.Can(actor.KeepFacilities) {
		view.Add, view.Import = l.Href("/facilities/new"), l.Href("/facilities/import")
	}
	if q.Q != "" || len(q.Filters) > 0 {
		view.List.Empty = Empty{l.T("facility.nothing"), l.T("facility.nothing.text"), l.Href("/facilities"), l.T("facility.all")}
	}
	return s.render(w, r, http.StatusOK, "facility_list", Page{Title: l.T("facility.title"), Data: view})
}

func (s *Server) facilityPanel(l *Locale, q ListQuery, officer bool) Filter {
	f := Filter{Action: l.Href("/facilities"), Live: "results"}
	if len(q.Filters) > 0 {
		f.Clear = l.Href("/facilities")
	}
	kind := Field{Kind: "select", Name: "kind", Label: l.T("facility.kind"), Value: q.Filters.Get("kind"), Options: append([]Option{{Label: l.T("facility.kind.any")}}, kindOptions(l)...)}
	state := Field{Kind: "select", Name: "state", Label: l.T("facility.state"), Value: q.Filters.Get("state"), Options: []Option{{Label: l.T("facility.state.any")}}}
	for _, x := range facility.States() {
		state.Options = append(state.Options, Option{Value: string(x), Label: l.T("facility.state." + string(x))})
	}
	f.Fields = []Field{kind, state}
	if officer {
		country := Field{Kind: "select", Name: "country", Label: l.T("facility.country"), Value: q.Filters.Get("country"), Options: s.placeOptions(l)}
		country.Options[0].Label = l.T("facility.country.any")
		f.Fields = append(f.Fields, country)
	}
	return f
}

func kindOptions(l *Locale) []Option {
	var out []Option
	for _, k := range facility.Kinds() {
		out = append(out, Option{Value: string(k), Label: l.T("facility.kind." + string(k))})
	}
	return out
}

// facilityView is the page of one facility.
type facilityView struct {
	*facility.Facility
	State Tag
	Kind  string
	Rows  []SummaryRow
	// Produces is false for an institution, which has no output to show.
	Produces bool
	Outputs  []outputRow
	Figures  []figureRow
	Edit     string // address; empty for those who may not
	Add      string
	Remove   string
	Acts     []Tab
	Events   []Event
}

type outputRow struct {
	facility.Output
	Year    string
	YearN   int
	Sources string
	Amount  string
}

type figureRow struct {
	facility.Figure
	Plausible, Issued string
	State             Tag
}

func (s *Server) showFacility(w http.ResponseWriter, r *http.Request) error {
	l, who := LocaleFrom(r.Context()), ActorFrom(r.Context())
	f, err := s.cfg.Facilities.Read(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	view := facilityView{Facility: f.Facility, State: facilityState(l, f.Facility, s.today()), Kind: l.T("facility.kind." + string(f.Kind)), Rows: s.facilityRows(l, f.Facility)}
	for _, o := range f.Species {
		view.Outputs = append(view.Outputs, outputRowOf(l, o))
	}
	for _, x := range f.Figures {
		row := figureRow{Figure: x, Plausible: l.T("facility.plausible.none"), Issued: amount(l, x.Issued, x.Unit)}
		if x.Plausible > 0 {
			row.Plausible = amount(l, x.Plausible, x.Unit)
		}
		if x.Beyond() {
			row.State = Tag{l.T("facility.beyond"), "red"}
		}
		view.Figures = append(view.Figures, row)
	}
	view.Produces = f.Kind != facility.Institution || len(f.Species) > 0
	if who.Can(actor.KeepFacilities) && f.State != facility.Withdrawn {
		here := "/facilities/" + f.ID
		view.Edit, view.Add, view.Remove = l.Href(here+"/edit"), l.Href(here+"/output"), l.Href(here+"/output/remove")
		for _, act := range actsOf(f.Facility) {
			title := l.T("facility.act." + act + ".button")
			if act == "register" && f.State == facility.Registered {
				title = l.T("facility.renew")
			}
			view.Acts = append(view.Acts, Tab{Title: title, Href: l.Href(here + "/act/" + act)})
		}
	}
	return s.render(w, r, http.StatusOK, "facility_show", Page{Title: f.Name, Back: "/facilities", Data: view})
}

func outputRowOf(l *Locale, o facility.Output) outputRow {
	row := outputRow{Output: o, YearN: o.Year, Year: l.T("facility.year.every"), Amount: l.T("facility.plausible.none")}
	if o.Year > 0 {
		row.Year = l.digits(dateParts(cites.Date{Year: o.Year, Month: 1, Day: 1}).Year)
	}
	if o.Quantity > 0 {
		row.Amount = amount(l, o.Quantity, o.Unit)
	}
	var names []string
	for _, c := range o.Sources {
		names = append(names, string(c))
	}
	row.Sources = strings.Join(names, ", ")
	return row
}

func (s *Server) facilityRows(l *Locale, f *facility.Facility) []SummaryRow {
	holder := Bdi(l.T("facility.holder.none"))
	if f.HolderName != "" {
		holder = Bdi(f.HolderName)
	}
	rows := []SummaryRow{
		{Key: l.T("facility.number"), Value: Reference(f.Number)},
		{Key: l.T("facility.kind"), Value: Bdi(l.T("facility.kind." + string(f.Kind)))},
		{Key: l.T("facility.country"), Value: Bdi(l.Country(f.Country))},
		{Key: l.T("facility.holder"), Value: holder},
		{Key: l.T("facility.address"), Value: multiline(strings.Split(f.Address, "\n"))},
		{Key: l.T("facility.period"), Value: template.HTML(template.HTMLEscapeString(facilityPeriod(l, f)))},
	}
	if f.Kind != facility.Institution {
		sec := l.T("facility.sec.no")
		if f.SEC {
			sec = l.T("facility.sec.yes")
		}
		if f.SEC && !f.SECDate.IsZero() {
			sec = l.T("facility.sec.told", "date", l.Date(f.SECDate), "until", l.Date(f.ObjectionsUntil()))
		}
		rows = append(rows, SummaryRow{Key: l.T("facility.sec"), Value: Bdi(sec)})
	}
	if f.Founder != "" {
		rows = append(rows, SummaryRow{Key: l.T("facility.founder"), Value: multiline(strings.Split(f.Founder, "\n"))})
	}
	if f.Reason != "" {
		rows = append(rows, SummaryRow{Key: l.T("facility.reason"), Value: multiline(strings.Split(f.Reason, "\n"))})
	}
	return rows
}

func facilityPeriod(l *Locale, f *facility.Facility) string {
	switch {
	case f.From.IsZero():
		return l.T("facility.period.none")
	case f.Until.IsZero():
		return l.T("facility.period.open", "from", l.Date(f.From))
	}
	return l.T("facility.period.range", "from", l.Date(f.From), "until", l.Date(f.Until))
}
