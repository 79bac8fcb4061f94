package finding

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/intake"
	"github.com/opencites/opencites/internal/species"
)

// ChainFile is a chain with what its page shows.
type ChainFile struct {
	*Chain
	Gaps  []Gap
	Draws []Draw
	Mine  bool // the reader is its owner, of his firm, or acts for him
}

// reads loads a chain for its owner, who acts for him, or an officer. Nobody else knows of it.
func (d *Desk) reads(ctx context.Context, tx Tx, who actor.Actor, id string) (c *Chain, mine bool, err error) {
	if who.Can(actor.WriteChain) {
		if c, err = tx.ChainOf(ctx, id, d.scope(who)); err == nil || fault.KindOf(err) != fault.NotFound {
			return c, true, err
		}
	}
	if !who.Can(actor.ReadChains) {
		return nil, false, fault.New(fault.NotFound, "fault.not_found", "noun", "chain", "id", id)
	}
	c, err = tx.Chain(ctx, id)
	return c, false, err
}

// ReadChain opens a chain for its owner or an officer.
func (d *Desk) ReadChain(ctx context.Context, who actor.Actor, id string) (*ChainFile, error) {
	f := &ChainFile{}
	err := d.Store.View(ctx, func(tx Tx) (err error) {
		if f.Chain, f.Mine, err = d.reads(ctx, tx, who, id); err != nil {
			return err
		}
		f.Draws, err = tx.DrawsFrom(ctx, Chains, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	f.Gaps = f.Chain.Gaps(d.Law().First(f.Taxon), d.Today())
	return f, nil
}

// ChainsOf lists chains: the actor's and his firm's, or all for an officer.
func (d *Desk) ChainsOf(ctx context.Context, who actor.Actor, f ChainFilter) (out []Chain, total int, err error) {
	switch {
	case who.Can(actor.ReadChains):
		f.Every = true
	case who.Can(actor.WriteChain):
		f.Every, f.Scope = false, d.scope(who)
	default:
		return nil, 0, who.Must(actor.WriteChain)
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		out, total, err = tx.ListChains(ctx, f)
		return err
	})
	return out, total, err
}

// mostChains bounds how many chains a line offers.
const mostChains = 100

// Offered lists the open chains of an applicant for a taxon, for the page of a
// line. The caller has checked that the actor writes for this applicant.
func (d *Desk) Offered(ctx context.Context, owner, org string, taxon species.ID) (out []Chain, err error) {
	if owner == "" || taxon == "" {
		return nil, nil
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		out, _, err = tx.ListChains(ctx, ChainFilter{Scope: Scope{Owner: owner, Org: org}, Taxon: taxon, State: Building, Limit: mostChains})
		return err
	})
	return out, err
}

// OpenLink gives a file of a chain to its owner or an officer.
func (d *Desk) OpenLink(ctx context.Context, who actor.Actor, id, file string) (f *File, data []byte, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		if _, _, err := d.reads(ctx, tx, who, id); err != nil {
			return err
		}
		f, data, err = tx.FileData(ctx, Chains, id, file)
		return err
	})
	return f, data, err
}

// AskChain tells the owner what is missing in a chain; adding a link answers.
func (d *Desk) AskChain(ctx context.Context, who actor.Actor, id string, version int64, missing string) error {
	if err := who.Must(actor.AskChain); err != nil {
		return err
	}
	missing = intake.Note(missing)
	wrong := fault.Invalidf("finding.invalid")
	if missing == "" {
		wrong.Add("missing", "chain.missing_needed")
	}
	tooLong(wrong, "missing", missing, maxNote)
	if err := wrong.OrNil(); err != nil {
		return err
	}
	return d.Store.Update(ctx, func(tx Tx) error {
		c, err := tx.Chain(ctx, id)
		if err != nil {
			return err
		}
		switch {
		case c.Owner == who.ID || (who.Org != "" && who.Org == c.Org):
			return fault.New(fault.Denied, "chain.own", "number", c.Number)
		case c.Version != version:
			return fault.New(fault.Conflict, "finding.stale", "number", c.Number)
		case c.State != Building:
			return fault.New(fault.Conflict, "chain.closed", "number", c.Number)
		}
		now := d.Now()
		c.Missing, c.MissingBy, c.MissingAt, c.Changed = missing, who.Name, now, now
		if err := tx.SaveChain(ctx, c); err != nil {
			return err
		}
		return noted(ctx, tx, who, actor.AskChain, "chain", c.ID, chainDetail(c, "ask"))
	})
}
