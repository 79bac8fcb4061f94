package store_test

import (
	"testing"
	"time"

	"github.com/opencites/opencites/internal/rehearsal"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store/storetest"
)

// BenchmarkRehearsal plays amendments over ten thousand open applications: once
// naming a taxon of one in a hundred, once naming those of all. It reports how
// much of the second the first takes, and the second for each application.
func BenchmarkRehearsal(b *testing.B) {
	const cases = 10_000
	db := storetest.Open(b)
	r, d := newReform(b, db), newDesk(b, db)
	for i := range cases {
		name := "Python regius"
		if i%100 == 0 {
			name = "Hippopotamus amphibius"
		}
		d.opened(b, name, nil)
	}
	one := exampleAmendments(b)
	one.Rows = one.Rows[:1]
	all := exampleAmendments(b)
	all.Rows = append(all.Rows[:1], species.Amendment{Row: 2, Act: species.AnnotateListing, Taxon: "Pythonidae", Appendix: "II", Annotation: "#1", From: all.First})
	for _, set := range []*species.Amendments{one, all} {
		if err := r.Library.Understand(set); err != nil {
			b.Fatal(err)
		}
	}
	stage := newStage(b, d, r.Library)
	play := func(set *species.Amendments, want int) time.Duration {
		start := time.Now()
		got, err := stage.Run(b.Context(), set, lawDay(b, "2027-03-05"), nil)
		if err != nil || got.Run[rehearsal.Application] != want || got.Checked[rehearsal.Application] != cases {
			b.Fatalf("%v run of %v, %v", got.Run, got.Checked, err)
		}
		return time.Since(start)
	}
	b.ResetTimer()
	var some, whole time.Duration
	for range b.N {
		some += play(one, cases/100)
		whole += play(all, cases)
	}
	b.ReportMetric(float64(some)/float64(whole), "named/all")
	b.ReportMetric(float64(whole.Microseconds())/float64(b.N*cases), "us/application")
}
