package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/opencites/opencites/internal/fault"
)

// problemType begins the type of every problem; the rest is a stable word.
const problemType = "urn:opencites:problem:"

// withoutEcho names the problem and takes out the values that were sent: they
// may be personal data, and an error page is no place for them.
func withoutEcho(_ huma.Context, _ string, v any) (any, error) {
	if e, ok := v.(*huma.ErrorModel); ok {
		for _, d := range e.Errors {
			if d != nil {
				d.Value = nil
			}
		}
		if e.Type == "" {
			e.Type = problemType + word(e.Status)
		}
	}
	return v, nil
}

func word(status int) string {
	return strings.ReplaceAll(strings.ToLower(http.StatusText(status)), " ", "_")
}

// answer is the one table from kinds of fault to statuses.
func answer(kind fault.Kind) (status int, text string) {
	switch kind {
	case fault.Invalid:
		return http.StatusUnprocessableEntity, "The request cannot be understood as it is."
	case fault.Denied:
		return http.StatusForbidden, "This is not allowed."
	case fault.NotFound:
		return http.StatusNotFound, "There is no such permit, or the code or token does not fit it."
	case fault.Conflict:
		return http.StatusConflict, "The state of the permit does not allow this."
	case fault.Unavailable:
		return http.StatusServiceUnavailable, "The service cannot answer now. Try again later."
	}
	return http.StatusInternalServerError, "Something went wrong here. It was noted."
}

// fail turns an error of a verb into a problem. Internal errors go to the log.
func (h *Handler) fail(ctx context.Context, operation string, err error) error {
	kind := fault.KindOf(err)
	if kind == fault.Internal || kind == fault.Unavailable {
		h.cfg.Log.ErrorContext(ctx, "api", "operation", operation, "error", err.Error())
	}
	status, text := answer(kind)
	e := &huma.ErrorModel{Type: problemType + kind.String(), Title: http.StatusText(status), Status: status, Detail: text}
	if f := fault.Of(err); f != nil {
		for _, x := range f.Fields {
			e.Errors = append(e.Errors, &huma.ErrorDetail{Location: x.Name, Message: x.Key})
		}
	}
	return e
}

// problem writes a problem where no operation was reached.
func (h *Handler) problem(w http.ResponseWriter, r *http.Request, status int, kind, text string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return
	}
	e := huma.ErrorModel{Type: problemType + kind, Title: http.StatusText(status), Status: status, Detail: text}
	_ = json.NewEncoder(w).Encode(e) // the client is gone: nobody to tell
}

// refuse answers what no route takes: 405 with the methods of the path, or 404.
func (h *Handler) refuse(w http.ResponseWriter, r *http.Request) {
	said := &refusal{header: http.Header{}}
	h.mux.ServeHTTP(said, r)
	if said.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", said.header.Get("Allow"))
		h.problem(w, r, said.status, "method_not_allowed", "This address does not take that method.")
		return
	}
	h.problem(w, r, http.StatusNotFound, "no_such_address", "There is nothing at this address.")
}

// refusal hears what the mux would say.
type refusal struct {
	header http.Header
	status int
}

func (r *refusal) Header() http.Header         { return r.header }
func (r *refusal) WriteHeader(status int)      { r.status = status }
func (r *refusal) Write(b []byte) (int, error) { return len(b), nil }
