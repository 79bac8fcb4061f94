package web

import (
	"net/http"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/finding"
)

func chainFacts(l *Locale, c *finding.Chain) []SummaryRow {
	return []SummaryRow{{Key: l.T("finding.number"), Value: Reference(c.Number)}, {Key: l.T("finding.taxon"), Value: Latin(c.TaxonName)},
		{Key: l.T("chain.left"), Value: Bdi(quantityOrZero(l, c.Left(), c.Unit))}}
}

// confirmChain shows the page before an act of the owner.
func (s *Server) confirmChain(w http.ResponseWriter, r *http.Request, act, rest string, facts []SummaryRow, c *finding.ChainFile, wrong error, status int) error {
	l := LocaleFrom(r.Context())
	here := "/chains/" + c.ID
	return s.renderConfirm(w, r, Confirm{Title: l.T("chain." + act), Warning: l.T("chain." + act + ".warning"), Facts: facts,
		Action: l.Href(here + rest), Button: l.T("chain." + act), Cancel: l.Href(here), Hidden: seenChain(c.Chain)}, here, wrong, status)
}

func (s *Server) askRemoveLink(w http.ResponseWriter, r *http.Request) error {
	c, err := s.readChain(r)
	if err != nil {
		return err
	}
	return s.confirmRemoveLink(w, r, c, nil, http.StatusOK)
}

func (s *Server) confirmRemoveLink(w http.ResponseWriter, r *http.Request, c *finding.ChainFile, wrong error, status int) error {
	l := LocaleFrom(r.Context())
	for i, x := range c.Links {
		if x.ID != r.PathValue("link") {
			continue
		}
		step := s.chainStep(l, c, i, x)
		facts := append([]SummaryRow{{Key: l.T("chain.kind"), Value: Bdi(step.Kind)}}, step.Rows...)
		return s.confirmChain(w, r, "remove", "/links/"+x.ID+"/remove", facts, c, wrong, status)
	}
	return fault.New(fault.NotFound, "fault.not_found", "noun", "link", "id", r.PathValue("link"))
}

func (s *Server) removeLink(w http.ResponseWriter, r *http.Request) error {
	return s.actChain(w, r, "chain.removed", func(id string, version int64) error {
		return s.cfg.Findings.RemoveLink(r.Context(), ActorFrom(r.Context()), id, version, r.PathValue("link"))
	}, func(c *finding.ChainFile, err error) error {
		return s.confirmRemoveLink(w, r, c, err, statusOf(fault.KindOf(err)))
	})
}

func (s *Server) askCloseChain(w http.ResponseWriter, r *http.Request) error {
	c, err := s.readChain(r)
	if err != nil {
		return err
	}
	return s.confirmChain(w, r, "close", "/close", chainFacts(LocaleFrom(r.Context()), c.Chain), c, nil, http.StatusOK)
}

func (s *Server) closeChain(w http.ResponseWriter, r *http.Request) error {
	return s.actChain(w, r, "chain.is_closed", func(id string, version int64) error {
		return s.cfg.Findings.CloseChain(r.Context(), ActorFrom(r.Context()), id, version)
	}, func(c *finding.ChainFile, err error) error {
		return s.confirmChain(w, r, "close", "/close", chainFacts(LocaleFrom(r.Context()), c.Chain), c, err, statusOf(fault.KindOf(err)))
	})
}

// actChain does an act on a chain and shows its page again where it failed.
func (s *Server) actChain(w http.ResponseWriter, r *http.Request, done string, do func(id string, version int64) error, again func(*finding.ChainFile, error) error) error {
	if err := readForm(r, 0); err != nil {
		return err
	}
	c, err := s.readChain(r)
	if err != nil {
		return err
	}
	err = do(c.ID, versionOf(r))
	if askAgain(err) {
		return again(c, err)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T(done, "number", c.Number))
	return s.seeOther(w, r, "/chains/"+c.ID)
}

func (s *Server) formChainQuestion(w http.ResponseWriter, r *http.Request, c *finding.ChainFile, text string, wrong error, status int) error {
	l := LocaleFrom(r.Context())
	here := "/chains/" + c.ID
	var intro []string
	for _, g := range c.Gaps {
		intro = append(intro, gapText(l, c.Chain, g))
	}
	return s.renderForm(w, r, Form{Title: l.T("chain.ask"), Caption: c.Number, Intro: intro, Facts: chainFacts(l, c.Chain), Hidden: seenChain(c.Chain),
		Fields: []Field{{Kind: "area", Name: "missing", Label: l.T("chain.ask.label"), Hint: l.T("chain.ask.hint"), Value: text, Rows: 5, Max: 4000}},
		Action: l.Href(here + "/ask"), Button: l.T("chain.ask.button"), Cancel: l.Href(here)}, here, wrong, status)
}

func (s *Server) newChainQuestion(w http.ResponseWriter, r *http.Request) error {
	c, err := s.readChain(r)
	if err != nil {
		return err
	}
	return s.formChainQuestion(w, r, c, c.Missing, nil, http.StatusOK)
}

func (s *Server) askChain(w http.ResponseWriter, r *http.Request) error {
	return s.actChain(w, r, "chain.asked", func(id string, version int64) error {
		return s.cfg.Findings.AskChain(r.Context(), ActorFrom(r.Context()), id, version, r.PostFormValue("missing"))
	}, func(c *finding.ChainFile, err error) error {
		return s.formChainQuestion(w, r, c, r.PostFormValue("missing"), err, statusOf(fault.KindOf(err)))
	})
}
