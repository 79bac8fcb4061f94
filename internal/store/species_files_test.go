package store_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

const (
	taxaHead    = "kingdom\trank\tlegacy_rec_id\tfull_name\tauthor_year\tname_status\ttaxonomy\tphylum\tclass\torder\tfamily\tgenus\tparent_rank\tparent_legacy_rec_id\tspeciesplus_id_2017\n"
	changesHead = "kingdom\trank\tlegacy_rec_id\tfull_name\tappendix\tchange_type\teffective_at\tparty_iso2\tis_current\n"
	quotasHead  = "kingdom\trank\tlegacy_rec_id\tfull_name\tiso2\tyear\tquota\tunit\tterms\tsources\tstart_date\tend_date\tpublished\tis_current\tpublic_display\tnotes\n"
)

// backbone is a genus with n species.
func backbone(n int) string {
	var b strings.Builder
	b.WriteString(taxaHead + "Animalia\tGENUS\t1\tTestus\t\tA\tCITES_EU\tChordata\tTesta\tTestales\tTestidae\tTestus\tFAMILY\t1\t\n")
	for i := range n {
		fmt.Fprintf(&b, "Animalia\tSPECIES\t%d\tTestus n%d\t\tA\tCITES_EU\tChordata\tTesta\tTestales\tTestidae\tTestus\tGENUS\t1\t%d\n", i, i, 900000+i)
	}
	return b.String()
}

func genusListed() string {
	return changesHead + "Animalia\tGENUS\t1\t\tII\tADDITION\t1977-02-04\t\t1\n"
}

func quotaOf(id int, quantity string) string {
	return quotasHead + fmt.Sprintf("Animalia\tSPECIES\t%d\t\tKE\t2013\t%s\t\tLIV\tW\t2013-01-01\t2013-12-31\t2013-01-01\t1\t1\tlive\n", id, quantity)
}

func refFiles(bodies map[string]string) []species.File {
	var out []species.File
	for name, body := range bodies {
		out = append(out, species.File{Name: name, Folder: "set_2013", Body: strings.NewReader(body),
			Again: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(body)), nil }})
	}
	return out
}

func TestFilesAreTakenTogetherInTheirOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		i := newImporter(d)
		set := func() []species.File {
			return refFiles(map[string]string{"a_quotas.tsv": quotaOf(3, "10"), "b_changes.tsv": genusListed(), "z_taxa.tsv": backbone(3000)})
		}
		r, err := i.ImportAll(t.Context(), speciesAdmin(), "set_2013", set(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.Added != 3001 || r.Opened != 1 || r.Quotas.Added != 1 || r.RefusedInAll != 0 || r.AsOf.String() != "2013-01-01" || r.Files[0].Shape != species.TaxaShape {
			t.Errorf("report %+v", r)
		}
		if e := i.Library.Current().Listings("animalia.testus-n5", "", cites.Date{Year: 2020, Month: 1, Day: 1}); e.Label() != "II" {
			t.Errorf("a species below the genus: %q", e.Label())
		}
		again, err := i.ImportAll(t.Context(), speciesAdmin(), "set_2013", set(), nil)
		if err != nil || again.Edition != 0 || again.Added+again.Changed+again.Opened+again.Closed+again.Removed+again.Quotas.Added+again.Quotas.Changed != 0 {
			t.Errorf("the same again: %+v, %v", again, err)
		}
	})
}

// TestOneBrokenFileTakesNothing puts a broken file into a folder of good ones.
func TestOneBrokenFileTakesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		i := newImporter(d)
		_, err := i.ImportAll(t.Context(), speciesAdmin(), "set", refFiles(map[string]string{"taxa.tsv": backbone(3000), "changes.tsv": genusListed(),
			"quotas.tsv": quotaOf(3, "10") + "Animalia\tcut"}), nil)
		if f := fault.Of(err); f == nil || f.Key != "species.import.columns" || f.Args["row"] != "3" || f.Args["file"] != "quotas.tsv" {
			t.Errorf("broken file: %v", err)
		}
		if err := i.Library.Refresh(t.Context()); err != nil || i.Library.Current().Len() != 0 {
			t.Errorf("something was loaded: %v, %d taxa", err, i.Library.Current().Len())
		}
	})
}

func TestRowsOfLimitsAreRefused(t *testing.T) {
	i := newImporter(storetest.Open(t))
	body := quotaOf(1, "10") + strings.TrimPrefix(quotaOf(2, "ten"), quotasHead) + strings.TrimPrefix(quotaOf(99, "1"), quotasHead) +
		strings.Replace(strings.TrimPrefix(quotaOf(2, "5"), quotasHead), "2013-12-31", "2012-12-31", 1) +
		strings.Replace(strings.TrimPrefix(quotaOf(2, "5"), quotasHead), "2013-01-01\t2013-12-31", "31.13.2013\t2013-12-31", 1) +
		strings.Replace(strings.TrimPrefix(quotaOf(2, "5"), quotasHead), "\tKE\t", "\tKenya\t", 1)
	r, err := i.ImportAll(t.Context(), speciesAdmin(), "set", refFiles(map[string]string{"taxa.tsv": backbone(3), "quotas.tsv": body}), nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range r.Refused {
		got = append(got, fmt.Sprint(x.File, " ", x.Row, " ", x.Column, " ", strings.TrimPrefix(x.Key, "species.import.row.")))
	}
	want := "quotas.tsv 3 quota quota; quotas.tsv 4 full_name unknown; quotas.tsv 5 end_date backwards; quotas.tsv 6 start_date date; quotas.tsv 7 iso2 no_country"
	if strings.Join(got, "; ") != want || r.Quotas.Added != 1 {
		t.Errorf("refused %v\nwant %s", got, want)
	}
}

// TestAQuotaInUseKeepsItsQuantity: less than permits took cannot be the limit.
func TestAQuotaInUseKeepsItsQuantity(t *testing.T) {
	d := storetest.Open(t)
	i, ctx := newImporter(d), t.Context()
	load := func(quantity string, id int) *species.Report {
		r, err := i.ImportAll(ctx, speciesAdmin(), "set", refFiles(map[string]string{"taxa.tsv": backbone(3), "quotas.tsv": quotaOf(id, quantity)}), nil)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	load("10", 1)
	if r := load("20", 1); r.Quotas.Changed != 1 {
		t.Errorf("a quota that nobody uses: %+v", r.Quotas)
	}
	used := inUse{i.Store}
	i.Store = used
	if r := load("5", 1); r.Quotas.Changed != 0 || r.Reasons["species.import.row.quota_used"] != 1 {
		t.Errorf("a quota in use: %+v %v", r.Quotas, r.Reasons)
	}
}

// inUse shows every quota as drawn upon.
type inUse struct{ species.Store }

func (u inUse) View(ctx context.Context, fn func(species.Tx) error) error {
	return u.Store.View(ctx, func(tx species.Tx) error { return fn(inUseTx{tx}) })
}

type inUseTx struct{ species.Tx }

func (u inUseTx) Quotas(ctx context.Context) ([]species.Quota, error) {
	qs, err := u.Tx.Quotas(ctx)
	for i := range qs {
		qs[i].Used, qs[i].Entries = 6000, 1
	}
	return qs, err
}

// TestStagedRowsThatAreGoneTakeNothing lets another import drop what this one
// staged: the count does not fit, and nothing takes effect.
func TestStagedRowsThatAreGoneTakeNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		i := newImporter(d)
		i.Store = robbed{i.Store}
		_, err := i.ImportAll(t.Context(), speciesAdmin(), "set", refFiles(map[string]string{"taxa.tsv": backbone(3000)}), nil)
		if f := fault.Of(err); f == nil || f.Kind != fault.Conflict {
			t.Errorf("robbed of its rows: %v", err)
		}
		if err := i.Library.Refresh(t.Context()); err != nil || i.Library.Current().Len() != 0 {
			t.Errorf("half an import is there: %v, %d taxa", err, i.Library.Current().Len())
		}
	})
}

// robbed loses what was staged before it is taken over.
type robbed struct{ species.Store }

func (r robbed) Update(ctx context.Context, fn func(species.Tx) error) error {
	return r.Store.Update(ctx, func(tx species.Tx) error { return fn(robbedTx{tx}) })
}

type robbedTx struct{ species.Tx }

func (r robbedTx) TakeStaged(ctx context.Context, run string) (int64, error) {
	if err := r.Tx.DropStaged(ctx, ""); err != nil {
		return 0, err
	}
	return r.Tx.TakeStaged(ctx, run)
}

func TestAnArchiveIsUploaded(t *testing.T) {
	d := storetest.Open(t)
	i, ctx := newImporter(d), t.Context()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, body := range map[string]string{"x/quotas.tsv": quotaOf(1, "10"), "x/taxa.tsv": backbone(5), "x/readme.md": "no table"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, body)
	}
	z.Close()
	work := func(id string) species.Upload {
		t.Helper()
		if err := (species.ImportJob{Importer: i}).Work(ctx, []byte(`{"upload":"`+id+`"}`)); err != nil {
			t.Fatal(err)
		}
		u, err := i.Watch(ctx, speciesAdmin(), id)
		if err != nil || u.State != species.Done {
			t.Fatalf("%+v, %v", u, err)
		}
		return u
	}
	id, err := i.Upload(ctx, speciesAdmin(), species.File{Name: "set.zip", Body: bytes.NewReader(b.Bytes())})
	if err != nil {
		t.Fatal(err)
	}
	if u := work(id); u.Report.Added != 6 || u.Report.Quotas.Added != 1 {
		t.Errorf("archive: %+v", u.Report)
	}
	id, err = i.Upload(ctx, speciesAdmin(), species.File{Name: "changes_2014-01-01.tsv", Body: strings.NewReader(genusListed())},
		species.File{Name: "taxa_2014-01-01.tsv", Body: strings.NewReader(backbone(6))})
	if err != nil {
		t.Fatal(err)
	}
	if u := work(id); u.Report.Opened != 1 || u.Report.Added != 1 || u.Report.RefusedInAll != 0 {
		t.Errorf("two files: %+v", u.Report)
	}
	if _, err := i.Upload(ctx, speciesAdmin(), species.File{Name: "bad.zip", Body: strings.NewReader("PK\x03\x04 cut")}); fault.Of(err) == nil {
		t.Errorf("a broken archive: %v", err)
	}
}

// sharedSet is the set of 2013, which is not part of the project.
func sharedSet(t testing.TB) []species.File {
	t.Helper()
	dir := os.Getenv("OPENCITES_DATA_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	paths, _ := filepath.Glob(filepath.Join(dir, "speciesplus_2013", "*.tsv.gz"))
	if len(paths) == 0 {
		t.Skip("the set of 2013 is not in ../shared/data; see README")
	}
	var out []species.File
	for _, p := range paths {
		open := func() (io.ReadCloser, error) { return os.Open(p) }
		out = append(out, species.File{Name: filepath.Base(p), Folder: "speciesplus_2013", Body: species.Lazy(open), Again: open})
	}
	return out
}

// TestTheSetOf2013AgreesWithTheChecklist loads the law by one path and compares
// it with a list made by another, on its day.
func TestTheSetOf2013AgreesWithTheChecklist(t *testing.T) {
	path := sharedChecklist(t)
	d := storetest.Open(t)
	i, ctx := newImporter(d), t.Context()
	if err := i.Seed(ctx, actor.Machine()); err != nil {
		t.Fatal(err)
	}
	r, err := i.ImportAll(ctx, speciesAdmin(), "speciesplus_2013", sharedSet(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Rows != 198803 || r.Reservations.Added < 1200 || r.Quotas.Added < 15000 || r.Suspensions.Added < 130 {
		t.Errorf("report: %d rows, %+v %+v %+v", r.Rows, r.Reservations, r.Quotas, r.Suspensions)
	}
	audit := func(on cites.Date) *species.Audit {
		open := func() (io.ReadCloser, error) { return os.Open(path) }
		a, err := i.Audit(ctx, species.File{Name: filepath.Base(path), Body: species.Lazy(open), Again: open}, on)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := audit(cites.Date{})
	t.Logf("%d compared, %d agree, %v", a.Compared, a.Agree, a.Reasons)
	if a.Compared < 22000 || a.PerMille < 999 || len(a.Disagreements) != a.Compared-a.Agree {
		t.Errorf("%d compared, %d agree (%d per mille), %v", a.Compared, a.Agree, a.PerMille, a.Reasons)
	}
	if a := audit(cites.Date{Year: 2013, Month: 9, Day: 2}); a.PerMille < 999 || a.Changed < 200 || len(a.ChangedTaxa) != a.Changed {
		t.Errorf("on the day of the set: %d changed since, %d per mille", a.Changed, a.PerMille)
	}
}
