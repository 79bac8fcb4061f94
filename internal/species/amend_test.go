package species_test

import (
	"os"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
)

func example(t *testing.T, name string) *species.Amendments {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := species.ReadAmendments(name, f)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestReadAmendmentsInBothShapes(t *testing.T) {
	a, b := example(t, "amendments.json"), example(t, "amendments.csv")
	if a.Name != "CoP21 (example)" || b.Name != "amendments.csv" || len(a.Rows) != 8 || len(b.Rows) != 8 {
		t.Fatalf("%q %d rows, %q %d rows", a.Name, len(a.Rows), b.Name, len(b.Rows))
	}
	if a.First.String() != "2027-03-05" || a.Last.String() != "2027-05-01" || b.First != a.First || b.Last != a.Last {
		t.Errorf("days %s to %s, %s to %s", a.First, a.Last, b.First, b.Last)
	}
	for i := range a.Rows {
		x, y := a.Rows[i], b.Rows[i]
		if x.Act != y.Act || x.Taxon != y.Taxon || x.Appendix != y.Appendix || x.To != y.To || x.From != y.From || x.Until != y.Until || x.Annotation != y.Annotation ||
			x.Party != y.Party || x.Country != y.Country || len(x.Populations) != len(y.Populations) || len(x.Terms) != len(y.Terms) || x.Kind != y.Kind {
			t.Errorf("row %d: %+v and %+v", i, x, y)
		}
	}
	if q := a.Rows[6].Quantity; q == nil || *q != 60_000_000 || *b.Rows[6].Quantity != *q {
		t.Errorf("quantity %v", q)
	}
}

func TestReadAmendmentsSaysWhatIsWrong(t *testing.T) {
	head := "act,taxon,appendix,to,party,country,populations,from,until,quantity\n"
	for name, x := range map[string]struct{ body, key, field string }{
		"empty":           {"", "law.file.header", ""},
		"only a header":   {head, "law.file.empty", ""},
		"other table":     {"a,b\n1,2\n", "law.file.header", ""},
		"unknown column":  {"act,colour\nadd,red\n", "law.file.column", ""},
		"truncated":       {head + "add,Aloe vera\n", "law.file.columns", ""},
		"open quote":      {head + "add,\"Aloe vera,II\n", "law.file.csv", ""},
		"encoding":        {head + "add,Alo\xe9,II,,,,,2027-01-01,,\n", "law.file.encoding", ""},
		"broken JSON":     {"{\"name\": ", "law.file.json", ""},
		"unknown key":     {`{"changes": [{"act": "add", "colour": "red"}]}`, "law.file.column", ""},
		"nested":          {`{"changes": [{"act": {"a": 1}}]}`, "law.file.column", ""},
		"act":             {head + "abolish,Aloe vera,II,,,,,2027-01-01,,\n", "law.file.invalid", "2.act law.row.act"},
		"no appendix":     {head + "add,Aloe vera,,,,,,2027-01-01,,\n", "law.file.invalid", "2.appendix law.row.missing"},
		"wrong appendix":  {head + "add,Aloe vera,IV,,,,,2027-01-01,,\n", "law.file.invalid", "2.appendix law.row.code"},
		"no party":        {head + "add,Aloe vera,III,,,,,2027-01-01,,\n", "law.file.invalid", "2.party law.row.missing"},
		"no day":          {head + "add,Aloe vera,II,,,,,,,\n", "law.file.invalid", "2.from law.row.missing"},
		"not a day":       {head + "add,Aloe vera,II,,,,,2027-02-30,,\n", "law.file.invalid", "2.from law.row.day"},
		"days":            {head + "add,Aloe vera,II,,,,,2027-02-03,2027-01-01,\n", "law.file.invalid", "2.until law.row.days"},
		"country":         {head + "add,Aloe vera,II,,,,Q9,2027-02-03,,\n", "law.file.invalid", "2.populations law.row.code"},
		"to itself":       {head + "transfer,Aloe vera,II,II,,,,2027-02-03,,\n", "law.file.invalid", "2.appendix law.row.appendix"},
		"quota quantity":  {head + "quota,Aloe vera,,,,GH,,2027-02-03,2027-12-31,many\n", "law.file.invalid", "2.quantity law.row.quantity"},
		"quota no end":    {head + "quota,Aloe vera,,,,GH,,2027-02-03,,5\n", "law.file.invalid", "2.until law.row.missing"},
		"too many rows":   {head + strings.Repeat("add,Aloe vera,II,,,,,2027-02-03,,\n", species.MaxAmendmentRows+1), "law.file.rows", ""},
		"too many faults": {head + strings.Repeat("abolish,,,,,,,,,\n", 60), "law.file.invalid", "2.from law.row.missing"},
	} {
		_, err := species.ReadAmendments(name, strings.NewReader(x.body))
		f := fault.Of(err)
		if f == nil || f.Key != x.key {
			t.Errorf("%s: %v, want %s", name, err, x.key)
			continue
		}
		if name == "encoding" && f.Args["row"] != "2" {
			t.Errorf("encoding: %v", f.Args)
		}
		if x.field != "" && (len(f.Fields) == 0 || len(f.Fields) > 50 || f.Fields[0].Name+" "+f.Fields[0].Key != x.field) {
			t.Errorf("%s: %v, want %s", name, f.Fields, x.field)
		}
	}
}

// TestAmended plays amendments over the small family and asks on the day before
// and the day itself.
func TestAmended(t *testing.T) {
	head := "act,taxon,appendix,to,party,populations,part,annotation,except_taxa,from\n"
	for name, x := range map[string]struct {
		rows          string
		taxon         string
		country       cites.Country
		before, after string
	}{
		"up-listing of a species under a family": {"transfer,Testa alba,II,I,,,,,,2027-03-05", "Testa alba", "KE", "II", "I"},
		"and of its subspecies not":              {"transfer,Testa tertia,II,I,,,,,,2027-03-05", "Testa alba", "KE", "II", "II"},
		"up-listing of one population":           {"transfer,Testa alba,II,I,,BW,,,,2027-03-05", "Testa alba", "BW", "II", "I"},
		"the other populations stay":             {"transfer,Testa alba,II,I,,BW,,,,2027-03-05", "Testa alba", "KE", "II", "II"},
		"down-listing of one population":         {"transfer,Testa rubra,I,II,,KE,,,,2027-03-05", "Testa rubra", "KE", "I", "II"},
		"its neighbour stays":                    {"transfer,Testa rubra,I,II,,KE,,,,2027-03-05", "Testa rubra", "ZA", "I", "I"},
		"up-listing of a population joins":       {"transfer,Testa rubra,II,I,,BW,,,,2027-03-05", "Testa rubra", "BW", "II", "I"},
		"deletion of a population":               {"delete,Testa rubra,I,,,ZA,,,,2027-03-05", "Testa rubra", "ZA", "I", "II"}, // the family's holds
		"deletion under a family":                {"delete,Testa alba,II,,,,,,,2027-03-05", "Testa alba", "KE", "II", ""},
		"deletion of the family":                 {"delete,Testidae,II,,,,,,,2027-03-05", "Testa alba", "KE", "II", ""},
		"and of a subspecies listed apart not":   {"delete,Testidae,II,,,,,,,2027-03-05", "Testa alba minor", "KE", "I", "I"},
		"Appendix III remains under it":          {"delete,Testidae,II,,,,,,,2027-03-05", "Testa tertia", "GH", "II", "III"},
		"addition":                               {"add,Testa libera,II,,,,,#4,,2027-03-05", "Testa libera", "KE", "", "II"},
		"addition of a population":               {"add,Testa libera,I,,,BW,,,,2027-03-05", "Testa libera", "BW", "", "I"},
		"addition leaves others out":             {"add,Testa libera,I,,,BW,,,,2027-03-05", "Testa libera", "KE", "", ""},
		"Appendix III":                           {"add,Testa libera,III,,GH,,,,,2027-03-05", "Testa libera", "KE", "", "III"},
		"two rows of one day":                    {"add,Testa libera,II,,,,,,,2027-03-05\ntransfer,Testa libera,II,I,,BW,,,,2027-03-05", "Testa libera", "BW", "", "I"},
		"annotation alone keeps the appendix":    {"annotate,Testidae,II,,,,,#9,,2027-03-05", "Testa alba", "KE", "II", "II"},
		"except a taxon":                         {"add,Testa,I,,,,,,Testa alba,2027-03-05", "Testa alba", "KE", "II", "II"},
		"but its sister":                         {"add,Testa,I,,,,,,Testa alba,2027-03-05", "Testa tertia", "GH", "II", "I"},
	} {
		c := small(t)
		s, err := species.ReadAmendments(name, strings.NewReader(head+x.rows+"\n"))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		named(s)
		after, misfits := c.Amended(s)
		if len(misfits) > 0 {
			t.Errorf("%s: %v", name, misfits)
		}
		id := species.MakeID(cites.Animalia, x.taxon)
		if e := after.Listings(id, x.country, day(t, "2027-03-04")); e.Label() != x.before {
			t.Errorf("%s: the day before %q, want %q", name, e.Label(), x.before)
		}
		if e := after.Listings(id, x.country, day(t, "2027-03-05")); e.Label() != x.after {
			t.Errorf("%s: on the day %q, want %q", name, e.Label(), x.after)
		}
		if e := c.Listings(id, x.country, day(t, "2027-03-05")); e.Label() != x.before {
			t.Errorf("%s: the old catalogue changed to %q", name, e.Label())
		}
	}
}

// named gives the rows the ids of their names, as Library.Understand does.
func named(s *species.Amendments) {
	for i := range s.Rows {
		s.Rows[i].TaxonID = species.MakeID(cites.Animalia, s.Rows[i].Taxon)
		for n, x := range s.Rows[i].ExceptTaxa {
			s.Rows[i].ExceptTaxa[n] = species.MakeID(cites.Animalia, string(x))
		}
	}
}

func TestAmendmentsThatDoNotFit(t *testing.T) {
	head := "act,taxon,appendix,to,populations,from\n"
	for rows, key := range map[string]string{
		"delete,Testa libera,II,,,2027-03-05":        "law.row.none",
		"transfer,Testa libera,II,I,,2027-03-05":     "law.row.none",
		"annotate,Testa alba,I,,,2027-03-05":         "law.row.none",
		"add,Testidae,II,,,2027-03-05":               "law.row.already",
		"delete,Testa alba,II,,BW,2027-03-05":        "law.row.inherited",
		"transfer,Testa alba minor,I,II,,1984-03-05": "law.row.none", // before it was listed
	} {
		s, err := species.ReadAmendments("x", strings.NewReader(head+rows+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		named(s)
		if _, misfits := small(t).Amended(s); len(misfits) != 1 || misfits[0].Key != key || misfits[0].Row != 2 {
			t.Errorf("%s: %v, want %s", rows, misfits, key)
		}
	}
}
