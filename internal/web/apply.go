package web

import (
	"net/http"
	"strconv"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
)

// applyRoutes are the pages of traders and agents. They exist when the program
// has an office for applications.
func (s *Server) applyRoutes() []Route {
	if s.cfg.Applications == nil {
		return nil
	}
	may, submit, withdraw := Can(actor.WriteApplication), Can(actor.SubmitApplication), Can(actor.WithdrawApp)
	upload := s.cfg.Applications.Profile.Evidence.MaxBytes + 1<<20
	return []Route{
		{Pattern: "GET /applications", Policy: may, Handler: s.page(s.listApplications)},
		{Pattern: "GET /applications/new", Policy: may, Handler: s.page(s.startApplication)},
		{Pattern: "GET /applications/choose", Policy: may, Handler: s.page(s.chooseDocument)},
		{Pattern: "POST /applications/new", Policy: may, Handler: s.page(s.createApplication)},
		{Pattern: "GET /applications/{id}", Policy: may, Handler: s.page(s.showApplication)},
		{Pattern: "GET /applications/{id}/tasks", Policy: may, Handler: s.page(s.showTasks)},
		{Pattern: "GET /applications/{id}/step/{step}", Policy: may, Handler: s.page(s.showStep)},
		{Pattern: "POST /applications/{id}/step/{step}", Policy: may, Handler: s.page(s.saveStep)},
		{Pattern: "GET /applications/{id}/lines", Policy: may, Handler: s.page(s.showLines)},
		{Pattern: "GET /applications/{id}/lines/new", Policy: may, Handler: s.page(s.newLine)},
		{Pattern: "POST /applications/{id}/lines/new", Policy: may, Handler: s.page(s.addLine)},
		{Pattern: "GET /applications/{id}/lines/table", Policy: may, Handler: s.page(s.showTable)},
		{Pattern: "POST /applications/{id}/lines/table", Policy: may, Handler: s.page(s.importTable), MaxBody: 3 << 20},
		{Pattern: "GET /applications/{id}/lines/{line}/{part}", Policy: may, Handler: s.page(s.showLine)},
		{Pattern: "POST /applications/{id}/lines/{line}/{part}", Policy: may, Handler: s.page(s.saveLine)},
		{Pattern: "GET /applications/{id}/quotas", Policy: may, Handler: s.page(s.askShares)},
		{Pattern: "POST /applications/{id}/quotas", Policy: may, Handler: s.page(s.saveShares)},
		{Pattern: "GET /applications/{id}/documents", Policy: may, Handler: s.page(s.showDocuments)},
		{Pattern: "POST /applications/{id}/documents", Policy: may, Handler: s.page(s.attachDocument), MaxBody: upload},
		{Pattern: "POST /applications/{id}/documents/done", Policy: may, Handler: s.page(s.documentsDone)},
		{Pattern: "POST /applications/{id}/documents/{document}/remove", Policy: may, Handler: s.page(s.removeDocument)},
		{Pattern: "GET /applications/{id}/documents/{document}", Policy: Can(actor.WriteApplication, actor.ReadQueue), Handler: s.page(s.serveDocument)},
		{Pattern: "GET /applications/{id}/label.pdf", Policy: Can(actor.WriteApplication, actor.ReadQueue), Handler: s.page(s.printLabels)},
		{Pattern: "GET /applications/{id}/check", Policy: may, Handler: s.page(s.showCheck)},
		{Pattern: "POST /applications/{id}/check", Policy: submit, Handler: s.page(s.submitApplication)},
		{Pattern: "GET /applications/{id}/received", Policy: may, Handler: s.page(s.showReceived)},
		{Pattern: "POST /applications/{id}/messages", Policy: Can(actor.WriteMessage), Handler: s.page(s.sendMessage)},
		{Pattern: "POST /applications/{id}/answer", Policy: Can(actor.AnswerRequest), Handler: s.page(s.answerRequest)},
		{Pattern: "GET /applications/{id}/withdraw", Policy: withdraw, Handler: s.page(s.confirmWithdraw)},
		{Pattern: "POST /applications/{id}/withdraw", Policy: withdraw, Handler: s.page(s.withdrawApplication)},
		{Pattern: "POST /applications/{id}/copy", Policy: may, Handler: s.page(s.copyApplication)},
		{Pattern: "GET /applications/{id}/delete", Policy: may, Handler: s.page(s.confirmDelete)},
		{Pattern: "POST /applications/{id}/delete", Policy: may, Handler: s.page(s.deleteDraft)},
		{Pattern: "GET /mandates", Policy: may, Handler: s.page(s.showMandates)},
		{Pattern: "POST /mandates", Policy: Can(actor.GiveMandate), Handler: s.page(s.giveMandate)},
		{Pattern: "POST /mandates/{mandate}/revoke", Policy: Can(actor.GiveMandate), Handler: s.page(s.revokeMandate)},
	}
}

// applicationPath is the address of a page about an application.
func applicationPath(id, rest string) string { return "/applications/" + id + rest }

// openApplication reads the application of the address for its applicant.
func (s *Server) openApplication(r *http.Request) (*application.File, error) {
	f, err := s.cfg.Applications.Read(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if !f.Mine {
		return nil, fault.New(fault.NotFound, "apply.not_found", "id", f.ID)
	}
	return f, nil
}

// openEditable is openApplication for pages that change answers: one that was
// filed meanwhile shows itself instead.
func (s *Server) openEditable(w http.ResponseWriter, r *http.Request) (*application.File, error) {
	f, err := s.openApplication(r)
	if err != nil || f.State.Editable() {
		return f, err
	}
	return nil, s.seeOther(w, r, applicationPath(f.ID, ""))
}

// applyForm reads a posted page: its fields, and the version of the application
// that the person saw.
func applyForm(r *http.Request) (application.Form, int64, error) {
	if err := readForm(r, 1<<20); err != nil {
		return nil, 0, err
	}
	f := application.Form{}
	for name, values := range r.PostForm {
		if len(values) > 0 {
			f[name] = values[0]
		}
	}
	version, err := strconv.ParseInt(f["version"], 10, 64)
	if err != nil {
		return nil, 0, &malformedError{err}
	}
	delete(f, "version")
	return f, version, nil
}

// stale reports whether somebody else changed the application since the page
// was opened. Such a page is shown again with what was typed and the new version.
func stale(err error) bool {
	f := fault.Of(err)
	return f != nil && f.Kind == fault.Conflict && (f.Key == "apply.stale" || f.Key == "fault.stale")
}

// applyPost is what every form of these pages carries.
type applyPost struct {
	Action  string
	Version int64
}

// applyStatus is the answer for a page shown again after an error.
func applyStatus(err error) int { return statusOf(fault.KindOf(err)) }

// faultText gives the sentence of an error with names of states in words.
func (s *Server) faultText(l *Locale, err error) string {
	f := fault.Of(err)
	if f == nil {
		return l.T("error.internal")
	}
	args := fault.Args{}
	for k, v := range f.Args {
		args[k] = v
	}
	if state := args["state"]; state != "" && l.Has("apply.state."+state) {
		args["state"] = l.T("apply.state." + state)
	}
	return l.Fault(f.Key, args)
}

// againIfInvalid shows a form again for errors that the person can put right
// there; all others go on to the error page.
func (s *Server) againIfInvalid(err error, again func() error) error {
	if fault.KindOf(err) == fault.Invalid || stale(err) || fault.KindOf(err) == fault.Denied && fault.Of(err).Key == "apply.no_mandate" {
		return again()
	}
	return err
}
