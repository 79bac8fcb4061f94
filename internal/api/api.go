package api

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/seal"
)

// Prefix is the path below which the interface is mounted.
const Prefix = "/api/"

// Species suggests taxa; a catalogue of package species does.
type Species interface {
	Suggest(query string, lang cites.Lang, n int) []species.Suggestion
}

// Verifier judges the bytes of a seal with the keys and the status known now.
type Verifier interface {
	Judge(ctx context.Context, seal []byte) (seal.Verdict, error)
}

// Permits finds our permits for people who hold one: by the code printed under
// the number, or by the permit's exchange token. Both give a NotFound fault for
// an unknown number as for a wrong secret.
type Permits interface {
	ByCode(ctx context.Context, n cites.PermitNumber, code string) (*permit.Permit, error)
	ByToken(ctx context.Context, n cites.PermitNumber, token string) (*permit.Permit, error)
}

// Documents gives the Toolkit's document of a permit with box 14 as it stands.
type Documents interface {
	Document(ctx context.Context, p *permit.Permit) (epermit.Document, error)
}

// Config is what the interface needs of the rest of the program.
type Config struct {
	Version   string         // of the program
	Address   string         // public address of the service, may be empty
	Species   func() Species // the catalogue of now
	Verifier  Verifier       // of seals
	Permits   Permits        // our own
	Documents Documents      // their Toolkit form
	Decider   Decider        // what a consignment needs
	// Sentence gives the words of a catalogue entry in a language.
	Sentence func(lang cites.Lang, key string, args fault.Args) string
	Now      func() time.Time           // for limits
	Client   func(*http.Request) string // address that limits count by; nil takes the connection's
	Log      *slog.Logger
}

// Handler serves the interface.
type Handler struct {
	cfg   Config
	mux   *http.ServeMux
	api   huma.API
	reads *limiter // cheap public reading
	tries *limiter // look-ups that need a secret, and verification
}

// New builds the interface.
func New(cfg Config) *Handler {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	h := &Handler{cfg: cfg, mux: http.NewServeMux(), reads: newLimiter(20, 60, cfg.Now), tries: newLimiter(0.5, 10, cfg.Now)}
	c := huma.DefaultConfig("OpenCITES", cfg.Version)
	c.Info.Description = "Species of the CITES appendices, look-up and verification of CITES permits."
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = Prefix+"v1/openapi", "", ""
	c.CreateHooks = nil // the hook adds $schema to every body
	c.Transformers = []huma.Transformer{withoutEcho}
	if cfg.Address != "" {
		c.Servers = []*huma.Server{{URL: cfg.Address}}
	}
	h.api = humago.New(h.mux, c)
	h.species()
	h.permits()
	h.verify()
	h.need()
	return h
}

// ServeHTTP answers a request; what the mux refuses becomes a problem as well.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	keepSlashes(r)
	if _, pattern := h.mux.Handler(r); pattern == "" {
		h.refuse(w, r)
		return
	}
	if !h.limit(r).allow(h.client(r)) {
		w.Header().Set("Retry-After", "10")
		h.problem(w, r, http.StatusTooManyRequests, "too_many_requests", "Too many requests. Wait and try again.")
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	h.mux.ServeHTTP(w, r)
}

const permitsPath = Prefix + "v1/permits/"

// keepSlashes lets a permit number hold a slash, encoded or not.
func keepSlashes(r *http.Request) {
	if rest, ok := strings.CutPrefix(r.URL.Path, permitsPath); ok && strings.Contains(rest, "/") {
		r.URL.RawPath = permitsPath + url.PathEscape(rest)
	}
}

func (h *Handler) limit(r *http.Request) *limiter {
	if r.URL.Path == Prefix+"v1/verify" || strings.HasPrefix(r.URL.Path, permitsPath) {
		return h.tries
	}
	return h.reads
}
