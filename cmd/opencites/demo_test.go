package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/opencites/opencites/seal"
)

// madeWithin bounds the making of two years of trade on a busy machine.
const madeWithin = 9 * time.Minute

// demo is one running demonstration for all scripts: making it takes longer than
// all of them. OPENCITES_DEMO names the folder of one that runs already.
type demo struct {
	once   sync.Once
	err    error
	folder string // to be removed; empty for one that was there before
	data   string
	child  *exec.Cmd
	said   *os.File
	ended  chan error // of the child
	record
}

// record is demo.json as the README promises it to scripts.
type record struct {
	Address  string `json:"address"`
	Accounts []struct {
		Role, Name, Login, Password string
	} `json:"accounts"`
	Permits []permit `json:"permits"`
}

type permit struct {
	Number, Status, Code, Token, Seal, PDF string
}

func (d *demo) use(ts *testscript.TestScript, _ bool, _ []string) {
	d.once.Do(func() { d.err = d.start() })
	ts.Check(d.err)
	ts.Setenv("ADDRESS", d.Address)
	ts.Setenv("DEMO", d.data)
}

func (d *demo) start() error {
	if d.data = os.Getenv("OPENCITES_DEMO"); d.data != "" {
		return d.read()
	}
	var err error
	if d.folder, err = os.MkdirTemp("", "opencites-script-"); err != nil {
		return err
	}
	d.data = filepath.Join(d.folder, "data")
	if d.said, err = os.Create(filepath.Join(d.folder, "said")); err != nil {
		return err
	}
	d.child = exec.Command("opencites", "demo", "--listen", "127.0.0.1:0", "--data", d.data)
	d.child.Stdout, d.child.Stderr = d.said, d.said
	if err := d.child.Start(); err != nil {
		return err
	}
	d.ended = make(chan error, 1)
	go func() { d.ended <- d.child.Wait() }()
	for deadline := time.Now().Add(madeWithin); time.Now().Before(deadline) && len(d.ended) == 0; time.Sleep(100 * time.Millisecond) {
		if d.read() == nil && d.ready() {
			return nil
		}
	}
	return fmt.Errorf("the demonstration did not start: %s", d.told())
}

// told is what the demonstration wrote, for the message of a failed test.
func (d *demo) told() []byte {
	text, err := os.ReadFile(d.said.Name())
	if err != nil {
		return []byte(err.Error())
	}
	return text
}

func (d *demo) read() error {
	text, err := os.ReadFile(filepath.Join(d.data, "demo.json"))
	if err != nil {
		return err
	}
	return json.Unmarshal(text, &d.record)
}

// ready reports whether the service answers and its first job, the checkpoint of
// the log, is done.
func (d *demo) ready() bool {
	for _, path := range []string{"/readyz", "/log/checkpoint"} {
		answer, err := http.Get(d.Address + path)
		if err != nil || answer.Body.Close() != nil || answer.StatusCode != http.StatusOK {
			return false
		}
	}
	return true
}

// stop ends the program as Ctrl-C does, which is a good end.
func (d *demo) stop() error {
	if d.ended == nil {
		return nil
	}
	err := d.child.Process.Signal(os.Interrupt)
	if wait := <-d.ended; wait != nil {
		err = errors.Join(err, fmt.Errorf("the demonstration ended with %w: %s", wait, d.told()))
	}
	return errors.Join(err, d.said.Close(), os.RemoveAll(d.folder))
}

func (d *demo) sample(ts *testscript.TestScript, _ bool, args []string) {
	for _, p := range d.Permits {
		if p.Status != args[0] {
			continue
		}
		b, err := seal.FromText(p.Seal)
		ts.Check(err)
		claims, err := seal.Parse(b)
		ts.Check(err)
		b[len(b)-1] ^= 1 // the last byte of the signature
		for name, value := range map[string]string{"NUMBER": p.Number, "CODE": p.Code, "TOKEN": p.Token, "SEAL": p.Seal,
			"PDF": filepath.Join(d.data, p.PDF), "TAMPERED": d.Address + "/v#" + seal.Digits(b),
			"LIST": strconv.FormatUint(claims.Status.List, 10)} {
			ts.Setenv(name, value)
		}
		return
	}
	ts.Fatalf("the demonstration has no sample permit that is %s", args[0])
}

// verdicts is what an inspector learns from each state of a permit. One that was
// endorsed at export is what the importing Party expects: valid until the goods
// arrived.
func verdicts() map[string]seal.Code {
	return map[string]seal.Code{"valid": seal.Valid, "endorsed": seal.Valid, "used": seal.Used, "revoked": seal.Revoked,
		"replaced": seal.Revoked, "expired": seal.Expired}
}

func (d *demo) samples(ts *testscript.TestScript, _ bool, args []string) {
	states := map[string]bool{}
	for _, p := range d.Permits {
		states[p.Status] = true
		want, known := verdicts()[p.Status]
		if !known {
			ts.Fatalf("%s is %q: no such state", p.Number, p.Status)
		}
		for _, what := range []string{p.Seal, filepath.Join(d.data, p.PDF)} {
			code := run(ts, "opencites", "verify", "--json", "--trust", args[0], what)
			var answer struct{ Verdict seal.Code }
			ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &answer))
			if answer.Verdict != want || (code == 0) != (want == seal.Valid) || code > 1 {
				ts.Fatalf("%s, which is %s: %s with exit %d, want %s", p.Number, p.Status, answer.Verdict, code, want)
			}
		}
		if !strings.HasPrefix(p.Seal, d.Address+"/v#") || absent(filepath.Join(d.data, p.PDF)) {
			ts.Fatalf("%s: its seal is %s and its paper %s", p.Number, p.Seal, p.PDF)
		}
	}
	if len(d.Permits) < 5 || len(states) < 5 {
		ts.Fatalf("%d sample permits in %d states, want five of each", len(d.Permits), len(states))
	}
	roles := map[string]bool{}
	for _, a := range d.Accounts {
		roles[a.Role] = a.Login != "" && a.Password != "" && a.Name != ""
	}
	if len(roles) < 10 {
		ts.Fatalf("accounts for the roles %v, want all ten", roles)
	}
}
