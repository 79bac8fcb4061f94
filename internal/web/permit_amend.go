package web

import (
	"net/http"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
)

func (s *Server) askAmend(w http.ResponseWriter, r *http.Request) error {
	return s.showAmend(w, r, http.StatusOK, nil)
}

// showAmend shows what can be corrected, as it stands or as it was typed.
func (s *Server) showAmend(w http.ResponseWriter, r *http.Request, status int, wrong error) error {
	p, err := s.permitOf(r)
	if err != nil {
		return err
	}
	if !p.Amendable() {
		return fault.New(fault.Conflict, "permit.amend.not_now", "number", p.Number)
	}
	l, c := LocaleFrom(r.Context()), permit.CorrectionOf(&p.Record)
	value := func(name, now string) string {
		if r.Method == http.MethodPost {
			return r.PostFormValue(name)
		}
		return now
	}
	label := func(field, letter string) string {
		text := l.T("permit.amend.field." + field)
		if letter != "" {
			return l.T("permit.amend.of_line", "field", text, "letter", letter)
		}
		return text
	}
	fields := []Field{{Kind: "area", Name: "reason", Label: l.T("permit.amend.reason"), Hint: l.T("permit.amend.reason.hint"), Rows: 3, Max: 1000, Dir: "auto", Value: value("reason", "")},
		{Kind: "area", Name: "exporter", Label: label("exporter", ""), Hint: p.Record.Consignor.Name, Rows: 3, Dir: "auto", Value: value("exporter", strings.Join(c.Exporter, "\n"))},
		{Kind: "area", Name: "importer", Label: label("importer", ""), Hint: p.Record.Consignee.Name, Rows: 3, Dir: "auto", Value: value("importer", strings.Join(c.Importer, "\n"))}}
	if c.Purpose != "" {
		f := Field{Kind: "select", Name: "purpose", Label: label("purpose", ""), Value: value("purpose", string(c.Purpose))}
		for _, x := range cites.Purposes() {
			f.Options = append(f.Options, Option{Value: string(x.Code), Label: purposeText(l, x.Code)})
		}
		fields = append(fields, f)
	}
	fields = append(fields, Field{Name: "transport", Label: label("transport", ""), Dir: "ltr", Optional: true, Value: value("transport", c.Transport)})
	for i, x := range c.Lines {
		fields = append(fields,
			Field{Kind: "area", Name: "description." + x.Letter, Label: label("description", x.Letter), Hint: p.Record.Lines[i].ScientificName, Rows: 2, Dir: "auto", Optional: true, Value: value("description."+x.Letter, x.Description)},
			Field{Name: "marks." + x.Letter, Label: label("marks", x.Letter), Dir: "ltr", Optional: true, Value: value("marks."+x.Letter, x.Marks)},
			Field{Name: "quantity." + x.Letter, Label: label("quantity", x.Letter), Mode: "decimal", Width: 10, Dir: "ltr", Suffix: unitSuffix(l, p.Record.Lines[i].Unit), Value: value("quantity."+x.Letter, x.Quantity.String())})
	}
	return s.lifeForm(w, r, status, p, "amend", []string{l.T("permit.amend.intro")}, fields, nil, wrong)
}

func (s *Server) amendPermit(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 1<<20); err != nil {
		return err
	}
	p, err := s.permitOf(r)
	if err != nil {
		return err
	}
	c, err := readCorrection(r, p)
	if err == nil {
		_, err = s.cfg.Permits.ProposeAmendment(r.Context(), ActorFrom(r.Context()), p.ID, versionOf(r), r.PostFormValue("reason"), c)
	}
	if fault.KindOf(err) == fault.Invalid {
		return s.showAmend(w, r, http.StatusUnprocessableEntity, err)
	}
	return s.lifeDone(w, r, "amend", err)
}

func readCorrection(r *http.Request, p *permit.Permit) (permit.Correction, error) {
	f := fault.Invalidf("permit.amend")
	c := permit.Correction{Exporter: addressLines(r.PostFormValue("exporter")), Importer: addressLines(r.PostFormValue("importer")),
		Purpose: cites.Purpose(r.PostFormValue("purpose")), Transport: strings.TrimSpace(r.PostFormValue("transport"))}
	for _, x := range p.Record.Lines {
		q, err := cites.ParseQuantity(r.PostFormValue("quantity." + x.Letter))
		if err != nil {
			f.Add("quantity."+x.Letter, "border.quantity_unread")
		}
		c.Lines = append(c.Lines, permit.CorrectedLine{Letter: x.Letter, Description: strings.TrimSpace(r.PostFormValue("description." + x.Letter)),
			Marks: strings.TrimSpace(r.PostFormValue("marks." + x.Letter)), Quantity: q})
	}
	return c, f.OrNil()
}

func (s *Server) askDecision(w http.ResponseWriter, r *http.Request) error {
	return s.showDecision(w, r, http.StatusOK, nil)
}

// showDecision puts the correction before the second person.
func (s *Server) showDecision(w http.ResponseWriter, r *http.Request, status int, wrong error) error {
	p, err := s.permitOf(r)
	if err != nil {
		return err
	}
	x, err := s.cfg.Permits.LifeOf(r.Context(), p)
	if err != nil {
		return err
	}
	l := LocaleFrom(r.Context())
	for _, a := range x.Amendments {
		if a.ID != r.PathValue("amendment") || a.State != permit.AmendmentProposed {
			continue
		}
		facts := []SummaryRow{{Key: l.T("permit.amend.state.proposed", "name", a.ByName), Value: Bdi(a.Reason)}}
		for _, d := range permitDiff(l, a.ChangesBy(p)) {
			facts = append(facts, SummaryRow{Key: d.Box, Value: Bdi(d.Before) + "<br>→ <strong>" + Bdi(d.After) + "</strong>"})
		}
		fields := []Field{{Kind: "radios", Name: "choice", Label: l.T("permit.amend.choice"), Bold: true, Value: r.PostFormValue("choice"), Options: []Option{
			{Value: "approve", Label: l.T("permit.amend.choice.approve")}, {Value: "reject", Label: l.T("permit.amend.choice.reject")}}},
			{Kind: "area", Name: "reason", Label: l.T("permit.amend.note"), Rows: 3, Max: 1000, Dir: "auto", Optional: true, Value: r.PostFormValue("reason")}}
		return s.lifeForm(w, r, status, p, "amend.decide", nil, fields, facts, wrong)
	}
	return fault.New(fault.Conflict, "permit.amend.none", "number", p.Number)
}

func (s *Server) decideAmendment(w http.ResponseWriter, r *http.Request) error {
	who, id, amendment := ActorFrom(r.Context()), r.PathValue("id"), r.PathValue("amendment")
	l := LocaleFrom(r.Context())
	var err error
	to := id
	switch r.PostFormValue("choice") {
	case "approve":
		var p *permit.Permit
		if p, err = s.cfg.Permits.ApproveAmendment(r.Context(), who, id, versionOf(r), amendment); err == nil {
			to = p.ID
			s.notice(r.Context(), l.T("permit.amend.approved", "number", p.Number))
		}
	case "reject":
		if err = s.cfg.Permits.RejectAmendment(r.Context(), who, id, versionOf(r), amendment, r.PostFormValue("reason")); err == nil {
			s.notice(r.Context(), l.T("permit.amend.rejected"))
		}
	default:
		err = fault.Invalidf("permit.amend").Add("choice", "permit.amend.choice_missing")
	}
	if fault.KindOf(err) == fault.Invalid {
		return s.showDecision(w, r, http.StatusUnprocessableEntity, err)
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/permits/"+to)
}
