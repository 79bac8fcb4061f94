package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"github.com/google/uuid"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/exchange"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/finding"
	"github.com/opencites/opencites/internal/gateway"
	"github.com/opencites/opencites/internal/measure"
	"github.com/opencites/opencites/internal/notification"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/rehearsal"
	"github.com/opencites/opencites/internal/report"
	"github.com/opencites/opencites/internal/rulebook"
	"github.com/opencites/opencites/internal/sign"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/stock"
	"github.com/opencites/opencites/internal/store"
)

// System is the whole program over one database: every noun's desk, wired.
type System struct {
	Where   Where
	Profile *profile.Profile
	Log     *slog.Logger
	Now     func() time.Time

	DB   *store.DB
	Keys *sign.Keystore

	Library       *species.Library
	Species       *species.Importer
	Law           *species.Reformer
	Rehearsals    *rehearsal.Desk
	Accounts      *account.Office
	Applications  *application.Office
	Findings      *finding.Desk
	Permits       *permit.Office
	Notifications *notification.Desk
	Quotas        *quota.Office
	Facilities    *facility.Desk
	Stock         *stock.Desk
	Border        *control.Office
	Reports       *report.Office
	Exchange      *exchange.Desk
	Measures      *measure.Desk
	Rules         *rulebook.Desk
	Status        *sign.Publisher
}

// opening says how a system is opened.
type opening struct {
	Where      Where
	Now        func() time.Time
	Log        *slog.Logger
	Getenv     func(string) string
	Passphrase string // of the key store; empty: from the environment
	FontDir    string
	Profile    *profile.Profile // nil: the file in the data folder
	KeysFrom   time.Time        // first day of new keys; zero: now
	Batch      int
}

// openSystem opens the database and the keys, makes them where they are absent,
// and wires the desks. Close ends it.
func openSystem(ctx context.Context, o opening) (*System, error) {
	if err := os.MkdirAll(o.Where.Data, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	s := &System{Where: o.Where, Profile: o.Profile, Log: o.Log, Now: o.Now}
	var err error
	if s.Profile == nil {
		if s.Profile, err = loadProfile(o.Where); err != nil {
			return nil, err
		}
	}
	if s.DB, err = openStore(ctx, o); err != nil {
		return nil, err
	}
	if err := refuseFork(ctx, s.DB, o.Where); err != nil {
		return nil, errors.Join(err, s.DB.Close())
	}
	if s.Keys, err = openKeys(o, s.Profile.Party); err != nil {
		return nil, errors.Join(err, s.DB.Close())
	}
	if err := s.wire(o); err != nil {
		return nil, errors.Join(err, s.DB.Close())
	}
	if err := s.Species.Seed(ctx, actor.Actor{ID: "system", Name: "OpenCITES", Roles: []actor.Role{actor.Administrator}}); err != nil {
		return nil, errors.Join(err, s.DB.Close())
	}
	if err := s.Library.Refresh(ctx); err != nil {
		return nil, errors.Join(err, s.DB.Close())
	}
	return s, nil
}

func openStore(ctx context.Context, o opening) (*store.DB, error) {
	cfg := store.Config{Now: o.Now, Rand: rand.Reader, Log: o.Log, Batch: o.Batch}
	if o.Where.Database != "" {
		cfg.DSN = o.Where.Database
	} else {
		cfg.Path = o.Where.path(databaseFile)
	}
	return store.Open(ctx, cfg)
}

// loadProfile reads the Party's profile from the data folder.
func loadProfile(w Where) (*profile.Profile, error) {
	p, err := profile.Load(w.path(profileFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no profile in %s: write one with `opencites profile example > %s` and change it", w.Data, w.path(profileFile))
	}
	return p, err
}

// openKeys opens the key store, or makes one with a full set of keys.
func openKeys(o opening, party cites.Country) (*sign.Keystore, error) {
	pass := o.Passphrase
	if pass == "" {
		var err error
		if pass, err = sign.Passphrase(o.Getenv); err != nil {
			return nil, err
		}
	}
	path := o.Where.path(keysFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		from := o.KeysFrom
		if from.IsZero() {
			from = o.Now()
		}
		return sign.Create(path, pass, party, from, rand.Reader)
	}
	return sign.Open(path, pass, rand.Reader)
}

// wire builds the desks; each gets what its documented fields ask for.
func (s *System) wire(o opening) error {
	hasher, err := account.NewHasher(rand.Reader, account.DefaultCost)
	if err != nil {
		return err
	}
	p, now := s.Profile, s.Now
	today := func() cites.Date { return p.Today(now()) }
	s.Library = &species.Library{Store: store.Species{DB: s.DB}, Today: today}
	s.Species = &species.Importer{Store: store.Species{DB: s.DB}, Library: s.Library, Now: now, Today: today, NewID: newID}
	s.Law = &species.Reformer{Store: store.Species{DB: s.DB}, Library: s.Library, Now: now, Today: today, NewID: newID}
	s.Accounts = &account.Office{Store: store.Accounts{DB: s.DB}, Hasher: hasher, Now: now, Rand: rand.Reader, NewID: newID}
	measures, err := measure.NewChecker()
	if err != nil {
		return err
	}
	s.Rules = &rulebook.Desk{Store: store.RuleBook{DB: s.DB}, Now: now}
	s.Measures = &measure.Desk{Store: store.Measures{DB: s.DB}, Checker: measures, Past: application.Past{Store: store.Applications{DB: s.DB}, Law: s.Library.Current},
		Party: p.Party, Now: now, Today: today, NewID: newID}
	checker := &application.Checker{Profile: p, Law: s.Library.Current, Measures: measures}
	s.Rehearsals = &rehearsal.Desk{Stage: &rehearsal.Stage{Store: store.Rehearsals{DB: s.DB}, Library: s.Library, Checker: checker},
		Shelf: store.Rehearsals{DB: s.DB}, Now: now, NewID: newID}
	s.Applications = &application.Office{Store: store.Applications{DB: s.DB}, Profile: p, Law: s.Library.Current,
		Check: checker.Check, Now: now, NewID: newID}
	s.Findings = &finding.Desk{Store: store.Findings{DB: s.DB}, Profile: p, Law: s.Library.Current, Now: now, NewID: newID}
	s.Quotas = &quota.Office{Store: store.Quotas{DB: s.DB}, Party: p.Party, FindHolder: s.holder, Now: now, NewID: newID}
	s.Permits = &permit.Office{Store: store.Permits{DB: s.DB}, Profile: p, Law: s.Library.Current, Check: checker.Check,
		Keys: s.Keys, Printer: newFormPrinter(p, o.FontDir), Now: now, Rand: rand.Reader, NewID: newID}
	s.Notifications = &notification.Desk{Store: store.Notifications{DB: s.DB}, Now: now}
	s.Facilities = &facility.Desk{Store: store.Facilities{DB: s.DB}, Party: p.Party, Law: s.Library.Current, Today: today, Now: now, NewID: newID}
	yields, err := loadYields(o.Where)
	if err != nil {
		return err
	}
	s.Stock = &stock.Desk{Store: store.Stocks{DB: s.DB}, Party: p.Party, Law: s.Library.Current, Yields: yields, Today: today, Now: now, NewID: newID}
	s.Border = &control.Office{Store: store.Controls{DB: s.DB}, Profile: p, Now: now, NewID: newID}
	s.Reports = &report.Office{Store: store.Reports{DB: s.DB, Zone: p.Zone()}, Profile: p, Law: s.Library.Current, Now: now}
	s.Status = &sign.Publisher{Keys: s.Keys, Store: s.DB, Now: now}
	s.Exchange = &exchange.Desk{Store: store.Exchange{DB: s.DB}, Profile: p, Source: s.held(), Caller: gateway.Client{},
		Receiver: s.Permits, Misses: &exchange.Misses{Now: now}, Now: now, Rand: rand.Reader, NewID: newID}
	return nil
}

// held is our permits as the exchange sees them.
func (s *System) held() exchange.Permits {
	return exchange.Permits{Store: store.Controls{DB: s.DB}, Profile: s.Profile}
}

// newID makes an identifier that sorts by time and never repeats (UUID v7).
func newID() string { return uuid.Must(uuid.NewV7()).String() }

// Close ends the system.
func (s *System) Close() error { return s.DB.Close() }
