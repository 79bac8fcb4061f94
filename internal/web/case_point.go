package web

import (
	"html/template"
	"net/http"
	"slices"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/finding"
	"github.com/opencites/opencites/internal/species"
)

// fitting are the findings of the register that a line can rely on.
type fitting struct {
	line  int
	found []finding.NonDetriment
}

// fittingLines reads which findings fit the lines of a case that need one.
func (s *Server) fittingLines(r *http.Request, c *caseFile) ([]fitting, error) {
	if s.cfg.Findings == nil || !c.who.Can(actor.PointFinding) || c.State != application.InReview {
		return nil, nil
	}
	law := s.cfg.Applications.Law()
	d := application.Dossier{Application: c.Application, On: c.today, Profile: s.cfg.Profile, Law: law}
	var out []fitting
	for i, x := range c.Content.Lines {
		if !d.NeedsNDF(x) {
			continue
		}
		found, err := s.cfg.Findings.Fitting(r.Context(), c.who, d.FindingTrade(x), c.today)
		if err != nil {
			return nil, err
		}
		if len(found) > 0 || c.pointer(i) != "" {
			out = append(out, fitting{i, found})
		}
	}
	return out, nil
}

// pointer is the id of the record that a line relies on, or "".
func (c *caseFile) pointer(line int) string {
	for _, f := range c.Findings {
		if f.Kind == application.NDF && f.Register != "" && f.Line == line {
			return f.Register
		}
	}
	return ""
}

func canPoint(c *caseFile) (bool, string) {
	if ok, why := inReview(c); !ok {
		return ok, why
	}
	return len(c.fitting) > 0, ""
}

// formPoint asks, line by line, on which finding of the register it relies.
func formPoint(s *Server, l *Locale, c *caseFile, in caseInput) actForm {
	form := actForm{Title: l.T("case.point"), Intro: []string{l.T("case.point.intro")}, Button: l.T("case.point.button")}
	for _, x := range c.fitting {
		line := c.Content.Lines[x.line]
		name := "finding_" + application.Letter(x.line)
		value := c.pointer(x.line)
		if in.posted {
			value = in.get(name)
		}
		f := Field{Kind: "radios", Name: name, Label: application.Letter(x.line) + " · " + line.ScientificName + " · " + specimenFacts(l, line), Bold: true, Value: value, Small: true}
		for i := range x.found {
			n := &x.found[i]
			hint := s.countryName(l, n.Population) + " · " + periodText(l, n)
			if n.Limited() {
				hint += " · " + l.T("finding.left", "left", quantityOrZero(l, n.Left(), n.Unit))
			}
			f.Options = append(f.Options, Option{Value: n.ID, Label: n.Number + " · " + n.TaxonName, Hint: hint})
		}
		f.Options = append(f.Options, Option{Value: "", Label: l.T("case.point.case")})
		form.Fields = append(form.Fields, f)
	}
	return form
}

func doPoint(s *Server, r *http.Request, c *caseFile, in caseInput) error {
	var ps []application.Pointing
	for _, x := range c.fitting {
		name := "finding_" + application.Letter(x.line)
		if _, asked := in.values[name]; asked {
			ps = append(ps, application.Pointing{Line: x.line, Finding: in.get(name)})
		}
	}
	_, err := s.cfg.Cases.Cases.PointFinding(r.Context(), c.who, c.ID, in.version, ps)
	return err
}

// registerLink leads from a finding of the case to the record it rests on, with
// how that stands today.
func registerLink(l *Locale, c *caseFile, f application.Finding) (key string, link template.HTML) {
	if n := c.Registers.Findings[f.Register]; n != nil && c.who.Can(actor.ReadFindings) {
		return "case.finding.register", linkTo(l, "/findings/"+n.ID, n.Number) + tagHTML(standingTag(l, n, c.today))
	}
	if x := c.Registers.Chains[f.Register]; x != nil && c.who.Can(actor.ReadChains) {
		return "case.finding.chain", linkTo(l, "/chains/"+x.ID, x.Number) + tagHTML(chainState(l, x))
	}
	return "", ""
}

func linkTo(l *Locale, path, number string) template.HTML {
	return template.HTML(`<a class="govuk-link" href="`+template.HTMLEscapeString(l.Href(path))+`">`) + Reference(number) + "</a> "
}

func tagHTML(t Tag) template.HTML {
	return template.HTML(`<strong class="govuk-tag govuk-tag--` + t.Colour + `">` + template.HTMLEscapeString(t.Text) + `</strong>`)
}

// addChains puts the evidence that a line names, as it is now, beneath its answers.
func addChains(l *Locale, c *caseFile, v *contentView) {
	for _, x := range c.Content.Lines {
		chain := c.Registers.Chains[x.Chain]
		if chain == nil || !c.who.Can(actor.ReadChains) {
			continue
		}
		for i := range v.Sections {
			if v.Sections[i].key == "line "+x.ID {
				v.Sections[i].Rows = append(v.Sections[i].Rows, contentRow{Key: l.T("chain.line"), Value: linkTo(l, "/chains/"+chain.ID, chain.Number) + tagHTML(chainState(l, chain))})
			}
		}
	}
}

// chainRows tells the officer who makes a legal acquisition finding on which
// evidence the lines rest, what is left of it, and its gaps.
func (s *Server) chainRows(l *Locale, c *caseFile) []SummaryRow {
	var rows []SummaryRow
	for i, x := range c.Content.Lines {
		chain := c.Registers.Chains[x.Chain]
		if chain == nil {
			continue
		}
		text := linkTo(l, "/chains/"+chain.ID, chain.Number) + tagHTML(chainState(l, chain)) + "<br>" +
			Bdi(l.T("finding.left", "left", quantityOrZero(l, chain.Left(), chain.Unit)))
		gaps := chain.Gaps(s.cfg.Applications.Law().First(chain.Taxon), c.today)
		if len(gaps) == 0 {
			text += "<br>" + Bdi(l.T("chain.gaps_none"))
		}
		for _, g := range gaps {
			text += "<br><strong>" + Bdi(l.T("chain.gap")) + "</strong> " + Bdi(gapText(l, chain, g))
		}
		rows = append(rows, SummaryRow{Key: l.T("case.content.line", "letter", application.Letter(i)), Value: text})
	}
	return rows
}

// chainField offers the applicant's chains for a line; nil where there is none.
func (s *Server) chainField(r *http.Request, l *Locale, a *application.Application, line application.Line, chosen string) (*Field, error) {
	if s.cfg.Findings == nil {
		return nil, nil
	}
	chains, err := s.cfg.Findings.Offered(r.Context(), a.Owner, a.Org, species.ID(line.TaxonID))
	if err != nil || len(chains) == 0 && chosen == "" {
		return nil, err
	}
	f := &Field{Name: "chain", Label: l.T("chain.line"), Hint: l.T("chain.line.hint"), Value: chosen, Options: []Option{{Label: l.T("chain.line.none")}}}
	for _, c := range chains {
		f.Options = append(f.Options, Option{Value: c.ID, Label: c.Number + " · " + coded(string(c.Source), c.Source.Name(l.Lang)) + " · " +
			l.T("finding.left", "left", quantityOrZero(l, c.Left(), c.Unit))})
	}
	if !slices.ContainsFunc(chains, func(c finding.Chain) bool { return c.ID == chosen }) {
		f.Value = ""
	}
	return f, nil
}
