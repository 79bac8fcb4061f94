package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store/db"
)

// SaveQuota inserts a quota or changes its terms; what was taken stays, and a
// quantity below that, or below what was given to shares, is a Conflict.
func (t *Tx) SaveQuota(ctx context.Context, q *species.Quota) error {
	err := t.Q.SaveQuota(ctx, db.SaveQuotaParams{ID: q.ID, TaxonID: string(q.Taxon), Country: string(q.Country), Year: int64(q.Year),
		FromDay: q.From.String(), UntilDay: q.Until.String(), Terms: codes(q.Terms), Sources: codes(q.Sources), Unit: string(q.Unit),
		Quantity: int64(q.Quantity), Kind: string(q.Kind), Note: q.Note, Citation: q.Citation, AsOf: q.AsOf.String(), Purposes: codes(q.Purposes)})
	switch t.Broken(err) {
	case "never_more_than_quota", "never_over_quota", "never_taken_over_quota":
		return fault.New(fault.Conflict, "species.quota.below_taken", "quantity", q.Quantity.String())
	}
	return err
}

// QuotasOf gives the quotas of a country that are open on a day.
func (t *Tx) QuotasOf(ctx context.Context, country cites.Country, on cites.Date) ([]species.Quota, error) {
	rows, err := t.Q.QuotasOf(ctx, db.QuotasOfParams{Country: string(country), Day: on.String()})
	return quotas(rows, err)
}

// QuotasOfTaxon gives all quotas of a taxon, newest first.
func (t *Tx) QuotasOfTaxon(ctx context.Context, id species.ID) ([]species.Quota, error) {
	rows, err := t.Q.QuotasOfTaxon(ctx, string(id))
	return quotas(rows, err)
}

func quotas(rows []db.SpeciesQuotum, err error) ([]species.Quota, error) {
	if err != nil {
		return nil, fmt.Errorf("read quotas: %w", err)
	}
	out := make([]species.Quota, len(rows))
	for i, r := range rows {
		q := species.Quota{ID: r.ID, Taxon: species.ID(r.TaxonID), Country: cites.Country(r.Country), Year: int(r.Year),
			Terms: codeList[cites.Term](r.Terms), Sources: codeList[cites.Source](r.Sources), Unit: cites.Unit(r.Unit),
			Quantity: cites.Quantity(r.Quantity), Used: cites.Quantity(r.Used), Kind: species.QuotaKind(r.Kind), Note: r.Note, Citation: r.Citation,
			Reserved: cites.Quantity(r.Reserved), Shared: cites.Quantity(r.Shared), Direct: cites.Quantity(r.Direct), Entries: r.Entries, Closed: r.Closed == 1,
			Purposes: codeList[cites.Purpose](r.Purposes)}
		if err := days(&q.From, r.FromDay, &q.Until, r.UntilDay, &q.AsOf, r.AsOf); err != nil {
			return nil, fmt.Errorf("read quota %s: %w", r.ID, err)
		}
		out[i] = q
	}
	return out, nil
}

// SaveSuspension inserts or changes a suspension.
func (t *Tx) SaveSuspension(ctx context.Context, s *species.Suspension) error {
	return t.Q.SaveSuspension(ctx, db.SaveSuspensionParams{ID: s.ID, TaxonID: string(s.Taxon), Country: string(s.Country),
		Imports: bit(s.Imports), FromDay: s.From.String(), UntilDay: s.Until.String(), Kind: string(s.Kind), Sources: codes(s.Sources),
		Purposes: codes(s.Purposes), Terms: codes(s.Terms), NotTerms: codes(s.NotTerms), DirectOnly: bit(s.DirectOnly),
		Reason: s.Reason, Notification: s.Notification, AsOf: s.AsOf.String(), ExceptTaxa: join(s.ExceptTaxa)})
}

// SuspensionsOn gives the suspensions in force on a day.
func (t *Tx) SuspensionsOn(ctx context.Context, on cites.Date) ([]species.Suspension, error) {
	rows, err := t.Q.SuspensionsOn(ctx, on.String())
	return suspensions(rows, err)
}

// SuspensionsOfTaxon gives all suspensions of a taxon, newest first.
func (t *Tx) SuspensionsOfTaxon(ctx context.Context, id species.ID) ([]species.Suspension, error) {
	rows, err := t.Q.SuspensionsOfTaxon(ctx, string(id))
	return suspensions(rows, err)
}

func suspensions(rows []db.SpeciesSuspension, err error) ([]species.Suspension, error) {
	if err != nil {
		return nil, fmt.Errorf("read suspensions: %w", err)
	}
	out := make([]species.Suspension, len(rows))
	for i, r := range rows {
		s := species.Suspension{ID: r.ID, Taxon: species.ID(r.TaxonID), Country: cites.Country(r.Country), Imports: r.Imports == 1,
			Kind: species.SuspensionKind(r.Kind), Sources: codeList[cites.Source](r.Sources), Purposes: codeList[cites.Purpose](r.Purposes),
			Terms: codeList[cites.Term](r.Terms), NotTerms: codeList[cites.Term](r.NotTerms), DirectOnly: r.DirectOnly == 1,
			Reason: r.Reason, Notification: r.Notification, ExceptTaxa: unjoin[species.ID](r.ExceptTaxa)}
		if err := days(&s.From, r.FromDay, &s.Until, r.UntilDay, &s.AsOf, r.AsOf); err != nil {
			return nil, fmt.Errorf("read suspension %s: %w", r.ID, err)
		}
		out[i] = s
	}
	return out, nil
}

// codes keeps a list of codes between commas, so that SQL can look for one.
func codes[T ~string](list []T) string {
	if len(list) == 0 {
		return ""
	}
	var b strings.Builder
	for _, c := range list {
		b.WriteString("," + string(c))
	}
	return b.String() + ","
}

func codeList[T ~string](s string) []T {
	var out []T
	for _, c := range strings.Split(strings.Trim(s, ","), ",") {
		if c != "" {
			out = append(out, T(c))
		}
	}
	return out
}

// days reads dates as they are stored: pairs of target and text.
func days(pairs ...any) error {
	for i := 0; i < len(pairs); i += 2 {
		if err := pairs[i].(*cites.Date).UnmarshalText([]byte(pairs[i+1].(string))); err != nil {
			return err
		}
	}
	return nil
}
