package application

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// CountsAgainst tells whether a line is drawn from a quota, and how much in the
// quota's unit: quota.Count for a line.
func CountsAgainst(q species.Quota, t species.Trade, l Line) (cites.Quantity, bool) {
	return quota.Count(q, quota.Goods{Trade: t, Quantity: l.Quantity, Unit: l.Unit})
}

// QuotaDossier makes a dossier that knows only what quotas need: for drawing
// from the ledger in the transaction of an act.
func QuotaDossier(ctx context.Context, tx quota.Book, a *Application, p *profile.Profile, law *species.Catalogue, stage rule.Stage, on cites.Date) (*Dossier, error) {
	d := &Dossier{Application: a, Stage: stage, On: on, Profile: p, Law: law}
	return d, d.readQuotas(ctx, tx)
}

// readQuotas reads the quotas of the exporting country, of today and of a year
// ago, with their shares and what this application has taken already.
func (d *Dossier) readQuotas(ctx context.Context, tx quota.Book) (err error) {
	country := d.Content.Exporter.Country
	if d.Quotas, err = tx.QuotasOf(ctx, country, d.On); err != nil {
		return err
	}
	if d.QuotasBefore, err = tx.QuotasOf(ctx, country, d.On.AddMonths(-12)); err != nil {
		return err
	}
	if d.Shares, err = tx.SharesOn(ctx, country, d.On); err != nil {
		return err
	}
	d.QuotaDraws, err = tx.QuotaDrawsOf(ctx, d.ID)
	return err
}

// Share is the share of a quota that a line draws from.
func (d *Dossier) Share(q species.Quota, l Line) quota.Choice {
	if i := d.Content.lineAt(l.ID); i >= 0 {
		for _, x := range d.QuotaDraws {
			if x.Quota == q.ID && x.Letter == Letter(i) && x.Reserved+x.Used > 0 {
				return quota.Choice{Share: d.share(x.Share)} // what was reserved stays where officers put it
			}
		}
	}
	return quota.Choose(q, d.Shares, quota.Applicant{Owner: d.Owner, Org: d.Org, Named: l.Shares})
}

func (d *Dossier) share(id string) quota.Share {
	for _, s := range d.Shares {
		if s.ID == id {
			return s
		}
	}
	return quota.Share{ID: id}
}

// own is what this application has taken of a quota, or of one share of it,
// already: it does not stand in its own way.
func (d *Dossier) own(quotaID string, share *quota.Share) (sum cites.Quantity) {
	for _, x := range d.QuotaDraws {
		if x.Quota == quotaID && (share == nil || x.Share == share.ID) {
			sum += x.Reserved + x.Used
		}
	}
	return sum
}

// Claims are what the lines take of quotas when goods leave the Party. It gives
// a Conflict fault when a line does not name its share of a quota that is split.
func (d *Dossier) Claims() ([]quota.Claim, error) {
	if !d.Facts().CountsQuota || d.Content.Exporter.Country != d.Profile.Party {
		return nil, nil // an import or a journey home: no quota of ours is drawn
	}
	var out []quota.Claim
	for i, l := range d.Content.Lines {
		t := d.Trade(l)
		for _, q := range d.Quotas {
			amount, ok := CountsAgainst(q, t, l)
			if !ok {
				continue
			}
			c := d.Share(q, l)
			if c.Asked {
				return nil, fault.New(fault.Conflict, "quota.share_needed", "letter", Letter(i))
			}
			out = append(out, quota.Claim{Letter: Letter(i), Quota: q, Share: c.Share.ID, Amount: amount})
		}
	}
	return out, nil
}

// reserveQuota keeps back in the ledger what an application that is being approved
// will take, so that two approvals never promise the same.
func (o *Office) reserveQuota(ctx context.Context, tx Tx, who actor.Actor, a *Application) error {
	d, err := QuotaDossier(ctx, tx, a, o.Profile, o.Law(), rule.Issue, o.today())
	if err != nil {
		return err
	}
	claims, err := d.Claims()
	if err != nil {
		return err
	}
	return quota.Reserve(ctx, tx, o.poster(who, ""), a.ID, claims)
}

// releaseQuota gives back what was reserved for an application that ends without a
// permit.
func (o *Office) releaseQuota(ctx context.Context, tx Tx, who actor.Actor, a *Application, why string) error {
	return quota.Release(ctx, tx, o.poster(who, why), a.ID)
}

func (o *Office) poster(who actor.Actor, why string) quota.Poster {
	return quota.Poster{ID: who.ID, Name: who.Name, At: o.Now(), Reason: why}
}
