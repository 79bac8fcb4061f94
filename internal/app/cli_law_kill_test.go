package app

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// TestAKilledLoadIsWholeOrNothing kills the loading of amendments at moments
// spread over the time that a whole one takes. Each time all rows hold on their
// day or none does, and what was loaded can be withdrawn whole.
func TestAKilledLoadIsWholeOrNothing(t *testing.T) {
	data := t.TempDir()
	seedStarter(t, storetest.OpenConfig(t, store.Config{Path: filepath.Join(data, databaseFile)}))
	file, rows := filepath.Join(t.TempDir(), "suspensions.csv"), 0
	text := "act,taxon,country,from,reason\n"
	for _, c := range cites.Countries() {
		if c.Code.Place() && rows < 200 {
			text += fmt.Sprintf("suspend,Psittacus erithacus,%s,2027-03-05,Test\n", c.Code)
			rows++
		}
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	on := func() int {
		code, out, errs := command(t, "law", "on", "--data", data, "--taxon", "Psittacus erithacus", "--date", "2027-03-05", "--json")
		if code != exitDone {
			t.Fatal(errs)
		}
		return strings.Count(out, `"reason": "Test"`)
	}
	withdraw := func() bool {
		_, out, _ := command(t, "law", "list", "--data", data)
		id := regexp.MustCompile(`(?m)^([0-9a-f-]+)  suspensions.csv  loaded`).FindStringSubmatch(out)
		if id == nil {
			return false
		}
		if code, _, errs := command(t, "law", "withdraw", "--data", data, "--reason", "Again.", "--yes", id[1]); code != exitDone {
			t.Fatalf("withdraw: %s", errs)
		}
		return true
	}
	began := time.Now()
	runAndKill(t, strings.Join([]string{"law", "load", "--data", data, file}, "|"), "never said", 0)
	whole := time.Since(began)
	if n := on(); n != rows || !withdraw() || on() != 0 {
		t.Fatalf("an undisturbed load: %d of %d rows", n, rows)
	}
	for i := range 8 {
		runAndKill(t, strings.Join([]string{"law", "load", "--data", data, file}, "|"), "", whole*time.Duration(2+i)/10)
		n := on()
		if n != 0 && n != rows {
			t.Errorf("killed after %d tenths: %d of %d rows hold", 2+i, n, rows)
		}
		if withdraw() != (n == rows) {
			t.Errorf("killed after %d tenths: the list and the law differ, %d rows", 2+i, n)
		}
		t.Logf("killed after %d tenths: %d rows", 2+i, n)
	}
	if code, _, errs := command(t, "check", "--data", data); code != exitDone {
		t.Errorf("check: %s", errs)
	}
}
