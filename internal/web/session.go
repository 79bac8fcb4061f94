package web

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Accounts tells who is behind a session.
type Accounts interface {
	// Present gives the account as it is now. NotFound when it was closed, or
	// when its sessions of that epoch were ended.
	Present(ctx context.Context, id string, epoch int64) (actor.Actor, error)
}

// Keys of the session data. Account and device are columns of the store as well.
const (
	sessionAccount = "account"
	sessionDevice  = "device" // "Firefox, Windows", shown to the owner
	sessionEpoch   = "epoch"  // of the account when it signed in
	sessionSeen    = "seen"   // second of the last request, moved once a minute
	sessionNotice  = "notice"
)

// Lives of a session.
const (
	sessionLife = 12 * time.Hour
	staffIdle   = 30 * time.Minute // unless Config.StaffIdle says otherwise
	ownIdle     = 2 * time.Hour    // of traders and agents, who write long applications
	seenStep    = time.Minute
)

func newSessions(cfg Config) *scs.SessionManager {
	m := scs.New()
	if cfg.Sessions != nil {
		m.Store = cfg.Sessions
	}
	m.Lifetime = sessionLife
	m.IdleTimeout = max(ownIdle, cfg.StaffIdle)
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
		who, err := s.present(ctx, id)
		if fault.KindOf(err) == fault.NotFound {
			if err := s.sessions.Destroy(ctx); err != nil {
				s.fail(w, r, err)
				return
			}
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

// present gives the actor of the session as the account is now: roles may have
// changed since signing in. NotFound when the account was closed, its sessions
// were ended, or staff left the session idle.
func (s *Server) present(ctx context.Context, id string) (actor.Actor, error) {
	who, err := s.cfg.Accounts.Present(ctx, id, s.sessions.GetInt64(ctx, sessionEpoch))
	if err != nil {
		return who, err
	}
	now, seen := s.cfg.Now(), time.Unix(s.sessions.GetInt64(ctx, sessionSeen), 0)
	if !s.sessions.Exists(ctx, sessionSeen) {
		seen = now
		s.sessions.Put(ctx, sessionSeen, now.Unix())
	}
	if who.Staff() && now.Sub(seen) > s.cfg.StaffIdle {
		return actor.Actor{}, fault.New(fault.NotFound, "fault.not_found", "noun", "session", "id", "")
	}
	if now.Sub(seen) >= seenStep {
		s.sessions.Put(ctx, sessionSeen, now.Unix())
	}
	return who, nil
}

// sessionID is the name of the session in the store: the hash of its token, as
// scs makes it.
func (s *Server) sessionID(ctx context.Context) string {
	sum := sha256.Sum256([]byte(s.sessions.Token(ctx)))
	return base64.RawURLEncoding.EncodeToString(sum[:])
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
