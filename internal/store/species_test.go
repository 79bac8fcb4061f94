package store_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func speciesAdmin() actor.Actor {
	return actor.Actor{ID: "admin-1", Name: "Ada", Roles: []actor.Role{actor.Administrator}}
}

func newImporter(d *store.DB) *species.Importer {
	today := func() cites.Date { return cites.Date{Year: 2026, Month: 6, Day: 1} }
	s := store.Species{DB: d}
	n := 0
	return &species.Importer{Store: s, Library: &species.Library{Store: s, Today: today}, Today: today,
		Now:   func() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC) },
		NewID: func() string { n++; return fmt.Sprintf("upload-%d", n) }}
}

const checklistHeader = "TaxonId,Kingdom,Phylum,Class,Order,Family,Genus,Species,Subspecies,FullName,AuthorYear,RankName,CurrentListing,FullAnnotationEnglish,AnnotationEnglish,AnnotationSpanish,AnnotationFrench,#AnnotationSymbol,#Annotation,SynonymsWithAuthors,EnglishNames,SpanishNames,FrenchNames,CitesAccepted,All_DistributionISOCodes,All_DistributionFullNames,Extinct_Distribution\n"

// small is a Checklist of four rows: a family, a genus, two species.
func small() string {
	return checklistHeader +
		`10,Plantae,,,Testales,Testaceae,,,,Testaceae,Auth.,FAMILY,I/II,Appendix II:Except the species in Appendix I,Appendix II:,,,#4,Appendix II:All parts,,,,,true,,,` + "\n" +
		`11,Plantae,,,Testales,Testaceae,Testa,,,Testa,Auth.,GENUS,I/II,Appendix II:Except the species in Appendix I,Appendix II:,,,#4,Appendix II:All parts,,,,,true,,,` + "\n" +
		`12,Plantae,,,Testales,Testaceae,Testa,alba,,Testa alba,"(L.) Auth., 1801",SPECIES,I,Appendix I: ,Appendix I: ,,,,Appendix I: ,"Prior alba L., 1753, Prior candida Mill., 1768",White testa,Testa blanca,Testa blanche,true,"ZA, HK, MZ","South Africa, Hong Kong, SAR, Mozambique",Mozambique` + "\n" +
		`13,Plantae,,,Testales,Testaceae,Testa,nigra,,Testa nigra,Auth.,SPECIES,II,Appendix II:Except the species in Appendix I,Appendix II:,,,#4,Appendix II:All parts,,,,,true,BR,Brazil,` + "\n"
}

func TestImportChecklist(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		ctx, i := t.Context(), newImporter(d)
		if err := i.Seed(ctx, actor.Machine()); err != nil {
			t.Fatal(err)
		}
		before := i.Library.Current().Len()
		r, err := i.Import(ctx, speciesAdmin(), species.File{Name: "Index_2026-05-01.csv", Body: strings.NewReader(small())}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.Rows != 4 || r.Added != 4 || r.Opened != 2 || r.RefusedInAll != 0 || r.AsOf.String() != "2026-05-01" || r.Edition != 2 {
			t.Errorf("report %+v", r)
		}
		c := i.Library.Current()
		if c.Len() != before+4 {
			t.Errorf("%d taxa, want %d", c.Len(), before+4)
		}
		alba, ok := c.Taxon("plantae.testa-alba")
		if !ok || alba.Occurs("MZ") != species.Extinct || alba.Occurs("HK") != species.Native || alba.CommonName("fr") != "Testa blanche" {
			t.Errorf("taxon %+v", alba)
		}
		if found := c.Find("prior CANDIDA"); len(found) != 1 || found[0] != alba {
			t.Errorf("synonym finds %v", found)
		}
		on := cites.Date{Year: 2026, Month: 6, Day: 1}
		if e := c.Listings("plantae.testa-alba", "ZA", on); e.Appendix != cites.AppendixI {
			t.Errorf("alba: %+v", e)
		}
		e := c.Listings("plantae.testa-nigra", "BR", on)
		if e.Appendix != cites.AppendixII || e.Listings[0].Taxon != "plantae.testaceae" || e.Listings[0].Hash != "#4" {
			t.Errorf("nigra: %+v", e)
		}
		again, err := i.Import(ctx, speciesAdmin(), species.File{Name: "Index_2026-05-01.csv", Body: strings.NewReader(small())}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if again.Added+again.Changed+again.Opened+again.Closed != 0 || again.Edition != 0 {
			t.Errorf("the same file again changes something: %+v", again)
		}
	})
}

func TestImportTransfersToAnotherAppendix(t *testing.T) {
	d := storetest.Open(t)
	ctx, i := t.Context(), newImporter(d)
	if _, err := i.Import(ctx, speciesAdmin(), species.File{Name: "a", AsOf: cites.Date{Year: 2025, Month: 1, Day: 1}, Body: strings.NewReader(small())}, nil); err != nil {
		t.Fatal(err)
	}
	later := strings.Replace(small(), "SPECIES,I,Appendix I: ,Appendix I: ,,,,Appendix I: ", "SPECIES,II,Appendix II: ,Appendix II: ,,,,Appendix II: ", 1)
	r, err := i.Import(ctx, speciesAdmin(), species.File{Name: "b", AsOf: cites.Date{Year: 2026, Month: 3, Day: 5}, Body: strings.NewReader(later)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Closed != 1 || r.Opened != 1 || len(r.Changes) != 1 || r.Changes[0] != (species.Change{Name: "Testa alba", Before: "I", After: "II"}) {
		t.Errorf("report %+v", r)
	}
	c := i.Library.Current()
	for day, want := range map[string]cites.Appendix{"2026-03-04": "I", "2026-03-05": "II"} {
		on, _ := cites.ParseDate(day)
		if e := c.Listings("plantae.testa-alba", "", on); e.Appendix != want {
			t.Errorf("on %s: %s, want %s", day, e.Appendix, want)
		}
	}
	older := small()
	kept, err := i.Import(ctx, speciesAdmin(), species.File{Name: "c", AsOf: cites.Date{Year: 2024, Month: 1, Day: 1}, Body: strings.NewReader(older)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if kept.Kept == 0 || kept.Opened+kept.Closed != 0 {
		t.Errorf("an older file changed listings: %+v", kept)
	}
}

func TestImportRefusesWrongFiles(t *testing.T) {
	d := storetest.Open(t)
	i := newImporter(d)
	many := strings.Builder{}
	many.WriteString(checklistHeader)
	for n := range 100_000 {
		fmt.Fprintf(&many, "%d,Animalia,,,,,,,,Species a%d,,SPECIES,II,,,,,,,,,,,,,,\n", n+1, n)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	io.WriteString(z, small())
	z.Close()
	for name, x := range map[string]struct{ body, key, row, column string }{
		"empty":     {"", "species.import.empty", "", ""},
		"header":    {"a,b,c\n1,2,3\n", "species.import.header", "", "TaxonId"},
		"column":    {strings.Replace(small(), "FullName,", "Nom,", 1), "species.import.header", "", "FullName"},
		"separator": {strings.ReplaceAll(small(), ",", ";"), "species.import.separator", "", ""},
		"utf-16":    {"\xff\xfeT\x00a\x00", "species.import.encoding", "1", ""},
		"latin-1":   {strings.Replace(small(), "White testa", "Bl\xe9", 1), "species.import.encoding", "4", "EnglishNames"},
		"truncated": {small()[:len(small())-20], "species.import.columns", "5", ""},
		"quotes":    {strings.Replace(small(), `White testa`, `"White`, 1), "species.import.quotes", "4", ""},
		"too many":  {many.String(), "species.import.too_many", "80002", ""},
		"cut gzip":  {packed.String()[:packed.Len()-30], "species.import.truncated", "", ""},
		"binary":    {"\x89PNG\r\n\x1a\n\x00\x00", "species.import.encoding", "1", ""},
		"nothing":   {checklistHeader, "species.import.nothing", "", ""},
	} {
		_, err := i.Import(t.Context(), speciesAdmin(), species.File{Name: name, Body: strings.NewReader(x.body)}, nil)
		f := fault.Of(err)
		if f == nil || f.Kind != fault.Invalid || f.Key != x.key {
			t.Errorf("%s: %v, want %s", name, err, x.key)
			continue
		}
		if (x.row != "" && f.Args["row"] != x.row) || (x.column != "" && f.Args["column"] != x.column) {
			t.Errorf("%s: %v, want row %s column %s", name, f.Args, x.row, x.column)
		}
	}
	if err := i.Library.Refresh(t.Context()); err != nil || i.Library.Current().Len() != 0 {
		t.Errorf("something was loaded: %v, %d taxa", err, i.Library.Current().Len())
	}
}

func TestImportNamesRefusedRows(t *testing.T) {
	body := small() +
		"x,Animalia,,,,,,,,Aaa bbb,,SPECIES,II,,,,,,,,,,,,,,\n" +
		"21,Fungi,,,,,,,,Aaa ccc,,SPECIES,II,,,,,,,,,,,,,,\n" +
		"22,Animalia,,,,,,,,Aaa ddd,,TRIBE,II,,,,,,,,,,,,,,\n" +
		"23,Animalia,,,,,,,,,,SPECIES,II,,,,,,,,,,,,,,\n" +
		"24,Animalia,,,,,,,,Aaa eee,,SPECIES,IV,,,,,,,,,,,,,,\n" +
		"25,Plantae,,,,,,,,testa ALBA,,SPECIES,II,,,,,,,,,,,,,,\n"
	r, err := newImporter(storetest.Open(t)).Import(t.Context(), speciesAdmin(), species.File{Name: "x", Body: strings.NewReader(body)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range r.Refused {
		got = append(got, fmt.Sprint(x.Row, " ", x.Column, " ", x.Key))
	}
	want := []string{"6 TaxonId species.import.row.id", "7 Kingdom species.import.row.kingdom", "8 RankName species.import.row.rank",
		"9 FullName species.import.row.name", "10 CurrentListing species.import.row.listing", "11 FullName species.import.row.twice"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") || r.RefusedInAll != 6 || r.Added != 4 {
		t.Errorf("refused:\n%s", strings.Join(got, "\n"))
	}
}

func TestImportIsDenied(t *testing.T) {
	i := newImporter(storetest.Open(t))
	trader := actor.Actor{ID: "t", Roles: []actor.Role{actor.Trader}}
	_, err := i.Import(t.Context(), trader, species.File{Name: "x", Body: strings.NewReader(small())}, nil)
	if fault.KindOf(err) != fault.Denied {
		t.Errorf("a trader imports: %v", err)
	}
	if _, err := i.Upload(t.Context(), trader, species.File{Name: "x", Body: strings.NewReader(small())}); fault.KindOf(err) != fault.Denied {
		t.Errorf("a trader uploads: %v", err)
	}
}

// TestImportIsAllOrNothing lets the transaction fail after rows were written.
func TestImportIsAllOrNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		i := newImporter(d)
		i.Store = failing{i.Store}
		if _, err := i.Import(t.Context(), speciesAdmin(), species.File{Name: "x", Body: strings.NewReader(small())}, nil); err == nil {
			t.Fatal("the broken store did not break")
		}
		if err := i.Library.Refresh(t.Context()); err != nil || i.Library.Current().Len() != 0 {
			t.Errorf("half an import is there: %v, %d taxa", err, i.Library.Current().Len())
		}
	})
}

// failing breaks when the edition is written, after the taxa.
type failing struct{ species.Store }

func (f failing) Update(ctx context.Context, fn func(species.Tx) error) error {
	return f.Store.Update(ctx, func(tx species.Tx) error { return fn(failingTx{tx}) })
}

type failingTx struct{ species.Tx }

func (failingTx) InsertEdition(context.Context, species.Edition) error { return io.ErrClosedPipe }

func TestUploadedFileIsImportedByAJob(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		ctx, i := t.Context(), newImporter(d)
		id, err := i.Upload(ctx, speciesAdmin(), species.File{Name: "Index_2026-05-01.csv", Body: strings.NewReader(small())})
		if err != nil {
			t.Fatal(err)
		}
		args := []byte(`{"upload":"` + id + `"}`)
		if err := (species.ImportJob{Importer: i}).Work(ctx, args); err != nil {
			t.Fatal(err)
		}
		u, err := i.Watch(ctx, speciesAdmin(), id)
		if err != nil || u.State != species.Done || u.Report == nil || u.Report.Added != 4 || u.AsOf.String() != "2026-05-01" {
			t.Fatalf("upload %+v, %v", u, err)
		}
		if err := (species.ImportJob{Importer: i}).Work(ctx, args); err != nil {
			t.Errorf("the job again: %v", err)
		}
		bad := strings.Replace(small(), `White testa`, `"White`, 1)
		id, err = i.Upload(ctx, speciesAdmin(), species.File{Name: "bad.csv", Body: strings.NewReader(bad)})
		if err != nil {
			t.Fatal(err)
		}
		if err := (species.ImportJob{Importer: i}).Work(ctx, []byte(`{"upload":"`+id+`"}`)); err != nil {
			t.Fatal(err)
		}
		u, err = i.Watch(ctx, speciesAdmin(), id)
		if err != nil || u.State != species.Refused || u.Fault == nil || u.Fault.Key != "species.import.quotes" {
			t.Fatalf("upload %+v, %v", u, err)
		}
		if all, err := i.Uploads(ctx, speciesAdmin(), 10); err != nil || len(all) != 2 {
			t.Errorf("%d uploads, %v", len(all), err)
		}
	})
}

// sharedChecklist is the real index of 2017, which is not part of the project.
func sharedChecklist(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("OPENCITES_DATA_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	path := filepath.Join(dir, "checklist", "Index_of_CITES_Species_2017-04-21.csv.gz")
	if _, err := os.Stat(path); err != nil {
		t.Skip("the Checklist of 2017 is not in ../shared/data; see README")
	}
	return path
}

func TestImportWholeChecklist(t *testing.T) {
	path := sharedChecklist(t)
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		ctx, i := t.Context(), newImporter(d)
		if err := i.Seed(ctx, actor.Machine()); err != nil {
			t.Fatal(err)
		}
		load := func() *species.Report {
			f, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			steps := 0
			r, err := i.Import(ctx, speciesAdmin(), species.File{Name: filepath.Base(path), Body: f}, func(species.Phase, int) { steps++ })
			if err != nil {
				t.Fatal(err)
			}
			if steps < 38 {
				t.Errorf("progress was called %d times", steps)
			}
			return r
		}
		r := load()
		if r.LeftOutInAll != 47 { // the code S1, which is not ISO
			t.Errorf("%d values left out", r.LeftOutInAll)
		}
		t.Logf("rows %d added %d changed %d same %d kept %d opened %d closed %d refused %d", r.Rows, r.Added, r.Changed, r.Same, r.Kept, r.Opened, r.Closed, r.RefusedInAll)
		if r.Rows != 38079 || r.RefusedInAll != 0 || r.AsOf.String() != "2017-04-21" {
			t.Errorf("report %+v", r)
		}
		if again := load(); again.Edition != 0 || again.Added+again.Changed+again.Opened+again.Closed != 0 {
			t.Errorf("the same file again changes something: %+v", again)
		}
	})
}
