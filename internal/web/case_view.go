package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// savedView is a named view of the queue as shown.
type savedView struct {
	Name    string
	Href    string
	Delete  string
	Current bool
}

// queryOf is the address of a view of the queue without its page.
func queryOf(q ListQuery) string {
	_, query, _ := strings.Cut(q.with(map[string]string{"page": "", "per": ""}), "?")
	return query
}

func (s *Server) savedViews(ctx context.Context, l *Locale, who actor.Actor, current string) ([]savedView, error) {
	views, err := s.cfg.Cases.Views.List(ctx, who)
	if err != nil {
		return nil, err
	}
	out := make([]savedView, len(views))
	for i, v := range views {
		out[i] = savedView{Name: v.Name, Href: l.Href("/cases?" + v.Query), Delete: l.Href("/cases/views/" + v.ID + "/delete"), Current: v.Query == current}
	}
	return out, nil
}

// saveView names the view that the reader sees. The query comes back through
// the same reader as an address does, so that only known filters are kept.
func (s *Server) saveView(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 0); err != nil {
		return err
	}
	name, query := r.PostFormValue("name"), r.PostFormValue("query")
	asked, err := url.ParseQuery(query)
	if err != nil {
		return fault.New(fault.Invalid, "case.view.long")
	}
	again := r.Clone(r.Context())
	again.URL = &url.URL{Path: "/cases", RawQuery: asked.Encode()}
	q := readList(again, []string{"tab", "type", "state", "due"}, []string{"due", "reference"})
	err = s.cfg.Cases.Views.Save(r.Context(), ActorFrom(r.Context()), name, queryOf(q))
	if fault.KindOf(err) == fault.Invalid {
		return s.showQueue(w, again, http.StatusUnprocessableEntity, Field{Value: name}, err)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("case.view.saved", "name", name))
	return s.seeOther(w, r, "/cases?"+queryOf(q))
}

func (s *Server) deleteView(w http.ResponseWriter, r *http.Request) error {
	if err := s.cfg.Cases.Views.Delete(r.Context(), ActorFrom(r.Context()), r.PathValue("view")); err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("case.view.deleted"))
	return s.seeOther(w, r, "/cases")
}
