package species

import (
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// FuzzChecklist feeds broken files: each is refused with a fault, or gives a
// catalogue in which every taxon can be found again.
func FuzzChecklist(f *testing.F) {
	head := strings.Join(needed(), ",") + "\n"
	f.Add(head + "12,Plantae,,,Testales,Testaceae,Testa alba,L.,SPECIES,I/II,Appendix I:Populations of ZA Appendix II:All,Appendix I:Populations of ZA Appendix II:All,#4,Appendix II:x,\"Prior alba L., 1753, Prior candida Mill.\",a,b,c,\"ZA, MZ\"\n")
	f.Add(head + "1,Animalia,,,,,A,,FAMILY,II/NC,Appendix II:<p>x,,,,,,,,\n2,Animalia,,,,A,A b,,SPECIES,NC,,,,,,,,,\n")
	f.Add("\ufeff" + head)
	f.Add("\x1f\x8b\x08\x00")
	f.Fuzz(func(t *testing.T, text string) {
		on := cites.Date{Year: 2026, Month: 1, Day: 1}
		m, err := taken(newLaw(nil, nil, on), strings.NewReader(text), on)
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatalf("%q: not a fault: %v", text, err)
			}
			return
		}
		c := m.catalogue(on)
		for i := range m.all {
			x := &m.all[i]
			if _, ok := c.Taxon(x.ID); !ok {
				t.Fatalf("%q is lost", x.Name)
			}
			c.Listings(x.ID, "ZA", on)
			c.Suggest(x.Name, cites.English, 3)
		}
		if r := m.report; r.Files[0].Shape == ChecklistShape && r.Rows != len(m.all)+r.RefusedInAll {
			t.Fatalf("%d rows, %d taken, %d refused", r.Rows, len(m.all), r.RefusedInAll)
		}
	})
}
