package rehearsal

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/measure"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// memory keeps what many cases ask for alike, so that ten thousand of them do
// not read it ten thousand times.
type memory struct {
	application.Facts
	quotas      map[place][]species.Quota
	shares      map[place][]quota.Share
	suspensions map[cites.Date][]species.Suspension
	measures    map[cites.Date][]measure.Measure
	switches    *rule.Switches
}

type place struct {
	country cites.Country
	on      cites.Date
}

func remember(tx application.Facts) *memory {
	return &memory{Facts: tx, quotas: map[place][]species.Quota{}, shares: map[place][]quota.Share{},
		suspensions: map[cites.Date][]species.Suspension{}, measures: map[cites.Date][]measure.Measure{}}
}

func kept[K comparable, V any](all map[K]V, key K, read func() (V, error)) (V, error) {
	if v, ok := all[key]; ok {
		return v, nil
	}
	v, err := read()
	if err == nil {
		all[key] = v
	}
	return v, err
}

func (m *memory) QuotasOf(ctx context.Context, c cites.Country, on cites.Date) ([]species.Quota, error) {
	return kept(m.quotas, place{c, on}, func() ([]species.Quota, error) { return m.Facts.QuotasOf(ctx, c, on) })
}

func (m *memory) SharesOn(ctx context.Context, c cites.Country, on cites.Date) ([]quota.Share, error) {
	return kept(m.shares, place{c, on}, func() ([]quota.Share, error) { return m.Facts.SharesOn(ctx, c, on) })
}

func (m *memory) SuspensionsOn(ctx context.Context, on cites.Date) ([]species.Suspension, error) {
	return kept(m.suspensions, on, func() ([]species.Suspension, error) { return m.Facts.SuspensionsOn(ctx, on) })
}

func (m *memory) MeasuresOn(ctx context.Context, on cites.Date) ([]measure.Measure, error) {
	return kept(m.measures, on, func() ([]measure.Measure, error) { return m.Facts.MeasuresOn(ctx, on) })
}

func (m *memory) Switches(ctx context.Context) (rule.Switches, error) {
	if m.switches == nil {
		s, err := m.Facts.Switches(ctx)
		if err != nil {
			return s, err
		}
		m.switches = &s
	}
	return *m.switches, nil
}

// before are the facts without the amendments, after those with them.
type before struct {
	*memory
	set *species.Amendments
}

func (b before) QuotasOf(ctx context.Context, c cites.Country, on cites.Date) ([]species.Quota, error) {
	qs, err := b.memory.QuotasOf(ctx, c, on)
	qs, _ = b.set.Unlimit(qs, nil)
	return qs, err
}

func (b before) SuspensionsOn(ctx context.Context, on cites.Date) ([]species.Suspension, error) {
	ss, err := b.memory.SuspensionsOn(ctx, on)
	_, ss = b.set.Unlimit(nil, ss)
	return ss, err
}

type after struct {
	*memory
	set *species.Amendments
}

func (a after) QuotasOf(ctx context.Context, c cites.Country, on cites.Date) ([]species.Quota, error) {
	qs, err := a.memory.QuotasOf(ctx, c, on)
	qs, _ = a.set.Limit(qs, nil, c, on)
	return qs, err
}

func (a after) SuspensionsOn(ctx context.Context, on cites.Date) ([]species.Suspension, error) {
	ss, err := a.memory.SuspensionsOn(ctx, on)
	_, ss = a.set.Limit(nil, ss, "", on)
	return ss, err
}
