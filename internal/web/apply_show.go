package web

import (
	"html/template"
	"net/http"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
)

// applyShowView is an application as its applicant sees it.
type applyShowView struct {
	Caption  string
	Title    string
	State    Tag
	Next     string // what happens now, in a sentence
	Facts    []Fact
	Reasons  []string
	Appeal   string
	Ask      *applyReply // while the authority waits for an answer
	Messages []applyMessage
	Send     *applyReply
	Answers  applyAnswers
	Withdraw string
	Copy     string
	Permits  string
	Label    string          // sheet of labels of a registered exchange
	Quotas   []applyQuotaRow // what is left of those that concern it
}

// applyReply is a form for one text.
type applyReply struct {
	applyPost
	Body Field
	Edit string // address of the answers, to change them
}

// applyMessage is one message of the thread.
type applyMessage struct {
	From  string
	When  string
	ISO   string
	Lines []string
	Mine  bool
	New   bool
}

func (s *Server) showApplication(w http.ResponseWriter, r *http.Request) error {
	f, err := s.openApplication(r)
	if err != nil {
		return err
	}
	if f.State == application.Draft {
		return s.seeOther(w, r, applicationPath(f.ID, "/tasks"))
	}
	return s.renderApplication(w, r, f, nil, "", http.StatusOK)
}

// renderApplication shows the page; body is what was typed into the reply.
func (s *Server) renderApplication(w http.ResponseWriter, r *http.Request, f *application.File, wrong error, body string, status int) error {
	l := LocaleFrom(r.Context())
	view := applyShowView{Caption: applyCaption(l, f.Application), Title: f.Content.Type.Name(l.Lang), State: applyState(l, f.State), Facts: s.applyFacts(l, f),
		Next: l.T("apply.next." + string(f.State)), Answers: s.answers(l, f, false), Copy: l.Href(applicationPath(f.ID, "/copy"))}
	if f.State.Open() {
		lines, err := s.applyQuotas(r, f)
		if err != nil {
			return err
		}
		view.Quotas = applyQuotaRows(l, lines)
	}
	if f.State == application.Refused {
		view.Reasons, view.Appeal = lines(f.Reasons), s.cfg.Applications.Profile.Appeal.In(l.Lang)
		if p := s.cfg.Applications.Profile; p.AppealDays > 0 {
			view.Appeal += " " + l.T("apply.appeal.until", "date", l.Date(cites.DateOf(f.DecidedAt, p.Zone()).AddDays(p.AppealDays)))
		}
	}
	if (f.State == application.Issued || f.State == application.Approved) && s.serves("GET /permits") {
		view.Permits = l.Href("/permits")
	}
	s.ended(l, f, &view)
	for i := len(f.Messages) - 1; i >= 0; i-- {
		m := f.Messages[i]
		view.Messages = append(view.Messages, applyMessage{From: m.FromName, When: l.DateTime(m.At), ISO: m.At.Format(time.RFC3339),
			Lines: lines(m.Body), Mine: !m.FromStaff, New: m.FromStaff && m.ReadAt.IsZero()})
	}
	reply := &applyReply{Body: Field{Name: "body", Value: body, Rows: 5, Max: 4000}}
	reply.Version = f.Version
	switch {
	case f.State == application.InfoRequested:
		reply.Body.Label, reply.Body.Hint = l.T("apply.answer.label"), l.T("apply.answer.hint")
		reply.Action, reply.Edit = l.Href(applicationPath(f.ID, "/answer")), l.Href(applicationPath(f.ID, "/tasks"))
		view.Ask = reply
	default:
		reply.Body.Label = l.T("apply.message.label")
		reply.Action = l.Href(applicationPath(f.ID, "/messages"))
		view.Send = reply
	}
	if f.State.Open() {
		view.Withdraw = l.Href(applicationPath(f.ID, "/withdraw"))
	}
	page := Page{Title: view.Title + " " + f.Reference, Back: "/applications", Data: &view}
	page.Errors = s.replyErrors(l, f.Application, wrong, reply)
	return s.render(w, r, status, "apply_show", page)
}

// replyErrors also leads to the steps that an answer needs complete.
func (s *Server) replyErrors(l *Locale, a *application.Application, wrong error, reply *applyReply) []ErrorLink {
	if wrong == nil {
		return nil
	}
	var v applyCheckView
	links := s.checkErrors(l, a, wrong, &v)
	if x := fault.Of(wrong); x.Kind == fault.Invalid && len(x.Fields) > 0 && x.Fields[0].Name == "body" {
		links = formErrors(l, wrong, &reply.Body)
	}
	return links
}

func (s *Server) applyFacts(l *Locale, f *application.File) []Fact {
	facts := []Fact{{Key: l.T("apply.fact.submitted"), Value: Bdi(l.DayOf(f.SubmittedAt))}}
	if f.Owner != f.Agent && f.Agent != "" {
		facts = append(facts, Fact{Key: l.T("apply.fact.owner"), Value: Bdi(f.OwnerName)}, Fact{Key: l.T("apply.fact.agent"), Value: Bdi(f.AgentName)})
	}
	if f.State.Open() && f.State != application.Approved {
		facts = append(facts, Fact{Key: l.T("apply.fact.due"), Value: Bdi(l.Date(f.Due))})
	}
	if f.Assigned != "" {
		facts = append(facts, Fact{Key: l.T("apply.fact.officer"), Value: Bdi(f.AssignedTo)})
	}
	if over := f.State == application.Withdrawn || f.State == application.Refused; !over || f.Fee.Settled() {
		facts = append(facts, Fact{Key: l.T("apply.fact.fee"), Value: s.feeText(l, f.Fee)})
	}
	if !f.DecidedAt.IsZero() {
		facts = append(facts, Fact{Key: l.T("apply.fact.decided"), Value: Bdi(l.DayOf(f.DecidedAt))})
	}
	if f.State == application.Approved || f.State == application.Issued {
		facts = append(facts, Fact{Key: l.T("apply.fact.valid"), Value: Bdi(l.Date(f.ValidUntil))})
	}
	return facts
}

// feeText says what is to be paid or was; the amount keeps its direction.
func (s *Server) feeText(l *Locale, fee application.Fee) template.HTML {
	amount := Reference(s.money(l, fee.Amount, fee.Currency))
	switch {
	case fee.Amount == 0:
		return template.HTML(template.HTMLEscapeString(l.T("apply.fee.none")))
	case fee.Receipt != "":
		return l.THTML("apply.fee.paid", "amount", amount)
	case fee.Waived != "":
		return template.HTML(template.HTMLEscapeString(l.T("apply.fee.waived_fact")))
	}
	return l.THTML("apply.fee.open", "amount", amount)
}

func (s *Server) sendMessage(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 1<<20); err != nil {
		return err
	}
	id, body := r.PathValue("id"), r.PostForm.Get("body")
	err := s.cfg.Applications.SendMessage(r.Context(), ActorFrom(r.Context()), id, body, false)
	return s.replied(w, r, err, body, "apply.message.sent")
}

func (s *Server) answerRequest(w http.ResponseWriter, r *http.Request) error {
	form, version, err := applyForm(r)
	if err != nil {
		return err
	}
	_, err = s.cfg.Applications.AnswerInfo(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), version, form["body"])
	return s.replied(w, r, err, form["body"], "apply.answer.sent")
}

func (s *Server) replied(w http.ResponseWriter, r *http.Request, err error, body, done string) error {
	if err == nil {
		s.notice(r.Context(), LocaleFrom(r.Context()).T(done))
		return s.seeOther(w, r, applicationPath(r.PathValue("id"), ""))
	}
	return s.againIfInvalid(err, func() error {
		f, e := s.openApplication(r)
		if e != nil {
			return e
		}
		return s.renderApplication(w, r, f, err, body, applyStatus(err))
	})
}
