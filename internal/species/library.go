package species

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/opencites/opencites/cites"
)

// Library keeps the current catalogue for everyone who asks. It is replaced as
// a whole, so that a reader always sees one edition.
type Library struct {
	Store Store
	Today func() cites.Date // in the Party's zone

	current atomic.Pointer[shelved]
	loading sync.Mutex
}

// shelved is one edition: what the tables say, the amendments that are loaded,
// and both together.
type shelved struct {
	edition   int64
	base      *Catalogue
	loaded    []*Amendments
	catalogue *Catalogue
}

// Current returns the catalogue in memory; before the first Refresh it is empty.
func (l *Library) Current() *Catalogue {
	if s := l.current.Load(); s != nil {
		return s.catalogue
	}
	return NewCatalogue(nil, nil, l.Today())
}

func (l *Library) shelved() (int64, *Catalogue, []*Amendments) {
	if s := l.current.Load(); s != nil {
		return s.edition, s.base, s.loaded
	}
	return 0, l.Current(), nil
}

// Loaded returns the amendments that are loaded and not yet written among the
// listings; they must not be changed.
func (l *Library) Loaded() []*Amendments {
	_, _, loaded := l.shelved()
	return loaded
}

// With returns the catalogue as a set of amendments would make it, beside those
// that are loaded, and the rows that do not fit.
func (l *Library) With(s *Amendments) (*Catalogue, []Misfit) {
	_, base, loaded := l.shelved()
	return base.Amended(append(others(loaded, s.ID), s)...)
}

// Without returns the catalogue as it is without a set of amendments.
func (l *Library) Without(id string) *Catalogue {
	_, base, loaded := l.shelved()
	c, _ := base.Amended(others(loaded, id)...)
	return c
}

func others(loaded []*Amendments, id string) []*Amendments {
	return slices.DeleteFunc(slices.Clone(loaded), func(s *Amendments) bool { return s.ID == id })
}

// Refresh loads the newest edition when it is not the one in memory, and moves
// the catalogue to the present day.
func (l *Library) Refresh(ctx context.Context) error {
	l.loading.Lock()
	defer l.loading.Unlock()
	s := l.current.Load()
	var next *shelved
	err := l.Store.View(ctx, func(tx Tx) error {
		edition, err := tx.LastEdition(ctx)
		if err != nil || (s != nil && s.edition == edition) {
			return err
		}
		taxa, err := tx.Taxa(ctx)
		if err != nil {
			return err
		}
		listings, err := tx.Listings(ctx)
		if err != nil {
			return err
		}
		reservations, err := tx.Reservations(ctx)
		if err != nil {
			return err
		}
		next = &shelved{edition: edition, base: NewCatalogue(taxa, listings, l.Today()).Reserving(reservations)}
		all, err := tx.Amendments(ctx)
		for _, a := range all {
			if a.State == AmendmentsLoaded {
				next.loaded = append(next.loaded, a)
			}
		}
		next.catalogue, _ = next.base.Amended(next.loaded...)
		return err
	})
	switch today := l.Today(); {
	case err != nil:
		return fmt.Errorf("refresh the catalogue of species: %w", err)
	case next != nil:
		l.current.Store(next)
	case s != nil && s.catalogue.today != today:
		l.current.Store(&shelved{s.edition, s.base.On(today), s.loaded, s.catalogue.On(today)})
	}
	return nil
}

// Watch refreshes every so often until the context ends: other instances of
// the program import as well, and days pass. It reports what went wrong to
// complain and goes on.
func (l *Library) Watch(ctx context.Context, every time.Duration, complain func(error)) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := l.Refresh(ctx); err != nil && ctx.Err() == nil {
				complain(err)
			}
		}
	}
}
