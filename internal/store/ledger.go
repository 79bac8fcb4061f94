package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/store/db"
)

// Post changes the balances of a quota and its share and writes the entry: one
// conditional update each, so that no race can take more than there is (promise
// P2). The row of the quota comes first for everybody: it is the lock.
func (t *Tx) Post(ctx context.Context, e *quota.Entry) error {
	p := db.PostQuotaParams{ID: e.Quota, UsedBy: int64(e.Used), ReservedBy: int64(e.Reserved)}
	if e.Share == "" {
		p.DirectBy = p.UsedBy + p.ReservedBy
	}
	if err := t.post(ctx, e, p); err != nil {
		return err
	}
	if e.Share == "" || (e.Used == 0 && e.Reserved == 0) {
		return nil
	}
	n, err := t.Q.PostShare(ctx, db.PostShareParams{ID: e.Share, QuotaID: e.Quota, UsedBy: int64(e.Used), ReservedBy: int64(e.Reserved)})
	if err == nil && n != 1 {
		return fault.New(fault.Conflict, "quota.share_used_up")
	}
	return err
}

// post changes the row of the quota and writes the entry.
func (t *Tx) post(ctx context.Context, e *quota.Entry, p db.PostQuotaParams) error {
	r, err := t.Q.PostQuota(ctx, p)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.Conflict, "permit.quota_used_up", "quota", e.Quota)
	}
	if err != nil {
		return fmt.Errorf("post %s of quota %s: %w", e.Act, e.Quota, err)
	}
	e.Seq, e.UsedAfter, e.LimitAfter = r.Entries, cites.Quantity(r.Used), cites.Quantity(r.Quantity)
	return t.Q.InsertQuotaEntry(ctx, db.InsertQuotaEntryParams{QuotaID: e.Quota, Seq: e.Seq, ShareID: e.Share, Act: string(e.Act),
		LimitBy: int64(e.Limit), ReservedBy: int64(e.Reserved), UsedBy: int64(e.Used), UsedAfter: r.Used, LimitAfter: r.Quantity,
		ApplicationID: e.Application, PermitID: e.Permit, Letter: e.Letter, ByID: e.By, ByName: e.ByName, Reason: e.Reason, At: micros(e.At)})
}

// SharesOn gives the shares of the quotas of a country that are open on a day.
func (t *Tx) SharesOn(ctx context.Context, country cites.Country, on cites.Date) ([]quota.Share, error) {
	rows, err := t.Q.SharesOn(ctx, db.SharesOnParams{Country: string(country), Day: on.String()})
	return shares(rows, err)
}

// QuotaDrawsOf gives what an application has taken.
func (t *Tx) QuotaDrawsOf(ctx context.Context, application string) ([]quota.Draw, error) {
	rows, err := t.Q.QuotaDrawsOfApplication(ctx, application)
	return draws(rows, err)
}

// QuotaDrawsOfPermit gives what a permit has taken.
func (t *Tx) QuotaDrawsOfPermit(ctx context.Context, permit string) ([]quota.Draw, error) {
	rows, err := t.Q.QuotaDrawsOfPermit(ctx, permit)
	return draws(rows, err)
}

// SaveDraw inserts or changes what a line has taken of a quota.
func (t *Tx) SaveDraw(ctx context.Context, d quota.Draw) error {
	return t.Q.SaveDraw(ctx, db.SaveDrawParams{ApplicationID: d.Application, Letter: d.Letter, QuotaID: d.Quota, ShareID: d.Share,
		PermitID: d.Permit, Reserved: int64(d.Reserved), Used: int64(d.Used), Settled: bit(d.Settled)})
}

// CrossedOf gives what customs counted of the lines of a permit.
func (t *Tx) CrossedOf(ctx context.Context, permit string) ([]quota.Crossed, error) {
	lines, err := t.Q.PermitLines(ctx, permit)
	if err != nil {
		return nil, fmt.Errorf("read what crossed of permit %s: %w", permit, err)
	}
	out := make([]quota.Crossed, len(lines))
	for i, l := range lines {
		out[i] = quota.Crossed{Letter: l.Letter, Unit: cites.Unit(l.Unit), Used: cites.Quantity(l.Used)}
	}
	return out, nil
}

// UnsettledPast lists permits that were used in part and may not be used any more.
func (t *Tx) UnsettledPast(ctx context.Context, day cites.Date, most int) ([]string, error) {
	return t.Q.UnsettledPast(ctx, db.UnsettledPastParams{Day: day.String(), Most: int64(most)})
}

func shares(rows []db.QuotaShare, err error) ([]quota.Share, error) {
	if err != nil {
		return nil, fmt.Errorf("read shares: %w", err)
	}
	out := make([]quota.Share, len(rows))
	for i, r := range rows {
		out[i] = quota.Share{ID: r.ID, Quota: r.QuotaID, Parent: r.ParentID, Kind: quota.Kind(r.Kind), Name: r.Name, Holder: r.Holder,
			Limit: cites.Quantity(r.Quantity), Shared: cites.Quantity(r.Shared), Reserved: cites.Quantity(r.Reserved),
			Used: cites.Quantity(r.Used), Closed: r.Closed == 1, Version: r.Version}
	}
	return out, nil
}

func draws(rows []db.QuotaDraw, err error) ([]quota.Draw, error) {
	if err != nil {
		return nil, fmt.Errorf("read draws: %w", err)
	}
	out := make([]quota.Draw, len(rows))
	for i, r := range rows {
		out[i] = quotaDrawOf(r)
	}
	return out, nil
}

func quotaDrawOf(r db.QuotaDraw) quota.Draw {
	return quota.Draw{Application: r.ApplicationID, Letter: r.Letter, Quota: r.QuotaID, Share: r.ShareID, Permit: r.PermitID,
		Reserved: cites.Quantity(r.Reserved), Used: cites.Quantity(r.Used), Settled: r.Settled == 1}
}
