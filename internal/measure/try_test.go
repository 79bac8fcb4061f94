package measure_test

import (
	"context"
	"testing"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/measure"
)

// past gives three applications: a parrot, a skin, and a parrot of whose place
// in the system only the name is known.
type past struct{}

func (past) PastLines(_ context.Context, _ int, fn func(measure.PastCase) error) error {
	skin, odd := parrot(), parrot()
	skin.Live, odd.Taxa = false, odd.Taxa[:1]
	for id, lines := range map[string][]measure.Input{"1": {parrot(), parrot()}, "2": {skin}, "3": {odd}} {
		if err := fn(measure.PastCase{ID: id, State: "issued", Lines: lines}); err != nil {
			return err
		}
	}
	return nil
}

// What cannot be worked out is counted as that, not as a case to which the
// measure applies.
func TestATryOutTellsHitsFromFailures(t *testing.T) {
	d := measure.Desk{Checker: checker(t), Past: past{}}
	officer := actor.Actor{ID: "o", Roles: []actor.Role{actor.CaseOfficer}}
	for expression, want := range map[string]measure.Trial{
		"live":                      {Cases: 3, Lines: 4, HitCases: 2},
		"live && taxa[4] == 'Aves'": {Cases: 3, Lines: 4, HitCases: 1, Failed: 1},
		"taxa[9] == 'Aves'":         {Cases: 3, Lines: 4, Failed: 4},
		"kingdom == 'Plantae'":      {Cases: 3, Lines: 4},
	} {
		got, err := d.Try(t.Context(), officer, expression)
		if err != nil {
			t.Fatal(err)
		}
		failed := 0
		for _, h := range got.Hits {
			if h.Wrong != "" {
				failed++
			}
		}
		if got.Cases != want.Cases || got.Lines != want.Lines || got.HitCases != want.HitCases || got.Failed != want.Failed || failed != want.Failed {
			t.Errorf("%s: %+v, want %+v", expression, got, want)
		}
	}
}
