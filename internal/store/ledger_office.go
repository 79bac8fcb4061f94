package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store/db"
)

// Quotas is the store of package quota.
type Quotas struct{ DB *DB }

// Update runs fn in one durable transaction.
func (s Quotas) Update(ctx context.Context, fn func(quota.Tx) error) error {
	return s.DB.Update(ctx, func(t *Tx) error { return fn(quotaTx{t}) })
}

// View runs fn on one snapshot.
func (s Quotas) View(ctx context.Context, fn func(quota.Tx) error) error {
	return s.DB.View(ctx, func(t *Tx) error { return fn(quotaTx{t}) })
}

type quotaTx struct{ *Tx }

// Quota reads one quota.
func (t *Tx) Quota(ctx context.Context, id string) (species.Quota, error) {
	r, err := t.Q.QuotaByID(ctx, id)
	if err != nil {
		return species.Quota{}, Found(err, "quota", id)
	}
	out, err := quotas([]db.SpeciesQuotum{r}, nil)
	if err != nil {
		return species.Quota{}, err
	}
	return out[0], nil
}

func (t quotaTx) CloseQuota(ctx context.Context, id string, closed bool) error {
	n, err := t.Q.CloseQuota(ctx, db.CloseQuotaParams{ID: id, Closed: bit(closed)})
	if err == nil && n != 1 {
		return fault.New(fault.NotFound, "fault.not_found", "quota", id)
	}
	return err
}

func (t quotaTx) Share(ctx context.Context, quotaID, id string) (quota.Share, error) {
	all, err := t.SharesOfQuota(ctx, quotaID)
	if err != nil {
		return quota.Share{}, err
	}
	for _, s := range all {
		if s.ID == id {
			return s, nil
		}
	}
	return quota.Share{}, fault.New(fault.NotFound, "fault.not_found", "share", id)
}

func (t quotaTx) SharesOfQuota(ctx context.Context, id string) ([]quota.Share, error) {
	rows, err := t.Q.SharesOfQuota(ctx, id)
	return shares(rows, err)
}

func (t quotaTx) AddShare(ctx context.Context, s quota.Share) error {
	err := t.Q.InsertShare(ctx, db.InsertShareParams{ID: s.ID, QuotaID: s.Quota, ParentID: s.Parent, Kind: string(s.Kind), Name: s.Name, Holder: s.Holder})
	if b := t.Broken(err); b == "quota_share_name" || strings.Contains(b, "name_key") || strings.Contains(b, "parent_id_name") {
		return fault.Invalidf("quota.split.invalid").Add("name", "quota.split.name_taken")
	}
	return err
}

// Give posts nothing: the caller writes the entry. The parent's row is changed
// first, so that the lock is taken from the top.
func (t quotaTx) Give(ctx context.Context, s quota.Share, amount cites.Quantity) error {
	if s.Parent == "" {
		if err := t.giveNational(ctx, s.Quota, int64(amount)); err != nil {
			return err
		}
	} else if n, err := t.Q.GiveFromShare(ctx, db.GiveFromShareParams{ID: s.Parent, QuotaID: s.Quota, SharedBy: int64(amount)}); err != nil {
		return err
	} else if n != 1 {
		return fault.New(fault.Conflict, "quota.parent_used_up")
	}
	n, err := t.Q.GiveToShare(ctx, db.GiveToShareParams{ID: s.ID, QuotaID: s.Quota, LimitBy: int64(amount)})
	if err == nil && n != 1 {
		return fault.New(fault.Conflict, "quota.share_taken")
	}
	return err
}

func (t *Tx) giveNational(ctx context.Context, id string, amount int64) error {
	n, err := t.Q.GiveFromQuota(ctx, db.GiveFromQuotaParams{ID: id, SharedBy: amount})
	if err == nil && n != 1 {
		return fault.New(fault.Conflict, "quota.parent_used_up")
	}
	return err
}

func (t quotaTx) CloseShare(ctx context.Context, id string) error {
	_, err := t.Q.CloseShare(ctx, id)
	return err
}

func (t quotaTx) ListQuotas(ctx context.Context, f quota.Filter) ([]species.Quota, int, error) {
	taxa := codes(f.Taxa)
	if f.NoTaxa {
		taxa = ",,"
	}
	total, err := t.Q.CountQuotas(ctx, db.CountQuotasParams{Taxa: taxa, Year: int64(f.Year), Country: string(f.Country), State: string(f.State)})
	if err != nil {
		return nil, 0, fmt.Errorf("count quotas: %w", err)
	}
	rows, err := t.Q.ListQuotas(ctx, db.ListQuotasParams{Taxa: taxa, Year: int64(f.Year), Country: string(f.Country), State: string(f.State),
		N: int64(f.Limit), Skip: int64(f.Offset)})
	out, err := quotas(rows, err)
	return out, int(total), err
}

func (t quotaTx) YearsOf(ctx context.Context, country cites.Country) ([]int, error) {
	rows, err := t.Q.QuotaYears(ctx, string(country))
	out := make([]int, len(rows))
	for i, y := range rows {
		out[i] = int(y)
	}
	return out, err
}

func (t quotaTx) EntriesOf(ctx context.Context, f quota.EntryFilter) ([]quota.Posted, int, error) {
	total, err := t.Q.CountQuotaEntries(ctx, db.CountQuotaEntriesParams{QuotaID: f.Quota, ShareID: f.Share})
	if err != nil {
		return nil, 0, fmt.Errorf("count entries: %w", err)
	}
	rows, err := t.Q.QuotaEntries(ctx, db.QuotaEntriesParams{QuotaID: f.Quota, ShareID: f.Share, Most: int64(f.Limit), Skip: int64(f.Offset)})
	if err != nil {
		return nil, 0, fmt.Errorf("read entries: %w", err)
	}
	out := make([]quota.Posted, len(rows))
	for i, r := range rows {
		out[i] = quota.Posted{Entry: quota.Entry{Quota: r.QuotaID, Seq: r.Seq, Share: r.ShareID, Act: quota.Act(r.Act),
			Limit: cites.Quantity(r.LimitBy), Reserved: cites.Quantity(r.ReservedBy), Used: cites.Quantity(r.UsedBy),
			UsedAfter: cites.Quantity(r.UsedAfter), LimitAfter: cites.Quantity(r.LimitAfter), Application: r.ApplicationID,
			Permit: r.PermitID, Letter: r.Letter, By: r.ByID, ByName: r.ByName, Reason: r.Reason, At: moment(r.At)},
			ShareName: r.ShareName, Reference: r.Reference, Number: cites.PermitNumber(r.Number)}
	}
	return out, int(total), nil
}

func (t quotaTx) DrawsOfQuota(ctx context.Context, id string) ([]quota.Drawn, error) {
	rows, err := t.Q.DrawsOfQuota(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read draws: %w", err)
	}
	out := make([]quota.Drawn, len(rows))
	for i, r := range rows {
		out[i] = quota.Drawn{Draw: quotaDrawOf(db.QuotaDraw{ApplicationID: r.ApplicationID, Letter: r.Letter, QuotaID: r.QuotaID,
			ShareID: r.ShareID, PermitID: r.PermitID, Reserved: r.Reserved, Used: r.Used, Settled: r.Settled}),
			Reference: r.Reference, Number: cites.PermitNumber(r.Number)}
	}
	return out, nil
}
