package web

import (
	"context"
	"net/http"

	"github.com/opencites/opencites/internal/audit"
)

// History reads the log's events about one subject, oldest first.
type History func(ctx context.Context, kind, id string) ([]audit.Event, error)

// timeline shows the events of a subject, newest first, in the reader's words.
// names tells whether the reader may see who did it: the applicant sees the
// authority, not its officers.
func (s *Server) timeline(r *http.Request, kind, id string, names bool) ([]Event, error) {
	if s.cfg.History == nil {
		return nil, nil
	}
	l := LocaleFrom(r.Context())
	events, err := s.cfg.History(r.Context(), kind, id)
	if err != nil {
		return nil, err
	}
	out := make([]Event, 0, len(events))
	for i := len(events) - 1; i >= 0; i-- {
		e := events[i]
		x := Event{Title: verbText(l, e), When: l.DateTime(e.At), ISO: e.At.UTC().Format("2006-01-02T15:04:05Z")}
		if names {
			x.Who = e.Actor.Name
		}
		out = append(out, x)
	}
	return out, nil
}

// verbText is an event in words: what happened as histories say it, else what
// was done as the audit trail says it.
func verbText(l *Locale, e audit.Event) string {
	for _, key := range []string{"case.event." + e.Verb, "verb." + e.Verb} {
		if l.Has(key) {
			return l.T(key)
		}
	}
	return e.Verb
}
