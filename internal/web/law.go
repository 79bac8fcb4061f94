package web

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rehearsal"
	"github.com/opencites/opencites/internal/species"
)

// Reformer is what the pages about amendments need; the reformer of package
// species is one.
type Reformer interface {
	Load(ctx context.Context, who actor.Actor, s *species.Amendments) error
	Withdraw(ctx context.Context, who actor.Actor, id, reason string) error
	List(ctx context.Context, who actor.Actor) ([]*species.Amendments, error)
	Read(ctx context.Context, who actor.Actor, id string) (*species.Amendments, error)
}

// Rehearsals is what the pages about rehearsals need; the desk of package
// rehearsal is one.
type Rehearsals interface {
	Ask(ctx context.Context, who actor.Actor, set *species.Amendments, on cites.Date) (string, error)
	Read(ctx context.Context, who actor.Actor, id string) (rehearsal.Asked, error)
	List(ctx context.Context, who actor.Actor, f rehearsal.Filter) ([]rehearsal.Asked, int, error)
}

func (s *Server) lawRoutes() []Route {
	if s.cfg.Reformer == nil || s.cfg.Rehearsals == nil {
		return nil
	}
	read, may := Can(actor.ReadLaw), Can(actor.AmendLaw)
	return []Route{
		{Pattern: "GET /law", Policy: read, Handler: s.page(s.askLaw)},
		{Pattern: "POST /law", Policy: may, Handler: s.page(s.loadLaw), MaxBody: species.MaxAmendmentBytes + 1<<20},
		{Pattern: "POST /law/rehearse", Policy: may, Handler: s.page(s.rehearseFile), MaxBody: species.MaxAmendmentBytes + 1<<20},
		{Pattern: "GET /law/{id}", Policy: read, Handler: s.page(s.showAmendments)},
		{Pattern: "POST /law/{id}/rehearse", Policy: may, Handler: s.page(s.rehearseLoaded)},
		{Pattern: "GET /law/{id}/withdraw", Policy: may, Handler: s.page(s.askWithdrawLaw)},
		{Pattern: "POST /law/{id}/withdraw", Policy: may, Handler: s.page(s.withdrawLaw)},
		{Pattern: "GET /rehearsals", Policy: read, Handler: s.page(s.listRehearsals)},
		{Pattern: "GET /rehearsals/{id}", Policy: read, Handler: s.page(s.watchRehearsal)},
	}
}

// amendmentsOf reads the uploaded file of a form.
func amendmentsOf(r *http.Request) (*species.Amendments, error) {
	body, head, err := r.FormFile("file")
	if err != nil {
		if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
			return nil, fault.New(fault.Invalid, "law.load.no_file")
		}
		return nil, err
	}
	defer body.Close()
	return species.ReadAmendments(filepath.Base(head.Filename), body)
}

// loadLaw loads a file ahead of its days.
func (s *Server) loadLaw(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 8<<20); err != nil {
		return err
	}
	l := LocaleFrom(r.Context())
	set, err := amendmentsOf(r)
	if err == nil {
		err = s.cfg.Reformer.Load(r.Context(), ActorFrom(r.Context()), set)
	}
	if err == nil {
		s.notice(r.Context(), l.T("law.loaded", "name", set.Name, "day", l.Date(set.First)))
		return s.seeOther(w, r, "/law/"+set.ID)
	}
	view := lawPageOf(l)
	return s.lawRefused(w, r, view, &view.File, err)
}

// lawRefused shows the page again with what is wrong with a file.
func (s *Server) lawRefused(w http.ResponseWriter, r *http.Request, view lawPage, field *Field, err error) error {
	l, why := LocaleFrom(r.Context()), fault.Of(err)
	if why == nil || (why.Kind != fault.Invalid && why.Kind != fault.Conflict) {
		return err
	}
	if len(why.Fields) == 1 && why.Fields[0].Name == "on" {
		view.On.Error = l.Fault(why.Fields[0].Key, why.Fields[0].Args)
		return s.showLaw(w, r, http.StatusUnprocessableEntity, view, []ErrorLink{{view.On.Error, "#on"}})
	}
	for _, x := range why.Fields {
		view.Wrong = append(view.Wrong, l.Fault(x.Key, x.Args))
	}
	field.Error = l.Fault(why.Key, why.Args)
	if field.ID == "play" {
		view.Play = *field
	} else {
		view.File = *field
	}
	return s.showLaw(w, r, http.StatusUnprocessableEntity, view, []ErrorLink{{field.Error, "#" + field.FieldID()}})
}

// amendmentView is the page of one set of amendments.
type amendmentView struct {
	ID       string
	Name     string
	State    Tag
	Facts    []SummaryRow
	Search   Field
	Count    string
	List     List[amendmentRow]
	On       Field
	Rehearse bool
	Withdraw string // address; empty where it is too late
}

type amendmentRow struct {
	Row, From, Act, Taxon, Href, What string
}

func (s *Server) showAmendments(w http.ResponseWriter, r *http.Request) error {
	l, q := LocaleFrom(r.Context()), readList(r, nil, nil)
	who := ActorFrom(r.Context())
	x, err := s.cfg.Reformer.Read(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	may := who.Can(actor.AmendLaw)
	view := amendmentView{ID: x.ID, Name: x.Name, State: s.lawState(l, x), Rehearse: may && x.State == species.AmendmentsLoaded,
		Search: Field{Name: "q", Label: l.T("law.search"), Type: "search", Value: q.Q, Dir: "auto"},
		On:     Field{Kind: "date", Name: "on", Label: l.T("law.rehearse.on"), Date: partsOf(x.First)},
		Facts: []SummaryRow{{Key: l.T("law.first"), Value: Bdi(l.Date(x.First))}, {Key: l.T("law.last"), Value: Bdi(l.Date(x.Last))},
			{Key: l.T("law.loaded.by"), Value: byWhom(l, x.LoadedBy.Name, x.Loaded)}}}
	if x.Citation != "" {
		view.Facts = slices.Insert(view.Facts, 2, SummaryRow{Key: l.T("species.citation"), Value: Bdi(x.Citation)})
	}
	if may && x.State == species.AmendmentsLoaded && x.First.After(cites.DateOf(s.cfg.Now(), s.cfg.Zone)) {
		view.Withdraw = l.Href("/law/" + x.ID + "/withdraw")
	}
	if x.State == species.AmendmentsWithdrawn {
		view.Facts = append(view.Facts, SummaryRow{Key: l.T("law.withdrawn.by"), Value: byWhom(l, x.EndedBy, x.Ended)},
			SummaryRow{Key: l.T("law.reason"), Value: Bdi(x.Reason)})
	}
	var rows []amendmentRow
	for _, a := range x.Rows {
		row := amendmentRow{Row: strconv.Itoa(a.Row), From: l.Date(a.From), Act: l.T("law.act." + string(a.Act)), Taxon: a.Taxon, What: amendmentWords(l, a)}
		if a.TaxonID != "" {
			row.Href = l.Href("/species/" + string(a.TaxonID))
		}
		if q.Q == "" || contains(q.Q, row.Taxon, row.Act, row.What) {
			rows = append(rows, row)
		}
	}
	view.Count = l.Plural("law.changes", len(rows))
	view.List = newList(l, q, cutPage(rows, q), len(rows))
	view.List.Empty = Empty{l.T("law.nothing"), l.T("law.nothing.text"), l.Href("/law/" + x.ID), l.T("law.all")}
	return s.render(w, r, http.StatusOK, "law_show", Page{Title: x.Name, Back: "/law", Data: view})
}

func (s *Server) askWithdrawLaw(w http.ResponseWriter, r *http.Request) error {
	return s.confirmWithdrawLaw(w, r, http.StatusOK, "", nil)
}

func (s *Server) confirmWithdrawLaw(w http.ResponseWriter, r *http.Request, status int, reason string, f *fault.Error) error {
	x, err := s.cfg.Reformer.Read(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	l, path := LocaleFrom(r.Context()), "/law/"+x.ID
	field := Field{Kind: "area", Name: "reason", Label: l.T("law.reason"), Value: reason, Rows: 3}
	wrong := formErrors(l, f, &field)
	return s.render(w, r, status, "confirm", Page{Title: l.T("law.withdraw"), Back: path, Errors: wrong, Data: Confirm{
		Title: l.T("law.withdraw.title", "name", x.Name), Warning: l.T("law.withdraw.warning", "day", l.Date(x.First)), Fields: []Field{field},
		Action: l.Href(path + "/withdraw"), Button: l.T("law.withdraw"), Cancel: l.Href(path)}})
}

func (s *Server) withdrawLaw(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 64<<10); err != nil {
		return err
	}
	id, l := r.PathValue("id"), LocaleFrom(r.Context())
	err := s.cfg.Reformer.Withdraw(r.Context(), ActorFrom(r.Context()), id, r.FormValue("reason"))
	if f := fault.Of(err); f != nil && f.Kind == fault.Invalid {
		return s.confirmWithdrawLaw(w, r, http.StatusUnprocessableEntity, r.FormValue("reason"), f)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), l.T("law.withdrawn"))
	return s.seeOther(w, r, "/law/"+id)
}
