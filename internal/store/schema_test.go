package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// TestEnginesHaveTheSameTables compares what the migrations of both engines make.
func TestEnginesHaveTheSameTables(t *testing.T) {
	shape := map[string]map[string]string{}
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		columns, err := d.Columns(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		shape[d.Engine()] = map[string]string{}
		for _, c := range columns {
			shape[d.Engine()][c.Table+"."+c.Name] = c.Type
		}
	})
	if len(shape["postgres"]) == 0 {
		t.Skip("PostgreSQL was not tested")
	}
	if len(shape["sqlite"]) < 20 {
		t.Errorf("only %d columns found", len(shape["sqlite"]))
	}
	if diff := cmp.Diff(shape["postgres"], shape["sqlite"]); diff != "" {
		t.Errorf("tables differ (-postgres +sqlite):\n%s", diff)
	}
}

// TestMigrationsHaveTheSameNumbers compares file names.
func TestMigrationsHaveTheSameNumbers(t *testing.T) {
	names := func(engine string) (out []string) {
		files, err := filepath.Glob("migrations/" + engine + "/*.sql")
		if err != nil || len(files) == 0 {
			t.Fatalf("no migrations for %s: %v", engine, err)
		}
		for _, f := range files {
			out = append(out, filepath.Base(f))
		}
		return out
	}
	if diff := cmp.Diff(names("postgres"), names("sqlite")); diff != "" {
		t.Errorf("migrations differ (-postgres +sqlite):\n%s", diff)
	}
}

// TestTablesAreStrict: SQLite keeps any text in an integer column otherwise.
func TestTablesAreStrict(t *testing.T) {
	d := storetest.Open(t)
	n := count(t, d, `select count(*) from pragma_table_list where schema = 'main' and type = 'table' and strict = 0
		and name not like 'sqlite_%' and name not like 'river_%' and name not like 'goose_%'`)
	if n != 0 {
		t.Errorf("%d tables are not strict", n)
	}
}

// TestNoSlices bans sqlc.slice: generated for PostgreSQL, it silently returns
// one row of many on SQLite.
func TestNoSlices(t *testing.T) {
	files, err := filepath.Glob("query/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no queries: %v", err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, banned := range []string{"sqlc.slice", "any($", "any ($", "for update", "now()", "bigserial", "::"} {
			if strings.Contains(strings.ToLower(string(text)), banned) {
				t.Errorf("%s uses %s, which does not run on both engines", f, banned)
			}
		}
	}
}
