package store_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
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

var update = flag.Bool("update", false, "write the expected files anew")

// TestSchemaDump compares the tables with the dump that is kept for review:
// after a new migration run `go test ./internal/store -run SchemaDump -update`.
func TestSchemaDump(t *testing.T) {
	d := storetest.Open(t)
	var dump strings.Builder
	dump.WriteString("-- What the migrations make (SQLite; PostgreSQL has the same tables and columns).\n-- Written by a test for review, read by nobody else.\n")
	err := d.View(t.Context(), func(x *store.Tx) error {
		rows, err := x.QueryContext(t.Context(), `select sql from sqlite_master where sql is not null
			and tbl_name not like 'sqlite!_%' escape '!' and tbl_name not like 'river!_%' escape '!' and tbl_name not like 'goose!_%' escape '!'
			order by tbl_name, type desc, name`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var statement string
			if err := rows.Scan(&statement); err != nil {
				return err
			}
			dump.WriteString("\n" + statement + ";\n")
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	const file = "schema.sql"
	if *update {
		if err := os.WriteFile(file, []byte(dump.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), dump.String()); diff != "" {
		t.Errorf("%s is not what the migrations make: run this test with -update and review the change\n%s", file, diff)
	}
}

// TestQueriesAreGenerated: every query has its Go, so that nobody forgot `make generate`.
func TestQueriesAreGenerated(t *testing.T) {
	name := regexp.MustCompile(`(?m)^-- name: (\w+) (:\w+)$`)
	named := func(pattern string) (out []string) {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no files %s: %v", pattern, err)
		}
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range name.FindAllStringSubmatch(strings.ReplaceAll(string(text), "= `-- name", "\n-- name"), -1) {
				out = append(out, m[1]+m[2])
			}
		}
		slices.Sort(out)
		return out
	}
	if diff := cmp.Diff(named("query/*.sql"), named("db/*.sql.go")); diff != "" {
		t.Errorf("queries and generated code differ (-query +generated):\n%s", diff)
	}
}
