package web

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// shell builds the layers around the routes, outermost first: request id, log,
// recovery, security headers; then mounts; then language, session, actor,
// origin check and limits for pages.
func (s *Server) shell() http.Handler {
	pages := s.withLanguage(s.sessions.LoadAndSave(s.withActor(s.withOrigin(s.withLimit(http.HandlerFunc(s.dispatch))))))
	outer := http.NewServeMux()
	outer.Handle("/assets/", s.assets)
	outer.HandleFunc("GET /healthz", s.healthz)
	outer.HandleFunc("GET /readyz", s.readyz)
	outer.HandleFunc("GET /metrics", s.metrics)
	for _, m := range s.cfg.Mounts {
		outer.Handle(m.Prefix, m.Handler)
	}
	outer.Handle("/", pages)
	return s.withRequestID(s.withLog(s.withRecovery(s.withHeaders(outer))))
}

// dispatch is the ServeMux with our own pages for "not found" and "method not
// allowed", which it would answer in bare English.
func (s *Server) dispatch(w http.ResponseWriter, r *http.Request) {
	h, pattern := s.mux.Handler(r)
	if pattern != "" {
		s.mux.ServeHTTP(w, r)
		return
	}
	probe := &statusProbe{header: http.Header{}}
	h.ServeHTTP(probe, r)
	if probe.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", probe.header.Get("Allow"))
		s.showError(w, r, http.StatusMethodNotAllowed, "error.method")
		return
	}
	s.showError(w, r, http.StatusNotFound, "error.not_found")
}

type statusProbe struct {
	header http.Header
	status int
}

func (p *statusProbe) Header() http.Header         { return p.header }
func (p *statusProbe) Write(b []byte) (int, error) { return len(b), nil }
func (p *statusProbe) WriteHeader(status int)      { p.status = status }

type requestIDKey struct{}

// RequestID is the reference number of a request, shown on error pages and
// found in the log.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

func (s *Server) withRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := s.cfg.Random()
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id)))
	})
}

// withLog writes one line for each request. The path stays, the query and the
// address do not: they may name people.
func (s *Server) withLog(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.cfg.Now()
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(rec, r)
		took := s.cfg.Now().Sub(start)
		s.meters.count(r.Method, rec.status, took)
		s.cfg.Log.InfoContext(r.Context(), "request", "id", RequestID(r.Context()), "method", r.Method,
			"path", r.URL.Path, "status", rec.status, "bytes", rec.bytes, "ms", took.Milliseconds())
	})
}

type recorder struct {
	http.ResponseWriter
	status int
	bytes  int
	wrote  bool
}

func (r *recorder) WriteHeader(status int) {
	if !r.wrote {
		r.status, r.wrote = status, true
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	r.wrote = true
	n, err := r.ResponseWriter.Write(b)
	r.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (s *Server) withRecovery(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v) // the server's own way to cut a connection
			}
			s.cfg.Log.ErrorContext(r.Context(), "panic", "id", RequestID(r.Context()), "value", fmt.Sprint(v), "stack", string(debug.Stack()))
			s.showError(w, s.ensureLocale(r), http.StatusInternalServerError, "error.internal")
		}()
		next.ServeHTTP(w, r)
	})
}

// contentPolicy is the policy of every page. No page has inline script or style.
const contentPolicy = "default-src 'self'; script-src 'self'; style-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"

func (s *Server) withHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if s.cfg.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// withOrigin refuses requests that another site makes a browser send.
func (s *Server) withOrigin(next http.Handler) http.Handler {
	check := http.NewCrossOriginProtection()
	check.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.showError(w, r, http.StatusForbidden, "error.origin")
	}))
	return check.Handler(next)
}

// withLimit slows down a client that changes things too fast.
func (s *Server) withLimit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead && !s.posts.allow(s.clientIP(r)) {
			w.Header().Set("Retry-After", "10")
			s.showError(w, r, http.StatusTooManyRequests, "error.too_many")
			return
		}
		next.ServeHTTP(w, r)
	})
}

func writeBody(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	w.Header().Set("Content-Length", fmt.Sprint(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client is gone: nobody to tell
	}
}

// ensureLocale gives a request that failed before its language was known one.
func (s *Server) ensureLocale(r *http.Request) *http.Request {
	if LocaleFrom(r.Context()) != nil {
		return r
	}
	id := s.cfg.Identity()
	for _, lang := range id.Languages {
		if strings.HasPrefix(r.URL.Path, "/"+string(lang)+"/") {
			return r.WithContext(withLocale(r.Context(), s.locales[lang]))
		}
	}
	return r.WithContext(withLocale(r.Context(), s.locales[id.Languages[0]]))
}

// cookieYear is how long the language choice is kept.
const cookieYear = 365 * 24 * time.Hour
