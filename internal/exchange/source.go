package exchange

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/profile"
)

// Permits is the Source over our permits and what customs wrote on them.
type Permits struct {
	Store   control.Store
	Profile *profile.Profile
}

// PermitForExchange finds a permit by its number, however it is spaced, with
// its endorsements.
func (s Permits) PermitForExchange(ctx context.Context, n cites.PermitNumber) (*Held, error) {
	var p *permit.Permit
	var crossings []control.Endorsement
	err := s.Store.View(ctx, func(tx control.Tx) (err error) {
		if p, err = tx.PermitByNumber(ctx, cites.PermitNumber(cites.NumberKey(n))); err != nil {
			return err
		}
		crossings, err = tx.Endorsements(ctx, p.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	if p.SealedAt.IsZero() {
		return nil, fault.New(fault.NotFound, NotFound)
	}
	return &Held{Document: Document(p, crossings, s.Profile), State: p.State, Token: p.Token,
		ReplacedBy: p.ReplacedBy, Readers: readers(p.Record)}, nil
}

// Document gives the Toolkit's document of a permit at hand, with box 14 as it
// stands.
func (s Permits) Document(ctx context.Context, p *permit.Permit) (epermit.Document, error) {
	var d epermit.Document
	err := s.Store.View(ctx, func(tx control.Tx) error {
		crossings, err := tx.Endorsements(ctx, p.ID)
		d = Document(p, crossings, s.Profile)
		return err
	})
	return d, err
}

// readers lists the Parties that may read a permit without its token: the
// country of import and those of earlier re-export; for an import permit the
// country of export, which must see it before it issues its own (Art. III(2)).
func readers(r permit.Record) []cites.Country {
	out := []cites.Country{r.Consignee.Country}
	if r.Type == cites.ImportPermit {
		out = []cites.Country{r.Consignor.Country}
	}
	for _, l := range r.Lines {
		if c := l.LastReexport.Country; c != "" {
			out = append(out, c)
		}
	}
	return out
}
