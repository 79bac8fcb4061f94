package web

import (
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/rule"
)

// checksView is the assessment: what the rules found, and the findings.
type checksView struct {
	Quotas   []applyQuotaRow // how the quotas stand that the lines draw on
	Outcome  string          // one sentence
	Stops    bool
	Rows     []checkRow
	Proposal *proposalView
	Advice   []findingView // of the Scientific Authority
	Own      []findingView // of the Management Authority
}

// checkRow is one check: a family that passed, or one thing found.
type checkRow struct {
	Check  string
	Result Tag
	Where  string // "Specimens A, B"
	Detail string
	Law    lawLink
	Reason string // for which it was set aside
	Lifts  []liftLink
}

// liftLink leads to the page that sets one hit aside.
type liftLink struct{ Href, Text string }

// ruleFamilies gives the families in their order with the letter that begins
// the ids of their rules (permit-rules 5).
func ruleFamilies() []struct{ name, letter string } {
	return []struct{ name, letter string }{{"form", "F"}, {"date", "D"}, {"taxon", "T"}, {"source", "P"}, {"quantity", "Q"},
		{"chain", "L"}, {"finding", "G"}, {"restriction", "R"},
		{"standard", "S"}, {"exemption", "E"}, {"report", "X"}, {"measure", "N"}}
}

func (s *Server) newChecks(l *Locale, c *caseFile) *checksView {
	v := &checksView{Proposal: newProposal(l, c), Quotas: applyQuotaRows(l, c.quotas)}
	asked := map[string]int{}
	for _, r := range application.Rules() {
		if r.InForce(c.today) {
			asked[r.ID[:1]]++
		}
	}
	for _, fam := range ruleFamilies() {
		rows := s.familyRows(l, c, fam.letter, l.T("rule.family."+fam.name))
		if len(rows) == 0 && asked[fam.letter] > 0 {
			rows = []checkRow{{Check: l.T("rule.family." + fam.name), Result: Tag{l.T("case.check.pass"), "green"}, Detail: l.Plural("case.check.rules", asked[fam.letter])}}
		}
		v.Rows = append(v.Rows, rows...)
	}
	stops := len(blocks(c))
	switch {
	case !c.State.Open() || c.State == application.Approved:
	case stops > 0:
		v.Outcome, v.Stops = l.Plural("case.check.stops", stops), true
	default:
		v.Outcome = l.T("case.check.clear")
	}
	for _, f := range c.Findings {
		if row := newFinding(l, c, f); f.Kind.BySA() {
			v.Advice = append(v.Advice, row)
		} else {
			v.Own = append(v.Own, row)
		}
	}
	return v
}

// blocks are the hits that stop an approval: not warnings, not set aside.
func blocks(c *caseFile) []rule.Finding {
	return slices.DeleteFunc(slices.Clone(c.hits), func(x rule.Finding) bool { return x.Severity != rule.Block || c.IsLifted(x) })
}

// lawFor is the law of a finding; that of a national measure stands in the
// register of measures.
func (s *Server) lawFor(l *Locale, c *caseFile, x rule.Finding) lawLink {
	v := s.lawLink(l, x)
	if strings.HasPrefix(x.Key, "measure.") && s.cfg.Measures != nil && c.who.Can(actor.ReadMeasures) {
		v.Href = l.Href("/measures?q=" + x.Rule)
	}
	return v
}

// familyRows lists what the rules of a family found; the same sentence about
// several lines is one row.
func (s *Server) familyRows(l *Locale, c *caseFile, letter, name string) []checkRow {
	var rows []checkRow
	var of []rule.Finding // the first hit of each row
	var lines [][]int
	for _, x := range c.hits {
		if !strings.HasPrefix(x.Rule, letter) {
			continue
		}
		i := slices.IndexFunc(of, func(h rule.Finding) bool {
			return h.Key == x.Key && maps.Equal(h.Args, x.Args) && c.IsLifted(h) == c.IsLifted(x)
		})
		if i < 0 {
			i = len(of)
			of, lines = append(of, x), append(lines, nil)
			rows = append(rows, checkRow{Check: name, Result: hitTag(l, c, x), Detail: l.Fault(x.Key, x.Args), Law: s.lawFor(l, c, x), Reason: liftReason(c, x)})
		}
		lines[i] = append(lines[i], x.Line)
		if liftable(c, x) {
			rows[i].Lifts = append(rows[i].Lifts, liftLink{l.Href("/cases/" + c.ID + "/lift?rule=" + x.Rule + "&line=" + versionText(int64(x.Line))), liftText(l, x.Line)})
		}
	}
	for i := range rows {
		rows[i].Where = where(l, lines[i])
	}
	return rows
}

func liftText(l *Locale, line int) string {
	if line == rule.Whole {
		return l.T("case.lift.link")
	}
	return l.T("case.lift.link_line", "line", application.Letter(line))
}

// where names lines: "Specimen A", "Specimens A, C", or nothing for the whole.
func where(l *Locale, lines []int) string {
	slices.Sort(lines)
	var letters []string
	for _, n := range slices.Compact(lines) {
		if n != rule.Whole {
			letters = append(letters, application.Letter(n))
		}
	}
	if len(letters) == 0 {
		return ""
	}
	return l.Plural("case.specimens", len(letters), "lines", strings.Join(letters, ", "))
}

func hitTag(l *Locale, c *caseFile, x rule.Finding) Tag {
	switch {
	case c.IsLifted(x):
		return Tag{l.T("case.check.lifted"), "grey"}
	case x.Severity == rule.Block && strings.HasPrefix(x.Rule, "G"):
		return Tag{l.T("case.check.missing"), "red"} // a finding that the authorities have still to make
	case x.Severity == rule.Block:
		return Tag{l.T("checker.mark.block"), "red"}
	case x.Severity == rule.Warn:
		return Tag{l.T("case.check.look"), "yellow"}
	}
	return Tag{l.T("case.check.note"), "blue"}
}

func liftReason(c *caseFile, x rule.Finding) string {
	for _, lift := range c.Lifted {
		if lift.Rule == x.Rule && lift.Line == x.Line {
			return lift.Reason
		}
	}
	return ""
}

// liftable reports whether this reader can set a hit aside now.
func liftable(c *caseFile, x rule.Finding) bool {
	if !x.Discretion || c.IsLifted(x) || !c.who.Can(actor.LiftFinding) {
		return false
	}
	act, _ := actNamed("lift")
	ok, _ := act.can(c)
	return ok
}

// findingView is one finding as shown.
type findingView struct {
	Title    string
	Where    string
	Outcome  Tag
	Rows     []SummaryRow
	Give     string // address of the form of the scientist; empty when it is not offered
	Asked    string
	Question string
}

func newFinding(l *Locale, c *caseFile, f application.Finding) findingView {
	v := findingView{Title: l.T("case.finding." + string(f.Kind)), Where: where(l, []int{f.Line}), Outcome: outcomeTag(l, f.Outcome), Question: f.Question}
	if v.Where == "" {
		v.Where = l.T("case.specimens.all")
	}
	if f.Kind.BySA() && f.Register == "" {
		v.Asked = l.T("case.finding.asked", "date", l.DayOf(f.AskedAt), "due", l.Date(f.Due))
	}
	if f.Outcome == application.Open {
		if act, _ := actNamed("ndf"); c.who.Can(act.verb) {
			if ok, _ := act.can(c); ok {
				v.Give = l.Href("/cases/" + c.ID + "/ndf?finding=" + f.ID)
			}
		}
		return v
	}
	add := func(key string, text template.HTML) { v.Rows = append(v.Rows, SummaryRow{Key: l.T(key), Value: text}) }
	if key, link := registerLink(l, c, f); key != "" {
		add(key, link)
	}
	add("case.finding.by", l.THTML("case.finding.by_on", "name", Bdi(f.MadeByName), "date", l.DayOf(f.MadeAt)))
	if f.Conditions != "" {
		add("case.conditions", paragraphs(f.Conditions))
	}
	if f.Limit > 0 {
		add("case.finding.limit", Bdi(amountText(l, f.Limit, f.Unit)))
	}
	if !f.ValidUntil.IsZero() {
		add("case.finding.valid_until", Bdi(l.Date(f.ValidUntil)))
	}
	add("case.finding.grounds", paragraphs(f.Grounds))
	if names := evidenceNames(c, f.Evidence); names != "" {
		add("case.finding.evidence", Bdi(names))
	}
	return v
}

func evidenceNames(c *caseFile, ids []string) string {
	var names []string
	for _, d := range c.File.Documents {
		if slices.Contains(ids, d.ID) {
			names = append(names, d.Name)
		}
	}
	return strings.Join(names, ", ")
}

func outcomeTag(l *Locale, o application.Outcome) Tag {
	colour := map[application.Outcome]string{application.Open: "yellow", application.Positive: "green", application.Conditional: "turquoise", application.Negative: "red"}[o]
	return Tag{l.T("case.outcome." + string(o)), colour}
}

// paragraphs marks up what people wrote, line by line.
func paragraphs(text string) template.HTML {
	lines := strings.Split(text, "\n")
	for i, x := range lines {
		lines[i] = string(Bdi(x))
	}
	return template.HTML(strings.Join(lines, "<br>"))
}

// proposalView is what was proposed and decided.
type proposalView struct {
	Title string
	Rows  []SummaryRow
}

func newProposal(l *Locale, c *caseFile) *proposalView {
	if c.ProposedBy == "" {
		return nil
	}
	v := &proposalView{Title: l.T("case.proposal." + c.Proposal)}
	refused := c.State == application.Refused
	switch {
	case refused:
		v.Title = l.T("case.state.refused")
	case !c.DecidedAt.IsZero():
		v.Title = l.T("case.state.approved")
	}
	add := func(key string, text template.HTML) { v.Rows = append(v.Rows, SummaryRow{Key: l.T(key), Value: text}) }
	add("case.proposal.by", l.THTML("case.finding.by_on", "name", Bdi(c.ProposedByName), "date", l.DayOf(c.ProposedAt)))
	if c.DecidedByName != "" {
		add("case.decided.by", l.THTML("case.finding.by_on", "name", Bdi(c.DecidedByName), "date", l.DayOf(c.DecidedAt)))
	}
	if c.Reasons != "" {
		add("case.reasons", paragraphs(c.Reasons))
	}
	if c.Conditions != "" {
		add("case.conditions", paragraphs(c.Conditions))
	}
	if c.Proposal == application.ProposeApproval && !refused && !c.ValidUntil.IsZero() {
		add("case.valid_until", Bdi(l.Date(c.ValidUntil)))
	}
	return v
}
