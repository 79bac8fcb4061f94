package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/species"
)

// Config is all that the pages need from the rest of the program. Package app
// fills it; tests fill what they use.
type Config struct {
	Identity func() Identity // the Party's face; asked on each request, must be quick
	Zone     *time.Location  // where the Management Authority sits
	Now      func() time.Time
	Random   func() string // unguessable ids for requests
	Log      *slog.Logger
	Profile  *profile.Profile // of the Party; nil in tests of public pages
	File     string           // where the profile lies, shown to administrators

	Sessions   scs.CtxStore  // where sessions live; nil keeps them in memory, for tests only
	Secure     bool          // served over https: cookies and HSTS say so
	Accounts   Accounts      // who is behind a session; People when nil
	People     People        // the desk of package account; nil in tests of public pages
	StaffIdle  time.Duration // after which staff must sign in again; 0 means 30 minutes
	SignIns    Rate          // of sign-ins and of letters asked for, per client
	Demo       *Demo         // one-click sign-in of a demonstration; nil when serving
	Proxies    []netip.Prefix
	Limit      Rate                 // of requests that change something, per client
	Ready      func() error         // nil error when the storage answers
	Metrics    *prometheus.Registry // may be nil
	MetricsKey string               // bearer token for /metrics from elsewhere than loopback
	Mounts     []Mount              // other edges: API, partners, log

	// The areas. Their pages exist when their field is set. One block for each,
	// so that areas can grow side by side.

	Cases CaseDesk // the officers' side of applications

	Species func() *species.Catalogue // the current catalogue

	Limits Limits // quotas and suspensions; may be nil

	SpeciesImport SpeciesImport

	Reformer   Reformer   // amendments of the law
	Rehearsals Rehearsals // what they would change

	Applications *application.Office // the desk of traders and of the authority

	Agents Agents // finds agents for mandates; nil leaves that form out

	Quotas Quotas // the ledger of quotas

	Partners      Partners // other Parties' systems
	Notifications Notifications
	RuleBook      RuleBook // the rules and how they are switched
	Measures      Measures // stricter national measures
	Needs         Needs    // the decision of the Convention
	Findings      Findings // non-detriment findings and chains of evidence

	Facilities Facilities // the register of facilities
	Stock      Stocks     // stock accounts
	Marks      Marks      // the search by mark; nil leaves it out

	Reports Reports // figures and the annual report

	Verify Verification // what checks permits

	Audit AuditTrail // what auditors read

	PublicLog PublicLog // what everybody may read of the log

	Keys Keys // the Party's signing keys

	Outbox Outbox // letters that no mail server took

	// Labels draws the labels of a registered scientific exchange; nil without paper.
	Labels  func(*application.Application) ([]byte, error)
	Permits Permits // the register of permits; the pages exist when it and Border are set
	Border  Border  // the desk of customs
	History History // events of a subject; nil shows none
}

// Mount places another edge below a path. It gets the outer shell (request id,
// log, recovery, security headers) but no session and no language.
type Mount struct {
	Prefix  string // "/api/"
	Handler http.Handler
	Why     string // who may use it, shown in the route list
}

// Server serves the pages. It is built once by New and safe for many requests.
type Server struct {
	cfg       Config
	assets    *assets
	templates *templates
	locales   map[cites.Lang]*Locale
	sessions  *scs.SessionManager
	posts     *limiter
	signIns   *limiter
	mux       *http.ServeMux
	handler   http.Handler
	table     []Route
	nav       []navItem
	meters    *meters
	places    map[cites.Country]place
}

// New builds the server. It fails on a broken catalogue or identity and panics
// on a route without a policy, which is a fault of the program.
func New(cfg Config) (*Server, error) {
	cfg = withDefaults(cfg)
	id := cfg.Identity()
	if err := id.Validate(); err != nil {
		return nil, err
	}
	words, err := loadCatalogues(localeFS)
	if err != nil {
		return nil, fmt.Errorf("load catalogues: %w", err)
	}
	s := &Server{cfg: cfg, locales: map[cites.Lang]*Locale{}, posts: newLimiter(cfg.Limit, cfg.Now), signIns: newLimiter(cfg.SignIns, cfg.Now)}
	for _, lang := range knownLanguages() {
		s.locales[lang] = newLocale(lang, words[lang], cfg.Zone, id.Digits)
		s.locales[lang].home = func() (cites.Country, string) {
			id := cfg.Identity()
			return cites.Country(id.Party), id.Names[lang].Country
		}
		if lang != id.Languages[0] {
			s.locales[lang].prefix = "/" + string(lang)
		}
	}
	if s.assets, err = newAssets(); err != nil {
		return nil, fmt.Errorf("read assets: %w", err)
	}
	if !s.assets.built() {
		cfg.Log.Error("pages have no style: run make assets and build again")
	}
	if s.templates, err = newTemplates(s); err != nil {
		return nil, fmt.Errorf("read templates: %w", err)
	}
	if s.places, err = loadPlaces(); err != nil {
		return nil, err
	}
	if s.meters, err = newMeters(cfg.Metrics); err != nil {
		return nil, err
	}
	s.sessions = newSessions(cfg)
	s.table, s.nav = s.routes(), navItems()
	s.mux = s.newMux(s.table)
	s.handler = s.shell()
	return s, nil
}

func withDefaults(cfg Config) Config {
	if cfg.Zone == nil {
		cfg.Zone = time.UTC
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Ready == nil {
		cfg.Ready = func() error { return nil }
	}
	if cfg.Limit == (Rate{}) {
		cfg.Limit = Rate{PerSecond: 5, Burst: 60}
	}
	if cfg.SignIns == (Rate{}) {
		cfg.SignIns = Rate{PerSecond: 0.2, Burst: 20} // an office behind one address, in the morning
	}
	if cfg.Accounts == nil && cfg.People != nil {
		cfg.Accounts = cfg.People
	}
	if cfg.StaffIdle == 0 {
		cfg.StaffIdle = staffIdle
	}
	return cfg
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// HTTP gives a server with the limits of time and size that a public address needs.
func (s *Server) HTTP() *http.Server {
	return &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       2 * time.Minute, // uploads over poor lines
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(s.cfg.Log.Handler(), slog.LevelDebug),
	}
}

// Routes lists every route with its policy, for tests and for the operator.
func (s *Server) Routes() []Route { return s.table }
