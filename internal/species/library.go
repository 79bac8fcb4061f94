package species

import (
	"context"
	"fmt"
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

type shelved struct {
	edition   int64
	catalogue *Catalogue
}

// Current returns the catalogue in memory; before the first Refresh it is empty.
func (l *Library) Current() *Catalogue {
	if s := l.current.Load(); s != nil {
		return s.catalogue
	}
	return NewCatalogue(nil, nil, l.Today())
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
		next = &shelved{edition, NewCatalogue(taxa, listings, l.Today()).Reserving(reservations)}
		return err
	})
	switch today := l.Today(); {
	case err != nil:
		return fmt.Errorf("refresh the catalogue of species: %w", err)
	case next != nil:
		l.current.Store(next)
	case s != nil && s.catalogue.today != today:
		l.current.Store(&shelved{s.edition, s.catalogue.On(today)})
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
