package species

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
)

// Reformer loads amendments ahead of their days, withdraws them, and writes
// them among the listings when their days have come.
type Reformer struct {
	Store   Store
	Library *Library
	Now     func() time.Time
	Today   func() cites.Date
	NewID   func() string
}

// Understand resolves the names in a set of amendments and asks whether each row
// fits the law as it will be on its day. What is wrong comes as one fault with a
// field for each row.
func (l *Library) Understand(s *Amendments) error {
	f, c := fault.Invalidf("law.file.invalid"), l.Current()
	for i := range s.Rows {
		c.resolve(&s.Rows[i], f)
	}
	if len(f.Fields) > 0 {
		return trim(f)
	}
	_, misfits := l.With(s)
	for _, m := range misfits {
		if m.Set == s.ID {
			at := slices.IndexFunc(s.Rows, func(r Amendment) bool { return r.Row == m.Row })
			f.Add(strconv.Itoa(m.Row)+".act", m.Key, "row", m.Row, "column", "act", "value", s.Rows[at].Taxon)
		}
	}
	return trim(f)
}

// resolve finds the taxa of a row.
func (c *Catalogue) resolve(r *Amendment, f *fault.Error) {
	if r.Taxon == "" {
		return
	}
	find := func(name, column string) ID {
		found := c.Named(name)
		if r.Kingdom != "" {
			found = slices.DeleteFunc(slices.Clone(found), func(t *Taxon) bool { return t.Kingdom != r.Kingdom })
		}
		switch len(found) {
		case 1:
			return found[0].ID
		case 0:
			f.Add(strconv.Itoa(r.Row)+"."+column, "law.row.unknown", "row", r.Row, "column", column, "value", name)
		default:
			f.Add(strconv.Itoa(r.Row)+"."+column, "law.row.several", "row", r.Row, "column", column, "value", name)
		}
		return ""
	}
	r.TaxonID = find(r.Taxon, "taxon")
	for i, name := range r.ExceptTaxa {
		r.ExceptTaxa[i] = find(string(name), "except_taxa")
	}
}

// Load keeps a set of amendments, all of it or nothing. Its rows must take
// effect tomorrow or later; the catalogue answers with them from their days on.
func (r *Reformer) Load(ctx context.Context, a actor.Actor, s *Amendments) error {
	if err := a.Must(actor.AmendLaw); err != nil {
		return err
	}
	if !s.First.After(r.Today()) {
		return fault.New(fault.Invalid, "law.file.late", "day", s.First)
	}
	for _, o := range r.Library.Loaded() {
		if o.Name == s.Name {
			return fault.New(fault.Conflict, "law.file.twice", "name", s.Name)
		}
	}
	s.ID, s.State, s.Loaded, s.LoadedBy = r.NewID(), AmendmentsLoaded, r.Now(), a
	if err := r.Library.Understand(s); err != nil {
		return err
	}
	err := r.Store.Update(ctx, func(tx Tx) error {
		s.Entered = nil // a second attempt starts anew
		for i := range s.Rows {
			if err := s.enter(ctx, tx, &s.Rows[i]); err != nil {
				return err
			}
		}
		if err := tx.InsertAmendments(ctx, s); err != nil {
			return err
		}
		return r.close(ctx, tx, a, s, map[string]any{"rows": len(s.Rows), "first": s.First.String(), "last": s.Last.String()})
	})
	if err != nil {
		return err
	}
	return r.Library.Refresh(ctx)
}

// close ends a change of the law: a new edition and its event.
func (r *Reformer) close(ctx context.Context, tx Tx, a actor.Actor, s *Amendments, detail map[string]any) error {
	last, err := tx.LastEdition(ctx)
	if err != nil {
		return err
	}
	if err := tx.InsertEdition(ctx, Edition{Number: last + 1, Source: s.Name, AsOf: r.Today(), Imported: r.Now(), Actor: a.ID}); err != nil {
		return err
	}
	detail["name"], detail["state"] = s.Name, string(s.State)
	e := importEvent(a, &Report{})
	e.Verb, e.SubjectKind, e.SubjectID, e.Detail = string(actor.AmendLaw), "amendments", s.ID, detail
	_, err = tx.Record(ctx, audit.Event(e))
	return err
}

// enter writes what stands in tables of its own: quotas, suspensions and
// reservations are read by their days, so that the rows may be there early.
func (s *Amendments) enter(ctx context.Context, tx Tx, r *Amendment) error {
	switch r.Act {
	case OpenQuota:
		q := s.quota(r)
		s.Entered = append(s.Entered, Entered{Kind: "quota", ID: q.ID, New: true})
		return tx.SaveQuota(ctx, &q)
	case Suspend:
		x := s.suspension(r)
		s.Entered = append(s.Entered, Entered{Kind: "suspension", ID: x.ID, New: true})
		return tx.SaveSuspension(ctx, &x)
	case EndSuspension:
		all, err := tx.SuspensionsOfTaxon(ctx, r.TaxonID)
		if err != nil {
			return err
		}
		return s.endAll(r, "suspension", len(all), func(i int) (string, *cites.Date, bool) { return all[i].ID, &all[i].Until, r.ends(&all[i]) },
			func(i int) error { return tx.SaveSuspension(ctx, &all[i]) })
	case Reserve:
		x := s.reservation(r)
		s.Entered = append(s.Entered, Entered{Kind: "reservation", ID: x.ID, New: true})
		return tx.SaveReservations(ctx, []Reservation{x})
	case EndReservation:
		all, err := tx.Reservations(ctx)
		if err != nil {
			return err
		}
		return s.endAll(r, "reservation", len(all), func(i int) (string, *cites.Date, bool) { return all[i].ID, &all[i].Until, r.withdraws(&all[i]) },
			func(i int) error { return tx.SaveReservations(ctx, all[i:i+1]) })
	}
	return nil
}

// endAll gives the records that a row ends their last day; none is a fault.
func (s *Amendments) endAll(r *Amendment, kind string, n int, at func(int) (string, *cites.Date, bool), save func(int) error) error {
	met := 0
	for i := range n {
		id, until, ends := at(i)
		if !ends {
			continue
		}
		met++
		s.Entered = append(s.Entered, Entered{Kind: kind, ID: id, Until: *until})
		*until = r.From.AddDays(-1)
		if err := save(i); err != nil {
			return err
		}
	}
	if met == 0 {
		f := fault.Invalidf("law.file.invalid")
		return f.Add(strconv.Itoa(r.Row)+".act", "law.row.none", "row", r.Row, "column", "act", "value", cmp.Or(r.Taxon, string(r.Country)))
	}
	return nil
}

// ends reports whether the row ends a suspension.
func (r *Amendment) ends(x *Suspension) bool {
	return r.Act == EndSuspension && x.Taxon == r.TaxonID && x.Country == r.Country && x.Imports == r.Imports && x.From.Before(r.From) && x.Holds(r.From) && (r.Kind == "" || r.Kind == string(x.Kind))
}

// withdraws reports whether the row ends a reservation.
func (r *Amendment) withdraws(x *Reservation) bool {
	return r.Act == EndReservation && x.Taxon == r.TaxonID && x.Party == r.Party && x.Appendix == r.Appendix && x.From.Before(r.From) && x.Holds(r.From)
}

func (s *Amendments) rowID(r *Amendment) string { return fmt.Sprintf("%s.%d", s.ID, r.Row) }

func (s *Amendments) quota(r *Amendment) Quota {
	q := Quota{ID: s.rowID(r), Taxon: r.TaxonID, Country: r.Country, Year: r.From.Year, From: r.From, Until: r.Until, Terms: r.Terms, Sources: r.Sources,
		Purposes: r.Purposes, Unit: r.Unit, Quantity: Preparing, Kind: QuotaKind(r.Kind), Note: r.Note, Citation: cmp.Or(r.Citation, s.Citation, s.Name), AsOf: r.From}
	if r.Quantity != nil {
		q.Quantity = *r.Quantity
	}
	return q
}

func (s *Amendments) suspension(r *Amendment) Suspension {
	return Suspension{ID: s.rowID(r), Taxon: r.TaxonID, ExceptTaxa: r.ExceptTaxa, Country: r.Country, Imports: r.Imports, From: r.From, Until: r.Until,
		Kind: SuspensionKind(r.Kind), Sources: r.Sources, Purposes: r.Purposes, Terms: r.Terms, NotTerms: r.NotTerms, DirectOnly: !r.Reexports,
		Reason: cmp.Or(r.Reason, r.Note), Notification: cmp.Or(r.Citation, s.Citation, s.Name), AsOf: r.From}
}

func (s *Amendments) reservation(r *Amendment) Reservation {
	x := Reservation{Taxon: r.TaxonID, Party: r.Party, Appendix: r.Appendix, From: r.From, Until: r.Until, Populations: r.Populations, Parts: r.Note,
		Citation: cmp.Or(r.Citation, s.Citation), Source: s.Name, AsOf: r.From}
	x.ID = ReservationID(x)
	return x
}
