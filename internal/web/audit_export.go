package web

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/opencites/opencites/internal/audit"
)

// exportCSV sends all events that match, one line each. What somebody typed
// cannot start a formula in a spreadsheet.
func (s *Server) exportCSV(w http.ResponseWriter, r *http.Request) error {
	f, err := s.auditFilter(r, auditQuery(r))
	if err != nil {
		return err
	}
	c := csv.NewWriter(w)
	started := false
	start := func() error {
		started = true
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		w.Header().Set("Content-Disposition", `attachment; filename="audit.csv"`)
		if _, err := w.Write([]byte("\ufeff")); err != nil {
			return err
		}
		return c.Write([]string{"index", "at", "actor_name", "actor_id", "actor_role", "on_behalf", "verb", "subject_kind", "subject_id", "detail"})
	}
	err = s.cfg.Audit.Each(r.Context(), ActorFrom(r.Context()), f, func(e audit.Logged) error {
		if !started {
			if err := start(); err != nil {
				return err
			}
		}
		detail, err := e.DetailJSON()
		if err != nil {
			return err
		}
		return c.Write(plainCells([]string{strconv.FormatInt(e.Index, 10), e.At.UTC().Format(time.RFC3339Nano), e.Actor.Name, e.Actor.ID, e.Actor.Role,
			e.OnBehalf, e.Verb, e.SubjectKind, e.SubjectID, detail}))
	})
	if err == nil && !started {
		err = start()
	}
	c.Flush()
	return s.cutShort(r, err, started)
}

// cutShort ends a download that failed in the middle so that the reader notices.
func (s *Server) cutShort(r *http.Request, err error, started bool) error {
	if err == nil || !started {
		return err
	}
	s.cfg.Log.WarnContext(r.Context(), "export cut short", "id", RequestID(r.Context()), "error", err.Error())
	panic(http.ErrAbortHandler)
}

// eventJSON is an event in the export.
type eventJSON struct {
	Index       int64           `json:"index"`
	ID          string          `json:"id"`
	At          time.Time       `json:"at"`
	Actor       audit.Actor     `json:"actor"`
	OnBehalf    string          `json:"on_behalf,omitempty"`
	Verb        string          `json:"verb"`
	SubjectKind string          `json:"subject_kind"`
	SubjectID   string          `json:"subject_id"`
	Detail      json.RawMessage `json:"detail"`
	Salt        []byte          `json:"salt,omitempty"`
}

// exportJSON sends all events that match as one array, with the salts that open
// their leaves.
func (s *Server) exportJSON(w http.ResponseWriter, r *http.Request) error {
	f, err := s.auditFilter(r, auditQuery(r))
	if err != nil {
		return err
	}
	started := false
	put := func(before string, v any) error {
		if !started {
			started = true
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			w.Header().Set("Content-Disposition", `attachment; filename="audit.json"`)
			before = "[\n"
		}
		if _, err := w.Write([]byte(before)); err != nil || v == nil {
			return err
		}
		data, err := json.Marshal(v)
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	}
	err = s.cfg.Audit.Each(r.Context(), ActorFrom(r.Context()), f, func(e audit.Logged) error {
		detail, err := e.DetailJSON()
		if err != nil {
			return err
		}
		return put(",\n", eventJSON{e.Index, e.ID, e.At.UTC(), e.Actor, e.OnBehalf, e.Verb, e.SubjectKind, e.SubjectID, json.RawMessage(detail), e.Salt})
	})
	if err == nil && !started {
		err = put("", nil)
	}
	if err == nil {
		_, err = w.Write([]byte("\n]\n"))
	}
	return s.cutShort(r, err, started)
}
