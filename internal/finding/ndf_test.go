package finding

import (
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

func TestStandingOnTheDaysAround(t *testing.T) {
	n := NonDetriment{State: InForce, From: day(t, "2026-01-01"), Until: day(t, "2026-12-31"), Review: day(t, "2026-06-30")}
	for on, want := range map[string]Standing{"2025-12-31": IsEarly, "2026-01-01": Stands, "2026-06-30": Stands, "2026-07-01": NeedsReview, "2026-12-31": NeedsReview, "2027-01-01": IsExpired} {
		if got := n.On(day(t, on)); got != want {
			t.Errorf("%s: %q, want %q", on, got, want)
		}
	}
	for state, want := range map[State]Standing{Draft: IsDraft, Withdrawn: IsWithdrawn, Superseded: IsSuperseded} {
		n.State = state
		if got := n.On(day(t, "2026-02-01")); got != want {
			t.Errorf("%s: %q", state, got)
		}
	}
}

// TestOnlyTheseStepsAreTaken tries every step between states.
func TestOnlyTheseStepsAreTaken(t *testing.T) {
	may := map[[2]State]bool{{Draft, InForce}: true, {Draft, Withdrawn}: true, {InForce, Withdrawn}: true, {InForce, Superseded}: true}
	for _, from := range States() {
		for _, to := range States() {
			n := NonDetriment{State: from}
			if err := n.To(to, time.Time{}); (err == nil) != may[[2]State{from, to}] {
				t.Errorf("%s to %s: %v", from, to, err)
			}
		}
	}
}

func TestCovers(t *testing.T) {
	trade := Trade{Taxa: []species.ID{"python-regius", "python", "pythonidae"}, Population: "GH", Source: cites.Wild, Term: "LIV", Purpose: "T"}
	good := NonDetriment{Taxon: "pythonidae", Population: "GH", Sources: []cites.Source{cites.Ranched, cites.Wild}, Terms: []cites.Term{"LIV"}, Purposes: []cites.Purpose{"T"}}
	if !good.Covers(trade) {
		t.Error("a family with its list does not cover the species")
	}
	for what, change := range map[string]func(n *NonDetriment){
		"taxon": func(n *NonDetriment) { n.Taxon = "boidae" }, "population": func(n *NonDetriment) { n.Population = "TG" },
		"source": func(n *NonDetriment) { n.Sources = n.Sources[:1] }, "term": func(n *NonDetriment) { n.Terms[0] = "SKI" },
		"purpose": func(n *NonDetriment) { n.Purposes[0] = "Z" }} {
		n := good
		n.Terms, n.Purposes = append([]cites.Term{}, good.Terms...), append([]cites.Purpose{}, good.Purposes...)
		if change(&n); n.Covers(trade) {
			t.Errorf("another %s is covered", what)
		}
	}
	if anything := (NonDetriment{Taxon: "python-regius"}); !anything.Covers(trade) {
		t.Error("empty lists restrict")
	}
}
