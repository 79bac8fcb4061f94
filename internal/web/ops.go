package web

import (
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// meters count what the server answers; they carry no path and no person.
type meters struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

// newMeters registers the meters; without a registry they count for nobody.
func newMeters(reg *prometheus.Registry) (*meters, error) {
	m := &meters{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "opencites_http_requests_total", Help: "Requests answered."}, []string{"method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "opencites_http_seconds", Help: "Time to answer.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}}, []string{"method"}),
	}
	if reg == nil {
		return m, nil
	}
	for _, c := range []prometheus.Collector{m.requests, m.seconds} {
		if err := reg.Register(c); err != nil {
			return nil, fmt.Errorf("register meters: %w", err)
		}
	}
	return m, nil
}

// count notes one answer. Methods are those HTTP names, so that strangers
// cannot make up labels.
func (m *meters) count(method string, status int, took time.Duration) {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
	default:
		method = "other"
	}
	m.requests.WithLabelValues(method, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(method).Observe(took.Seconds())
}

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
