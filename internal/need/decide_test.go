package need_test

import (
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/species"
)

func statute(t testing.TB) need.Statute {
	t.Helper()
	taxa, listings, err := species.Starter()
	if err != nil {
		t.Fatal(err)
	}
	return need.Statute{Catalogue: species.NewCatalogue(taxa, listings, cites.Date{Year: 2026, Month: 6, Day: 1})}
}

func TestStandardExport(t *testing.T) {
	c := need.Case{Date: cites.Date{Year: 2026, Month: 6, Day: 1}, Purpose: "T", ExportCountry: "CM", ImportCountry: "FR", Direction: need.Export,
		Lines: []need.Line{{Taxon: "Psittacus erithacus", Appendix: "II", Source: "W", Term: "LIV", Unit: "NAR", Quantity: 1000, Live: true}}}
	a := need.Decide(statute(t), &c)
	if a.Verdict != need.OK || len(a.Documents) != 1 || a.Documents[0] != (need.Document{Country: "CM", Type: "EXP"}) || a.Reasons[0].Rule != "S5" {
		t.Fatalf("%+v", a)
	}
}
