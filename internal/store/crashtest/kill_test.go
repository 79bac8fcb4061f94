package crashtest

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/store"
)

// The environment of a child: the database it writes, and its way to lie.
const (
	childPath  = "OPENCITES_CRASH_PATH"
	childEarly = "OPENCITES_CRASH_EARLY"
	childName  = "OPENCITES_CRASH_NAME"
	childLimit = "OPENCITES_CRASH_LIMIT"
)

// TestMain turns this binary into the child of the kill test when asked.
func TestMain(m *testing.M) {
	if path := os.Getenv(childPath); path != "" {
		if os.Getenv(childLimit) != "" {
			limited(path)
		}
		child(path)
		return
	}
	os.Exit(m.Run())
}

// child writes audited rows from several goroutines and says each one once it
// is acknowledged, until it is killed.
func child(path string) {
	ctx := context.Background()
	d, err := store.Open(ctx, store.Config{Path: path, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		fmt.Fprintln(os.Stderr, "child:", err)
		os.Exit(3)
	}
	early, name := os.Getenv(childEarly) != "", os.Getenv(childName)
	var out sync.Mutex
	say := func(id string) { out.Lock(); defer out.Unlock(); fmt.Println(id) }
	for worker := range 3 {
		go func() {
			for i := 0; ; i++ {
				id := fmt.Sprint(name, "-", worker, "-", i)
				err := d.Update(ctx, func(x *store.Tx) error {
					if early { // the lie: acknowledged before it is durable
						say(id)
					}
					return write(ctx, x, id)
				})
				if err != nil {
					fmt.Fprintln(os.Stderr, "child:", err)
					os.Exit(3)
				}
				if !early {
					say(id)
				}
			}
		}()
	}
	select {}
}

// cycles is a number of rounds: a tenth unless CI=true (make test sets it), or
// what OPENCITES_CYCLES says.
func cycles(t *testing.T, normal int) int {
	t.Helper()
	if s := os.Getenv("OPENCITES_CYCLES"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatalf("OPENCITES_CYCLES: %v", err)
		}
		return n
	}
	if os.Getenv("CI") != "true" {
		return normal / 10
	}
	return normal
}

// TestKilled kills the writing program 1,000 times with SIGKILL in the middle of
// its work: nothing acknowledged is lost, nothing is half-done, the log holds.
func TestKilled(t *testing.T) {
	const lanes = 4
	n := cycles(t, 1000) / lanes
	var acked, lost [lanes]int
	t.Run("lanes", func(t *testing.T) {
		for lane := range lanes {
			t.Run(fmt.Sprint(lane), func(t *testing.T) {
				t.Parallel()
				acked[lane], lost[lane] = kill(t, n, false)
			})
		}
	})
	total := acked[0] + acked[1] + acked[2] + acked[3]
	t.Logf("%d kills, %d acknowledged writes, %d lost", n*lanes, total, lost[0]+lost[1]+lost[2]+lost[3])
	if total < n*lanes {
		t.Errorf("only %d writes were acknowledged: the children hardly worked", total)
	}
	for _, l := range lost {
		if l > 0 {
			t.Errorf("%d acknowledged writes were lost", l)
		}
	}
}

// TestKilledControl is the negative control: a program that acknowledges before
// the commit must be caught losing writes.
func TestKilledControl(t *testing.T) {
	if _, lost := kill(t, 30, true); lost == 0 {
		t.Error("a program that acknowledges too early lost nothing: the test proves nothing")
	}
}

// kill runs and kills n children on one database and counts what was
// acknowledged and lost.
func kill(t *testing.T, n int, early bool) (acked, lost int) {
	path := filepath.Join(t.TempDir(), "crash.db")
	d := openCrash(t, path)
	widget(t, d)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(uint64(n), 7))
	said := map[string]bool{}
	for i := range n {
		for _, id := range runChild(t, path, fmt.Sprint(i), early, time.Duration(1+r.IntN(60))*time.Millisecond) {
			said[id] = true
		}
	}
	d = openCrash(t, path)
	defer d.Close()
	kept, bad := look(d)
	if bad != "" {
		t.Errorf("after %d kills: %s", n, bad)
	}
	for id := range said {
		if !kept[id] {
			lost++
		}
	}
	return len(said), lost
}

func openCrash(t *testing.T, path string) *store.DB {
	t.Helper()
	d, err := store.Open(t.Context(), store.Config{Path: path, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// runChild starts a child, lets it work for a while after its first
// acknowledgement, kills it and returns what it had acknowledged.
func runChild(t *testing.T, path, name string, early bool, after time.Duration) (said []string) {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), childPath+"="+path, childName+"="+name)
	if early {
		c.Env = append(c.Env, childEarly+"=1")
	}
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	first := true
	for lines.Scan() {
		if first {
			time.AfterFunc(after, func() { c.Process.Kill() })
			first = false
		}
		said = append(said, lines.Text())
	}
	if err := c.Wait(); c.ProcessState.ExitCode() == 3 {
		t.Fatalf("child: %v", err)
	}
	return said
}
