package web

import (
	"net/http"
	"strconv"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/finding"
)

// seenFinding carries the version through a page.
func seenFinding(n *finding.NonDetriment) map[string]string {
	return map[string]string{"version": strconv.FormatInt(n.Version, 10)}
}

func findingFacts(l *Locale, n *finding.NonDetriment) []SummaryRow {
	return []SummaryRow{{Key: l.T("finding.number"), Value: Reference(n.Number)}, {Key: l.T("finding.taxon"), Value: Latin(n.TaxonName)},
		{Key: l.T("finding.period_label"), Value: Bdi(periodText(l, n))}}
}

// formForce asks whether a finding takes the place of another about the taxon.
func (s *Server) formForce(w http.ResponseWriter, r *http.Request, n *finding.NonDetriment, chosen string, wrong error, status int) error {
	l := LocaleFrom(r.Context())
	others, _, err := s.cfg.Findings.Register(r.Context(), ActorFrom(r.Context()), finding.Filter{Text: n.TaxonName, Standing: string(finding.InForce)})
	if err != nil {
		return err
	}
	choice := Field{Kind: "select", Name: "replaces", Label: l.T("finding.replaces"), Hint: l.T("finding.replaces.hint"), Optional: true, Value: chosen, Options: []Option{{Label: l.T("finding.replaces.none")}}}
	for _, o := range others {
		if o.Taxon == n.Taxon && o.ID != n.ID {
			choice.Options = append(choice.Options, Option{Value: o.ID, Label: o.Number + " · " + periodText(l, &o)})
		}
	}
	here := "/findings/" + n.ID
	return s.renderForm(w, r, Form{Title: l.T("finding.force"), Caption: n.Number, Intro: []string{l.T("finding.force.intro")}, Facts: findingFacts(l, n), Fields: []Field{choice},
		Hidden: seenFinding(n), Action: l.Href(here + "/force"), Button: l.T("finding.force"), Cancel: l.Href(here)}, here, wrong, status)
}

func (s *Server) askForce(w http.ResponseWriter, r *http.Request) error {
	n, err := s.readFinding(r)
	if err != nil {
		return err
	}
	return s.formForce(w, r, n.NonDetriment, "", nil, http.StatusOK)
}

func (s *Server) putInForce(w http.ResponseWriter, r *http.Request) error {
	return s.actFinding(w, r, "finding.forced", func(n *finding.NonDetriment) error {
		return s.cfg.Findings.PutInForce(r.Context(), ActorFrom(r.Context()), n.ID, versionOf(r), r.PostFormValue("replaces"))
	}, func(n *finding.NonDetriment, err error) error {
		return s.formForce(w, r, n, r.PostFormValue("replaces"), err, statusOf(fault.KindOf(err)))
	})
}

// actFinding does an act on a finding and shows its form again where it failed.
func (s *Server) actFinding(w http.ResponseWriter, r *http.Request, done string, do func(*finding.NonDetriment) error, again func(*finding.NonDetriment, error) error) error {
	if err := readForm(r, 0); err != nil {
		return err
	}
	n, err := s.readFinding(r)
	if err != nil {
		return err
	}
	err = do(n.NonDetriment)
	if askAgain(err) {
		return again(n.NonDetriment, err)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T(done, "number", n.Number))
	return s.seeOther(w, r, "/findings/"+n.ID)
}

func (s *Server) formReview(w http.ResponseWriter, r *http.Request, n *finding.NonDetriment, a *answers, wrong error, status int) error {
	l := LocaleFrom(r.Context())
	here := "/findings/" + n.ID
	return s.renderForm(w, r, Form{Title: l.T("finding.review.title"), Caption: n.Number, Intro: []string{l.T("finding.review.intro")}, Facts: findingFacts(l, n),
		Fields: []Field{{Kind: "date", Name: "review", Label: l.T("finding.review.next"), Date: a.parts("review")}}, Hidden: seenFinding(n),
		Action: l.Href(here + "/review"), Button: l.T("finding.review.button"), Cancel: l.Href(here)}, here, wrong, status)
}

func (s *Server) askReview(w http.ResponseWriter, r *http.Request) error {
	n, err := s.readFinding(r)
	if err != nil {
		return err
	}
	return s.formReview(w, r, n.NonDetriment, &answers{}, nil, http.StatusOK)
}

func (s *Server) reviewFinding(w http.ResponseWriter, r *http.Request) error {
	var a *answers
	return s.actFinding(w, r, "finding.reviewed", func(n *finding.NonDetriment) error {
		a = typedAnswers(r)
		next := a.date("review")
		if err := a.with(nil); err != nil {
			return err
		}
		return s.cfg.Findings.Review(r.Context(), ActorFrom(r.Context()), n.ID, versionOf(r), next)
	}, func(n *finding.NonDetriment, err error) error {
		return s.formReview(w, r, n, a, err, statusOf(fault.KindOf(err)))
	})
}

// confirmEnd asks before a finding ends, with what rests on it.
func (s *Server) confirmEnd(w http.ResponseWriter, r *http.Request, n *finding.NonDetriment, reason string, wrong error, status int) error {
	l := LocaleFrom(r.Context())
	here := "/findings/" + n.ID
	facts := findingFacts(l, n)
	if n.Reserved > 0 {
		facts = append(facts, SummaryRow{Key: l.T("finding.reserved"), Value: Bdi(quantityOrZero(l, n.Reserved, n.Unit))})
	}
	c := Confirm{Title: l.T("finding.withdraw"), Warning: l.T("finding.withdraw.warning"), Facts: facts,
		Fields: []Field{{Kind: "area", Name: "reason", Label: l.T("finding.reason"), Value: reason, Rows: 4, Max: 4000}},
		Action: l.Href(here + "/withdraw"), Button: l.T("finding.withdraw"), Cancel: l.Href(here), Hidden: seenFinding(n)}
	return s.renderConfirm(w, r, c, here, wrong, status)
}

// renderConfirm shows the page before an act, with what was wrong with its
// reason.
func (s *Server) renderConfirm(w http.ResponseWriter, r *http.Request, c Confirm, back string, wrong error, status int) error {
	page := Page{Title: c.Title, Back: back}
	if wrong != nil {
		fields := make([]*Field, len(c.Fields))
		for i := range c.Fields {
			fields[i] = &c.Fields[i]
		}
		page.Errors = formErrors(LocaleFrom(r.Context()), wrong, fields...)
	}
	page.Data = c
	return s.render(w, r, status, "confirm", page)
}

func (s *Server) askEnd(w http.ResponseWriter, r *http.Request) error {
	n, err := s.readFinding(r)
	if err != nil {
		return err
	}
	return s.confirmEnd(w, r, n.NonDetriment, "", nil, http.StatusOK)
}

func (s *Server) endFinding(w http.ResponseWriter, r *http.Request) error {
	return s.actFinding(w, r, "finding.withdrawn", func(n *finding.NonDetriment) error {
		return s.cfg.Findings.Withdraw(r.Context(), ActorFrom(r.Context()), n.ID, versionOf(r), r.PostFormValue("reason"))
	}, func(n *finding.NonDetriment, err error) error {
		return s.confirmEnd(w, r, n, r.PostFormValue("reason"), err, statusOf(fault.KindOf(err)))
	})
}

func (s *Server) attachFinding(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 1<<20); err != nil {
		return err
	}
	u, err := s.upload(r)
	if err != nil {
		return err
	}
	if u == nil {
		u = &finding.Upload{}
	}
	_, err = s.cfg.Findings.Attach(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), *u)
	if fault.KindOf(err) == fault.Invalid {
		n, e := s.readFinding(r)
		if e != nil {
			return e
		}
		return s.renderFinding(w, r, n, http.StatusUnprocessableEntity, err)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("finding.attached", "name", u.Name))
	return s.seeOther(w, r, "/findings/"+r.PathValue("id"))
}

// confirmWithdrawFile asks why an evidence file counts no longer.
func (s *Server) confirmWithdrawFile(w http.ResponseWriter, r *http.Request, n *finding.Record, reason string, wrong error, status int) error {
	l := LocaleFrom(r.Context())
	here := "/findings/" + n.ID
	for _, f := range n.Files {
		if f.ID != r.PathValue("file") || f.Withdrawn != "" {
			continue
		}
		c := Confirm{Title: l.T("finding.file.withdraw"), Warning: l.T("finding.file.withdraw.warning"), Facts: append(findingFacts(l, n.NonDetriment),
			SummaryRow{Key: l.T("finding.files"), Value: Bdi(f.Name)}), Fields: []Field{{Kind: "area", Name: "reason", Label: l.T("finding.reason"), Value: reason, Rows: 4, Max: 4000}},
			Action: l.Href(here + "/files/" + f.ID + "/withdraw"), Button: l.T("finding.file.withdraw"), Cancel: l.Href(here)}
		return s.renderConfirm(w, r, c, here, wrong, status)
	}
	return fault.New(fault.NotFound, "fault.not_found", "noun", "file", "id", r.PathValue("file"))
}

func (s *Server) askWithdrawFile(w http.ResponseWriter, r *http.Request) error {
	n, err := s.readFinding(r)
	if err != nil {
		return err
	}
	return s.confirmWithdrawFile(w, r, n, "", nil, http.StatusOK)
}

func (s *Server) withdrawFile(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 0); err != nil {
		return err
	}
	n, err := s.readFinding(r)
	if err != nil {
		return err
	}
	reason := r.PostFormValue("reason")
	err = s.cfg.Findings.WithdrawFile(r.Context(), ActorFrom(r.Context()), n.ID, r.PathValue("file"), reason)
	if fault.KindOf(err) == fault.Invalid {
		return s.confirmWithdrawFile(w, r, n, reason, err, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("finding.file.gone"))
	return s.seeOther(w, r, "/findings/"+n.ID)
}
