package web

import (
	"net/http"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
)

// ended says what came of an approved application that no permit follows from:
// labels to print, or another authority's document that was accepted.
func (s *Server) ended(l *Locale, f *application.File, view *applyShowView) {
	if f.State != application.Approved {
		return
	}
	switch f.Content.Type.Facts().Issued {
	case cites.AsLabel:
		view.Permits, view.Next = "", l.T("apply.label.text")
		if s.cfg.Labels != nil {
			view.Label = l.Href(applicationPath(f.ID, "/label.pdf"))
		}
	case cites.AsReference:
		view.Permits, view.Next = "", l.T("apply.reference.text")
	}
}

// printLabels gives the sheet of labels of a registered exchange to its sender and
// to officers.
func (s *Server) printLabels(w http.ResponseWriter, r *http.Request) error {
	f, err := s.cfg.Applications.Read(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	if s.cfg.Labels == nil || f.State != application.Approved || f.Content.Type.Facts().Issued != cites.AsLabel {
		return fault.New(fault.NotFound, "apply.not_found", "id", f.ID)
	}
	pdf, err := s.cfg.Labels(f.Application)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `inline; filename="cites-label.pdf"`)
	w.Header().Set("Cache-Control", "private, no-store")
	_, err = w.Write(pdf)
	return err
}
