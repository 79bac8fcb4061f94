package application_test

import (
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// ledger sets a quota of pythons for the Party and gives shares of it out.
func (d *desk) ledger(total cites.Quantity, shares ...quota.Share) {
	d.t.Helper()
	q := species.Quota{ID: "q", Taxon: python, Country: d.Profile.Party, Year: 2026, From: cites.Date{Year: 2026, Month: 1, Day: 1},
		Until: cites.Date{Year: 2026, Month: 12, Day: 31}, Unit: cites.Number, Quantity: total, Kind: species.NationalQuota}
	err := store.Quotas{DB: d.db}.Update(d.t.Context(), func(tx quota.Tx) error {
		if err := tx.SaveQuota(d.t.Context(), &q); err != nil {
			return err
		}
		for _, s := range shares {
			limit := s.Limit
			s.Quota, s.Limit = "q", 0
			if err := tx.AddShare(d.t.Context(), s); err != nil {
				return err
			}
			if err := tx.Give(d.t.Context(), s, limit); err != nil {
				return err
			}
		}
		_, err := tx.Record(d.t.Context(), storetest.Event("q"))
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) balance() (q species.Quota) {
	d.t.Helper()
	err := store.Quotas{DB: d.db}.View(d.t.Context(), func(tx quota.Tx) (err error) {
		q, err = tx.Quota(d.t.Context(), "q")
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return q
}

// TestApprovalReserves: two approvals never promise the same, and withdrawing
// one gives it back.
func TestApprovalReserves(t *testing.T) {
	d := newDesk(t)
	d.ledger(20_000)
	a, b := payable(d), payable(d)
	a = d.app(d.Approve(t.Context(), sam, a.ID, a.Version, application.Approval{}))
	if got := d.balance(); got.Reserved != 12_000 || got.Used != 0 {
		t.Errorf("after the approval: %+v", got)
	}
	_, err := d.Approve(t.Context(), sam, b.ID, b.Version, application.Approval{})
	d.wants("12 of the 8 that are left", err, fault.Conflict)
	a = d.app(d.Withdraw(t.Context(), tina, a.ID, a.Version, "the buyer is gone"))
	if got := d.balance(); a.State != application.Withdrawn || got.Reserved != 0 {
		t.Errorf("%s, %s reserved", a.State, got.Reserved)
	}
	d.app(d.Approve(t.Context(), sam, b.ID, b.Version, application.Approval{}))
	if got := d.balance(); got.Reserved != 12_000 || got.Entries != 3 {
		t.Errorf("after the second: %+v", got)
	}
}

// TestShareIsAskedOnlyWhenSplit: one choice where the quota is divided, none
// where it is not, and none for a holder's own share.
func TestShareIsAskedOnlyWhenSplit(t *testing.T) {
	plain := newDesk(t)
	plain.ledger(20_000)
	a := plain.draft()
	lines := must[[]application.QuotaLine](t)(plain.QuotaLines(t.Context(), tina, a.ID))
	if len(lines) != 1 || lines[0].Choice.Asked || len(lines[0].Choice.Options) != 0 || lines[0].Left != 20_000 || lines[0].Asked != 12_000 {
		t.Errorf("not split: %+v", lines)
	}
	split := newDesk(t)
	split.ledger(100_000, quota.Share{ID: "north", Kind: quota.Region, Name: "North", Limit: 50_000}, quota.Share{ID: "other", Kind: quota.Holder, Name: "Other", Holder: "somebody", Limit: 30_000})
	a = split.draft()
	lines = must[[]application.QuotaLine](t)(split.QuotaLines(t.Context(), tina, a.ID))
	if len(lines) != 1 || !lines[0].Choice.Asked || len(lines[0].Choice.Options) != 1 {
		t.Errorf("split: %+v", lines)
	}
	for share, k := range map[string]fault.Kind{"": fault.Invalid, "other": fault.Invalid, "nowhere": fault.Invalid} {
		_, err := split.ChooseShares(t.Context(), tina, a.ID, a.Version, map[string]string{"A q": share})
		split.wants("share "+share, err, k)
	}
	a = split.app(split.ChooseShares(t.Context(), tina, a.ID, a.Version, map[string]string{"A q": "north"}))
	lines = must[[]application.QuotaLine](t)(split.QuotaLines(t.Context(), tina, a.ID))
	if lines[0].Choice.Asked || lines[0].Choice.Share.ID != "north" || lines[0].Left != 50_000 || len(a.Content.Lines[0].Shares) != 1 {
		t.Errorf("chosen: %+v", lines)
	}
	_, err := split.QuotaLines(t.Context(), sam, a.ID)
	split.wants("an officer asks about a draft", err, fault.NotFound)
	own := newDesk(t)
	own.ledger(100_000, quota.Share{ID: "mine", Kind: quota.Holder, Name: "Tina", Holder: tina.ID, Limit: 30_000})
	a = own.draft()
	lines = must[[]application.QuotaLine](t)(own.QuotaLines(t.Context(), tina, a.ID))
	if lines[0].Choice.Asked || lines[0].Choice.Share.ID != "mine" || lines[0].Left != 30_000 {
		t.Errorf("own: %+v", lines)
	}
}
