package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/fault"
)

// actsOf lists what can be done with a registration now.
func actsOf(f *facility.Facility) []string {
	switch f.State {
	case facility.Proposed:
		if f.SEC {
			return []string{"announce", "withdraw"}
		}
		return []string{"register", "withdraw"}
	case facility.Objection:
		return []string{"register", "withdraw"}
	case facility.Registered:
		if f.Kind == facility.Institution {
			return []string{"suspend", "withdraw"} // its registration has no end
		}
		return []string{"register", "suspend", "withdraw"}
	case facility.Suspended:
		return []string{"resume", "withdraw"}
	}
	return nil
}

// dated reports whether an act asks for a day; the others ask for a reason.
func dated(act string) bool { return act == "announce" || act == "register" }

func (s *Server) askFacilityAct(w http.ResponseWriter, r *http.Request) error {
	f, err := s.facility(r)
	if err != nil {
		return err
	}
	return s.showFacilityAct(w, r, f, DateParts{}, "", nil)
}

func (s *Server) showFacilityAct(w http.ResponseWriter, r *http.Request, f *facility.Sheet, day DateParts, why string, wrong error) error {
	act := r.PathValue("act")
	if !slices.Contains(actsOf(f.Facility), act) {
		return fault.New(fault.NotFound, "fault.not_found", "noun", "facility", "id", act)
	}
	l := LocaleFrom(r.Context())
	here := "/facilities/" + f.ID
	form := Form{Title: l.T("facility.act."+act+".title", "name", f.Name), Intro: []string{l.T("facility.act." + act + ".text")}, Action: l.Href(here + "/act/" + act),
		Button: l.T("facility.act." + act + ".button"), Cancel: l.Href(here), Hidden: map[string]string{"version": strconv.FormatInt(f.Version, 10)},
		Fields: []Field{{Kind: "area", Name: "reason", Label: l.T("facility.reason"), Value: why, Rows: 4, Max: 2000}}}
	if dated(act) {
		if day == (DateParts{}) && wrong == nil {
			day = dateParts(s.today())
		}
		form.Fields = []Field{{Kind: "date", Name: "on", Label: l.T("facility.on"), Date: day}}
	}
	return s.showForm(w, r, form.Title, here, form, wrong)
}

func (s *Server) doFacilityAct(w http.ResponseWriter, r *http.Request) error {
	f, err := s.facility(r)
	if err != nil {
		return err
	}
	act, why := r.PathValue("act"), r.PostFormValue("reason")
	parts := DateParts{Day: r.PostFormValue("on.day"), Month: r.PostFormValue("on.month"), Year: r.PostFormValue("on.year")}
	err = s.facilityAct(r.Context(), ActorFrom(r.Context()), act, f.ID, versionOf(r), parts, why)
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return s.showFacilityAct(w, r, f, parts, why, err)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("facility.act."+act+".done"))
	return s.seeOther(w, r, "/facilities/"+f.ID)
}

func (s *Server) facilityAct(ctx context.Context, who actor.Actor, act, id string, version int64, parts DateParts, why string) error {
	day, ok := parts.Parse()
	if dated(act) && !ok {
		return fault.Invalidf("facility.invalid").Add("on", "facility.date_missing")
	}
	switch d := s.cfg.Facilities; act {
	case "announce":
		return d.Announce(ctx, who, id, version, day)
	case "register":
		return d.Register(ctx, who, id, version, day)
	case "suspend":
		return d.Suspend(ctx, who, id, version, why)
	case "resume":
		return d.Resume(ctx, who, id, version, why)
	case "withdraw":
		return d.Withdraw(ctx, who, id, version, why)
	}
	return fault.New(fault.NotFound, "fault.not_found", "noun", "facility", "id", act)
}

// facilityImport is the page that asks for a register of another Party.
type facilityImport struct {
	File    Field
	Columns string
	Wrong   []string // what is wrong, place by place
}

func (s *Server) askFacilityImport(w http.ResponseWriter, r *http.Request) error {
	return s.showFacilityImport(w, r, http.StatusOK, nil)
}

func (s *Server) showFacilityImport(w http.ResponseWriter, r *http.Request, status int, wrong *fault.Error) error {
	l := LocaleFrom(r.Context())
	view := facilityImport{File: Field{Kind: "file", Name: "file", Label: l.T("facility.import.file"), Bold: true, Accept: ".csv,text/csv"},
		Columns: strings.Join(facility.Columns(), ",")}
	page := Page{Title: l.T("facility.import"), Back: "/facilities"}
	if wrong != nil {
		page.Errors = []ErrorLink{{Text: l.Fault(wrong.Key, wrong.Args), Href: "#file"}}
		for _, f := range wrong.Fields {
			text := l.Fault(f.Key, f.Args)
			if place, ok := strings.CutPrefix(f.Name, "row."); ok {
				line, column, _ := strings.Cut(place, ".")
				text = l.T("facility.import.place", "line", line, "column", column, "text", text)
			}
			view.Wrong = append(view.Wrong, text)
		}
	}
	page.Data = view
	return s.render(w, r, status, "facility_import", page)
}

func (s *Server) importFacilities(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 1<<20); err != nil {
		return err
	}
	body, _, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return s.showFacilityImport(w, r, http.StatusUnprocessableEntity, fault.Invalidf("facility.import.no_file"))
	}
	if err != nil {
		return err
	}
	defer body.Close()
	done, err := s.cfg.Facilities.Import(r.Context(), ActorFrom(r.Context()), body)
	if x := fault.Of(err); x != nil && x.Kind == fault.Invalid {
		return s.showFacilityImport(w, r, http.StatusUnprocessableEntity, x)
	}
	if err != nil {
		return err
	}
	l := LocaleFrom(r.Context())
	s.notice(r.Context(), l.T("facility.import.done", "rows", l.Int(int64(done.Rows)), "added", l.Int(int64(done.Added)), "changed", l.Int(int64(done.Changed))))
	return s.seeOther(w, r, "/facilities")
}
