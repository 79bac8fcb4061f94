package web

import (
	"html/template"
	"net/url"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/rule"
)

// checkerAnswer is the answer in plain words.
type checkerAnswer struct {
	Kind, Title, Text string // of the panel
	Facts             []SummaryRow
	Documents         []checkerDocument
	Findings          []checkerFinding
	Steps             []string
	Reasons           []checkerReason
	Apply             []checkerLink // continue to an application of this Party
	Again             string
	Unverified        bool // a reason rests on law that was not checked against its original
}

type checkerDocument struct{ Name, Text, Issuer string }

type checkerFinding struct{ Name, By string }

type checkerReason struct {
	Rule, Href, Text, Citation string
	Mark                       Tag
	Since                      string // day from which the rule holds
}

type checkerLink struct{ Text, Href string }

func (s *Server) newCheckerAnswer(l *Locale, in url.Values, c *need.Case, a *need.Answer) *checkerAnswer {
	kind := map[need.Verdict]string{need.OK: "good", need.None: "good", need.Officer: "warn", need.Unknown: "warn", need.Blocked: "bad"}[a.Verdict]
	f := checkerForm{}
	title, text := s.answerWords(l, a)
	v := &checkerAnswer{Kind: kind, Title: title, Text: text, Again: l.Href("/need?" + f.again(in))}
	v.Facts = s.checkerFacts(l, in, c, a)
	if a.Verdict != need.Blocked && a.Verdict != need.Unknown {
		for _, d := range a.Documents {
			v.Documents = append(v.Documents, checkerDocument{d.Type.Name(l.Lang), s.documentText(l, d.Type), s.authorityOf(l, need.Management, d.Country)})
		}
		for _, x := range a.Findings {
			v.Findings = append(v.Findings, checkerFinding{l.T("checker.finding." + string(x.Finding)), s.authorityOf(l, x.Authority, x.Country)})
		}
		for _, x := range a.Steps {
			v.Steps = append(v.Steps, l.T("need.step."+x.Key, "country", s.countryName(l, x.Country), "document", x.Document.Name(l.Lang)))
		}
	}
	for _, x := range heaviest(a.Reasons) {
		v.Reasons = append(v.Reasons, s.checkerReason(l, a.Verdict, x))
		v.Unverified = v.Unverified || x.Evidence != "" && x.Evidence != "V"
	}
	if a.Verdict == need.OK || a.Verdict == need.Officer {
		v.Apply = s.checkerApply(l, in, c, a)
	}
	return v
}

// answerWords are the verdict in a line and what it means. They name whose law
// stops a case: the Convention, or the measure of a Party.
func (s *Server) answerWords(l *Locale, a *need.Answer) (title, text string) {
	key := "checker.answer." + string(a.Verdict)
	title, text = l.T(key), l.T(key+".text")
	switch country := s.countryName(l, a.National); {
	case a.National == "":
	case a.Verdict == need.Blocked:
		title, text = l.T("checker.answer.national", "country", country), l.T("checker.answer.national.text")
	default:
		text = l.T("checker.answer.national.officer", "country", country)
	}
	return title, text
}

// heaviest puts the reasons that stop a case before those that warn, and these
// before the others.
func heaviest(all []need.Reason) []need.Reason {
	weight := map[string]int{"E": 2, "E*": 2, "W": 1}
	out := slices.Clone(all)
	slices.SortStableFunc(out, func(a, b need.Reason) int { return weight[b.Severity] - weight[a.Severity] })
	return out
}

// checkerReason is one reason. Where an officer has to decide, nothing stops the
// case: what would elsewhere is what the officer decides on.
func (s *Server) checkerReason(l *Locale, v need.Verdict, x need.Reason) checkerReason {
	mark := map[string]Tag{"E": {l.T("checker.mark.block"), "red"}, "E*": {l.T("checker.mark.block"), "red"}, "W": {l.T("checker.mark.warn"), "yellow"}}[x.Severity]
	if v == need.Officer && (x.Severity == "E" || x.Severity == "E*") {
		mark = Tag{l.T("checker.mark.officer"), "yellow"}
	}
	words := x.Words(l.Lang)
	if country := x.Args["country"]; country != "" {
		words["country"] = s.countryName(l, cites.Country(country))
	}
	out := checkerReason{Rule: x.Rule, Text: l.Fault(x.Key, words), Citation: x.Citation, Mark: mark}
	law, ok := rule.Law(x.Rule)
	if ok && s.serves("GET /rules/{id}") {
		out.Href = l.Href("/rules/" + x.Rule)
	}
	if ok && !law.From.IsZero() {
		out.Since = l.Date(law.From)
	}
	return out
}

// documentText says in a sentence what a document is for.
func (s *Server) documentText(l *Locale, t cites.DocumentType) string {
	if key := "apply.type." + string(t); l.Has(key) {
		return l.T(key)
	}
	return ""
}

// authorityOf names who issues or finds: our own authorities by their names,
// those of other States by what they are.
func (s *Server) authorityOf(l *Locale, a need.Authority, c cites.Country) string {
	if c == s.cfg.Profile.Party {
		if name := s.cfg.Profile.ScientificAuthority.In(l.Lang); a == need.Scientific && name != "" {
			return name
		}
		if a == need.Management {
			return s.cfg.Identity().Names[l.Lang].Authority
		}
	}
	return l.T("checker.authority."+string(a), "country", s.countryName(l, c))
}

// checkerFacts repeats what was asked, so that the answer can be read alone.
func (s *Server) checkerFacts(l *Locale, in url.Values, c *need.Case, a *need.Answer) []SummaryRow {
	line := c.Lines[0]
	rows := []SummaryRow{{Key: l.T("checker.taxon.short"), Value: Latin(line.Taxon)}}
	add := func(key string, value template.HTML) { rows = append(rows, SummaryRow{Key: l.T(key), Value: value}) }
	if len(a.Lines) == 1 {
		switch x := a.Lines[0].Appendix; x {
		case "":
			add("checker.appendix", Bdi(l.T("checker.appendix.unknown")))
		case cites.NotListed:
			add("checker.appendix", Bdi(l.T("checker.appendix.none")))
		default:
			add("checker.appendix", Bdi(string(x)))
		}
	}
	add("checker.term.short", Bdi(line.Term.Name(l.Lang)))
	route := s.countryName(l, c.ExportCountry) + " → " + s.countryName(l, c.ImportCountry)
	if l.Lang == cites.Arabic {
		route = s.countryName(l, c.ExportCountry) + " ← " + s.countryName(l, c.ImportCountry)
	}
	add("checker.way.short", Bdi(l.T("checker.way."+string(c.Direction))))
	add("checker.route", Bdi(route))
	add("checker.source.short", Bdi(nameWithCode(line.Source.Name(l.Lang), string(line.Source))))
	add("checker.purpose.short", Bdi(nameWithCode(c.Purpose.Name(l.Lang), string(c.Purpose))))
	add("checker.date.short", Bdi(l.Date(c.Date)))
	return append(rows, s.checkerExtras(l, in, c)...)
}

// checkerExtras are the answers that only some cases ask for.
func (s *Server) checkerExtras(l *Locale, in url.Values, c *need.Case) []SummaryRow {
	var rows []SummaryRow
	add := func(key string, given bool, value string) {
		if given {
			rows = append(rows, SummaryRow{Key: l.T(key), Value: Bdi(value)})
		}
	}
	line, way := c.Lines[0], in.Get("special")
	yesNo := func(yes bool) string {
		if yes {
			return l.T("checker.yes")
		}
		return l.T("checker.no")
	}
	add("checker.origin.short", line.OriginCountry != "", s.countryName(l, line.OriginCountry))
	add("checker.second.short", line.SecondarySource != "", nameWithCode(line.SecondarySource.Name(l.Lang), string(line.SecondarySource)))
	add("checker.acquired.short", !line.Acquired.IsZero(), l.Date(line.Acquired))
	add("checker.registered.short", in.Get("registered") != "", yesNo(line.OperationRegistered))
	add("checker.commerce.short", in.Get("commerce") != "", yesNo(line.BredCommercially))
	if way != "" && slices.Contains(special(), way) {
		add("checker.special.short", true, l.T("checker.special."+way))
	}
	add("checker.quantity.short", in.Get("quantity") != "", amount(l, line.Quantity, line.Unit))
	return rows
}

// checkerApply leads to the application of each document that this Party
// issues, filled with what was answered.
func (s *Server) checkerApply(l *Locale, in url.Values, c *need.Case, a *need.Answer) []checkerLink {
	if !s.leads("GET /applications/new", actor.Actor{}) {
		return nil
	}
	line := c.Lines[0]
	var out []checkerLink
	for _, d := range a.Documents {
		if d.Country != s.cfg.Profile.Party {
			continue
		}
		q := url.Values{"type": {string(d.Type)}, "taxon": {line.Taxon}, "from": {string(c.ExportCountry)}, "to": {string(c.ImportCountry)},
			"purpose": {string(c.Purpose)}, "source": {string(line.Source)}, "term": {string(line.Term)}, "unit": {string(line.Unit)}}
		if in.Get("quantity") != "" {
			q.Set("quantity", line.Quantity.String())
		}
		out = append(out, checkerLink{l.T("checker.apply", "document", d.Type.Name(l.Lang)), l.Href("/applications/new?" + q.Encode())})
	}
	return out
}
