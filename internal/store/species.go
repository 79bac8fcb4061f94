package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store/db"
)

// Species is the store of package species.
type Species struct{ DB *DB }

// Update runs fn in one durable transaction.
func (s Species) Update(ctx context.Context, fn func(species.Tx) error) error {
	return s.DB.Update(ctx, func(t *Tx) error { return fn(speciesTx{t}) })
}

// View runs fn on one snapshot.
func (s Species) View(ctx context.Context, fn func(species.Tx) error) error {
	return s.DB.View(ctx, func(t *Tx) error { return fn(speciesTx{t}) })
}

type speciesTx struct{ *Tx }

func (t speciesTx) LastEdition(ctx context.Context) (int64, error) { return t.Q.LastEdition(ctx) }

func (t speciesTx) InsertEdition(ctx context.Context, e species.Edition) error {
	report, err := json.Marshal(e.Report)
	if err != nil {
		return fmt.Errorf("edition %d: %w", e.Number, err)
	}
	return t.Q.InsertEdition(ctx, db.InsertEditionParams{Number: e.Number, Source: e.Source, AsOf: e.AsOf.String(),
		Imported: micros(e.Imported), Actor: e.Actor, Taxa: int64(e.Taxa), Report: string(report)})
}

func (t speciesTx) Taxa(ctx context.Context) ([]species.Taxon, error) {
	rows, err := t.Q.Taxa(ctx)
	if err != nil {
		return nil, fmt.Errorf("taxa: %w", err)
	}
	out := make([]species.Taxon, len(rows))
	for i, r := range rows {
		x := species.Taxon{ID: species.ID(r.ID), Kingdom: cites.Kingdom(r.Kingdom), Rank: species.Rank(r.Rank), Name: r.Name, Author: r.Author,
			Phylum: r.Phylum, Class: r.Class, Order: r.OrderName, Family: r.Family, Genus: r.Genus, Parent: species.ID(r.ParentID),
			Popularity: int(r.Popularity), SpeciesPlus: r.SpeciesPlus, Source: r.Source, Status: species.Status(r.Status)}
		for _, e := range []error{unmarshal(r.OtherNames, &x.Names), unmarshal(r.Occurrences, &x.Range), x.AsOf.UnmarshalText([]byte(r.AsOf))} {
			if e != nil {
				return nil, fmt.Errorf("taxon %s: %w", r.ID, e)
			}
		}
		out[i] = x
	}
	return out, nil
}

// unmarshal reads a JSON list; the empty one is common and needs no decoder.
func unmarshal(text string, to any) error {
	if text == "[]" || text == "null" {
		return nil
	}
	return json.Unmarshal([]byte(text), to)
}

func (t speciesTx) SaveTaxa(ctx context.Context, taxa []species.Taxon) error {
	for i := range taxa {
		row, err := taxonRow(&taxa[i])
		if err != nil {
			return err
		}
		if err := t.Q.SaveTaxon(ctx, row); err != nil {
			return fmt.Errorf("save taxon %s: %w", row.ID, err)
		}
	}
	return nil
}

func taxonRow(x *species.Taxon) (db.SaveTaxonParams, error) {
	names, err := json.Marshal(x.Names)
	if err != nil {
		return db.SaveTaxonParams{}, fmt.Errorf("names of %s: %w", x.ID, err)
	}
	occurs, err := json.Marshal(x.Range)
	if err != nil {
		return db.SaveTaxonParams{}, fmt.Errorf("range of %s: %w", x.ID, err)
	}
	return db.SaveTaxonParams{ID: string(x.ID), Kingdom: string(x.Kingdom), Rank: string(x.Rank), Name: x.Name, Author: x.Author,
		Phylum: x.Phylum, Class: x.Class, OrderName: x.Order, Family: x.Family, Genus: x.Genus, ParentID: string(x.Parent),
		Popularity: int64(x.Popularity), SpeciesPlus: x.SpeciesPlus, OtherNames: string(names), Occurrences: string(occurs),
		Source: x.Source, AsOf: x.AsOf.String(), Status: string(x.Status)}, nil
}

func (t speciesTx) Listings(ctx context.Context) ([]species.Listing, error) {
	rows, err := t.Q.Listings(ctx)
	if err != nil {
		return nil, fmt.Errorf("listings: %w", err)
	}
	out := make([]species.Listing, len(rows))
	for i, r := range rows {
		l := species.Listing{ID: r.ID, Taxon: species.ID(r.TaxonID), Appendix: cites.Appendix(r.Appendix), Party: cites.Country(r.Party),
			Populations: unjoin[cites.Country](r.Populations), Except: unjoin[cites.Country](r.ExceptPopulations), Part: unjoin[cites.Country](r.Part),
			ExceptTaxa: unjoin[species.ID](r.ExceptTaxa), Hash: r.Annotation, Note: r.Note, Citation: r.Citation, Source: r.Source}
		if err := days(&l.From, r.FromDay, &l.Until, r.UntilDay, &l.AsOf, r.AsOf); err != nil {
			return nil, fmt.Errorf("listing %s: %w", r.ID, err)
		}
		out[i] = l
	}
	return out, nil
}

func (t speciesTx) SaveListings(ctx context.Context, listings []species.Listing) error {
	for _, l := range listings {
		err := t.Q.SaveListing(ctx, db.SaveListingParams{ID: l.ID, TaxonID: string(l.Taxon), Appendix: string(l.Appendix), FromDay: l.From.String(),
			UntilDay: l.Until.String(), Party: string(l.Party), Populations: join(l.Populations), ExceptPopulations: join(l.Except),
			Part: join(l.Part), ExceptTaxa: join(l.ExceptTaxa), Annotation: l.Hash, Note: l.Note, Citation: l.Citation, Source: l.Source, AsOf: l.AsOf.String()})
		if err != nil {
			return fmt.Errorf("save listing %s: %w", l.ID, err)
		}
	}
	return nil
}

// join and unjoin keep lists of codes as words.
func join[T ~string](list []T) string {
	s := make([]string, len(list))
	for i, v := range list {
		s[i] = string(v)
	}
	return strings.Join(s, " ")
}

func unjoin[T ~string](text string) []T {
	words := strings.Fields(text)
	if len(words) == 0 {
		return nil
	}
	out := make([]T, len(words))
	for i, w := range words {
		out[i] = T(w)
	}
	return out
}
