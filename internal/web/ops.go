package web

import (
	"crypto/subtle"
	"net"
	"net/http"
	"strings"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// healthz says that the process runs.
func (s *Server) healthz(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	writeBody(w, r, http.StatusOK, []byte("ok\n"))
}

// readyz says whether the storage answers, so that a balancer may send work here.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if err := s.cfg.Ready(); err != nil {
		s.cfg.Log.WarnContext(r.Context(), "not ready", "error", err.Error())
		writeBody(w, r, http.StatusServiceUnavailable, []byte("not ready\n"))
		return
	}
	writeBody(w, r, http.StatusOK, []byte("ready\n"))
}

// metrics answers this machine, or who knows the token. A request that came
// through a proxy is not of this machine.
func (s *Server) metrics(w http.ResponseWriter, r *http.Request) {
	token, given := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	known := given && s.cfg.MetricsKey != "" && subtle.ConstantTimeCompare([]byte(token), []byte(s.cfg.MetricsKey)) == 1
	if s.cfg.Metrics == nil || (!known && !loopback(r)) {
		http.NotFound(w, r)
		return
	}
	promhttp.HandlerFor(s.cfg.Metrics, promhttp.HandlerOpts{}).ServeHTTP(w, r)
}

func loopback(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	return err == nil && net.ParseIP(host).IsLoopback() && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == ""
}
