package species

import (
	"context"
	"io"
	"time"

	"github.com/opencites/opencites/cites"
)

// taken reads a file over what is known, without a store.
func taken(law *Catalogue, body io.Reader, asOf cites.Date) (*merge, error) {
	i := &Importer{Today: func() cites.Date { return asOf }, Now: func() time.Time { return time.Time{} }}
	all, err := i.open([]File{{Name: "test", AsOf: asOf, Body: body}})
	if err != nil {
		return nil, err
	}
	m := newMerge(law, Limits{}, &Report{})
	d := &desk{m: m, r: m.report, legacy: map[legacyKey]ID{}}
	if err := all[0].read(context.Background(), d, func(Phase, int) {}); err != nil {
		return nil, err
	}
	m.take(d.b)
	m.finish()
	return m, nil
}

// catalogue is what would be in the store after the merge.
func (m *merge) catalogue(today cites.Date) *Catalogue {
	var all []Listing
	for _, ls := range m.own {
		all = append(all, ls...)
	}
	return NewCatalogue(m.all, all, today)
}
