package web

import (
	"context"
	"net/http"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/permit"
)

// Marks is what the search by mark needs; the desk of package permit is one.
type Marks interface {
	FindMarks(ctx context.Context, who actor.Actor, f permit.MarkFilter) ([]permit.MarkRow, int, error)
}

func (s *Server) markRoutes() []Route {
	if s.cfg.Marks == nil {
		return nil
	}
	return []Route{{Pattern: "GET /marks", Policy: Can(actor.ReadPermits), Handler: s.page(s.findMarks)}}
}

// markList is the search by mark.
type markList struct {
	Search Field
	Count  string
	List   List[markRow]
}

type markRow struct {
	permit.MarkRow
	Href  string
	Kind  string
	State Tag
	Alive Tag
}

func (s *Server) findMarks(w http.ResponseWriter, r *http.Request) error {
	l, q := LocaleFrom(r.Context()), readList(r, nil, nil)
	found, total, err := s.cfg.Marks.FindMarks(r.Context(), ActorFrom(r.Context()), permit.MarkFilter{Text: q.Q, Limit: q.Per, Offset: q.Offset()})
	if err != nil {
		return err
	}
	rows := make([]markRow, len(found))
	for i, m := range found {
		rows[i] = markRow{MarkRow: m, Href: l.Href("/permits/" + m.PermitID), State: permitState(l, m.State), Alive: Tag{l.T("mark.alive.no"), "grey"}}
		if m.Alive(s.today()) {
			rows[i].Alive = Tag{l.T("mark.alive.yes"), "green"}
		}
		if key := "apply.mark." + m.Kind; l.Has(key) {
			rows[i].Kind = l.T(key)
		}
	}
	view := markList{Search: Field{Name: "q", Label: l.T("mark.search"), Type: "search", Value: q.Q, Dir: "ltr"}, Count: l.Plural("mark.count", total), List: newList(l, q, rows, total)}
	view.List.Empty = Empty{Title: l.T("mark.start"), Text: l.T("mark.start.text")}
	if q.Q != "" {
		view.List.Empty = Empty{Title: l.T("mark.nothing"), Text: l.T("mark.nothing.text")}
	}
	return s.render(w, r, http.StatusOK, "mark_list", Page{Title: l.T("mark.title"), Data: view})
}
