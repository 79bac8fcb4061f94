package store_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// sample is a small file of one shape.
type sample struct {
	shape  species.Shape
	sep    string
	head   string // columns between bars
	rows   string // cells between bars
	needed string // a column without which the shape is not recognised
	column string // a column that is read as text
	text   string // its value in the last row
}

// samples has every shape of file that the importer recognises. Those with
// legacy ids refer to the backbone, which is imported with them.
func samples() []sample {
	legacy := "kingdom|rank|legacy_rec_id|full_name|"
	one := "Animalia|SPECIES|1|Testus n1|"
	return []sample{
		{species.TaxaShape, "\t", legacy + "author_year|name_status|taxonomy|phylum|class|order|family|genus|parent_rank|parent_legacy_rec_id|speciesplus_id_2017",
			"Animalia|SPECIES|50|Testus novus|L.|A|CITES_EU|Chordata|Testa|Testales|Testidae|Testus|GENUS|1|950000\n" +
				"Animalia|SPECIES|51|Testus alter|Auth.|A|CITES_EU|Chordata|Testa|Testales|Testidae|Testus|GENUS|1|950001", "name_status", "author_year", "Auth."},
		{species.ChecklistShape, ",", strings.ReplaceAll(strings.TrimSpace(checklistHeader), ",", "|"),
			"12|Plantae|||Testales|Testaceae|Testa|alba||Testa alba|Auth.|SPECIES|I|Appendix I: |Appendix I: |||||Prior alba L.|White testa|Testa blanca|Testa blanche|true|ZA|South Africa|", "CurrentListing", "EnglishNames", "White testa"},
		{species.ListingsShape, ",", "Id|Kingdom|Phylum|Class|Order|Family|Genus|Species|Subspecies|Scientific Name|Author|Rank|Listing|Party|Listed under|Full note|# Full note|All_DistributionFullNames|All_DistributionISOCodes",
			"6810|Animalia|Chordata|Testa|Testales|Testidae|Testus|n1||Testus n1|Daudin|SPECIES|II||Testales spp.|As agreed||Kenya|KE", "Listed under", "Author", "Daudin"},
		{species.NewNamesShape, ",", "Scientific name|ID|Parent name|ParentID|Status", "Testus tertius|960000|Testus|900000|A", "Parent name", "Scientific name", "Testus tertius"},
		{species.NewSynonymsShape, ",", "Scientific name|Rank|RecID|ParentRank|ParentID|Status|Species Author|Notes|Designation|AcceptedRank|AcceptedID",
			"Testus vetus|SPECIES||GENUS|900000|S|Linnaeus||CITES_EU|SPECIES|900001", "AcceptedID", "Species Author", "Linnaeus"},
		{species.SynonymsShape, "\t", legacy + "author_year|status|accepted_rank|accepted_legacy_rec_id|accepted_full_name",
			"Animalia|SPECIES|96132|Colymbus aalge|Pontoppidan|S|SPECIES|1|Testus n1", "accepted_rank", "author_year", "Pontoppidan"},
		{species.CommonNamesShape, "\t", legacy + "lang_iso3|name", one + "FRA|Teste commun", "lang_iso3", "name", "Teste commun"},
		{species.DistributionShape, "\t", legacy + "geo_type|iso2|tags", one + "Country|GR|introduced", "geo_type", "tags", "introduced"},
		{species.NewRangeShape, ",", "taxon_concept_id|Rank|GEO_entity|ISO Code 2|Reference IDs|Designation", "900001|SPECIES|COUNTRY|AR|18813|CITES_EU", "GEO_entity", "Designation", "CITES_EU"},
		{species.ChangesShape, "\t", legacy + "appendix|change_type|effective_at|party_iso2|is_current|full_note_en", one + "I|ADDITION|1985-01-01||1|All specimens", "effective_at", "full_note_en", "All specimens"},
		{species.ExportQuotasShape, "\t", legacy + "iso2|year|quota|unit|terms|sources|start_date|end_date|published|is_current|public_display|notes|link",
			one + "TZ|2013|3000||LIV|W|2013-01-01|2013-12-31|2013-01-05|1|1|live|https", "sources", "notes", "live"},
		{species.QuotasShape, ",", "Kingdom|FullName|Rank|Year|Party|Quota|Unit|Notes|URL", "Animalia|Testus n1|SPECIES|2022|Guyana|500|NA|live specimens|NA", "Notes", "Notes", "live specimens"},
		{species.SuspensionTableShape, "\t", "is_current|kingdom|rank|legacy_rec_id|full_name|iso2|start_notification|start_date|basis|url|end_notification|excluded_taxa|notes",
			"1|Animalia|SPECIES|1|Testus n1|IN|Notif. 1|1999-05-31|Significant trade||||All exports", "basis", "notes", "All exports"},
		{species.SuspensionsShape, ",", "Kingdom|Full Name|Rank|Start date|Start notification|End date|Party|Notes|Basis",
			"Animalia|Testus n1|SPECIES|2001-02-03|Notif. 2||Ghana|All exports|Significant trade", "Start notification", "Notes", "All exports"},
		{species.EUListingsShape, "\t", legacy + "annex|change_type|effective_at|full_note_en", one + "D|ADDITION|2012-12-15|Applies", "effective_at", "full_note_en", "Applies"},
		{species.EUDecisionsShape, "\t", legacy + "iso2|decision|date|notes", one + "PE|iii)|2009-11-30|wild", "decision", "notes", "wild"},
		{species.QuotaUseShape, ",", "Quota_type|Quota_ID|Exporter|Year|Taxon|Quota|Volume|Term", "Term|11|CO|1997|Boa constrictor|30000|0|live", "Volume", "Term", "live"},
	}
}

// file is the sample as it stands in a file.
func (s sample) file() string {
	return strings.ReplaceAll(s.head, "|", s.sep) + "\n" + strings.ReplaceAll(s.rows, "|", s.sep) + "\n"
}

// lines is how many rows the file has, the header as one.
func (s sample) lines() int { return strings.Count(s.file(), "\n") }

func utf16Of(s string, mark bool) string {
	var b []byte
	if mark {
		b = []byte{0xff, 0xfe}
	}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

func gzipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, s)
	z.Close()
	return b.String()
}

// repeated is a file that goes on for n rows without being in memory.
type repeated struct {
	rest string
	row  string
	n    int
}

func (r *repeated) Read(p []byte) (int, error) {
	for r.rest == "" {
		if r.n <= 0 {
			return 0, io.EOF
		}
		r.rest, r.n = strings.Repeat(r.row, 1000), r.n-1000
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// dump is all that a database has, in all tables.
func dump(t *testing.T, d *store.DB, without ...string) string {
	t.Helper()
	names := query(t, d, `select name from sqlite_master where type = 'table' order by name`)
	var b strings.Builder
	for _, n := range names {
		if table := n[0]; !slices.Contains(without, table) {
			fmt.Fprintln(&b, table, query(t, d, `select * from "`+table+`"`))
		}
	}
	return b.String()
}

func query(t *testing.T, d *store.DB, sql string) [][]string {
	t.Helper()
	rows, err := d.Raw().QueryContext(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for rows.Next() {
		cells, at := make([]string, len(columns)), make([]any, len(columns))
		values := make([]any, len(columns))
		for i := range at {
			at[i] = &values[i]
		}
		if err := rows.Scan(at...); err != nil {
			t.Fatal(err)
		}
		for i, v := range values {
			cells[i] = fmt.Sprint(v)
		}
		out = append(out, cells)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// stocked is a catalogue with a genus of five species, listed, limited and
// suspended.
func stocked(t *testing.T) (*store.DB, *species.Importer) {
	t.Helper()
	d := storetest.Open(t)
	i := newImporter(d)
	if err := i.Seed(t.Context(), actor.Machine()); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"changes.tsv": genusListed(), "quotas.tsv": quotaOf(3, "10")}
	if _, err := i.ImportAll(t.Context(), speciesAdmin(), "old", append(refFiles(files), backboneFile()), nil); err != nil {
		t.Fatal(err)
	}
	return d, i
}

func backboneFile() species.File {
	return refFiles(map[string]string{"backbone.tsv": backbone(5)})[0]
}

// TestEverySpoiltFileIsRefusedWhole spoils a file of every shape in every way.
// Each is refused with its name and place, and the database is as before, to
// the last row of every table.
func TestEverySpoiltFileIsRefusedWhole(t *testing.T) {
	d, i := stocked(t)
	before := dump(t, d)
	for _, s := range samples() {
		good, last := s.file(), fmt.Sprint(s.lines())
		cut := strings.LastIndex(strings.TrimSpace(good), s.sep)
		packed := gzipped(good)
		var most runtime.MemStats
		for name, x := range map[string]struct {
			body             io.Reader
			key, row, column string
		}{
			"wrong header":     {strings.NewReader(strings.Replace(good, s.needed, "Colour", 1)), "species.import.header", "", s.needed},
			"utf-16":           {strings.NewReader(utf16Of(good, true)), "species.import.encoding", "1", ""},
			"utf-16, no mark":  {strings.NewReader(utf16Of(good, false)), "species.import.encoding", "1", ""},
			"latin-1":          {strings.NewReader(replaceLast(good, s.text, s.text[:2]+"\xe9"+s.text[2:])), "species.import.encoding", last, s.column},
			"nul":              {strings.NewReader(replaceLast(good, s.text, s.text[:2]+"\x00"+s.text[2:])), "species.import.nul", last, s.column},
			"cut in a row":     {strings.NewReader(good[:cut]), "species.import.columns", last, ""},
			"cut gzip":         {strings.NewReader(packed[:len(packed)-12]), "species.import.truncated", "", ""},
			"gzip gone wrong":  {strings.NewReader(packed[:len(packed)-6] + "\x00\x01\x02\x03\x04\x05"), "species.import.truncated", "", ""},
			"ten million rows": {&repeated{rest: good, row: lastLine(good), n: 10_000_000}, "species.import.too_many", "", ""},
			"empty":            {strings.NewReader(""), "species.import.empty", "", ""},
		} {
			file := species.File{Name: "spoilt.csv", Folder: "set_2013", Body: x.body}
			_, err := i.ImportAll(t.Context(), speciesAdmin(), "set", []species.File{backboneFile(), file}, nil)
			runtime.ReadMemStats(&most)
			f := fault.Of(err)
			switch {
			case f == nil || f.Kind != fault.Invalid || f.Key != x.key:
				t.Errorf("%s, %s: %v, want %s", s.shape, name, err, x.key)
			case f.Args["file"] != "spoilt.csv":
				t.Errorf("%s, %s: of file %q", s.shape, name, f.Args["file"])
			case (x.row != "" && f.Args["row"] != x.row) || (x.column != "" && f.Args["column"] != x.column):
				t.Errorf("%s, %s: %v, want row %s column %s", s.shape, name, f.Args, x.row, x.column)
			}
			if most.Sys > 400<<20 {
				t.Fatalf("%s, %s: %d MiB of memory", s.shape, name, most.Sys>>20)
			}
		}
		if after := dump(t, d); after != before {
			t.Fatalf("%s: a refused file left something behind", s.shape)
		}
		r, err := i.ImportAll(t.Context(), speciesAdmin(), "set", []species.File{backboneFile(), {Name: "good.csv", Folder: "set_2013", Body: strings.NewReader("\ufeff" + good)}}, nil)
		if err != nil || r.RefusedInAll != 0 || !slices.ContainsFunc(r.Files, func(f species.FileReport) bool { return f.Name == "good.csv" && f.Shape == s.shape }) {
			t.Errorf("%s, whole and with a mark of UTF-8: %+v, %v", s.shape, r, err)
		}
		before = dump(t, d)
	}
}

func replaceLast(s, old, by string) string {
	at := strings.LastIndex(s, old)
	return s[:at] + by + s[at+len(old):]
}

func lastLine(s string) string {
	s = strings.TrimSuffix(s, "\n")
	return s[strings.LastIndex(s, "\n")+1:] + "\n"
}

// TestASpoiltArchiveIsRefused cuts a zip at several places, and spoils what is in it.
func TestASpoiltArchiveIsRefused(t *testing.T) {
	d, i := stocked(t)
	before := dump(t, d)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("taxa.tsv")
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(w, backbone(2000))
	z.Close()
	whole := b.String()
	spoilt := []byte(whole)
	spoilt[len(spoilt)/2] ^= 0xff
	for name, body := range map[string]string{"a quarter": whole[:len(whole)/4], "nearly all": whole[:len(whole)-10]} {
		_, err := i.Upload(t.Context(), speciesAdmin(), species.File{Name: "set.zip", Body: strings.NewReader(body)})
		if f := fault.Of(err); f == nil || f.Kind != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	files, err := species.Unpack("set.zip", cites.Date{}, spoilt)
	if err == nil { // its list of contents is whole
		_, err = i.ImportAll(t.Context(), speciesAdmin(), "set.zip", files, nil)
	}
	if f := fault.Of(err); f == nil || f.Kind != fault.Invalid {
		t.Errorf("a byte: %v", err)
	}
	if after := dump(t, d); after != before {
		t.Error("something was loaded")
	}
}

// TestRowsThatCannotBeAreRefusedAlone puts rows into a good file that contradict
// it: each is refused with its place, and all else is as if it were not there.
func TestRowsThatCannotBeAreRefusedAlone(t *testing.T) {
	law := []string{"taxon", "listing", "species_quota", "species_suspension", "species_reservation"}
	for _, s := range samples() {
		cases := map[species.Shape]map[string]string{
			species.TaxaShape: {
				"Animalia|SPECIES|51|Testus quartus|L.|A|CITES_EU|Chordata|Testa|Testales|Testidae|Testus|GENUS|1|950007": "4 legacy_rec_id twice_id",
				"Animalia|SPECIES|52|Testus alter|L.|A|CITES_EU|Chordata|Testa|Testales|Alteridae|Testus|GENUS|1|":        "4 full_name two_places",
				"Animalia|GENUS|60|Rotus||A|CITES_EU|Chordata|Testa|Testales|Testidae|Rotus|SPECIES|61|":                  "4 parent_rank parent",
				"Animalia|SPECIES|61|Rotus rotans||A|CITES_EU|Chordata|Testa|Testales|Testidae|Rotus|SPECIES|61|":         "4 parent_rank parent",
				"Animalia|SPECIES|62|=HYPERLINK(1)||A|CITES_EU|Chordata|Testa|Testales|Testidae|Rotus|GENUS|60|":          "4 full_name name",
			},
			species.ChecklistShape: {
				"12|Plantae|||Testales|Testaceae|Testa|beta||Testa beta|Auth.|SPECIES|I||||||||||||||":   "3 TaxonId twice_id",
				"13|Plantae|||Testales|Testaceae|Testa|alba||Testa alba|Auth.|SPECIES|II||||||||||||||":  "3 FullName twice",
				"14|Plantae|||Testales|Alteraceae|Testa|alba||Testa alba|Auth.|SPECIES|II||||||||||||||": "3 FullName two_places",
			},
			species.ListingsShape: {
				"6810|Animalia|Chordata|Testa|Testales|Testidae|Testus|n2||Testus n2|L.|SPECIES|II||||||":  "3 Id twice_id",
				"6811|Animalia|Chordata|Testa|Testales|Alteridae|Testus|n1||Testus n1|L.|SPECIES|II||||||": "3 Scientific Name two_places",
			},
			species.NewNamesShape: {
				"Testus quintus|960000|Testus|900000|A":  "3 ID twice_id",
				"Testus quintus|960001|Nusquam|999999|A": "3 Parent name unknown_parent",
			},
			species.NewSynonymsShape:  {"Testus quintus|SPECIES||GENUS|900000|S|L.||CITES_EU|SPECIES|7": "3 AcceptedID unknown_id"},
			species.SynonymsShape:     {"Animalia|SPECIES|96133|Colymbus bis|L.|S|SPECIES|77|Testus n77": "3 accepted_full_name unknown"},
			species.CommonNamesShape:  {"Animalia|SPECIES|1|Testus n1|FRA|=1+1": "3 name name"},
			species.DistributionShape: {"Animalia|SPECIES|1|Testus n1|Country|Greece|": "3 iso2 no_country"},
			species.NewRangeShape:     {"7|SPECIES|COUNTRY|AR|18813|CITES_EU": "3 taxon_concept_id unknown_id"},
			species.ChangesShape: {
				"Animalia|SPECIES|1|Testus n1|I|ADDITION|31/02/1990||1|":  "3 effective_at date",
				"Animalia|SPECIES|1|Testus n1|IV|ADDITION|1990-01-01||1|": "3 appendix listing",
			},
			species.ExportQuotasShape: {
				"Animalia|SPECIES|2|Testus n2|TZ|2013|30||LIV|W|2013-12-31|2013-01-01|2013-01-05|1|1||": "3 end_date backwards",
				"Animalia|SPECIES|2|Testus n2|TZ|2013|30||LIV|W|2013-02-30|2013-12-31|2013-01-05|1|1||": "3 start_date date",
			},
			species.QuotasShape:          {"Animalia|Testus n2|SPECIES|20222|Guyana|500|NA||NA": "3 Year date"},
			species.SuspensionTableShape: {"0|Animalia|SPECIES|2|Testus n2|IN|Notif. 3|2001-05-31|Significant trade||Notif. 1||All exports": "3 end_notification no_end"},
			species.SuspensionsShape:     {"Animalia|Testus n2|SPECIES|2001-02-03|Notif. 4|1999-01-01|Ghana|All exports|Significant trade": "3 End date backwards"},
		}[s.shape]
		for row, want := range cases {
			var tables [2]string
			for n, body := range []string{s.file(), s.file() + strings.ReplaceAll(row, "|", s.sep) + "\n"} {
				d, i := stocked(t)
				file := species.File{Name: "file.csv", Folder: "set_2013", Body: strings.NewReader(body)}
				r, err := i.ImportAll(t.Context(), speciesAdmin(), "set", []species.File{backboneFile(), file}, nil)
				if err != nil {
					t.Fatalf("%s, %s: %v", s.shape, row, err)
				}
				if n == 1 && (len(r.Refused) != 1 || r.Refused[0].File != "file.csv" ||
					fmt.Sprint(r.Refused[0].Row, " ", r.Refused[0].Column, " ", strings.TrimPrefix(r.Refused[0].Key, "species.import.row.")) != want) {
					t.Errorf("%s, %s: refused %+v, want %s", s.shape, row, r.Refused, want)
				}
				for _, table := range law {
					tables[n] += fmt.Sprintln(query(t, d, `select * from `+table+` order by id`))
				}
			}
			if tables[0] != tables[1] {
				t.Errorf("%s, %s: the refused row changed something", s.shape, row)
			}
		}
	}
}
