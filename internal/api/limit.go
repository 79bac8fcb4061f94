package api

import (
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limiter keeps a token bucket for each client and forgets those whose bucket
// is full again.
type limiter struct {
	perSecond float64
	burst     int
	now       func() time.Time
	mu        sync.Mutex
	clients   map[string]*bucket
	sweep     time.Time
}

type bucket struct {
	tokens *rate.Limiter
	seen   time.Time
}

func newLimiter(perSecond float64, burst int, now func() time.Time) *limiter {
	return &limiter{perSecond: perSecond, burst: burst, now: now, clients: map[string]*bucket{}}
}

func (l *limiter) allow(client string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	full := time.Duration(float64(l.burst) / l.perSecond * float64(time.Second))
	if now.After(l.sweep) {
		for k, b := range l.clients {
			if now.Sub(b.seen) > full {
				delete(l.clients, k)
			}
		}
		l.sweep = now.Add(full)
	}
	b := l.clients[client]
	if b == nil {
		b = &bucket{tokens: rate.NewLimiter(rate.Limit(l.perSecond), l.burst)}
		l.clients[client] = b
	}
	b.seen = now
	return b.tokens.AllowN(now, 1)
}

func (h *Handler) client(r *http.Request) string {
	if h.cfg.Client != nil {
		return h.cfg.Client(r)
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
