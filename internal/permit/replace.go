package permit

import (
	"context"
	"slices"
	"strings"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/stock"
)

// ReplaceReason says why a permit is replaced (50 CFR 23.52; Res. Conf. 12.3).
type ReplaceReason string

// The reasons the Convention's practice knows. An expired permit is not
// replaced, and nothing but the wording of the paper is changed.
const (
	Lost      ReplaceReason = "lost"
	Stolen    ReplaceReason = "stolen"
	Damaged   ReplaceReason = "damaged"
	Destroyed ReplaceReason = "destroyed"
)

// ReplaceReasons lists the reasons, for forms.
func ReplaceReasons() []ReplaceReason { return []ReplaceReason{Lost, Stolen, Damaged, Destroyed} }

// Replace withdraws a valid permit and prepares another with the same content
// and last day, a new number, the word replacement, and the number and reason of
// the old one. Both happen in one transaction (rule L16); the quota moves along.
func (o *Office) Replace(ctx context.Context, who actor.Actor, id string, version int64, why ReplaceReason) (*Permit, error) {
	return o.replace(ctx, who, id, version, why, false)
}

// ReplaceByCopy is Replace by a true copy of the original: the face says so, with a
// new dated signature (50 CFR 23.52).
func (o *Office) ReplaceByCopy(ctx context.Context, who actor.Actor, id string, version int64, why ReplaceReason) (*Permit, error) {
	return o.replace(ctx, who, id, version, why, true)
}

func (o *Office) replace(ctx context.Context, who actor.Actor, id string, version int64, why ReplaceReason, trueCopy bool) (*Permit, error) {
	if err := who.Must(actor.ReplacePermit); err != nil {
		return nil, err
	}
	if !known(why) {
		return nil, fault.Invalidf("permit.replace").Add("reason", "permit.reason_missing")
	}
	var out *Permit
	err := o.Store.Update(ctx, func(tx Tx) error {
		old, err := o.load(ctx, tx, id, version)
		if err != nil {
			return err
		}
		if err := o.noAmendment(ctx, tx, old); err != nil {
			return err
		}
		if err := o.closeLoss(ctx, tx, who, old, LossReplaced, string(why)); err != nil {
			return err
		}
		after := old.Record
		after.TrueCopy = trueCopy
		if old.State == Endorsed {
			if old.Record.Partial { // what is left of it would be let out a second time
				return fault.New(fault.Conflict, "permit.replace.part_used", "number", old.Number)
			}
			after.Shipped = true
			after.Conditions = append(slices.Clone(after.Conditions), FaceWords("shipped", after.Language))
		}
		out, err = o.succeed(ctx, tx, who, actor.ReplacePermit, old, after, why, string(why))
		return err
	})
	return out, err
}

// succeed withdraws a valid permit and prepares another with a record in its
// place, in the caller's transaction (rule L16). What was drawn moves along, and
// the other Party is told.
func (o *Office) succeed(ctx context.Context, tx Tx, who actor.Actor, verb actor.Verb, old *Permit, after Record, why ReplaceReason, told string) (*Permit, error) {
	now := o.Now()
	if err := old.To(Replaced, now); err != nil {
		return nil, err
	}
	p := &Permit{ID: o.NewID(), Type: old.Type, State: Prepared, ApplicationID: old.ApplicationID, Owner: old.Owner,
		Org: old.Org, Agent: old.Agent, Record: after, PreparedBy: who.ID, Created: now, Changed: now}
	p.Record.Issued, p.Record.IssuedAt, p.Record.Signatory = o.today(), seconds(now), who.Name
	p.Record.Replaces, p.Record.ReplaceWhy, p.Record.ReplacesDate = string(old.Number), string(why), old.Record.Issued
	if !p.Record.ValidUntil.After(p.Record.Issued) {
		return nil, fault.New(fault.Conflict, "permit.expired", "number", old.Number)
	}
	if err := o.enter(ctx, tx, p, old, who, now); err != nil {
		return nil, err
	}
	if err := o.handOver(ctx, tx, who, old, p, string(why)); err != nil {
		return nil, err
	}
	old.ReplacedBy, old.Reason = p.Number, string(why)
	if err := o.withdraw(ctx, tx, who, verb, old); err != nil {
		return nil, err
	}
	if err := o.tell(ctx, tx, old, causeOf(why), told); err != nil {
		return nil, err
	}
	return p, tx.Enqueue(ctx, SealJob(p.ID))
}

// handOver moves what a permit drew to its successor. What left already stays with
// the document under which it left.
func (o *Office) handOver(ctx context.Context, tx Tx, who actor.Actor, old, p *Permit, why string) error {
	if p.Record.Shipped {
		return nil
	}
	if err := quota.Replace(ctx, tx, poster(who, p.Created, why), old.ID, p.ID); err != nil {
		return err
	}
	if err := tx.MoveFindings(ctx, old.ID, p.ID); err != nil {
		return err
	}
	return stock.Move(ctx, tx, old.ApplicationID, old.ID, p.ID)
}

// withdraw saves a permit that is no longer valid, shows it on the public status
// list and logs the act.
func (o *Office) withdraw(ctx context.Context, tx Tx, who actor.Actor, verb actor.Verb, p *Permit) error {
	if err := tx.SavePermit(ctx, p); err != nil {
		return err
	}
	if err := tx.SetStatus(ctx, p.Record.StatusList, p.Record.StatusIndex, p.Status()); err != nil {
		return err
	}
	_, err := tx.Record(ctx, event(who, verb, p, map[string]any{"number": string(p.Number), "state": string(p.State),
		"reason": p.Reason, "replaced_by": string(p.ReplacedBy)}))
	if err != nil || verb == expired {
		return err // that time has passed is no news to anybody
	}
	return notify(ctx, tx, p, verb)
}

// notify tells the holder, and the agent where one acts, by mail.
func notify(ctx context.Context, tx Tx, p *Permit, what actor.Verb) error {
	for _, to := range []string{p.Owner, p.Agent} {
		if to == "" {
			continue
		}
		n := application.Notice{Application: p.ApplicationID, What: string(what), To: to}
		if err := tx.Enqueue(ctx, job.Job{Kind: application.NoticeKind, Args: n}); err != nil {
			return err
		}
	}
	return nil
}

// load reads a permit and refuses when the page the person acts on is stale.
func (o *Office) load(ctx context.Context, tx Tx, id string, version int64) (*Permit, error) {
	p, err := tx.Permit(ctx, id)
	if err != nil {
		return nil, err
	}
	if p.Version != version {
		return nil, fault.New(fault.Conflict, "fault.stale", "state", string(p.State))
	}
	return p, nil
}

func known(r ReplaceReason) bool {
	for _, x := range ReplaceReasons() {
		if x == r {
			return true
		}
	}
	return false
}

// reason cleans a free reason and requires one.
func reason(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", fault.Invalidf("permit.reason").Add("reason", "permit.reason_missing")
	}
	if len([]rune(s)) > 1000 {
		return "", fault.Invalidf("permit.reason").Add("reason", "permit.reason_long", "max", 1000)
	}
	return s, nil
}
