package demo

import (
	"context"
	"fmt"
	"slices"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/notification"
	"github.com/opencites/opencites/internal/permit"
)

// lives shows what may happen to a permit after it was issued: one corrected, one
// correction that waits, one lost and replaced, one reported lost, one returned
// unused and one on its way back.
func (t *Town) lives(ctx context.Context) error {
	officer := t.the(actor.CaseOfficer, 0).Actor
	rows, _, err := t.Permits.List(ctx, officer, permit.Filter{States: []permit.State{permit.Valid}, Limit: 200})
	if err != nil {
		return err
	}
	acts := []func(context.Context, *permit.Permit) error{t.amended, t.lostAndReplaced, t.returned, t.lost, t.amending, t.offered}
	for _, row := range rows {
		if len(acts) == 0 {
			break
		}
		p, err := t.Permits.Read(ctx, officer, row.ID)
		if err != nil {
			return err
		}
		if !p.Amendable() || p.Record.Replaces != "" || slices.Contains(t.Samples, Sample{p.ID}) || !p.Record.ValidUntil.After(t.Profile.Today(t.Clock.Now())) {
			continue
		}
		if err := acts[0](ctx, p); err != nil {
			return fmt.Errorf("life of permit %s: %w", p.Number, err)
		}
		acts = acts[1:]
	}
	return t.sendNotifications(ctx, officer)
}

// correction moves the importer to another address.
func (t *Town) correction(ctx context.Context, p *permit.Permit) (*permit.Amendment, error) {
	c := permit.CorrectionOf(&p.Record)
	c.Importer = append([]string{"Building B, second floor"}, c.Importer...)
	return t.Permits.ProposeAmendment(ctx, t.the(actor.CaseOfficer, 0).Actor, p.ID, p.Version, "The address of the importer was incomplete.", c)
}

func (t *Town) amending(ctx context.Context, p *permit.Permit) error {
	_, err := t.correction(ctx, p)
	return err
}

func (t *Town) amended(ctx context.Context, p *permit.Permit) error {
	a, err := t.correction(ctx, p)
	if err != nil {
		return err
	}
	q, err := t.Permits.ApproveAmendment(ctx, t.the(actor.Signatory, 0).Actor, p.ID, p.Version, a.ID)
	if err != nil {
		return err
	}
	return t.Permits.Seal(ctx, actor.Machine(), q.ID)
}

// lost has the holder report the paper.
func (t *Town) lost(ctx context.Context, p *permit.Permit) error {
	i := slices.IndexFunc(t.People, func(x Person) bool { return x.Actor.ID == p.Owner })
	if i < 0 {
		return nil
	}
	return t.Permits.ReportLoss(ctx, t.People[i].Actor, p.ID, p.Version, permit.Loss{Kind: permit.Lost, Confirmed: true, Day: t.Profile.Today(t.Clock.Now()),
		Place: "Port Aurel", Told: "The envelope from the courier was empty."})
}

func (t *Town) lostAndReplaced(ctx context.Context, p *permit.Permit) error {
	if err := t.lost(ctx, p); err != nil {
		return err
	}
	signatory := t.the(actor.Signatory, 0).Actor
	p, err := t.Permits.Read(ctx, signatory, p.ID)
	if err != nil {
		return err
	}
	q, err := t.Permits.ReplaceByCopy(ctx, signatory, p.ID, p.Version, permit.Lost)
	if err != nil {
		return err
	}
	return t.Permits.Seal(ctx, actor.Machine(), q.ID)
}

func (t *Town) returned(ctx context.Context, p *permit.Permit) error {
	return t.Permits.TakeReturn(ctx, t.the(actor.CaseOfficer, 0).Actor, p.ID, p.Version)
}

// offered has the holder announce that the paper comes back.
func (t *Town) offered(ctx context.Context, p *permit.Permit) error {
	i := slices.IndexFunc(t.People, func(x Person) bool { return x.Actor.ID == p.Owner })
	if i < 0 {
		return nil
	}
	return t.Permits.OfferReturn(ctx, t.People[i].Actor, p.ID, p.Version, permit.Offer{Confirmed: true, Note: "The buyer withdrew; by courier tomorrow."})
}

// handSent is how many of the newest that go by hand still wait for an officer.
const handSent = 4

// sendNotifications has the mail go out and officers send what has no address.
func (t *Town) sendNotifications(ctx context.Context, officer actor.Actor) error {
	waiting, _, err := t.Notifications.List(ctx, officer, notification.Filter{States: []notification.State{notification.Queued, notification.ByHand}, Limit: 1000})
	if err != nil {
		return err
	}
	byHand := 0
	for _, n := range waiting {
		if n.State == notification.Queued {
			claimed, err := t.Notifications.Claim(ctx, n.ID)
			if err == nil && claimed != nil {
				err = t.Notifications.Report(ctx, claimed, true, false)
			}
			if err != nil {
				return err
			}
			continue
		}
		if byHand++; byHand <= handSent {
			continue
		}
		if err := t.Notifications.Mark(ctx, officer, n.ID, n.Version, "By registered letter, on the same day"); err != nil {
			return err
		}
	}
	return nil
}
