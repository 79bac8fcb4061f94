package web

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
)

// findingFields ask what an authority found.
func findingFields(l *Locale, c *caseFile, in caseInput) []Field {
	outcomes := Field{Kind: "radios", Name: "outcome", Label: l.T("case.finding.outcome"), Value: in.get("outcome")}
	for _, o := range []application.Outcome{application.Positive, application.Conditional, application.Negative} {
		outcomes.Options = append(outcomes.Options, Option{Value: string(o), Label: l.T("case.outcome." + string(o)), Hint: l.T("case.outcome." + string(o) + ".hint")})
	}
	fields := []Field{outcomes, area(l, in, "grounds", "case.finding.grounds", "case.finding.grounds.hint"),
		area(l, in, "conditions", "case.finding.conditions", "case.finding.conditions.hint"),
		{Name: "limit", Label: l.T("case.finding.limit"), Hint: l.T("case.finding.limit.hint"), Value: in.get("limit"), Width: 10, Mode: "decimal", Dir: "ltr", Optional: true, Complete: "off"},
		{Kind: "select", Name: "unit", Label: l.T("case.finding.unit"), Value: in.get("unit"), Options: unitChoices(l)},
		{Kind: "date", Name: "valid_until", Label: l.T("case.finding.valid_until"), Hint: l.T("case.finding.valid_until.hint"), Optional: true, Date: in.date("valid_until")}}
	if len(c.File.Documents) > 0 {
		docs := Field{Kind: "checks", Name: "evidence", Label: l.T("case.finding.evidence"), Optional: true, Small: true, Values: append([]string{""}, in.values["evidence"]...)}
		for _, d := range c.File.Documents {
			docs.Options = append(docs.Options, Option{Value: d.ID, Label: d.Name})
		}
		fields = append(fields, docs)
	}
	return fields
}

// made reads what was found; what cannot be read is noted in the input.
func (in *caseInput) made(c *caseFile) application.Made {
	m := application.Made{Outcome: application.Outcome(in.get("outcome")), Conditions: in.get("conditions"), Grounds: in.get("grounds"), Unit: cites.Unit(in.get("unit"))}
	if text := in.get("limit"); text != "" {
		var err error
		if m.Limit, err = cites.ParseQuantity(text); err != nil || m.Limit == 0 {
			in.fail("limit", "case.finding.limit.number")
		}
	}
	if m.Unit != "" {
		if _, err := cites.ParseUnit(string(m.Unit)); err != nil {
			in.fail("unit", "case.finding.unit.unknown")
		}
	}
	var ok bool
	if m.ValidUntil, ok = in.date("valid_until").Parse(); !ok {
		in.fail("valid_until", "case.date.unreal")
	}
	for _, id := range in.values["evidence"] {
		if slices.ContainsFunc(c.File.Documents, func(d application.Document) bool { return d.ID == id }) {
			m.Evidence = append(m.Evidence, id)
		}
	}
	return m
}

// formNDF asks the scientist. Where several findings were asked for, the first
// question is which one.
func formNDF(s *Server, l *Locale, c *caseFile, in caseInput) actForm {
	which := Field{Kind: "radios", Name: "finding", Label: l.T("case.ndf.which"), Value: in.get("finding")}
	var facts []SummaryRow
	for _, f := range c.Findings {
		if !openSA(f) || f.AskedBy == c.who.ID {
			continue
		}
		v := newFinding(l, c, f)
		title := v.Title + " · " + v.Where
		which.Options = append(which.Options, Option{Value: f.ID, Label: title, Hint: f.Question})
		facts = append(facts, SummaryRow{Key: v.Title, Value: Bdi(v.Where + ". " + v.Asked)})
		if f.Question != "" {
			facts = append(facts, SummaryRow{Key: l.T("case.request.question"), Value: paragraphs(f.Question)})
		}
	}
	for _, x := range specimenRows(l, c.Content) {
		facts = append(facts, SummaryRow{Key: l.T("case.content.line", "letter", x.Letter), Value: Latin(x.Name) + " · " + Bdi(x.Facts)})
	}
	form := actForm{Title: l.T("case.ndf"), Facts: facts, Button: l.T("case.finding.button")}
	if len(which.Options) == 1 {
		which.Value = cmp.Or(which.Value, which.Options[0].Value)
	}
	form.Fields = append([]Field{which}, findingFields(l, c, in)...)
	return form
}

func doNDF(s *Server, r *http.Request, c *caseFile, in caseInput) error {
	m := in.made(c)
	if in.get("finding") == "" {
		in.fail("finding", "case.ndf.needed")
	}
	if in.wrong != nil {
		return in.wrong
	}
	_, err := s.cfg.Cases.Cases.GiveNDF(r.Context(), c.who, c.ID, in.version, in.get("finding"), m)
	return err
}

// formLAF asks the officer for a finding of the Management Authority.
func formLAF(s *Server, l *Locale, c *caseFile, in caseInput) actForm {
	kinds := Field{Kind: "radios", Name: "kind", Label: l.T("case.make.kind"), Value: cmp.Or(in.get("kind"), string(application.LAF))}
	for _, k := range application.FindingsOf(&c.Content) {
		if !k.BySA() {
			kinds.Options = append(kinds.Options, Option{Value: string(k), Label: l.T("case.finding." + string(k)), Hint: l.T("case.finding." + string(k) + ".hint")})
		}
	}
	return actForm{Title: l.T("case.make"), Facts: s.chainRows(l, c), Fields: append([]Field{kinds, lineField(l, c, in)}, findingFields(l, c, in)...), Button: l.T("case.finding.button")}
}

func doLAF(s *Server, r *http.Request, c *caseFile, in caseInput) error {
	m := in.made(c)
	m.Kind, m.Line = application.FindingKind(in.get("kind")), in.line()
	if in.wrong != nil {
		return in.wrong
	}
	_, err := s.cfg.Cases.Cases.GiveLAF(r.Context(), c.who, c.ID, in.version, m)
	return err
}
