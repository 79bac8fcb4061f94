package store

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/finding"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store/db"
)

func chainOf(r db.AcquisitionChain) *finding.Chain {
	return &finding.Chain{ID: r.ID, Number: r.Number, State: finding.ChainState(r.State), Version: r.Version, Owner: r.Owner, OwnerName: r.OwnerName,
		Org: r.Org, Holder: r.Holder, Taxon: species.ID(r.TaxonID), TaxonName: r.TaxonName, Source: cites.Source(r.Source),
		Quantity: cites.Quantity(r.Quantity), Unit: cites.Unit(r.Unit), Reserved: cites.Quantity(r.Reserved), Used: cites.Quantity(r.Used),
		Missing: r.Missing, MissingBy: r.MissingBy, MissingAt: moment(r.MissingAt), Created: moment(r.Created), Changed: moment(r.Changed)}
}

// ChainOf reads a chain within a scope; anybody else's does not exist.
func (t *Tx) ChainOf(ctx context.Context, id string, s finding.Scope) (*finding.Chain, error) {
	r, err := t.Q.ChainOfOwner(ctx, db.ChainOfOwnerParams{ID: id, Owner: s.Owner, Org: s.Org, Agent: s.Agent, OnDay: s.On.String()})
	if err != nil {
		return nil, Found(err, "chain", id)
	}
	return t.withLinks(ctx, chainOf(r))
}

// Chain reads a chain for an officer.
func (t findingTx) Chain(ctx context.Context, id string) (*finding.Chain, error) {
	r, err := t.Q.ChainByID(ctx, id)
	if err != nil {
		return nil, Found(err, "chain", id)
	}
	return t.withLinks(ctx, chainOf(r))
}

func (t *Tx) withLinks(ctx context.Context, c *finding.Chain) (*finding.Chain, error) {
	rows, err := t.Q.ChainLinks(ctx, c.ID)
	if err != nil {
		return nil, fmt.Errorf("links of chain %s: %w", c.ID, err)
	}
	for _, r := range rows {
		l := finding.Link{ID: r.ID, Kind: finding.Kind(r.Kind), From: r.FromHolder, To: r.ToHolder, Country: cites.Country(r.Country), Place: r.Place,
			Quantity: cites.Quantity(r.Quantity), Document: r.Document, Note: r.Note, AddedBy: r.AddedBy, AddedAt: moment(r.AddedAt)}
		if err := days(&l.Date, r.Day); err != nil {
			return nil, fmt.Errorf("link %s: %w", r.ID, err)
		}
		c.Links = append(c.Links, l)
	}
	c.Files, err = t.findingFiles(ctx, finding.Chains, c.ID)
	return c, err
}

func chainSearch(c *finding.Chain) string {
	return folded(c.Number, c.TaxonName, c.OwnerName, c.Holder)
}

// InsertChain adds a chain.
func (t findingTx) InsertChain(ctx context.Context, c *finding.Chain) error {
	return t.Q.InsertChain(ctx, db.InsertChainParams{ID: c.ID, Number: c.Number, State: string(c.State), Version: c.Version, Owner: c.Owner,
		OwnerName: c.OwnerName, Org: c.Org, Holder: c.Holder, TaxonID: string(c.Taxon), TaxonName: c.TaxonName, Source: string(c.Source),
		Quantity: int64(c.Quantity), Unit: string(c.Unit), Missing: c.Missing, MissingBy: c.MissingBy, MissingAt: micros(c.MissingAt),
		Created: micros(c.Created), Changed: micros(c.Changed), Search: chainSearch(c)})
}

// SaveChain writes the chain without its links and what was drawn.
func (t findingTx) SaveChain(ctx context.Context, c *finding.Chain) error {
	n, err := t.Q.SaveChain(ctx, db.SaveChainParams{ID: c.ID, OldVersion: c.Version, State: string(c.State), Holder: c.Holder, Quantity: int64(c.Quantity),
		Missing: c.Missing, MissingBy: c.MissingBy, MissingAt: micros(c.MissingAt), Changed: micros(c.Changed), Search: chainSearch(c)})
	if err := Saved(n, err, "chain", c.ID); err != nil {
		return err
	}
	c.Version++
	return nil
}

// ListChains gives one page of chains without their links.
func (t findingTx) ListChains(ctx context.Context, f finding.ChainFilter) ([]finding.Chain, int, error) {
	p := db.ListChainsParams{Every: bit(f.Every), Owner: f.Owner, Org: f.Org, Agent: f.Agent, OnDay: f.On.String(), Pattern: searchPattern(f.Text), Taxon: string(f.Taxon),
		State: string(f.State), N: pageSize(f.Limit), Skip: int64(max(0, f.Offset))}
	rows, err := t.Q.ListChains(ctx, p)
	if err != nil {
		return nil, 0, fmt.Errorf("list chains: %w", err)
	}
	total, err := t.Q.CountChains(ctx, db.CountChainsParams{Every: p.Every, Owner: p.Owner, Org: p.Org, Agent: p.Agent, OnDay: p.OnDay, Pattern: p.Pattern, Taxon: p.Taxon, State: p.State})
	if err != nil {
		return nil, 0, fmt.Errorf("count chains: %w", err)
	}
	out := make([]finding.Chain, len(rows))
	for i, r := range rows {
		out[i] = *chainOf(r)
	}
	return out, int(total), nil
}

// InsertLink adds a link at the end.
func (t findingTx) InsertLink(ctx context.Context, chain string, l *finding.Link) error {
	return t.Q.InsertLink(ctx, db.InsertLinkParams{ID: l.ID, ChainID: chain, Kind: string(l.Kind), FromHolder: l.From, ToHolder: l.To,
		Day: l.Date.String(), Country: string(l.Country), Place: l.Place, Quantity: int64(l.Quantity), Document: l.Document, Note: l.Note,
		AddedBy: l.AddedBy, AddedAt: micros(l.AddedAt)})
}

// DeleteLink takes a link out on which no finding rests, with its file.
func (t findingTx) DeleteLink(ctx context.Context, chain, link string) error {
	n, err := t.Q.DeleteLink(ctx, db.DeleteLinkParams{ID: link, ChainID: chain})
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "chain.link_fixed")
	}
	return t.Q.DeleteLinkFiles(ctx, db.DeleteLinkFilesParams{ChainID: chain, LinkID: link})
}
