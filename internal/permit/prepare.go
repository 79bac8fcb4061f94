package permit

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"math/big"
	"strings"
	"time"

	"crypto/rand"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/stock"
)

// Prepare turns an approved application into a numbered, frozen and logged
// permit: number, quota, status index and log leaf in one transaction, together
// with the job that seals it. Nothing is signed here (log, then sign; trust
// sheet 4.3). It gives a Conflict fault when the application was prepared
// already and an Invalid fault with the findings when a rule of issue stops it.
func (o *Office) Prepare(ctx context.Context, who actor.Actor, applicationID string) (*Permit, error) {
	if err := who.Must(actor.PreparePermit); err != nil {
		return nil, err
	}
	if err := o.printable(ctx, applicationID, who); err != nil {
		return nil, err
	}
	var out *Permit
	err := o.Store.Update(ctx, func(tx Tx) error {
		a, err := tx.Application(ctx, applicationID)
		if err != nil {
			return err
		}
		if a.Content.Type.Facts().Issued != cites.AsPermit {
			return fault.New(fault.Conflict, "permit.none_issued", "reference", a.Reference)
		}
		now := o.Now()
		if err := a.To(application.Issued, now); err != nil {
			return err
		}
		if err := o.lint(ctx, tx, a); err != nil {
			return err
		}
		if out, err = o.assemble(ctx, tx, a, who, now); err != nil {
			return err
		}
		a.PermitID = out.ID
		return tx.SaveApplication(ctx, a)
	})
	if err != nil {
		return nil, fmt.Errorf("prepare permit for %s: %w", applicationID, err)
	}
	return out, nil
}

// printable lays the form out once with a number of the right length, before
// anything is written: a character that no font can draw is found here. It is
// done outside the transaction because it takes its time.
func (o *Office) printable(ctx context.Context, applicationID string, who actor.Actor) error {
	var a *application.Application
	err := o.Store.View(ctx, func(tx Tx) (err error) {
		a, err = tx.Application(ctx, applicationID)
		return err
	})
	if err != nil {
		return err
	}
	for _, r := range certificates(&a.Content, freeze(a, o.Profile, who.Name, o.Now())) {
		r.Number = cites.PermitNumber(a.Reference)
		if err := o.Printer.Check(&r); err != nil || a.Content.Partial {
			return err // the documents of a block are all alike
		}
	}
	return nil
}

// stockAct is the movement of lots by a permit.
func (o *Office) stockAct(p *Permit, now time.Time) stock.Act {
	return stock.Act{Kind: "permit", ID: p.ID, Name: string(p.Number), At: now, NewID: o.NewID, Account: p.Owner, Org: p.Org}
}

// SealJob asks for the sealing of a prepared permit.
func SealJob(id string) job.Job {
	return job.Job{Kind: SealKind, Args: SealArgs{Permit: id}, UniqueKey: id}
}

// lint runs the rules of issue; what a senior officer set aside does not stop.
func (o *Office) lint(ctx context.Context, tx Tx, a *application.Application) error {
	found, err := o.Check(ctx, tx, a, rule.Issue, o.today())
	if err != nil {
		return err
	}
	return blocked(a, found)
}

// blocked makes one fault of the findings that stop, one field for each.
func blocked(a *application.Application, found []rule.Finding) error {
	f := fault.Invalidf("permit.blocked", "reference", a.Reference)
	for _, x := range found {
		if x.Severity != rule.Block || a.IsLifted(x) {
			continue
		}
		f.Fields = append(f.Fields, fault.Field{Name: fmt.Sprintf("lines.%d.%s", x.Line, x.Field), Key: x.Key, Args: x.Args})
	}
	return f.OrNil()
}

// assemble numbers, freezes and logs the documents of an application, and gives
// the first. Quotas, findings and stocks are drawn once, by the first.
func (o *Office) assemble(ctx context.Context, tx Tx, a *application.Application, who actor.Actor, now time.Time) (*Permit, error) {
	var first *Permit
	for _, r := range certificates(&a.Content, freeze(a, o.Profile, who.Name, now)) {
		p := &Permit{ID: o.NewID(), Type: r.Type, State: Prepared, ApplicationID: a.ID, Owner: a.Owner, Org: a.Org,
			Agent: a.Agent, Record: r, PreparedBy: who.ID, Created: now, Changed: now}
		if first == nil {
			first = p
			if err := o.draw(ctx, tx, a, p, who); err != nil {
				return nil, err
			}
		}
		if err := o.enter(ctx, tx, p, nil, who, now); err != nil {
			return nil, err
		}
		if p == first {
			if err := o.drawStock(ctx, tx, a, p, now); err != nil {
				return nil, err
			}
		}
		if err := tx.Enqueue(ctx, SealJob(p.ID)); err != nil {
			return nil, err
		}
	}
	if first == nil {
		return nil, fault.New(fault.Conflict, "permit.none_issued", "reference", a.Reference)
	}
	return first, nil
}

// draw uses the quotas and findings that an application rests on.
func (o *Office) draw(ctx context.Context, tx Tx, a *application.Application, p *Permit, who actor.Actor) error {
	if err := o.drawQuotas(ctx, tx, a, p, who); err != nil {
		return err
	}
	return o.useFindings(ctx, tx, a, p)
}

// drawStock takes the goods from their lots. Certificates of single animals are
// for journeys home and take nothing.
func (o *Office) drawStock(ctx context.Context, tx Tx, a *application.Application, p *Permit, now time.Time) error {
	letters := map[string]string{}
	for i, l := range a.Content.Lines {
		if i < len(p.Record.Lines) {
			letters[l.ID] = p.Record.Lines[i].Letter
		}
	}
	return stock.Use(ctx, tx, o.stockAct(p, now), a.ID, letters, a.Wants())
}

// enter gives a frozen permit its number, status index, secrets and log leaf
// and inserts it. Replacements come this way too, with the permit that they
// stand in for.
func (o *Office) enter(ctx context.Context, tx Tx, p, replaced *Permit, who actor.Actor, now time.Time) error {
	r := &p.Record
	serial, err := tx.NextSerial(ctx, r.Issued.Year)
	if err != nil {
		return err
	}
	r.Number, err = cites.FormatNumber(o.Profile.Number.Pattern, r.Issued.Year, o.Profile.Party, serial, o.Profile.Number.Suffix)
	if err != nil {
		return err
	}
	p.Number = r.Number
	if r.StatusList, r.StatusIndex, err = o.takeStatus(ctx, tx, r.Issued.Year); err != nil {
		return err
	}
	warned, err := o.examine(ctx, tx, prepareRules(), &Issuing{Permit: p, Profile: o.Profile, Signer: who, Replaced: replaced})
	if err != nil {
		return err
	}
	if err := o.secrets(p); err != nil {
		return err
	}
	if p.Digest, err = DigestOf(p.Salt, r); err != nil {
		return err
	}
	p.LeafIndex, err = tx.Record(ctx, event(who, actor.PreparePermit, p, map[string]any{
		"number": string(p.Number), "type": string(p.Type), "digest": hex.EncodeToString(p.Digest),
		"issued": r.Issued.String(), "valid_until": r.ValidUntil.String(), "lines": len(r.Lines), "warned": strings.Join(warned, " ")}))
	if err != nil {
		return err
	}
	return tx.InsertPermit(ctx, p)
}

// event describes an act on a permit for the log.
func event(who actor.Actor, verb actor.Verb, p *Permit, detail map[string]any) audit.Event {
	return audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: string(who.RoleFor(verb))}, Verb: string(verb),
		SubjectKind: "permit", SubjectID: p.ID, Detail: detail}
}

// useFindings turns what the case reserved of findings and chains into use by
// the permit; one that does not stand any more stops the issue here.
func (o *Office) useFindings(ctx context.Context, tx Tx, a *application.Application, p *Permit) error {
	draws, err := application.DrawsOn(ctx, tx, a, o.Law(), p.Record.Issued)
	if err != nil {
		return err
	}
	for _, d := range draws {
		d.Permit = p.ID
		if err := tx.UseFinding(ctx, d); err != nil {
			return err
		}
	}
	// What the case reserved and does not rest on any more goes back.
	return tx.ReleaseFindings(ctx, a.ID)
}

// triesPerList is how many random indexes are tried before the next list of
// the year is begun; with a list half full all fail once in 65,536 times.
const triesPerList = 16

// takeStatus reserves a random index, so that numbers do not tell how many
// permits a Party issues (trust sheet 2.7).
func (o *Office) takeStatus(ctx context.Context, tx Tx, year int) (list, index int64, err error) {
	for n := int64(0); n < 100; n++ {
		list = int64(year)*100 + n
		for range triesPerList {
			i, err := rand.Int(o.Rand, big.NewInt(StatusListSize))
			if err != nil {
				return 0, 0, err
			}
			ok, err := tx.TakeStatusIndex(ctx, list, i.Int64())
			if err != nil || ok {
				return list, i.Int64(), err
			}
		}
	}
	return 0, 0, fault.New(fault.Unavailable, "permit.status_full", "year", year)
}

// codeAlphabet leaves out letters and digits that are read for each other.
const codeAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

// secrets draws the salt, the look-up code and the exchange token.
func (o *Office) secrets(p *Permit) error {
	p.Salt = make([]byte, 32)
	token := make([]byte, 16)
	for _, b := range [][]byte{p.Salt, token} {
		if _, err := io.ReadFull(o.Rand, b); err != nil {
			return fmt.Errorf("draw secrets: %w", err)
		}
	}
	p.Token = hex.EncodeToString(token)
	var code strings.Builder
	for i := range 8 {
		if i == 4 {
			code.WriteByte('-')
		}
		n, err := rand.Int(o.Rand, big.NewInt(int64(len(codeAlphabet))))
		if err != nil {
			return fmt.Errorf("draw code: %w", err)
		}
		code.WriteByte(codeAlphabet[n.Int64()])
	}
	p.Code = code.String()
	return nil
}
