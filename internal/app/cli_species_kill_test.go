package app

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// killedChild names the words of a command, between bars, for a run of this test
// binary that will be killed.
const killedChild = "OPENCITES_TEST_KILLED"

// TestMain lets a run of this test program be such a command: it works until its
// parent kills it.
func TestMain(m *testing.M) {
	if words := os.Getenv(killedChild); words != "" {
		os.Exit(Main(strings.Split(words, "|")))
	}
	os.Exit(m.Run())
}

// manyTaxa is a folder with a backbone of n species and a listing of the genus.
func manyTaxa(t *testing.T, n int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "set_2013")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("kingdom\trank\tlegacy_rec_id\tfull_name\tauthor_year\tname_status\ttaxonomy\tphylum\tclass\torder\tfamily\tgenus\tparent_rank\tparent_legacy_rec_id\tspeciesplus_id_2017\n")
	b.WriteString("Animalia\tGENUS\t1\tTestus\t\tA\tCITES_EU\tChordata\tTesta\tTestales\tTestidae\tTestus\tFAMILY\t1\t\n")
	for i := range n {
		fmt.Fprintf(&b, "Animalia\tSPECIES\t%d\tTestus n%d\t\tA\tCITES_EU\tChordata\tTesta\tTestales\tTestidae\tTestus\tGENUS\t1\t%d\n", i, i, 900000+i)
	}
	changes := "kingdom\trank\tlegacy_rec_id\tfull_name\tappendix\tchange_type\teffective_at\tparty_iso2\tis_current\nAnimalia\tGENUS\t1\t\tII\tADDITION\t1977-02-04\t\t1\n"
	for name, body := range map[string]string{"taxa.tsv": b.String(), "changes.tsv": changes} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestAKilledImportLeavesTheOldData kills an import while it reads and at
// several moments while it writes. Each time the old data are as before, and
// at last the same command completes.
func TestAKilledImportLeavesTheOldData(t *testing.T) {
	data, files := t.TempDir(), manyTaxa(t, 20_000)
	storetest.OpenConfig(t, store.Config{Path: filepath.Join(data, databaseFile)})
	if code, _, errs := command(t, "species", "suggest", "--data", data, "elephant"); code == exitFailure {
		t.Fatal(errs)
	}
	for _, at := range []struct {
		phase string
		after time.Duration
	}{{"reading", 0}, {"writing", 0}, {"writing", 50 * time.Millisecond}, {"writing", 200 * time.Millisecond}} {
		runAndKill(t, "species|import|--data|"+data+"|"+files, at.phase, at.after)
		first, last := finds(t, data, "Testus n7"), finds(t, data, "Testus n19999")
		if first != last {
			t.Fatalf("killed %s after %s: part of the import is there", at.phase, at.after)
		}
		t.Logf("killed %s after %s: whole import there: %v", at.phase, at.after, last)
		if at.after == 0 && last {
			t.Errorf("killed %s at once: the import has taken effect", at.phase)
		}
	}
	code, out, errs := command(t, "species", "import", "--data", data, files)
	if code != exitDone {
		t.Fatalf("the import after the kills: %d %s", code, errs)
	}
	if !finds(t, data, "Testus n19999") {
		t.Errorf("after completion: %s", out)
	}
	if code, _, errs := command(t, "check", "--data", data); code != exitDone {
		t.Errorf("check: %s", errs)
	}
}

// finds reports whether the catalogue has a taxon by its name.
func finds(t *testing.T, data, name string) bool {
	t.Helper()
	code, out, errs := command(t, "species", "suggest", "--data", data, "--json", name)
	if code == exitFailure {
		t.Fatal(errs)
	}
	return strings.Contains(out, `"name": "`+name+`"`)
}

// runAndKill starts a command and kills it some time after it says a phase, or
// after its start where phase is "".
func runAndKill(t *testing.T, words, phase string, after time.Duration) {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), killedChild+"="+words)
	errs, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(errs); phase != "" && lines.Scan() && lines.Text() != phase; {
	}
	time.Sleep(after)
	_ = c.Process.Kill() // it may have ended
	_ = c.Wait()         // it was killed
}
