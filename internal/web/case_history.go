package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/rule"
)

// caseHistory is the timeline of a case and of its permit, newest first.
func (s *Server) caseHistory(r *http.Request, l *Locale, c *caseFile) ([]Event, error) {
	events := slices.Clone(c.history)
	if c.PermitID != "" {
		more, err := s.cfg.Cases.History(r.Context(), "permit", c.PermitID)
		if err != nil {
			return nil, err
		}
		events = append(events, more...)
		slices.SortStableFunc(events, func(a, b audit.Event) int { return a.At.Compare(b.At) })
	}
	out := timeline(l, events)
	slices.Reverse(out)
	return out, nil
}

// timeline tells events in words, oldest first. Reading is left out, and of the
// many savings of a draft one by each person is told.
func timeline(l *Locale, events []audit.Event) []Event {
	var out []Event
	var last audit.Event
	for _, e := range events {
		if e.Detail["act"] == "read" {
			continue
		}
		told := Event{Title: eventTitle(l, e), When: l.DateTime(e.At), ISO: e.At.UTC().Format(time.RFC3339), Who: e.Actor.Name, Text: eventDetail(l, e)}
		if e.Verb == string(actor.WriteApplication) && last.Verb == e.Verb && last.Actor.ID == e.Actor.ID && len(out) > 0 {
			out[len(out)-1] = told
		} else {
			out = append(out, told)
		}
		last = e
	}
	return out
}

func eventTitle(l *Locale, e audit.Event) string {
	if key := "case.event." + e.Verb; l.Has(key) {
		return l.T(key)
	}
	return e.Verb
}

// eventDetail adds what the reader of the history wants to know of some acts.
func eventDetail(l *Locale, e audit.Event) string {
	said := func(name string) string {
		if v, ok := e.Detail[name]; ok {
			return fmt.Sprint(v)
		}
		return ""
	}
	switch actor.Verb(e.Verb) {
	case actor.AssignCase:
		if said("name") != e.Actor.Name {
			return said("name")
		}
	case actor.LiftFinding:
		return said("rule") + lineSuffix(l, e.Detail["line"]) + ": " + said("reason")
	case actor.RecordFee:
		return cmp.Or(said("receipt"), said("waived"))
	case actor.Propose:
		if what := said("what"); what != "" {
			return l.T("case.proposal."+what) + prefixed(": ", said("reasons"))
		}
	case actor.Refuse:
		return said("reasons")
	case actor.RequestFinding:
		return l.T("case.finding."+said("kind")) + lineSuffix(l, e.Detail["line"])
	case actor.GiveNDF, actor.GiveLAF:
		return l.T("case.finding."+said("kind")) + lineSuffix(l, e.Detail["line"]) + ": " + l.T("case.outcome."+said("outcome"))
	case actor.PreparePermit, actor.WithdrawFinding:
		return said("number")
	}
	return ""
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

// lineSuffix names the line of an event; numbers of the log come as text.
func lineSuffix(l *Locale, v any) string {
	n, ok := v.(json.Number)
	if !ok {
		return ""
	}
	i, err := n.Int64()
	if err != nil || i == rule.Whole || i < 0 {
		return ""
	}
	return " (" + where(l, []int{int(i)}) + ")"
}
