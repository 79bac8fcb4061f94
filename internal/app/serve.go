package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/opencites/opencites/internal/api"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/gateway"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/web"
	"github.com/opencites/opencites/seal"
)

// serving says how a system answers the network.
type serving struct {
	Listen     string
	Proxies    []netip.Prefix
	MetricsKey string
	Demo       *web.Demo
	Profile    string // file of the profile where it is not in the data folder
	SyncToken  string // of Species+; empty does not ask it
}

// service is a system that answers the network: pages, JSON, exchange and jobs.
type service struct {
	sys    *System
	server *http.Server
	runner *store.Runner
	listen net.Listener
}

// startService listens, starts the jobs and answers. Stop ends it.
func startService(ctx context.Context, s *System, o serving) (*service, error) {
	listen, err := net.Listen("tcp", o.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", o.Listen, err)
	}
	pages, err := s.pages(o)
	if err != nil {
		return nil, errors.Join(err, listen.Close())
	}
	jobs, err := s.jobs(o)
	if err != nil {
		return nil, errors.Join(err, listen.Close())
	}
	// The log is signed once before anybody can ask for its head; from then on
	// the job does it.
	if err := s.checkpointer().Work(ctx, nil); err != nil {
		return nil, errors.Join(err, listen.Close())
	}
	runner, err := s.DB.StartRunner(ctx, jobs)
	if err != nil {
		return nil, errors.Join(err, listen.Close())
	}
	v := &service{sys: s, server: pages.HTTP(), runner: runner, listen: listen}
	v.server.BaseContext = func(net.Listener) context.Context { return context.WithoutCancel(ctx) }
	go func() {
		if err := v.server.Serve(listen); err != nil && !errors.Is(err, http.ErrServerClosed) {
			s.Log.Error("service ended", "error", err)
		}
	}()
	go s.Library.Watch(ctx, time.Minute, func(err error) { s.Log.Error("catalogue of species not refreshed", "error", err) })
	return v, nil
}

// Address is where the service answers.
func (v *service) Address() string { return v.listen.Addr().String() }

// Stop lets requests and jobs under way end.
func (v *service) Stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return errors.Join(v.server.Shutdown(ctx), v.runner.Stop(ctx))
}

// jobs is what the program does by itself.
func (s *System) jobs(o serving) (store.RunnerConfig, error) {
	letters, err := s.letterJobs(o.Demo != nil)
	c := store.RunnerConfig{
		Handlers: append(s.handlers(), letters...),
		Periodic: []job.Periodic{
			{Every: time.Hour, Job: job.Job{Kind: permit.ExpireKind, UniqueKey: "all"}, Start: true},
			checkpoints(),
			keyCares(),
			{Every: time.Hour, Job: job.Job{Kind: species.SettleKind, UniqueKey: "all"}, Start: true},
		},
	}
	if o.SyncToken != "" {
		c.Handlers = append(c.Handlers, speciesSync{s, o.SyncToken})
		c.Periodic = append(c.Periodic, speciesSyncs())
	}
	return c, err
}

func (s *System) handlers() []job.Handler {
	return []job.Handler{s.checkpointer(), keyCare{s}, permit.Sealer{Office: s.Permits}, permit.Expirer{Office: s.Permits}, application.Recaller{Office: s.Applications}, species.ImportJob{Importer: s.Species}, species.SettleJob{Reformer: s.Law}, s.Rehearsals}
}

// pages builds the web server with everything that is mounted beside it.
func (s *System) pages(o serving) (*web.Server, error) {
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	base, err := url.Parse(s.Profile.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("base_url of the profile: %w", err)
	}
	return web.New(web.Config{
		Identity: func() web.Identity { return web.IdentityOf(s.Profile) },
		Zone:     s.Profile.Zone(), Now: s.Now, Random: rand.Text, Log: s.Log, Profile: s.Profile,
		Sessions: store.Sessions{DB: s.DB}, Secure: base.Scheme == "https", People: s.Accounts, Demo: o.Demo,
		Proxies: o.Proxies, Ready: func() error { return s.DB.Ping(context.Background()) }, Metrics: metrics, MetricsKey: o.MetricsKey,
		Species: s.Library.Current, Limits: &species.Keeper{Store: s.Species.Store, Now: s.Now}, SpeciesImport: s.Species, Reformer: s.Law, Rehearsals: s.Rehearsals,
		Applications: s.Applications, Agents: s.Accounts, Cases: s.cases(),
		RuleBook: s.Rules,
		Quotas:   s.Quotas, Partners: s.Exchange, Notifications: s.Notifications, Measures: s.Measures, Findings: s.Findings, Needs: s.needs(), Reports: s.Reports, Facilities: s.Facilities, Stock: s.Stock, Marks: s.Permits, Permits: s.Permits, Labels: newFormPrinter(s.Profile, "").Labels, Border: s.Border, History: s.eventsOf,
		Verify: web.Verification{Permits: s.Permits, Keys: s.Keys, Statuses: s.Status},
		Audit:  &audit.Office{Store: store.AuditLog{DB: s.DB}}, PublicLog: store.AuditLog{DB: s.DB},
		Keys: keyDesk{s}, Outbox: outbox{s}, File: cmp.Or(o.Profile, s.Where.path(profileFile)),
		Mounts: s.mounts(o),
	})
}

// eventsOf reads the history of a subject from the log.
func (s *System) eventsOf(ctx context.Context, kind, id string) (out []audit.Event, err error) {
	err = s.DB.View(ctx, func(tx *store.Tx) error {
		logged, err := tx.EventsOf(ctx, kind, id)
		for _, e := range logged {
			out = append(out, e.Event)
		}
		return err
	})
	return out, err
}

// mounts are the edges that are not pages.
func (s *System) mounts(o serving) []web.Mount {
	client := func(r *http.Request) string { return web.ClientIP(r, o.Proxies) }
	return []web.Mount{
		{Prefix: api.Prefix, Why: "public look-ups by number and code, limited", Handler: api.New(api.Config{Version: release,
			Address: s.Profile.BaseURL, Species: func() api.Species { return s.Library.Current() }, Verifier: judge{s},
			Permits: s.Permits, Documents: s.held(), Now: s.Now, Client: client, Log: s.Log,
			Decider: s.needs(), Sentence: web.Sentence})},
		{Prefix: "/epix/v2", Why: "partners with their token, or anyone with the token of a permit", Handler: &gateway.Server{
			Desk: s.Exchange, Address: s.Profile.BaseURL, Zone: s.Profile.Zone(), Client: client, Log: s.Log}},
	}
}

// judge gives verdicts on seals with our own trust and status lists.
type judge struct{ sys *System }

// Judge checks a seal as it stands now.
func (j judge) Judge(ctx context.Context, b []byte) (seal.Verdict, error) {
	now := j.sys.Now()
	lists := seal.Statuses{}
	if p, err := seal.Parse(b); err == nil {
		if list, err := j.sys.Status.StatusList(ctx, p.Status.List); err == nil {
			lists = append(lists, list)
		}
	}
	return seal.Judge(b, j.sys.Keys.TrustList(now), lists, now), nil
}
