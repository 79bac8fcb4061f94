package web

import (
	"net/http"
	"slices"
)

// Route is one address: a ServeMux pattern without language, who may use it,
// and the handler.
type Route struct {
	Pattern string
	Policy  Policy
	Handler http.HandlerFunc
	MaxBody int64 // bytes a request may carry; 0 means 1 MiB
}

// defaultBody is enough for any form without files.
const defaultBody = 1 << 20

// routes is the one list of addresses; each area adds its line.
func (s *Server) routes() []Route {
	return slices.Concat(
		s.homeRoutes(),
		s.caseRoutes(),
		s.reportRoutes(),
		s.shellRoutes(),
		s.speciesRoutes(), s.lawRoutes(),
		s.checkerRoutes(),
		s.quotaRoutes(),
		s.ruleRoutes(),
		s.applyRoutes(),
		s.verifyRoutes(),
		s.permitRoutes(),
		s.borderRoutes(),
		s.partnerRoutes(), s.notificationRoutes(),
		s.findingRoutes(),
		s.chainRoutes(),
		s.measureRoutes(),
		s.registerRoutes(),
		s.facilityRoutes(),
		s.stockRoutes(),
		s.markRoutes(),
		s.accountRoutes(),
		s.adminRoutes(),
		s.auditRoutes(),
	)
}

// newMux registers the routes. A missing policy is a fault of the program and
// stops it before it serves anything.
func (s *Server) newMux(table []Route) *http.ServeMux {
	mux := http.NewServeMux()
	for _, route := range table {
		if route.Policy.kind == noPolicy {
			panic("route without a policy: " + route.Pattern)
		}
		mux.Handle(route.Pattern, s.guard(route))
	}
	return mux
}

// guard applies the policy and the body limit of a route.
func (s *Server) guard(route Route) http.Handler {
	limit := route.MaxBody
	if limit == 0 {
		limit = defaultBody
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := route.Policy.allows(ActorFrom(r.Context())); err != nil {
			s.refuse(w, r, err)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		route.Handler(w, r)
	})
}

// page turns a handler that returns an error into a plain one. What the handler
// read of an upload is taken off the disk here: the server of the standard library
// does so only for the request it made, and r is a copy with another context.
func (s *Server) page(h func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if r.MultipartForm != nil {
				if err := r.MultipartForm.RemoveAll(); err != nil {
					s.cfg.Log.ErrorContext(r.Context(), "upload left on disk", "id", RequestID(r.Context()), "error", err.Error())
				}
			}
		}()
		if err := h(w, r); err != nil {
			s.fail(w, r, err)
		}
	}
}
