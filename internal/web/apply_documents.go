package web

import (
	"io"
	"net/http"

	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
)

// applyDocumentsView lists the evidence and takes more.
type applyDocumentsView struct {
	applyPost
	Caption string
	Title   string
	Rows    []applyDocument
	Kind    Field
	File    Field
	Done    string
	Full    bool
}

// applyDocument is one piece of evidence in a list.
type applyDocument struct {
	Name   string
	Kind   string
	Size   string
	When   string
	Href   string
	Remove string
}

func (s *Server) showDocuments(w http.ResponseWriter, r *http.Request) error {
	f, err := s.openEditable(w, r)
	if err != nil || f == nil {
		return err
	}
	return s.askDocument(w, r, f, "", nil, http.StatusOK)
}

func (s *Server) askDocument(w http.ResponseWriter, r *http.Request, f *application.File, kind string, wrong error, status int) error {
	l := LocaleFrom(r.Context())
	limits := s.cfg.Applications.Profile.Evidence
	base := applicationPath(f.ID, "/documents")
	kinds := []Option{{Value: "", Label: l.T("apply.choose")}}
	for _, k := range application.DocumentKinds() {
		kinds = append(kinds, Option{Value: k, Label: documentKind(l, k)})
	}
	view := applyDocumentsView{applyPost: applyPost{l.Href(base), f.Version}, Caption: applyCaption(l, f.Application), Title: l.T("apply.task.documents"),
		Rows: s.documentRows(l, f, true), Done: l.Href(base + "/done"), Full: limits.MaxFiles > 0 && len(f.Documents) >= limits.MaxFiles,
		Kind: Field{Name: "kind", Label: l.T("apply.upload.what"), Value: kind, Options: kinds},
		File: Field{Name: "file", Label: l.T("apply.upload.file"), Accept: ".pdf,.jpg,.jpeg,.png",
			Hint: l.T("apply.upload.hint", "size", l.Int(limits.MaxBytes>>20), "files", l.Int(int64(limits.MaxFiles)))}}
	page := Page{Title: view.Title, Back: applicationPath(f.ID, "/tasks"), Data: &view}
	if wrong != nil {
		page.Errors = formErrors(l, wrong, &view.Kind, &view.File)
	}
	return s.render(w, r, status, "apply_documents", page)
}

func (s *Server) documentRows(l *Locale, f *application.File, edit bool) []applyDocument {
	var rows []applyDocument
	for _, d := range f.Documents {
		at := l.Href(applicationPath(f.ID, "/documents/"+d.ID))
		row := applyDocument{Name: d.Name, Kind: documentKind(l, d.Kind), Size: fileSize(l, d.Size), When: l.DateTime(d.At), Href: at}
		if edit {
			row.Remove = at + "/remove"
		}
		rows = append(rows, row)
	}
	return rows
}

// documentKind names what a piece of evidence is.
func documentKind(l *Locale, kind string) string {
	if kind == "other" {
		return l.T("apply.document.any") // "other" is a form of plurals in the catalogues
	}
	return l.T("apply.document." + kind)
}

// fileSize writes a size in kB or MB, rounded up: nothing is 0 kB.
func fileSize(l *Locale, n int64) string {
	if n < 1_000_000 {
		return l.T("apply.size.kb", "n", l.Int((n+999)/1000))
	}
	return l.T("apply.size.mb", "n", l.Int((n+999_999)/1_000_000))
}

func (s *Server) attachDocument(w http.ResponseWriter, r *http.Request) error {
	limit := s.cfg.Applications.Profile.Evidence.MaxBytes
	form, _, err := applyForm(r)
	if err != nil {
		return err
	}
	u := application.Upload{Kind: form["kind"]}
	if file, head, err := r.FormFile("file"); err == nil {
		defer file.Close()
		u.Name = head.Filename
		if u.Data, err = io.ReadAll(io.LimitReader(file, limit+1)); err != nil {
			return err
		}
	}
	id := r.PathValue("id")
	d, err := s.cfg.Applications.AttachDocument(r.Context(), ActorFrom(r.Context()), id, u)
	if fault.KindOf(err) == fault.Invalid && err != nil {
		f, e := s.openApplication(r)
		if e != nil {
			return e
		}
		return s.askDocument(w, r, f, u.Kind, err, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("apply.upload.done", "name", d.Name))
	return s.seeOther(w, r, applicationPath(id, "/documents"))
}

// documentsDone notes that the applicant has nothing more to add.
func (s *Server) documentsDone(w http.ResponseWriter, r *http.Request) error {
	form, version, err := applyForm(r)
	if err != nil {
		return err
	}
	a, err := s.cfg.Applications.MarkDone(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), version, application.StepDocuments)
	if stale(err) {
		return s.seeOther(w, r, applicationPath(r.PathValue("id"), "/documents"))
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, s.nextPath(a, application.StepDocuments, form["from"]))
}

func (s *Server) removeDocument(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := s.cfg.Applications.RemoveDocument(r.Context(), ActorFrom(r.Context()), id, r.PathValue("document")); err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("apply.upload.removed"))
	return s.seeOther(w, r, applicationPath(id, "/documents"))
}

// evidencePolicy keeps a file that somebody uploaded from doing anything in the
// reader's browser, should it be opened there after all.
const evidencePolicy = "sandbox; default-src 'none'; frame-ancestors 'none'"

// serveDocument sends evidence as an attachment, to the applicant and to officers.
func (s *Server) serveDocument(w http.ResponseWriter, r *http.Request) error {
	d, data, err := s.cfg.Applications.Document(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), r.PathValue("document"))
	if err != nil {
		return err
	}
	return sendUploaded(w, d.ID, d.Name, d.Media, data)
}
