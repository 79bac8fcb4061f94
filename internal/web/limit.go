package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rate bounds how often one key may do something.
type Rate struct {
	PerSecond float64
	Burst     int
}

// limiter keeps one token bucket for each key and forgets keys whose bucket
// is full again, so that strangers cannot fill the memory.
type limiter struct {
	rate Rate
	now  func() time.Time
	mu   sync.Mutex
	keys map[string]*bucket
	next time.Time // when to look for forgotten keys
}

type bucket struct {
	tokens *rate.Limiter
	seen   time.Time
}

func newLimiter(r Rate, now func() time.Time) *limiter {
	return &limiter{rate: r, now: now, keys: map[string]*bucket{}}
}

// allow takes one token of the key and reports whether there was one.
func (l *limiter) allow(key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if now.After(l.next) {
		l.evict(now)
	}
	b := l.keys[key]
	if b == nil {
		b = &bucket{tokens: rate.NewLimiter(rate.Limit(l.rate.PerSecond), l.rate.Burst)}
		l.keys[key] = b
	}
	b.seen = now
	return b.tokens.AllowN(now, 1)
}

// evict drops keys that have been silent long enough for a full bucket.
func (l *limiter) evict(now time.Time) {
	full := time.Duration(float64(l.rate.Burst) / l.rate.PerSecond * float64(time.Second))
	for key, b := range l.keys {
		if now.Sub(b.seen) > full {
			delete(l.keys, key)
		}
	}
	l.next = now.Add(full)
}

// clientIP is the address limits count by.
func (s *Server) clientIP(r *http.Request) string { return ClientIP(r, s.cfg.Proxies) }

// ClientIP is the address of who asks: the peer, or what a proxy we trust says
// about its peer. Other edges count their limits by it as well.
func ClientIP(r *http.Request, proxies []netip.Prefix) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	forwarded := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
	for i := len(forwarded) - 1; i >= 0 && trusted(host, proxies); i-- {
		if next := strings.TrimSpace(forwarded[i]); next != "" {
			host = next
		}
	}
	return host
}

func trusted(host string, proxies []netip.Prefix) bool {
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	for _, p := range proxies {
		if p.Contains(addr.Unmap()) {
			return true
		}
	}
	return false
}
