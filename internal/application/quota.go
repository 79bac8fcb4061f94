package application

import (
	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// CountsAgainst tells whether a line is drawn from a quota, and how much in the
// quota's unit. A quota in preparation and a line whose unit cannot be turned
// into the quota's do not count; rule R05 speaks of those.
func CountsAgainst(q species.Quota, t species.Trade, l Line) (cites.Quantity, bool) {
	if q.Quantity == species.Preparing || !q.Applies(t) {
		return 0, false
	}
	if q.Unit == "" || q.Unit == l.Unit {
		return l.Quantity, true
	}
	return cites.Convert(l.Quantity, l.Unit, q.Unit)
}
