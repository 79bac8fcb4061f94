package species_test

import (
	"compress/gzip"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// TestStarterAgreesWithTheListingChanges compares the starter catalogue with the
// listing changes that Species+ had in 2013, for taxa whose populations moved
// often: on the day of each addition, every population it names stands in that
// appendix, and where it names none, a country that no row names does.
func TestStarterAgreesWithTheListingChanges(t *testing.T) {
	dir := os.Getenv("OPENCITES_DATA_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	f, err := os.Open(filepath.Join(dir, "speciesplus_2013", "cites_listing_changes.tsv.gz"))
	if err != nil {
		t.Skip("the listing changes of 2013 are not in ../shared/data; see README")
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(z)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	c, asked := starter(t), 0
	column := func(row []string, name string) string { return row[slices.Index(rows[0], name)] }
	for _, row := range rows[1:] {
		name := column(row, "full_name")
		if column(row, "change_type") != "ADDITION" || !slices.Contains([]string{"Loxodonta africana", "Crocodylus niloticus", "Vicugna vicugna", "Cedrela odorata"}, name) {
			continue
		}
		populations := strings.FieldsFunc(column(row, "populations_iso2"), func(r rune) bool { return r == ',' })
		if len(populations) == 0 {
			if column(row, "party_iso2") != "" { // Appendix III without populations: the starter keeps the standing ones
				continue
			}
			populations = []string{"AQ"}
		}
		on := day(t, column(row, "effective_at"))
		for _, p := range populations {
			asked++
			e := c.Listings(species.MakeID(cites.Kingdom(column(row, "kingdom")), name), cites.Country(p), on)
			if !strings.Contains("/"+e.Label()+"/", "/"+column(row, "appendix")+"/") {
				t.Errorf("%s of %s on %s: %q, the source says %s", name, p, on, e.Label(), column(row, "appendix"))
			}
		}
	}
	if asked < 100 {
		t.Errorf("only %d questions", asked)
	}
}
