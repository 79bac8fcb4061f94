package web

import (
	"html/template"
	"net/http"
	"slices"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// messagesView is the tab with messages and notes, newest first.
type messagesView struct {
	Rows []messageView
	Send *sendForm
}

type messageView struct {
	Who      string
	When     string
	ISO      string
	Body     template.HTML
	Internal bool
	Staff    bool
}

// sendForm writes to the applicant or for the file.
type sendForm struct {
	Action   string
	To, Body Field
}

// noteForm writes a note for the file beside another tab.
type noteForm struct {
	Action, Tab string
	Body        Field
}

func newMessages(l *Locale, c *caseFile) *messagesView {
	v := &messagesView{}
	for _, m := range slices.Backward(c.File.Messages) {
		v.Rows = append(v.Rows, messageView{Who: m.FromName, When: l.DateTime(m.At), ISO: m.At.UTC().Format(time.RFC3339), Body: paragraphs(m.Body),
			Internal: m.Internal, Staff: m.FromStaff})
	}
	if c.who.Can(actor.WriteMessage) {
		v.Send = &sendForm{Action: l.Href("/cases/" + c.ID + "/messages"),
			To: Field{Kind: "radios", Name: "to", Label: l.T("case.message.to"), Value: "file", Options: []Option{
				{Value: "file", Label: l.T("case.message.file"), Hint: l.T("case.note.hint")},
				{Value: "applicant", Label: l.T("case.message.applicant"), Hint: l.T("case.message.applicant.hint")}}},
			Body: Field{Kind: "area", Name: "body", Label: l.T("case.message.body"), Rows: 5, Max: 4000}}
	}
	return v
}

// writeMessage sends a message or keeps a note; to says which.
func (s *Server) writeMessage(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 0); err != nil {
		return err
	}
	l, id, to, body := LocaleFrom(r.Context()), r.PathValue("id"), r.PostFormValue("to"), r.PostFormValue("body")
	err := s.cfg.Cases.Cases.SendMessage(r.Context(), ActorFrom(r.Context()), id, body, to != "applicant")
	if fault.KindOf(err) == fault.Invalid {
		return s.messageAgain(w, r, to, body, err)
	}
	if err != nil {
		return err
	}
	done := "case.message.noted"
	if to == "applicant" {
		done = "case.message.sent"
	}
	s.notice(r.Context(), l.T(done))
	tab := r.PostFormValue("tab")
	if !slices.Contains(caseTabNames(), tab) {
		tab = "messages"
	}
	return s.seeOther(w, r, "/cases/"+id+"?tab="+tab)
}

// messageAgain shows the form again with what was typed.
func (s *Server) messageAgain(w http.ResponseWriter, r *http.Request, to, body string, wrong error) error {
	c, err := s.openCase(r)
	if err != nil {
		return err
	}
	return s.renderCase(w, r, c, "messages", http.StatusUnprocessableEntity, func(v *caseView) []ErrorLink {
		if v.Messages.Send == nil {
			return nil
		}
		f := v.Messages.Send
		f.Body.Value = body
		if to == "applicant" {
			f.To.Value = to
		}
		return formErrors(LocaleFrom(r.Context()), wrong, &f.To, &f.Body)
	})
}

// documentsView is the tab with the evidence.
type documentsView struct{ Rows []documentRow }

type documentRow struct {
	Name, Href, Kind, Media, Size, When, ISO string
}

func newDocuments(l *Locale, c *caseFile) *documentsView {
	v := &documentsView{}
	for _, d := range c.File.Documents {
		v.Rows = append(v.Rows, documentRow{Name: d.Name, Href: l.Href("/cases/" + c.ID + "/documents/" + d.ID), Kind: l.T("case.evidence." + d.Kind + "_file"),
			Media: mediaName(d.Media), Size: l.T("case.document.kb", "n", l.Int((d.Size+1023)/1024)), When: l.DateTime(d.At), ISO: d.At.UTC().Format(time.RFC3339)})
	}
	return v
}

func mediaName(media string) string {
	return map[string]string{"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}[media]
}

// caseDocument sends evidence as a file to keep, in a sandbox: what a stranger
// uploaded is never shown as a page of ours.
func (s *Server) caseDocument(w http.ResponseWriter, r *http.Request) error {
	d, data, err := s.cfg.Cases.Cases.Document(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), r.PathValue("document"))
	if err != nil {
		return err
	}
	return sendUploaded(w, d.ID, d.Name, d.Media, data)
}
