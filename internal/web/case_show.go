package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/rule"
)

// caseFile is a case with what its page and its steps look at.
type caseFile struct {
	*application.File
	who     actor.Actor
	hits    []rule.Finding // of application and of issue, each once
	history []audit.Event  // oldest first
	today   cites.Date
	feeNow  bool // the Party wants the fee before the approval
	// officers can be given the case; listed for supervisors only.
	officers []actor.Actor
	quotas   []application.QuotaLine
	fitting  []fitting // findings of the register that lines can rely on
}

// openCase reads the case of the address.
func (s *Server) openCase(r *http.Request) (*caseFile, error) {
	ctx, who, id := r.Context(), ActorFrom(r.Context()), r.PathValue("id")
	desk := s.cfg.Cases
	f, err := desk.Cases.Read(ctx, who, id)
	if err != nil {
		return nil, err
	}
	c := &caseFile{File: f, who: who, today: cites.DateOf(s.cfg.Now(), s.cfg.Zone), feeNow: s.cfg.Profile != nil && s.cfg.Profile.Workflow.FeeFirst}
	for _, stage := range []rule.Stage{rule.Apply, rule.Issue} {
		found, err := desk.Cases.Examine(ctx, who, id, stage)
		if err != nil {
			return nil, err
		}
		for _, x := range found {
			if !slices.ContainsFunc(c.hits, func(h rule.Finding) bool { return sameHit(h, x) }) {
				c.hits = append(c.hits, x)
			}
		}
	}
	if who.Has(actor.Supervisor) {
		if c.officers, err = desk.Officers(ctx); err != nil {
			return nil, err
		}
	}
	if c.State.Open() {
		if c.quotas, err = desk.Cases.QuotaLines(ctx, who, id); err != nil {
			return nil, err
		}
	}
	if c.fitting, err = s.fittingLines(r, c); err != nil {
		return nil, err
	}
	c.history, err = desk.History(ctx, "application", id)
	return c, err
}

func sameHit(a, b rule.Finding) bool {
	return a.Rule == b.Rule && a.Line == b.Line && a.Key == b.Key && a.Field == b.Field
}

// caseView is the page of a case. One of the parts is set, by the tab.
type caseView struct {
	Caption   string
	Reference string
	State     Tag
	Facts     []Fact
	Tabs      []Tab
	Checks    *checksView
	Need      *caseNeed
	Content   *contentView
	Documents *documentsView
	Messages  *messagesView
	History   []Event
	Steps     stepsView
	Lines     []specimenRow
	Note      *noteForm
}

// specimenRow is one line beside the case.
type specimenRow struct{ Letter, Name, Facts string }

// caseTabNames are the tabs of a case.
func caseTabNames() []string {
	return []string{"checks", "content", "documents", "messages", "history"}
}

func (s *Server) showCase(w http.ResponseWriter, r *http.Request) error {
	c, err := s.openCase(r)
	if err != nil {
		return err
	}
	return s.renderCase(w, r, c, r.URL.Query().Get("tab"), http.StatusOK, nil)
}

// renderCase shows a tab; change may put what was typed into it.
func (s *Server) renderCase(w http.ResponseWriter, r *http.Request, c *caseFile, tab string, status int, change func(*caseView) []ErrorLink) error {
	l := LocaleFrom(r.Context())
	if !slices.Contains(caseTabNames(), tab) {
		tab = "checks"
	}
	v := &caseView{Caption: c.Content.Type.Name(l.Lang) + " · " + c.OwnerName, Reference: c.Reference, Tabs: caseTabLinks(l, c, tab),
		State: caseState(l, c.State, c.WithSA, c.Proposal), Steps: s.steps(l, c), Lines: specimenRows(l, c.Content)}
	var err error
	if v.Facts, err = s.caseFacts(r, l, c); err != nil {
		return err
	}
	switch tab {
	case "checks":
		v.Checks = s.newChecks(l, c)
		if v.Need, err = s.caseNeed(r, l, c); err != nil {
			return err
		}
	case "content":
		v.Content = s.newContent(l, c)
	case "documents":
		v.Documents = newDocuments(l, c)
	case "messages":
		v.Messages = newMessages(l, c)
	case "history":
		if v.History, err = s.caseHistory(r, l, c); err != nil {
			return err
		}
	}
	if tab != "messages" && c.who.Can(actor.WriteMessage) {
		v.Note = &noteForm{Action: l.Href("/cases/" + c.ID + "/messages"), Tab: tab,
			Body: Field{ID: "note", Name: "body", Label: l.T("case.note"), Hint: l.T("case.note.hint"), Rows: 3}}
	}
	page := Page{Title: c.Reference, Back: "/cases", Data: v}
	if change != nil {
		page.Errors = change(v)
	}
	return s.render(w, r, status, "case_show", page)
}

func caseTabLinks(l *Locale, c *caseFile, tab string) []Tab {
	var out []Tab
	for _, name := range caseTabNames() {
		title := l.T("case.part." + name)
		switch n := 0; name {
		case "documents", "messages":
			if n = len(c.File.Documents); name == "messages" {
				n = len(c.File.Messages)
			}
			title = l.T("case.part.n", "title", title, "n", l.Int(int64(n)))
		}
		out = append(out, Tab{Title: title, Href: l.Href("/cases/" + c.ID + "?tab=" + name), Current: name == tab})
	}
	return out
}

func specimenRows(l *Locale, c application.Content) []specimenRow {
	var out []specimenRow
	for i, x := range c.Lines {
		out = append(out, specimenRow{application.Letter(i), x.ScientificName, specimenFacts(l, x)})
	}
	return out
}

// caseFacts is the bar under the heading.
func (s *Server) caseFacts(r *http.Request, l *Locale, c *caseFile) ([]Fact, error) {
	assigned := Fact{Key: l.T("case.assigned"), Value: Bdi(l.T("case.assigned.nobody"))}
	if c.AssignedTo != "" {
		assigned.Value = Bdi(c.AssignedTo)
	}
	if a, ok := actNamed("assign"); ok && c.who.Can(a.verb) {
		if can, _ := a.can(c); can {
			assigned.Link, assigned.Text = l.Href("/cases/"+c.ID+"/assign"), l.T("common.change")
		}
	}
	facts := []Fact{assigned, {Key: l.T("case.received"), Value: Bdi(l.DayOf(c.SubmittedAt))}}
	due := Fact{Key: l.T("case.due"), Value: Bdi(l.Date(c.Due))}
	if c.State.Open() && !c.Due.IsZero() && c.Due.Before(c.today) {
		due.Late, due.Value = true, Bdi(l.T("case.due.overdue", "date", l.Date(c.Due)))
	}
	facts = append(facts, due, Fact{Key: l.T("case.fee"), Value: feeText(l, c.Fee)})
	if c.AgentName != "" {
		facts = append(facts, Fact{Key: l.T("case.agent"), Value: Bdi(c.AgentName)})
	}
	if c.Content.Retrospective {
		facts = append(facts, Fact{Key: l.T("apply.procedure"), Value: Bdi(l.T("case.retrospective"))})
	}
	if c.CosignedBy != "" {
		facts = append(facts, Fact{Key: l.T("apply.procedure.retrospective"), Value: Bdi(l.T("case.cosigned", "name", c.CosignedByName, "date", l.DayOf(c.CosignedAt)))})
	}
	if c.State == application.Approved && c.Content.Type.Facts().Issued == cites.AsLabel && s.cfg.Labels != nil {
		facts = append(facts, Fact{Key: c.Content.Type.Name(l.Lang), Link: l.Href(applicationPath(c.ID, "/label.pdf")), Text: l.T("apply.label")})
	}
	if c.PermitID != "" {
		issued, err := s.issuedFact(r, l, c)
		if err != nil {
			return nil, err
		}
		facts = append(facts, issued)
	}
	if c.who.Can(actor.ReadPermits) {
		_, n, err := s.cfg.Cases.Permits.List(r.Context(), c.who, permit.Filter{Owner: c.Owner, Org: c.Org, Limit: 1})
		if err != nil {
			return nil, err
		}
		facts = append(facts, Fact{Key: l.T("case.earlier"), Value: Bdi(l.Plural("case.permits", n)),
			Link: l.Href("/cases?tab=closed&q=" + url.QueryEscape(c.OwnerName)), Text: l.T("case.earlier.show")})
	}
	return facts, nil
}

// issuedFact links every document that the case became: one for each animal, or
// a block of partially completed ones.
func (s *Server) issuedFact(r *http.Request, l *Locale, c *caseFile) (Fact, error) {
	all, err := s.cfg.Cases.Permits.OfApplication(r.Context(), c.ID)
	if err != nil || len(all) < 2 {
		return Fact{Key: l.T("case.permit"), Link: l.Href("/permits/" + c.PermitID), Text: l.T("case.permit.open")}, err
	}
	links := make([]string, len(all))
	for i, p := range all {
		links[i] = `<a class="govuk-link" href="` + l.Href("/permits/"+p.ID) + `">` + string(Reference(string(p.Number))) + `</a>`
	}
	return Fact{Key: l.T("case.permits_issued"), Value: htmlJoin(links)}, nil
}

// feeText says what the fee is and whether it is settled.
func feeText(l *Locale, f application.Fee) template.HTML {
	amount := Reference(caseMoney(l, f.Amount, f.Currency))
	switch {
	case f.Amount == 0:
		return l.THTML("case.fee.none")
	case f.Receipt != "":
		return l.THTML("case.fee.paid", "amount", amount, "receipt", Bdi(f.Receipt))
	case f.Waived != "":
		return l.THTML("case.fee.waived", "amount", amount)
	}
	return l.THTML("case.fee.open", "amount", amount)
}

// caseMoney writes minor units with two decimals and the code of the currency.
func caseMoney(l *Locale, minor int64, currency string) string {
	mark := strings.TrimFunc(l.Quantity(1500), isDigit)
	return l.Int(minor/100) + mark + l.digits(fmt.Sprintf("%02d", minor%100)) + " " + currency
}
