package application

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/finding"
)

// Pointing lets a line rely on a finding of the register; an empty Finding takes
// the pointer back.
type Pointing struct {
	Line    int
	Finding string
}

// PointFinding lets lines of a case rely on non-detriment findings that the
// Scientific Authority has registered, instead of asking it for this case. Each
// must stand today and cover its line; its author has no other part in the case.
func (o *Office) PointFinding(ctx context.Context, who actor.Actor, id string, version int64, ps []Pointing) (*Application, error) {
	return o.run(ctx, who, act{actor.PointFinding, id, version, o.file, func(ctx context.Context, tx Tx, a *Application, now time.Time) (map[string]any, error) {
		if a.State != InReview {
			return nil, closed(a)
		}
		d := &Dossier{Application: a, On: o.today(), Profile: o.Profile, Law: o.Law()}
		wrong := fault.Invalidf("apply.invalid")
		said := map[string]any{}
		for _, p := range ps {
			if p.Line < 0 || p.Line >= len(a.Content.Lines) {
				wrong.Add("line", "apply.finding.line")
				continue
			}
			if err := tx.DeletePointer(ctx, id, p.Line); err != nil {
				return nil, err
			}
			said[Letter(p.Line)] = p.Finding
			if p.Finding == "" {
				continue
			}
			if err := o.pointTo(ctx, tx, who, d, p, now, wrong); err != nil {
				return nil, err
			}
		}
		return map[string]any{"lines": said}, wrong.OrNil()
	}})
}

func (o *Office) pointTo(ctx context.Context, tx Tx, who actor.Actor, d *Dossier, p Pointing, now time.Time, wrong *fault.Error) error {
	n, err := tx.NonDetriment(ctx, p.Finding)
	if err != nil {
		return err
	}
	s := n.On(d.On)
	if s == finding.Stands && !n.Covers(d.FindingTrade(d.Content.Lines[p.Line])) {
		s = finding.DoesNotCover
	}
	if s != finding.Stands {
		wrong.Add("finding_"+Letter(p.Line), "finding.standing."+string(s), "number", n.Number, "date", standingDay(n, s))
		return nil
	}
	if n.Author == who.ID || n.Author == d.Assigned {
		return fault.New(fault.Denied, "finding.separation")
	}
	f := &Finding{ID: o.NewID(), Application: d.ID, Kind: NDF, Line: p.Line, Outcome: Positive, Conditions: n.Conditions, Grounds: n.Grounds,
		ValidUntil: n.Until, AskedBy: who.ID, AskedAt: now, Due: d.On, MadeBy: n.Author, MadeByName: n.AuthorName, MadeAt: n.Made, Register: n.ID}
	if n.Conditions != "" {
		f.Outcome = Conditional
	}
	return tx.SaveFinding(ctx, f)
}

// standingDay is the day that a sentence about a standing names.
func standingDay(n *finding.NonDetriment, s finding.Standing) string {
	switch s {
	case finding.IsEarly:
		return n.From.String()
	case finding.IsExpired:
		return n.Until.String()
	case finding.NeedsReview:
		return n.Review.String()
	}
	return ""
}

// reserve takes what the lines need from findings and chains when the case is
// approved, and puts the conditions that belong there into box 5.
func (o *Office) reserve(ctx context.Context, tx Tx, a *Application) error {
	draws, err := DrawsOn(ctx, tx, a, o.Law(), o.today())
	if err != nil {
		return err
	}
	for _, d := range draws {
		if err := tx.ReserveFinding(ctx, d); err != nil {
			return err
		}
		if d.Register != finding.NDFs {
			continue
		}
		n, err := tx.NonDetriment(ctx, d.Of)
		if err != nil {
			return err
		}
		if n.Print && !slices.Contains(strings.Split(a.Conditions, "\n"), n.Conditions) && !strings.Contains(a.Conditions, n.Conditions) {
			a.Conditions = strings.TrimSpace(a.Conditions + "\n" + n.Conditions)
		}
	}
	return nil
}

// restOnChains makes the legal acquisition findings of the lines that name a
// chain: each rests on its chain, with every link as evidence. It returns which
// line rests on which chain, and whether lines are left that name none.
func (o *Office) restOnChains(ctx context.Context, tx Tx, a *Application, f Finding) (on map[string]string, rest bool, err error) {
	on, rest = map[string]string{}, len(a.Content.Lines) == 0
	for i, l := range a.Content.Lines {
		if f.Line >= 0 && f.Line != i {
			continue
		}
		if l.Chain == "" {
			rest = true
			continue
		}
		c, err := tx.ChainOf(ctx, l.Chain, finding.Scope{Owner: a.Owner, Org: a.Org})
		if fault.KindOf(err) == fault.NotFound {
			return nil, false, fault.Invalidf("apply.invalid").Add("line", "finding.chain_unknown", "letter", Letter(i))
		}
		if err != nil {
			return nil, false, err
		}
		one := f
		one.ID, one.Line, one.Register = o.NewID(), i, c.ID
		one.Evidence = append(c.LinkIDs(), f.Evidence...)
		if err := tx.SaveFinding(ctx, &one); err != nil {
			return nil, false, err
		}
		on[Letter(i)] = c.ID
	}
	return on, rest, nil
}
