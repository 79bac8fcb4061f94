package web

import (
	"bytes"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/opencites/opencites/cites"
)

// keptFor is how long a public page is served without being made again; a
// change of profile or keys shows after that time at the latest.
const keptFor = 30 * time.Second

// keeper holds public pages that are the same for every stranger, as bytes:
// posts at a border scan many permits, and a crowd must not cost more than one
// rendering. It holds at most one page per key of few values.
type keeper struct {
	mu    sync.RWMutex
	pages map[keptKey]keptPage
}

// keptKey is all that such a page depends on.
type keptKey struct {
	path    string
	lang    cites.Lang
	suggest cites.Lang
	gzip    bool
}

type keptPage struct {
	header http.Header
	body   []byte
	until  time.Time
}

// kept serves strangers from memory. Whoever is signed in, has a session or asks
// with a query gets the page made.
func (s *Server) kept(k *keeper, h func(http.ResponseWriter, *http.Request) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		if r.Method != http.MethodGet || r.URL.RawQuery != "" || ActorFrom(r.Context()).Known() || s.hasSession(r) {
			return h(w, r)
		}
		l := LocaleFrom(r.Context())
		key := keptKey{path: r.URL.Path, lang: l.Lang, gzip: accepts(r, "gzip")}
		if to := s.suggested(r, l); to != nil {
			key.suggest = to.Lang
		}
		now := s.cfg.Now()
		k.mu.RLock()
		page, ok := k.pages[key]
		k.mu.RUnlock()
		if !ok || now.After(page.until) || now.Before(page.until.Add(-keptFor)) {
			c := capture{header: http.Header{}, status: http.StatusOK}
			if err := h(&c, r); err != nil {
				return err
			}
			if c.status != http.StatusOK {
				return h(w, r)
			}
			page = keptPage{c.header, c.body.Bytes(), now.Add(keptFor)}
			k.mu.Lock()
			k.pages[key] = page
			k.mu.Unlock()
		}
		for name, values := range page.header {
			w.Header()[name] = append(w.Header()[name], values...)
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(page.body)))
		writeBody(w, r, http.StatusOK, page.body)
		return nil
	}
}

// hasSession reports whether the browser brought a session, which may hold a
// notice to show.
func (s *Server) hasSession(r *http.Request) bool {
	_, err := r.Cookie(s.sessions.Cookie.Name)
	return err == nil
}

// capture takes an answer for keeping.
type capture struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (c *capture) Header() http.Header         { return c.header }
func (c *capture) Write(b []byte) (int, error) { return c.body.Write(b) }
func (c *capture) WriteHeader(status int)      { c.status = status }
