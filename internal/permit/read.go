package permit

import (
	"context"
	"crypto/subtle"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// List returns the permits that an actor may see, and how many there are in all.
// Traders and agents see their own; the condition is part of the SQL.
func (o *Office) List(ctx context.Context, who actor.Actor, f Filter) (rows []Row, total int, err error) {
	if !who.Can(actor.ReadPermits) {
		if !who.Known() {
			return nil, 0, fault.New(fault.Denied, "fault.denied", "verb", string(actor.ReadPermits))
		}
		f.Owner, f.Org = who.ID, who.Org
	}
	err = o.Store.View(ctx, func(tx Tx) error {
		rows, total, err = tx.ListPermits(ctx, f)
		return err
	})
	return rows, total, err
}

// Read returns one permit that an actor may see; others are not found.
func (o *Office) Read(ctx context.Context, who actor.Actor, id string) (p *Permit, err error) {
	if !who.Known() {
		return nil, fault.New(fault.Denied, "fault.denied", "verb", string(actor.ReadPermits))
	}
	err = o.Store.View(ctx, func(tx Tx) error {
		if who.Can(actor.ReadPermits) {
			p, err = tx.Permit(ctx, id)
		} else {
			p, err = tx.PermitOfOwner(ctx, id, Scope{Account: who.ID, Org: who.Org})
		}
		return err
	})
	return p, err
}

// ByCode returns the permit with a number, for anyone who can also name the code
// printed under it. A wrong code and an unknown number look the same. Callers
// limit how often this is tried.
func (o *Office) ByCode(ctx context.Context, n cites.PermitNumber, code string) (*Permit, error) {
	var p *Permit
	err := o.Store.View(ctx, func(tx Tx) (err error) {
		p, err = tx.PermitByNumber(ctx, cites.PermitNumber(cites.NumberKey(n)))
		return err
	})
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare([]byte(plainCode(code)), []byte(plainCode(p.Code))) != 1 {
		return nil, fault.New(fault.NotFound, "permit.not_found", "number", n)
	}
	return p, nil
}

// ByToken returns the permit with a number for a partner that presents the
// permit's exchange token.
func (o *Office) ByToken(ctx context.Context, n cites.PermitNumber, token string) (*Permit, error) {
	var p *Permit
	err := o.Store.View(ctx, func(tx Tx) (err error) {
		p, err = tx.PermitByNumber(ctx, cites.PermitNumber(cites.NumberKey(n)))
		return err
	})
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare([]byte(token), []byte(p.Token)) != 1 {
		return nil, fault.New(fault.NotFound, "permit.not_found", "number", n)
	}
	return p, nil
}

// plainCode is a code without dashes and spaces, in capitals.
func plainCode(s string) string {
	return strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(s))
}

// Sheets prints the permit as it stands. The first print is the original; any
// other is marked as a copy (Art. VI(4)).
func (o *Office) Sheets(p *Permit, as Sheet) ([]byte, error) {
	if len(p.Seals) == 0 {
		return nil, fault.New(fault.Conflict, "permit.not_sealed", "number", p.Number)
	}
	return o.Printer.Print(p, as)
}
