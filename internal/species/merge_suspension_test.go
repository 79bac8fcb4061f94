package species

import (
	"testing"

	"github.com/opencites/opencites/cites"
)

// TestSuspensionsOfASourceThatDoesNotTellTheirEnd follows one suspension from a
// set of 2013 through answers that say only whether it is still in force.
func TestSuspensionsOfASourceThatDoesNotTellTheirEnd(t *testing.T) {
	old := Suspension{Country: "KE", From: cites.Date{Year: 2012, Month: 4, Day: 1}, Kind: NoReports, Notification: "CITES Notif. No. 2012/021", Reason: "All trade",
		DirectOnly: true, AsOf: cites.Date{Year: 2013, Month: 9, Day: 2}}
	old.ID = suspensionID(&old)
	day := cites.Date{Year: 2026, Month: 5, Day: 1}
	told := func(notification string, ended bool) SuspensionRecord {
		return SuspensionRecord{Unbased: true, Ended: ended, Suspension: Suspension{Country: "KE", From: old.From, Kind: SignificantTrade, Notification: notification, Reason: "Trade, all", DirectOnly: true}}
	}
	for name, x := range map[string]struct {
		told  SuspensionRecord
		asOf  cites.Date
		until cites.Date // of the known one
		kind  SuspensionKind
		saved int
		left  int
	}{
		"still in force":           {told("cites notif. No. 2012/021", false), day, cites.Date{}, NoReports, 1, 0},
		"over":                     {told("CITES Notif. No. 2012/021", true), day, day.AddDays(-1), NoReports, 1, 0},
		"over, by an older source": {told("CITES Notif. No. 2012/021", true), cites.Date{Year: 2013, Month: 1, Day: 1}, cites.Date{}, NoReports, 0, 1},
		"another one is over":      {told("CITES Notif. No. 2013/051", true), day, cites.Date{}, NoReports, 0, 1},
		"another one":              {told("CITES Notif. No. 2013/051", false), day, cites.Date{}, NoReports, 1, 0},
	} {
		r := &Report{}
		m := newMerge(newLaw(nil, nil, day), Limits{Suspensions: []Suspension{old}}, r)
		m.take(&Batch{Source: "Species+ API", AsOf: x.asOf, Suspensions: []SuspensionRecord{x.told}})
		now := m.suspensions[old.ID]
		if now.Until != x.until || now.Kind != x.kind || len(m.save.suspensions) != x.saved || r.LeftOutInAll != x.left {
			t.Errorf("%s: %+v, %d saved, %d left out", name, now, len(m.save.suspensions), r.LeftOutInAll)
		}
		if x.until.IsZero() && x.saved == 1 && len(m.suspensions) == 1 && now.AsOf != day {
			t.Errorf("%s: not confirmed: as of %s", name, now.AsOf)
		}
	}
}
