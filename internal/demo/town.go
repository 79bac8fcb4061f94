package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/finding"
	"github.com/opencites/opencites/internal/measure"
	"github.com/opencites/opencites/internal/notification"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/rulebook"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/stock"
)

// Town is the demo Party at work: its desks on a clock of its own.
type Town struct {
	Profile       *profile.Profile
	Law           func() *species.Catalogue
	Accounts      *account.Office
	Applications  *application.Office
	Permits       *permit.Office
	Notifications *notification.Desk
	Quotas        *quota.Office
	Border        *control.Office
	Measures      *measure.Desk
	Rules         *rulebook.Desk
	Findings      *finding.Desk
	Facilities    *facility.Desk
	Stock         *stock.Desk
	// SaveLaw writes the demo's quotas, suspensions and populations and brings
	// the catalogue up to date.
	SaveLaw func(ctx context.Context, law Law) error
	// EachDay is called when a new day begins: keys are rotated, permits expire.
	EachDay func(ctx context.Context, now time.Time) error
	Clock   *Clock
	// Consignments is how many the two years hold.
	Consignments int

	People  []Person
	Samples []Sample

	goods    []good
	partners []partner
	hunters  int // guests so far
	mu       sync.Mutex
}

// Sample is one permit shown in demo.json.
type Sample struct{ PermitID string }

// Clock is the time of the demo while it is made.
type Clock struct{ now atomic.Int64 }

// Now is the moment on the clock, UTC.
func (c *Clock) Now() time.Time { return time.UnixMicro(c.now.Load()).UTC() }

// Set moves the clock; it never goes back.
func (c *Clock) Set(t time.Time) {
	if us := t.UnixMicro(); us > c.now.Load() {
		c.now.Store(us)
	}
}

// workers is how many people's acts go on at once: their commits are grouped.
const workers = 24

// Build makes the two years up to the moment given. It is deterministic but for
// ids, secrets and the order of acts within a day.
func (t *Town) Build(ctx context.Context, until time.Time) error {
	start := until.AddDate(-2, 0, 0)
	t.Clock.Set(start)
	if err := t.Found(ctx, until); err != nil {
		return err
	}
	if err := t.rules(ctx); err != nil {
		return err
	}
	if err := t.measures(ctx, start); err != nil {
		return err
	}
	if err := t.oldFindings(ctx); err != nil {
		return err
	}
	plan := t.plan(start, until)
	for day, acts := range plan {
		moment := start.AddDate(0, 0, day)
		t.Clock.Set(moment)
		if err := t.EachDay(ctx, moment); err != nil {
			return fmt.Errorf("begin %s: %w", moment.Format(time.DateOnly), err)
		}
		if err := together(ctx, acts); err != nil {
			return fmt.Errorf("on %s: %w", moment.Format(time.DateOnly), err)
		}
	}
	t.Clock.Set(until)
	if err := t.today(ctx); err != nil {
		return err
	}
	return t.lives(ctx)
}

// Found opens the accounts, fills the register of facilities and writes the law of the two years up to a moment.
func (t *Town) Found(ctx context.Context, until time.Time) error {
	t.goods, t.partners = readGoods(), readPartners()
	if err := t.cast(ctx); err != nil {
		return err
	}
	if err := t.law(ctx, until.AddDate(-2, 0, 0), until); err != nil {
		return err
	}
	return t.facilities(ctx)
}

// act is something a person does on a day.
type act func(ctx context.Context) error

// together does the acts of a day side by side and returns the first error.
func together(ctx context.Context, acts []act) error {
	var wg sync.WaitGroup
	var once sync.Once
	var first error
	queue := make(chan act)
	for range min(workers, len(acts)) {
		wg.Go(func() {
			for a := range queue {
				if err := a(ctx); err != nil {
					once.Do(func() { first = err })
				}
			}
		})
	}
	for _, a := range acts {
		queue <- a
	}
	close(queue)
	wg.Wait()
	return first
}

// source is the randomness of one consignment: the same in every build.
func source(n int) *rand.Rand { return rand.New(rand.NewPCG(20261123, uint64(n))) }
