package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

type policyKind int

const (
	noPolicy policyKind = iota
	publicPolicy
	signedInPolicy
	verbPolicy
	ownerPolicy
)

// Policy says who may use a route. The zero Policy is none and is refused when
// the server is built. It is the outer door only: each verb asks again.
type Policy struct {
	kind  policyKind
	verbs []actor.Verb
	why   string
}

// Public lets everybody in.
func Public() Policy { return Policy{kind: publicPolicy} }

// SignedIn lets everybody in who has an account.
func SignedIn() Policy { return Policy{kind: signedInPolicy} }

// Can lets in who may do at least one of the verbs.
func Can(verbs ...actor.Verb) Policy { return Policy{kind: verbPolicy, verbs: verbs} }

// Owner lets in who is signed in; why names the query or verb that limits the
// rows to the actor's own.
func Owner(why string) Policy { return Policy{kind: ownerPolicy, why: why} }

// String describes the policy in the list of routes.
func (p Policy) String() string {
	switch p.kind {
	case publicPolicy:
		return "public"
	case signedInPolicy:
		return "signed in"
	case ownerPolicy:
		return "owner: " + p.why
	case verbPolicy:
		names := make([]string, len(p.verbs))
		for i, v := range p.verbs {
			names[i] = string(v)
		}
		return "can " + strings.Join(names, " or ")
	}
	return "none"
}

// Allows reports whether the actor passes this outer door.
func (p Policy) Allows(who actor.Actor) bool { return p.allows(who) == nil }

func (p Policy) allows(who actor.Actor) error {
	switch p.kind {
	case publicPolicy:
		return nil
	case signedInPolicy, ownerPolicy:
		if who.Known() {
			return nil
		}
	case verbPolicy:
		for _, v := range p.verbs {
			if who.Can(v) {
				return nil
			}
		}
	}
	return fault.New(fault.Denied, "error.denied")
}

// refuse sends the public to the sign-in page and back; others see why not.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if ActorFrom(r.Context()).Known() || !s.hasSignIn() {
		s.fail(w, r, err)
		return
	}
	l := LocaleFrom(r.Context())
	back := "/"
	if r.Method == http.MethodGet {
		back = r.URL.RequestURI()
	}
	http.Redirect(w, r, l.Href("/sign-in")+"?next="+url.QueryEscape(back), http.StatusSeeOther)
}

func (s *Server) hasSignIn() bool { return s.serves("GET /sign-in") }

// serves reports whether a route is in the table.
func (s *Server) serves(pattern string) bool {
	return slices.ContainsFunc(s.table, func(r Route) bool { return r.Pattern == pattern })
}

// leads reports whether a link to a route helps this reader: the route exists,
// and they may use it or could after signing in.
func (s *Server) leads(pattern string, who actor.Actor) bool {
	return slices.ContainsFunc(s.table, func(r Route) bool {
		return r.Pattern == pattern && (!who.Known() || r.Policy.Allows(who))
	})
}
