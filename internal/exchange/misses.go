package exchange

import (
	"maps"
	"sync"
	"time"
)

// The limits on guessing (trust sheet 5.2): ten misses within a minute lock a
// caller out.
const (
	missLimit  = 10
	missWindow = time.Minute
	lockFor    = 15 * time.Minute
	missKeys   = 10_000 // callers remembered at once
)

// Misses counts failed attempts for each caller in this instance of the
// program. The zero value with Now set is ready.
type Misses struct {
	Now func() time.Time

	mu    sync.Mutex
	tries map[string]*tries
}

type tries struct {
	since, until time.Time
	n            int
}

// Locked reports whether a caller is locked out now.
func (m *Misses) Locked(key string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.tries[key]
	return t != nil && m.Now().Before(t.until)
}

// Miss counts one failed attempt and reports whether it locked the caller out.
func (m *Misses) Miss(key string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.Now()
	t := m.tries[key]
	if t == nil || now.Sub(t.since) >= missWindow {
		m.forget(now)
		t = &tries{since: now}
		m.tries[key] = t
	}
	if t.n++; t.n < missLimit {
		return false
	}
	t.until, t.since, t.n = now.Add(lockFor), now, 0
	return true
}

// forget makes room when too many callers are remembered: all that are not
// locked go, and if that is not enough, all. Dropping them at once keeps the
// cost of a flood of strangers linear.
func (m *Misses) forget(now time.Time) {
	if m.tries == nil {
		m.tries = map[string]*tries{}
	}
	if len(m.tries) < missKeys {
		return
	}
	maps.DeleteFunc(m.tries, func(_ string, t *tries) bool { return !now.Before(t.until) })
	if len(m.tries) >= missKeys {
		clear(m.tries)
	}
}
