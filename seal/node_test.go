package seal

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// nodeScript runs the browser's verifier over cases given as JSON.
const nodeScript = `
import { readFileSync } from 'node:fs'
import { judge, unhex } from %MODULE%
const c = JSON.parse(readFileSync(0, 'utf8'))
const tokens = Object.fromEntries(Object.entries(c.statuses).map(([k, v]) => [k, unhex(v)]))
const out = []
for (const k of c.cases) {
  const v = await judge(k.text, c.trust, () => tokens[k.status] ?? null, Date.parse(k.now))
  out.push({ code: v.code, newer: v.newer ?? false, number: v.permit?.number ?? '', quantity: v.permit?.items[0].quantity ?? 0, asOf: v.statusAsOf ?? 0 })
}
console.log(JSON.stringify(out))
`

// answer is what both verifiers say about one case.
type answer struct {
	Code     Code   `json:"code"`
	Newer    bool   `json:"newer"`
	Number   string `json:"number"`
	Quantity int64  `json:"quantity"`
	AsOf     int64  `json:"asOf"`
}

func answerOf(v Verdict) answer {
	a := answer{Code: v.Code, Newer: v.Newer}
	if v.Permit != nil {
		a.Number, a.Quantity = string(v.Permit.Number), int64(v.Permit.Items[0].Quantity)
	}
	if !v.StatusAsOf.IsZero() {
		a.AsOf = v.StatusAsOf.UnixMilli()
	}
	return a
}

// TestBrowser runs the JavaScript verifier over the corpus and over mutants of
// its seals, half of them signed again so that they reach the claims: both
// verifiers must say the same about each.
func TestBrowser(t *testing.T) {
	c := buildCorpus(t)
	c.Cases = append(c.Cases, mutants(t, c, 2400)...)
	theirs := browser(t, c, browserModule)
	seen := map[Code]int{}
	for i, k := range c.Cases {
		v := k.judge(c)
		seen[v.Code]++
		if ours := answerOf(v); ours != theirs[i] {
			t.Errorf("%s: %+v (%s), the browser says %+v\n%s", k.Name, ours, v.Detail, theirs[i], k.Text)
		}
	}
	t.Logf("%d cases: %v", len(c.Cases), seen)
	if seen[Valid] < 100 || seen[Tampered] < 100 || seen[Malformed] < 100 {
		t.Errorf("the mutants do not spread: %v", seen)
	}
}

// TestBrowserControl is the negative control of the comparison: browser
// verifiers with one line broken must be found out.
func TestBrowserControl(t *testing.T) {
	module, err := os.ReadFile(browserModule)
	if err != nil {
		t.Fatal(err)
	}
	c := buildCorpus(t)
	for good, broken := range map[string]string{
		"if (!m.canonical) bad(":   "if (false) bad(",
		"'cites-permit-seal-v1'":   "''",
		"kind.use.includes(k.use)": "true",
		"age > DAY ?":              "age > WEEK ?",
		"k >= 64":                  "k >= 640",
	} {
		changed := bytes.Replace(module, []byte(good), []byte(broken), 1)
		if bytes.Equal(changed, module) {
			t.Fatalf("%q is not in the module", good)
		}
		path := filepath.Join(t.TempDir(), "broken.mjs")
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		found := false
		for i, a := range browser(t, c, path) {
			found = found || a != answerOf(c.Cases[i].judge(c))
		}
		if !found {
			t.Errorf("%q for %q was not found out", broken, good)
		}
	}
}

const browserModule = "../internal/web/assets/seal/seal.mjs"

// browser gives the answers of a JavaScript verifier.
func browser(t *testing.T, c *corpus, module string) []answer {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("node is missing")
		}
		t.Skip("node is not installed: the browser's verifier is not compared")
	}
	input, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	path, err := filepath.Abs(module)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, node, "--input-type=module", "-e", strings.Replace(nodeScript, "%MODULE%", strconv.Quote("file://"+path), 1))
	cmd.Stdin = bytes.NewReader(input)
	cmd.Stderr = os.Stderr
	output, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var answers []answer
	if err := json.Unmarshal(output, &answers); err != nil || len(answers) != len(c.Cases) {
		t.Fatalf("%d answers for %d cases, %v", len(answers), len(c.Cases), err)
	}
	return answers
}

// mutants changes seals of the corpus at random from a fixed seed.
func mutants(tb testing.TB, c *corpus, n int) []corpusCase {
	r := rand.New(rand.NewPCG(20261123, 1))
	b := bench{tb: tb}
	var seals [][]byte
	for _, k := range c.Cases {
		if s, err := FromText(k.Text); err == nil && len(s) > 100 && len(s) < 1000 {
			seals = append(seals, s)
		}
	}
	rich := vectorPermit()
	rich.Flags, rich.StampNo, rich.Linked = Live|Replacement, "A 1", "26ID000001"
	rich.Items = append(rich.Items, rich.Items[0])
	seals = append(seals, b.encode(rich, "1"))
	statuses := []string{"fresh", "fresh", "old", "week", "future", ""}
	out := make([]corpusCase, 0, n)
	for len(out) < n {
		s := bytes.Clone(seals[r.IntN(len(seals))])
		k := corpusCase{Name: "mutant", Now: corpusNow.Add(time.Duration(r.IntN(400)-40) * 24 * time.Hour), Status: statuses[r.IntN(len(statuses))]}
		if len(out)%2 == 0 { // as it is, one byte changed
			mutate(r, s)
			k.Text = Digits(s)
		} else { // the claims changed and signed again
			m, err := permitKind().split(s)
			if err != nil {
				continue
			}
			payload := mutate(r, bytes.Clone(m.payload))
			k.Text = Digits(b.signPayload(payload, permitContext))
		}
		if len(out)%4 == 1 {
			k.Now, k.Status = corpusNow, "fresh"
		}
		k.Name += " " + hex.EncodeToString(s[len(s)-4:])
		out = append(out, k)
	}
	return out
}

func mutate(r *rand.Rand, b []byte) []byte {
	i := r.IntN(len(b))
	switch r.IntN(4) {
	case 0:
		b[i] ^= 1 << r.IntN(8)
	case 1:
		b[i] = byte(r.Uint32())
	case 2:
		b[i]++
	default:
		if r.IntN(4) == 0 {
			return append(b[:i:i], b[min(len(b), i+1):]...)
		}
		b[i] ^= 0x20
	}
	return b
}
