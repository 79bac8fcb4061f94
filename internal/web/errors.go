package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/opencites/opencites/internal/fault"
)

// statusOf is the one table from kinds of fault to answers.
func statusOf(kind fault.Kind) int {
	switch kind {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Denied:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// errorView is what an error page shows.
type errorView struct {
	Heading   string
	Text      string
	Next      string // what to do now
	Reference string // request id, for internal errors
	Contact   string
}

// malformedError is a request that is no form at all.
type malformedError struct{ cause error }

func (e *malformedError) Error() string { return "read form: " + e.cause.Error() }
func (e *malformedError) Unwrap() error { return e.cause }

// readForm reads the form of a POST, with its files if it has any; memory is
// how much of the files is kept in memory. Return its error as it is: too
// large is 413, not a form is 400.
func readForm(r *http.Request, memory int64) error {
	err := r.ParseForm()
	if err == nil {
		err = r.ParseMultipartForm(memory)
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return &malformedError{err}
	}
	return nil
}

// fail shows the page for an error. Faults carry text that is safe to show;
// of all else the reader gets the reference number and the log the rest.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var tooLarge *http.MaxBytesError
	var malformed *malformedError
	switch {
	case errors.As(err, &tooLarge):
		s.showError(w, r, http.StatusRequestEntityTooLarge, "error.too_large")
		return
	case errors.As(err, &malformed):
		s.showError(w, r, http.StatusBadRequest, "error.bad_request")
		return
	case errors.Is(err, context.Canceled) && r.Context().Err() != nil:
		return // the reader has gone
	}
	kind := fault.KindOf(err)
	if kind == fault.Internal {
		s.cfg.Log.ErrorContext(r.Context(), "handler", "id", RequestID(r.Context()), "path", r.URL.Path, "error", err.Error())
		s.showError(w, r, http.StatusInternalServerError, "error.internal")
		return
	}
	f := fault.Of(err)
	if f.Cause != nil {
		s.cfg.Log.WarnContext(r.Context(), "fault", "id", RequestID(r.Context()), "path", r.URL.Path, "error", err.Error())
	}
	l := LocaleFrom(r.Context())
	view := errorTexts(l, generalKey(kind))
	if l.Has(f.Key) {
		view.Text = l.Fault(f.Key, f.Args)
	}
	s.writeError(w, r, statusOf(kind), view)
}

func generalKey(kind fault.Kind) string {
	switch kind {
	case fault.Invalid:
		return "error.invalid"
	case fault.Denied:
		return "error.denied"
	case fault.NotFound:
		return "error.not_found"
	case fault.Conflict:
		return "error.conflict"
	case fault.Unavailable:
		return "error.unavailable"
	}
	return "error.internal"
}

// showError shows the general page of a key: its title, text and next step.
func (s *Server) showError(w http.ResponseWriter, r *http.Request, status int, key string) {
	s.writeError(w, r, status, errorTexts(LocaleFrom(r.Context()), key))
}

func errorTexts(l *Locale, key string) errorView {
	return errorView{Heading: l.T(key + ".title"), Text: l.T(key), Next: l.T(key + ".next")}
}

func (s *Server) writeError(w http.ResponseWriter, r *http.Request, status int, view errorView) {
	view.Contact = s.cfg.Identity().Contact
	if status >= http.StatusInternalServerError {
		view.Reference = RequestID(r.Context())
	}
	w.Header().Set("Cache-Control", "no-store")
	if err := s.render(w, r, status, "error", Page{Title: view.Heading, Data: view}); err != nil {
		s.cfg.Log.ErrorContext(r.Context(), "error page", "id", RequestID(r.Context()), "error", err.Error())
		http.Error(w, http.StatusText(status)+" "+RequestID(r.Context()), status)
	}
}
