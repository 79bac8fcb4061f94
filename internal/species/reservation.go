package species

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Reservation is a statement of a Party that it is not bound by the listing of
// a taxon (Art. XV(3), XVI(2) and XXIII). While it holds, the Party is treated
// as a State not party for trade in that taxon (Res. Conf. 4.25, permit-rules
// 1.4 E16).
type Reservation struct {
	ID       string
	Taxon    ID // the listed taxon; the taxa below it are meant as well
	Party    cites.Country
	Appendix cites.Appendix // of the listing that the Party does not accept
	// From is the day it entered into force. Until is its last day, not set
	// while it holds.
	From, Until cites.Date
	// Populations are the countries whose populations are meant; none means all.
	Populations []cites.Country
	// Parts says in words which parts, derivatives or specimens are meant, ""
	// for all: Art. XVI(2) and (3) allow that in Appendix III.
	Parts string
	// Citation is the notification, Source where we know it from, AsOf the day
	// at which that source was true.
	Citation, Source string
	AsOf             cites.Date
}

// Holds reports whether the reservation is in force on a day.
func (r *Reservation) Holds(on cites.Date) bool {
	return !on.Before(r.From) && (r.Until.IsZero() || !on.After(r.Until))
}

// Covers reports whether the reservation reaches specimens originating in a
// country. An unknown country ("" or XX) is covered.
func (r *Reservation) Covers(c cites.Country) bool {
	return c == "" || c == "XX" || len(r.Populations) == 0 || slices.Contains(r.Populations, c)
}

// ReservationID names a reservation by what it is, so that a second import of
// the same source finds it again.
func ReservationID(r Reservation) string {
	return string(r.Taxon) + "/" + string(r.Appendix) + "/" + r.From.String() + "/R-" + string(r.Party)
}

// Reservations returns what a Party has reserved of a taxon, or of a taxon above
// it, on a day, oldest first; party "" asks for all Parties. One against another
// appendix than the one in force says nothing about trade on that day: compare
// Reservation.Appendix with Effective.Appendix.
func (c *Catalogue) Reservations(id ID, party cites.Country, on cites.Date) []Reservation {
	return slices.DeleteFunc(c.AllReservations(id), func(r Reservation) bool {
		return !r.Holds(on) || (party != "" && r.Party != party)
	})
}

// AllReservations returns all reservations about a taxon or a taxon above it,
// those that have ended or are to come as well, oldest first.
func (c *Catalogue) AllReservations(id ID) []Reservation {
	var out []Reservation
	for _, at := range c.Chain(id) {
		out = append(out, c.reserved[at]...)
	}
	slices.SortStableFunc(out, func(a, b Reservation) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Party, b.Party))
	})
	return out
}

// Reserving returns the same catalogue with these reservations.
func (c *Catalogue) Reserving(reservations []Reservation) *Catalogue {
	other := *c
	other.reserved = map[ID][]Reservation{}
	for _, r := range reservations {
		other.reserved[r.Taxon] = append(other.reserved[r.Taxon], r)
	}
	return &other
}

// SetReservation writes a reservation, new or changed; a last day ends it. The
// catalogue in memory has it after the next Library.Refresh.
func (k *Keeper) SetReservation(ctx context.Context, a actor.Actor, r Reservation) error {
	if err := a.Must(actor.SetLimits); err != nil {
		return err
	}
	f := fault.Invalidf("species.reservation.invalid")
	if r.Taxon == "" || r.Party == "" || r.Appendix.Number() == 0 || r.From.IsZero() {
		f.Add("reservation", "species.reservation.incomplete")
	}
	if !r.Until.IsZero() && r.Until.Before(r.From) {
		f.Add("until", "species.quota.days")
	}
	if err := f.OrNil(); err != nil {
		return err
	}
	if r.ID == "" {
		r.ID = ReservationID(r)
	}
	return k.Store.Update(ctx, func(tx Tx) error {
		if err := tx.SaveReservations(ctx, []Reservation{r}); err != nil {
			return err
		}
		if err := k.turn(ctx, tx, a, r.ID); err != nil {
			return err
		}
		_, err := tx.Record(ctx, limitEvent(a, "reservation", r.ID, map[string]any{"taxon": string(r.Taxon), "party": string(r.Party), "appendix": string(r.Appendix),
			"from": r.From.String(), "until": r.Until.String()}))
		return err
	})
}

// turn begins a new edition, so that every instance reads the law again.
func (k *Keeper) turn(ctx context.Context, tx Tx, a actor.Actor, source string) error {
	last, err := tx.LastEdition(ctx)
	if err != nil {
		return err
	}
	now := k.Now()
	return tx.InsertEdition(ctx, Edition{Number: last + 1, Source: source, AsOf: cites.DateOf(now, time.UTC), Imported: now, Actor: a.ID})
}
