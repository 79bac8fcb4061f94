package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/notification"
	"github.com/opencites/opencites/internal/permit"
)

// lifeView is what happened to a permit after it was issued.
type lifeView struct {
	Rows []SummaryRow
	Diff []permitChange
	None bool // it replaced another without a change of content
}

// permitChange is one box that differs.
type permitChange struct{ Box, Before, After string }

func (s *Server) permitLifeRoutes() []Route {
	officer := Can(actor.ReturnPermit)
	return []Route{
		{Pattern: "GET /permits/{id}/loss", Policy: Can(actor.ReportLoss), Handler: s.page(s.askLoss)},
		{Pattern: "POST /permits/{id}/loss", Policy: Can(actor.ReportLoss), Handler: s.page(s.reportLoss)},
		{Pattern: "GET /permits/{id}/found", Policy: Can(actor.ReportLoss, actor.ReturnPermit, actor.ReplacePermit), Handler: s.page(s.askFound)},
		{Pattern: "POST /permits/{id}/found", Policy: Can(actor.ReportLoss, actor.ReturnPermit, actor.ReplacePermit), Handler: s.page(s.withdrawLoss)},
		{Pattern: "GET /permits/{id}/return", Policy: officer, Handler: s.page(s.askReturn)},
		{Pattern: "POST /permits/{id}/return", Policy: officer, Handler: s.page(s.takeReturn)},
		{Pattern: "GET /permits/{id}/amend", Policy: Can(actor.AmendPermit), Handler: s.page(s.askAmend)},
		{Pattern: "POST /permits/{id}/amend", Policy: Can(actor.AmendPermit), Handler: s.page(s.amendPermit)},
		{Pattern: "GET /permits/{id}/amendments/{amendment}", Policy: Can(actor.DecideAmendment), Handler: s.page(s.askDecision)},
		{Pattern: "POST /permits/{id}/amendments/{amendment}", Policy: Can(actor.DecideAmendment), Handler: s.page(s.decideAmendment)},
	}
}

// life reads what happened to a permit, and sets the acts that follow from it.
func (s *Server) life(r *http.Request, l *Locale, p *permit.Permit, may *permitActs) (v lifeView, err error) {
	who := ActorFrom(r.Context())
	x, err := s.cfg.Permits.LifeOf(r.Context(), p)
	if err != nil {
		return v, err
	}
	for _, loss := range x.Losses {
		lines := []string{l.T("permit.replace.reason."+string(loss.Kind)) + ", " + l.Date(loss.Day), loss.Place, loss.Told, loss.Police,
			l.T("permit.loss.outcome." + firstOf(string(loss.Outcome), "open")), reasonWords(l, loss.Note)}
		v.Rows = append(v.Rows, SummaryRow{Key: l.T("permit.loss.row", "date", l.DayOf(loss.At)), Value: htmlLines(slices.DeleteFunc(lines, func(s string) bool { return s == "" }))})
	}
	v.Rows = append(v.Rows, offerRows(l, x.Offers)...)
	if !p.Returned.IsZero() {
		v.Rows = append(v.Rows, SummaryRow{Key: l.T("permit.returned"), Value: Bdi(l.Date(p.Returned))})
	}
	if x.After != nil {
		v.Rows = append(v.Rows, SummaryRow{Key: l.T("permit.successor"), Value: Reference(string(x.After.Number)), Action: l.Href("/permits/" + x.After.ID), Change: l.T("permit.open")})
		v.Diff, v.None = permitDiff(l, permit.Changes(&p.Record, &x.After.Record)), true
	}
	if x.Before != nil {
		why := l.T("permit.replace.reason." + p.Record.ReplaceWhy)
		v.Rows = append(v.Rows, SummaryRow{Key: l.T("permit.replaces"), Value: Reference(string(x.Before.Number)) + " · " + Bdi(why),
			Action: l.Href("/permits/" + x.Before.ID), Change: l.T("permit.open")})
		if x.After == nil {
			v.Diff, v.None = permitDiff(l, permit.Changes(&x.Before.Record, &p.Record)), true
		}
	}
	waiting := false
	for _, a := range x.Amendments {
		row := SummaryRow{Key: l.DayOf(a.At), Value: htmlLines([]string{l.T("permit.amend.state."+string(a.State), "name", a.ByName, "other", a.DecidedName, "note", a.Note), a.Reason})}
		if a.State == permit.AmendmentProposed && a.PermitID == p.ID {
			waiting = true
			if !who.Staff() {
				continue
			}
			v.Diff = permitDiff(l, a.ChangesBy(p))
			if who.Can(actor.DecideAmendment) && who.ID != a.By {
				row.Action, row.Change = l.Href("/permits/"+p.ID+"/amendments/"+a.ID), l.T("permit.amend.decide")
			}
		}
		v.Rows = append(v.Rows, row)
	}
	may.Amend = who.Can(actor.AmendPermit) && p.Amendable() && !waiting
	may.Lose = who.Can(actor.ReportLoss) && p.State == permit.Valid && p.Lost == ""
	may.Found = p.State == permit.Valid && p.Lost != "" && (who.Can(actor.ReportLoss) || who.Can(actor.ReturnPermit) || who.Can(actor.ReplacePermit))
	may.Offer = who.Can(actor.OfferReturn) && p.Returnable() && p.Offered.IsZero()
	may.Keep = who.Can(actor.OfferReturn) && !p.Offered.IsZero()
	may.Return = who.Can(actor.ReturnPermit) && p.Returnable() && !waiting
	return v, s.notified(r, l, p, &v)
}

// notified adds who was told of the permit, for those who look after it.
func (s *Server) notified(r *http.Request, l *Locale, p *permit.Permit, v *lifeView) error {
	who := ActorFrom(r.Context())
	if s.cfg.Notifications == nil || !who.Can(actor.ReadNotifications) {
		return nil
	}
	all, _, err := s.cfg.Notifications.List(r.Context(), who, notification.Filter{Permit: p.ID, Limit: 20})
	for _, n := range all {
		v.Rows = append(v.Rows, SummaryRow{Key: recipientName(l, n.To), Value: Bdi(l.T("notification.cause."+string(n.Cause)) + ": " + l.T("notification.state."+string(n.State))),
			Action: l.Href("/notifications/" + n.ID), Change: l.T("permit.open")})
	}
	return err
}

// permitDiff words the boxes that differ.
func permitDiff(l *Locale, all []permit.Change) []permitChange {
	var out []permitChange
	for _, c := range all {
		box := l.T("permit.amend.field." + c.Field)
		if c.Letter != "" {
			box = l.T("permit.amend.of_line", "field", box, "letter", c.Letter)
		}
		if c.Field == "purpose" {
			c.Old, c.New = purposeText(l, cites.Purpose(c.Old)), purposeText(l, cites.Purpose(c.New))
		}
		out = append(out, permitChange{box, c.Old, c.New})
	}
	return out
}

// permitOf reads the permit of the address.
func (s *Server) permitOf(r *http.Request) (*permit.Permit, error) {
	return s.cfg.Permits.Read(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
}

func (s *Server) askLoss(w http.ResponseWriter, r *http.Request) error {
	return s.showLoss(w, r, http.StatusOK, nil)
}

func (s *Server) showLoss(w http.ResponseWriter, r *http.Request, status int, wrong error) error {
	p, err := s.permitOf(r)
	if err != nil {
		return err
	}
	l, typed := LocaleFrom(r.Context()), r.PostFormValue
	kind := Field{Kind: "radios", Name: "kind", Label: l.T("permit.loss.kind"), Bold: true, Value: typed("kind")}
	for _, x := range permit.ReplaceReasons() {
		kind.Options = append(kind.Options, Option{Value: string(x), Label: l.T("permit.replace.reason." + string(x))})
	}
	fields := []Field{kind,
		{Kind: "date", Name: "day", Label: l.T("permit.loss.noticed"), Bold: true, Date: DateParts{typed("day.day"), typed("day.month"), typed("day.year")}},
		{Name: "place", Label: l.T("permit.loss.place"), Value: typed("place"), Dir: "auto", Optional: true},
		{Kind: "area", Name: "told", Label: l.T("permit.loss.told"), Rows: 4, Max: 1000, Value: typed("told"), Dir: "auto"},
		{Name: "police", Label: l.T("permit.loss.police"), Value: typed("police"), Dir: "auto", Optional: true, Width: 20},
		{Kind: "checks", Name: "sure", Label: l.T("permit.loss.sure"), Values: r.PostForm["sure"], Options: []Option{{Value: "yes", Label: l.T("permit.loss.confirm")}}}}
	return s.lifeForm(w, r, status, p, "loss", []string{l.T("permit.loss.intro")}, fields, nil, wrong)
}

// lifeForm shows one question page about a permit.
func (s *Server) lifeForm(w http.ResponseWriter, r *http.Request, status int, p *permit.Permit, act string, intro []string, fields []Field, facts []SummaryRow, wrong error) error {
	l := LocaleFrom(r.Context())
	pointers := make([]*Field, len(fields))
	for i := range fields {
		pointers[i] = &fields[i]
	}
	here, title := l.Href("/permits/"+p.ID), l.T("permit."+act+".title", "number", p.Number)
	links := formErrors(l, wrong, pointers...)
	return s.render(w, r, status, "form", Page{Title: title, Back: "/permits/" + p.ID, Errors: links, Data: Form{Title: title, Intro: intro, Fields: fields, Facts: facts,
		Hidden: permitVersion(p), Action: "", Button: l.T("permit." + act + ".button"), Cancel: here}})
}

func (s *Server) reportLoss(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 1<<20); err != nil {
		return err
	}
	f := fault.Invalidf("permit.loss")
	day, ok := (DateParts{r.PostFormValue("day.day"), r.PostFormValue("day.month"), r.PostFormValue("day.year")}).Parse()
	if !ok {
		f.Add("day", "border.date_unread")
	}
	err := f.OrNil()
	if err == nil {
		err = s.cfg.Permits.ReportLoss(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), versionOf(r), permit.Loss{Kind: permit.ReplaceReason(r.PostFormValue("kind")),
			Confirmed: r.PostFormValue("sure") != "", Day: day, Place: r.PostFormValue("place"), Told: r.PostFormValue("told"), Police: r.PostFormValue("police")})
	}
	if fault.KindOf(err) == fault.Invalid {
		return s.showLoss(w, r, http.StatusUnprocessableEntity, err)
	}
	return s.lifeDone(w, r, "loss", err)
}

// lifeDone goes back to the permit with a notice.
func (s *Server) lifeDone(w http.ResponseWriter, r *http.Request, act string, err error) error {
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("permit."+act+".done"))
	return s.seeOther(w, r, "/permits/"+r.PathValue("id"))
}

func (s *Server) askFound(w http.ResponseWriter, r *http.Request) error {
	return s.showFound(w, r, http.StatusOK, nil)
}

func (s *Server) showFound(w http.ResponseWriter, r *http.Request, status int, wrong error) error {
	p, err := s.permitOf(r)
	if err != nil {
		return err
	}
	l := LocaleFrom(r.Context())
	note := Field{Kind: "area", Name: "reason", Label: l.T("permit.found.note"), Rows: 3, Max: 1000, Dir: "auto", Value: r.PostFormValue("reason")}
	return s.lifeForm(w, r, status, p, "found", []string{l.T("permit.found.warning")}, []Field{note}, nil, wrong)
}

func (s *Server) withdrawLoss(w http.ResponseWriter, r *http.Request) error {
	err := s.cfg.Permits.WithdrawLoss(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), versionOf(r), r.PostFormValue("reason"))
	if fault.KindOf(err) == fault.Invalid {
		return s.showFound(w, r, http.StatusUnprocessableEntity, err)
	}
	return s.lifeDone(w, r, "found", err)
}

func (s *Server) askReturn(w http.ResponseWriter, r *http.Request) error {
	p, err := s.permitOf(r)
	if err != nil {
		return err
	}
	return s.showConfirm(w, r, p, "return")
}

func (s *Server) takeReturn(w http.ResponseWriter, r *http.Request) error {
	return s.lifeDone(w, r, "return", s.cfg.Permits.TakeReturn(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), versionOf(r)))
}

// addressLines reads an address, one line each.
func addressLines(s string) (out []string) {
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
