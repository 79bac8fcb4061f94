package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/need"
)

// caseNeed is what the Convention and national measures ask for the consignment of a case, beside
// what was applied for.
type caseNeed struct {
	Verdict   Tag
	Text      string
	Documents []checkerDocument
	Findings  []checkerFinding
	Reasons   []checkerReason
	Other     string // said when the document applied for is not among them
}

// caseNeed decides the case by the law of today; nil while there are no lines.
func (s *Server) caseNeed(r *http.Request, l *Locale, c *caseFile) (*caseNeed, error) {
	if s.cfg.Needs == nil || len(c.Content.Lines) == 0 {
		return nil, nil
	}
	a, err := s.cfg.Needs.Decide(r.Context(), application.NeedCase(&c.Content, c.today))
	if err != nil {
		return nil, err
	}
	colour := map[need.Verdict]string{need.OK: "green", need.None: "blue", need.Officer: "yellow", need.Unknown: "yellow", need.Blocked: "red"}[a.Verdict]
	title, text := s.answerWords(l, &a)
	v := &caseNeed{Verdict: Tag{title, colour}, Text: text}
	for _, d := range a.Documents {
		v.Documents = append(v.Documents, checkerDocument{Name: d.Type.Name(l.Lang), Issuer: s.authorityOf(l, need.Management, d.Country)})
	}
	for _, x := range a.Findings {
		v.Findings = append(v.Findings, checkerFinding{l.T("checker.finding." + string(x.Finding)), s.authorityOf(l, x.Authority, x.Country)})
	}
	for _, x := range heaviest(a.Reasons) {
		row := s.checkerReason(l, a.Verdict, x)
		if strings.HasPrefix(x.Key, "measure.") && s.cfg.Measures != nil && c.who.Can(actor.ReadMeasures) {
			row.Href = l.Href("/measures?q=" + x.Rule)
		}
		v.Reasons = append(v.Reasons, row)
	}
	ours := slices.ContainsFunc(a.Documents, func(d need.Document) bool { return d.Type == c.Content.Type })
	if !ours && len(a.Documents) > 0 {
		v.Other = l.T("case.need.differs", "document", c.Content.Type.Name(l.Lang))
	}
	return v, nil
}
