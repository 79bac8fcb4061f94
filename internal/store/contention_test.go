package store_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/db"
	"github.com/opencites/opencites/internal/store/storetest"
)

// contenders is how many attempts run at a time.
const contenders = 64

// contend runs n attempts from 64 goroutines and counts those that were granted.
func contend(n int, attempt func(i int) error) (granted, refused, broken int64) {
	var ok, no, bad atomic.Int64
	var wg sync.WaitGroup
	next := make(chan int)
	for range contenders {
		wg.Go(func() {
			for i := range next {
				switch err := attempt(i); {
				case err == nil:
					ok.Add(1)
				case fault.KindOf(err) == fault.Conflict:
					no.Add(1)
				default:
					bad.Add(1)
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
	return ok.Load(), no.Load(), bad.Load()
}

// together gives what the first attempts of contend call between reading and
// writing: each of them has read before any writes, however fast the machine is.
// It is the worst moment for a program that does not lock.
func together() func() {
	var met sync.WaitGroup
	met.Add(contenders)
	var came atomic.Int64
	return func() {
		if came.Add(1) <= contenders {
			met.Done()
			met.Wait()
		}
	}
}

// TestTenThousandContendingEndorsements grants exactly what was permitted, in
// one-unit partial shipments of a permit for a thousand (test plan C1).
func TestTenThousandContendingEndorsements(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d0 *store.DB) {
		d := newDesk(t, d0)
		d.profile.Workflow.PartialShipments = true
		p := d.issued(t, 1_000_000)
		granted, _, broken := contend(10_000, func(int) error {
			_, err := d.border.Endorse(t.Context(), customs(), d.endorsing(p, 1000))
			return err
		})
		if granted != 1000 || broken != 0 {
			t.Errorf("granted %d of 1000, %d failures", granted, broken)
		}
	})
}

// TestNaiveEndorsementsGrantTooMuch is the negative control: reading in one
// transaction and writing in the next grants more than there is.
func TestNaiveEndorsementsGrantTooMuch(t *testing.T) {
	d := newDesk(t, storetest.Open(t))
	d.profile.Workflow.PartialShipments = true
	p := d.issued(t, 10_000)
	wait := together()
	granted, _, _ := contend(2000, func(int) error {
		var free int64
		err := d.db.View(t.Context(), func(tx *store.Tx) error {
			lines, err := tx.Q.PermitLines(t.Context(), p.ID)
			if err == nil {
				free = lines[0].Permitted - lines[0].Used
			}
			return err
		})
		if err != nil {
			return err
		}
		wait()
		if free < 1000 {
			return fault.New(fault.Conflict, "control.more_than_permitted")
		}
		err = d.db.Update(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Q.UsePermitLine(t.Context(), db.UsePermitLineParams{PermitID: p.ID, Letter: "A", Amount: 1000})
			if err != nil {
				return err
			}
			_, err = tx.Record(t.Context(), storeEvent(p.ID))
			return err
		})
		return err // the naive program does not look whether the row was changed
	})
	if granted <= 10 {
		t.Errorf("the naive variant granted %d of 10: this test cannot tell it from the right one", granted)
	}
}

// TestApplicationsRaceForAQuota lets 500 approved applications race for a quota
// that fits 100 of them (test plan C3).
func TestApplicationsRaceForAQuota(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d0 *store.DB) {
		d := newDesk(t, d0)
		d.quota(t, 1_000_000)
		apps := make([]string, 500)
		for i := range apps {
			apps[i] = d.approved(t, 10_000)
		}
		granted, refused, broken := contend(len(apps), func(i int) error {
			_, err := d.permits.Prepare(t.Context(), signatory(), apps[i])
			return err
		})
		if granted != 100 || refused != 400 || broken != 0 {
			t.Errorf("granted %d, refused %d, failures %d; want 100, 400, 0", granted, refused, broken)
		}
		if got := d.used(t); got != 1_000_000 {
			t.Errorf("quota used: %s", got)
		}
	})
}

// TestEndorsementSentTwiceIsOneEffect repeats a sending with its key (promise P4).
func TestEndorsementSentTwiceIsOneEffect(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d0 *store.DB) {
		d := newDesk(t, d0)
		p := d.issued(t, 10_000)
		in := d.endorsing(p, 4_000)
		in.Key = "form-1"
		first, err := d.border.Endorse(t.Context(), customs(), in)
		if err != nil {
			t.Fatal(err)
		}
		second, err := d.border.Endorse(t.Context(), customs(), in)
		if err != nil || second.ID != first.ID {
			t.Errorf("second sending: %v, %v", second, err)
		}
		over := d.endorsing(d.issued(t, 10_000), 10_001)
		if _, err := d.border.Endorse(t.Context(), customs(), over); err == nil {
			t.Error("more than permitted was endorsed")
		}
		wrong := over
		wrong.Lines = []control.Counted{{Letter: "Q", Quantity: cites.Quantity(1000)}}
		if _, err := d.border.Endorse(t.Context(), customs(), wrong); fault.KindOf(err) != fault.Invalid {
			t.Errorf("unknown line: %v", err)
		}
	})
}
