package web

import (
	"context"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Accounts tells who is behind a session.
type Accounts interface {
	// Actor returns the account as it is now: roles may have changed and the
	// account may have been closed (a NotFound fault) since signing in.
	Actor(ctx context.Context, accountID string) (actor.Actor, error)
}

// Keys of the session data.
const (
	sessionAccount = "account"
	sessionNotice  = "notice"
)

func newSessions(cfg Config) *scs.SessionManager {
	m := scs.New()
	if cfg.Sessions != nil {
		m.Store = cfg.Sessions
	}
	m.Lifetime = 12 * time.Hour
	m.IdleTimeout = time.Hour
	m.HashTokenInStore = true
	m.Cookie.Name = "session"
	if cfg.Secure {
		m.Cookie.Name = "__Host-session"
	}
	m.Cookie.HttpOnly = true
	m.Cookie.Secure = cfg.Secure
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Persist = false
	return m
}

type sessionKey struct{}

// sessionLoaded reports whether the session layer ran: error pages of the
// outer shell are made without it.
func sessionLoaded(ctx context.Context) bool { return ctx.Value(sessionKey{}) != nil }

type actorKey struct{}

// ActorFrom gives who makes the request; the zero Actor is the public.
func ActorFrom(ctx context.Context) actor.Actor {
	a, _ := ctx.Value(actorKey{}).(actor.Actor)
	return a
}

// WithActor puts an actor into a context; for tests of handlers.
func WithActor(ctx context.Context, a actor.Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

func (s *Server) withActor(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), sessionKey{}, true)
		r = r.WithContext(ctx)
		id := s.sessions.GetString(ctx, sessionAccount)
		if id == "" || s.cfg.Accounts == nil {
			next.ServeHTTP(w, r)
			return
		}
		who, err := s.cfg.Accounts.Actor(ctx, id)
		if fault.KindOf(err) == fault.NotFound {
			_ = s.sessions.Destroy(ctx) // a closed account; a failing store shows on the next query
			next.ServeHTTP(w, r)
			return
		}
		if err != nil {
			s.fail(w, r, err)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r.WithContext(WithActor(ctx, who)))
	})
}

// notice leaves a message for the next page: "permit.replaced" and its args as
// text that is already in the reader's language.
func (s *Server) notice(ctx context.Context, text string) {
	s.sessions.Put(ctx, sessionNotice, text)
}

// seeOther answers a POST that worked with the page to show next.
func (s *Server) seeOther(w http.ResponseWriter, r *http.Request, path string) error {
	http.Redirect(w, r, LocaleFrom(r.Context()).Href(path), http.StatusSeeOther)
	return nil
}
