package permit

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/notification"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/seal"
)

// SealKind is the kind of the job that seals a prepared permit.
const SealKind = "permit.seal"

// SealArgs are the arguments of the job.
type SealArgs struct {
	Permit string `json:"permit"`
}

// Sealer does the jobs of kind SealKind.
type Sealer struct{ Office *Office }

// Kind names the job.
func (s Sealer) Kind() string { return SealKind }

// Work seals the permit; doing it again changes nothing.
func (s Sealer) Work(ctx context.Context, args []byte) error {
	var a SealArgs
	if err := json.Unmarshal(args, &a); err != nil {
		return job.Cancel(fmt.Errorf("arguments of %s: %w", SealKind, err))
	}
	err := s.Office.Seal(ctx, actor.Machine(), a.Permit)
	if fault.KindOf(err) == fault.Invalid {
		return job.Cancel(err) // the law changed meanwhile: an officer decides
	}
	return err
}

// Seal signs what Prepare froze, outside any transaction, and then records the
// seals. Signatures are deterministic: a repetition after a crash gives the same
// bytes. A permit that is sealed already is left as it is. When a suspension
// came into force between preparing and sealing, it stops with an Invalid fault
// and the permit stays prepared, with the reason, for an officer to cancel.
func (o *Office) Seal(ctx context.Context, who actor.Actor, id string) error {
	if err := who.Must(actor.SealPermit); err != nil {
		return err
	}
	var p *Permit
	err := o.Store.View(ctx, func(tx Tx) (err error) {
		if p, err = tx.Permit(ctx, id); err != nil || p.State != Prepared {
			return err
		}
		return o.recheck(ctx, tx, p)
	})
	if fault.KindOf(err) == fault.Invalid {
		return o.stop(ctx, who, id, err)
	}
	if err != nil || p.State != Prepared {
		return err
	}
	seals, err := o.sign(p)
	if err != nil {
		return fmt.Errorf("seal permit %s: %w", p.Number, err)
	}
	err = o.Store.Update(ctx, func(tx Tx) error {
		p, err := tx.Permit(ctx, id)
		if err != nil || p.State != Prepared {
			return err
		}
		pages, err := numbersOn(seals)
		if err != nil {
			return err
		}
		if _, err := o.examine(ctx, tx, sealRules(), &Issuing{Permit: p, Profile: o.Profile, Pages: pages}); err != nil {
			return err
		}
		now := o.Now()
		if err := p.To(Valid, now); err != nil {
			return err
		}
		p.Seals, p.SealedAt, p.Reason = seals, now, ""
		if err := tx.SavePermit(ctx, p); err != nil {
			return err
		}
		if _, err = tx.Record(ctx, event(who, actor.SealPermit, p, map[string]any{"number": string(p.Number), "pages": len(seals)})); err != nil {
			return err
		}
		if p.Record.Retrospective != "" && p.Record.Replaces == "" {
			if err := o.tell(ctx, tx, p, notification.Retrospective, p.Record.Retrospective); err != nil {
				return err
			}
		}
		return notify(ctx, tx, p, actor.SealPermit)
	})
	if fault.KindOf(err) == fault.Invalid {
		return o.stop(ctx, who, id, err)
	}
	return err
}

// numbersOn reads the number of the permit from the seal of each page.
func numbersOn(seals [][]byte) ([]cites.PermitNumber, error) {
	out := make([]cites.PermitNumber, len(seals))
	for i, b := range seals {
		c, err := seal.Parse(b)
		if err != nil {
			return nil, fmt.Errorf("own seal: %w", err)
		}
		out[i] = c.Number
	}
	return out, nil
}

// recheck looks for a suspension (R01) or a listing change (T03) that came after
// the permit was prepared. Quotas are not asked again: this permit is in them.
func (o *Office) recheck(ctx context.Context, tx Tx, p *Permit) error {
	if p.ApplicationID == "" {
		return nil
	}
	a, err := tx.Application(ctx, p.ApplicationID)
	if err != nil {
		return err
	}
	found, err := o.Check(ctx, tx, a, rule.Issue, o.today())
	if err != nil {
		return err
	}
	var law []rule.Finding
	for _, f := range found {
		if f.Rule == "R01" || f.Rule == "T03" {
			law = append(law, f)
		}
	}
	return blocked(a, law)
}

// stop notes why a prepared permit is not sealed and returns the reason.
func (o *Office) stop(ctx context.Context, who actor.Actor, id string, why error) error {
	err := o.Store.Update(ctx, func(tx Tx) error {
		p, err := tx.Permit(ctx, id)
		if err != nil || p.State != Prepared {
			return err
		}
		p.Reason, p.Changed = fault.Of(why).Key, o.Now()
		if err := tx.SavePermit(ctx, p); err != nil {
			return err
		}
		_, err = tx.Record(ctx, event(who, actor.SealPermit, p, map[string]any{"number": string(p.Number), "stopped": true}))
		return err
	})
	if err != nil {
		return err
	}
	return why
}

// sign makes the seals of all pages and checks each with the public key before
// it is let out.
func (o *Office) sign(p *Permit) ([][]byte, error) {
	signer, key, err := o.Keys.PermitSigner(p.Record.IssuedAt, p.Type)
	if err != nil {
		return nil, err
	}
	var out [][]byte
	for _, page := range seal.Pages(o.claims(p)) {
		b, err := seal.Encode(page, signer)
		if err != nil {
			return nil, err
		}
		if _, err := seal.Verify(b, seal.Keyring{key}); err != nil {
			return nil, fmt.Errorf("own seal does not verify: %w", err)
		}
		out = append(out, b)
	}
	return out, nil
}

// claims is what the seal says of a permit (trust sheet 2.4).
func (o *Office) claims(p *Permit) seal.Permit {
	r := p.Record
	zone := o.Profile.Zone()
	c := seal.Permit{
		Issuer: r.Party, Number: r.Number, Type: seal.TypeOf(r.Type),
		Issued: r.IssuedAt, Expires: r.ValidUntil.End(zone).UTC(),
		Consignee: seal.Party{Name: seal.Clip(cmp.Or(r.Consignee.Name, r.Consignor.Name), 60), Country: r.Consignee.Country},
		Consignor: seal.Party{Name: seal.Clip(r.Consignor.Name, 60), Country: r.Consignor.Country},
		Purpose:   cmp.Or(r.Purpose, seal.NoPurpose), StampNo: seal.Clip(r.StampNumber, 16), LogIndex: uint64(p.LeafIndex), Linked: r.Replaces,
		Status: seal.StatusRef{List: uint64(r.StatusList), Index: uint64(r.StatusIndex)},
		Record: [32]byte(p.Digest), Flags: flags(r),
	}
	for _, l := range r.Lines {
		c.Items = append(c.Items, item(l, r))
	}
	return c
}

func item(l Line, r Record) seal.Item {
	origin := l.Origin.Country
	if origin == "" {
		origin = r.Consignor.Country
	}
	return seal.Item{Name: seal.Clip(l.ScientificName, 48), Term: l.Term, Quantity: l.Quantity, Unit: l.Unit,
		Appendix: l.Appendix, Source: l.Source, Origin: origin, OriginPermit: seal.Clip(l.Origin.Number, 24),
		OriginDate: l.Origin.Date, Marks: seal.Clip(l.Marks, 48)}
}

func flags(r Record) seal.Flags {
	var f seal.Flags
	for bit, on := range map[seal.Flags]bool{seal.Live: r.Live, seal.PartialAllowed: r.Partial, seal.Replacement: r.Replaces != "",
		seal.StampPresent: r.StampNumber != "", seal.Sample: r.Sample, seal.Retrospective: r.Retrospective != ""} {
		if on {
			f |= bit
		}
	}
	return f
}
