package application

import (
	"context"
	"slices"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// QuotaLine is a line that counts against a quota, for the applicant.
type QuotaLine struct {
	Line   string // id
	Letter string
	Name   string
	Quota  species.Quota
	Choice quota.Choice
	Asked  cites.Quantity // by this line, in the unit of the quota
	Limit  cites.Quantity // of the share drawn from, or of the quota
	Left   cites.Quantity // of it for this application
}

// QuotaLines tells the applicant, or an officer, what is left of the quotas that the lines of an
// application count against, and which shares there are to choose from.
func (o *Office) QuotaLines(ctx context.Context, who actor.Actor, id string) (out []QuotaLine, err error) {
	err = o.Store.View(ctx, func(tx Tx) error {
		a, _, err := o.either(ctx, tx, who, id)
		if err != nil {
			return err
		}
		d, err := QuotaDossier(ctx, tx, a, o.Profile, o.Law(), rule.Apply, o.today())
		if err == nil {
			out = d.quotaLines()
		}
		return err
	})
	return out, err
}

func (d *Dossier) quotaLines() (out []QuotaLine) {
	if !d.Leaving() || d.Content.Exporter.Country != d.Profile.Party {
		return nil
	}
	for i, l := range d.Content.Lines {
		t := d.Trade(l)
		for _, q := range d.Quotas {
			amount, ok := CountsAgainst(q, t, l)
			if !ok {
				continue
			}
			x := QuotaLine{Line: l.ID, Letter: Letter(i), Name: l.ScientificName, Quota: q, Choice: d.Share(q, l), Asked: amount, Limit: q.Quantity}
			if x.Choice.Share.ID != "" {
				x.Limit = x.Choice.Share.Limit
			}
			x.Left = max(0, min(d.room(q, x.Choice.Share), q.Left()+d.own(q.ID, nil)))
			out = append(out, x)
		}
	}
	return out
}

// ChooseShares notes from which shares of split quotas the lines are drawn:
// chosen maps "LETTER QUOTA" to a share. A share that is not open to the
// applicant is refused.
func (o *Office) ChooseShares(ctx context.Context, who actor.Actor, id string, version int64, chosen map[string]string) (*Application, error) {
	return o.run(ctx, who, act{actor.WriteApplication, id, version, o.own, func(ctx context.Context, tx Tx, a *Application, _ time.Time) (map[string]any, error) {
		if !a.State.Editable() {
			return nil, closed(a)
		}
		d, err := QuotaDossier(ctx, tx, a, o.Profile, o.Law(), rule.Apply, o.today())
		if err != nil {
			return nil, err
		}
		wrong := fault.Invalidf("apply.invalid")
		named := map[string][]string{}
		for _, x := range d.quotaLines() {
			key := x.Letter + " " + x.Quota.ID
			share := chosen[key]
			switch {
			case len(x.Choice.Options) == 0:
			case slices.ContainsFunc(x.Choice.Options, func(s quota.Share) bool { return s.ID == share }):
				named[x.Line] = append(named[x.Line], share)
			default:
				wrong.Add(key, "quota.choose")
			}
		}
		if err := wrong.OrNil(); err != nil {
			return nil, err
		}
		for i := range a.Content.Lines {
			a.Content.Lines[i].Shares = named[a.Content.Lines[i].ID]
		}
		return map[string]any{"act": "choose_shares"}, nil
	}})
}
