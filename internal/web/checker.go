package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/need"
)

// Needs answers which documents a consignment needs, by the law of its day and
// the measures of this Party.
type Needs interface {
	Decide(ctx context.Context, c *need.Case) (need.Answer, error)
}

func (s *Server) checkerRoutes() []Route {
	if s.cfg.Needs == nil || s.cfg.Species == nil || s.cfg.Applications == nil {
		return nil
	}
	return []Route{{Pattern: "GET /need", Policy: Public(), Handler: s.page(s.checkNeed)}}
}

// checkNeed asks, and answers when it was asked. All stands in the address, so
// that an answer can be sent to somebody else.
func (s *Server) checkNeed(w http.ResponseWriter, r *http.Request) error {
	l, in := LocaleFrom(r.Context()), r.URL.Query()
	form := s.newCheckerForm(l, in)
	if in.Get("ask") == "" {
		return s.render(w, r, http.StatusOK, "checker_form", Page{Title: l.T("checker.title"), Data: form})
	}
	c, links := s.readCase(l, in, form)
	if len(links) > 0 {
		return s.render(w, r, http.StatusUnprocessableEntity, "checker_form", Page{Title: l.T("checker.title"), Errors: links, Data: form})
	}
	if form.more(in) {
		return s.render(w, r, http.StatusOK, "checker_form", Page{Title: l.T("checker.title"), Data: form})
	}
	a, err := s.cfg.Needs.Decide(r.Context(), c)
	if err != nil {
		return err
	}
	answer := s.newCheckerAnswer(l, in, c, &a)
	return s.render(w, r, http.StatusOK, "checker_answer", Page{Title: answer.Title, Back: "/need?" + form.again(in), Data: answer})
}

// again is the query of the form with the same answers.
func (f *checkerForm) again(in url.Values) string {
	out := url.Values{}
	for name, values := range in {
		if name != "ask" && len(values) > 0 && values[0] != "" {
			out[name] = values[:1]
		}
	}
	return out.Encode()
}

// special are the ways of travelling that change what is needed.
func special() []string {
	return []string{"", "personal", "exhibition", "pet", "instrument", "exchange", "samples"}
}

// applySpecial notes what a special way of travelling means for the case.
func applySpecial(c *need.Case, way string) {
	switch way {
	case "personal":
		c.PersonalEffect = true
	case "exhibition":
		c.TravellingExhibition = true
	case "pet":
		c.FrequentCrossings, c.OwnerAccompanies = true, true
	case "instrument":
		c.FrequentCrossings, c.OwnerAccompanies = true, true
		c.Lines[0].MusicalInstrument = true
	case "exchange":
		// The answer supposes that both institutions are registered and says so.
		c.ScientificExchange = &need.Exchange{Sender: string(c.ExportCountry) + "001", Recipient: string(c.ImportCountry) + "001", Registered: true}
	case "samples":
		c.ATACarnet = "ATA"
	}
}

// unitOf is the unit in which a kind of specimen is usually counted.
func unitOf(t cites.Term) cites.Unit {
	if info, ok := t.Info(); ok && len(info.Preferred) > 0 {
		return info.Preferred[0]
	}
	return "NAR"
}
