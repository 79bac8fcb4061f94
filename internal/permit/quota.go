package permit

import (
	"context"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/rule"
)

// drawQuotas turns what the approval reserved into use, and writes the figures
// of the ledger into box 11a (rule R06): for each line the national figures
// after the whole permit.
func (o *Office) drawQuotas(ctx context.Context, tx Tx, a *application.Application, p *Permit, who actor.Actor) error {
	d, err := application.QuotaDossier(ctx, tx, a, o.Profile, o.Law(), rule.Issue, p.Record.Issued)
	if err != nil {
		return err
	}
	claims, err := d.Claims()
	if err != nil {
		return err
	}
	figures, err := quota.Use(ctx, tx, poster(who, p.Created, ""), a.ID, p.ID, claims)
	if err != nil {
		return err
	}
	for _, f := range figures {
		for i := range p.Record.Lines {
			if l := &p.Record.Lines[i]; l.Letter == f.Letter {
				l.QuotaUsed, l.QuotaTotal = f.Used, f.Total
			}
		}
	}
	return nil
}

// poster says who causes postings in the ledger of quotas.
func poster(who actor.Actor, at time.Time, why string) quota.Poster {
	return quota.Poster{ID: who.ID, Name: who.Name, At: at, Reason: why}
}
