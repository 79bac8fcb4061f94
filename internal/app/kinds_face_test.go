package app

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	v2 "github.com/opencites/opencites/epermit/v2"
	"github.com/opencites/opencites/internal/demo"
	"github.com/opencites/opencites/internal/exchange"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/seal"
)

// says is what a document must say beside its boxes (permit-rules 2.3): on paper,
// in the record and in what is exchanged.
type says struct {
	kind  string // code, with the procedure where it is not the ordinary one
	words []string
}

func mustSay() []says {
	passport := []string{"VALID FOR MULTIPLE CROSSINGS", "Original kept by the holder", "Not transferable"}
	return []says{
		{"COO", []string{"originate in", "Republic of Aurelia"}},
		{"IFS", []string{"Stella Aurelia", "FAO area 34.1.3", "ICCAT"}},
		{"EXP", []string{"Taken at FAO area 34.1.3"}},
		{"MRN", []string{"Conservation of Atlantic Tunas", "Article XIV(4)", "Stella Aurelia"}},
		{"PRE", []string{"PRE-CONVENTION", "bought in 1970 from an estate"}},
		{"CBC", []string{"bred in captivity", "Res. Conf. 10.16", "IATA Live Animals"}},
		{"APC", []string{"artificially propagated", "Res. Conf. 11.11", "IATA Perishable Cargo"}},
		{"IMP", []string{"primarily commercial purposes", "suitably equipped"}},
		{"REX", []string{"26US004417"}},
		{"TEC", append(passport, "QZ-EXH-004", "Offspring need documents", "962000007770001")},
		{"POC", append(passport, "owner accompanies", "Not to be sold", "QZ14-0231")},
		{"MIC", append(passport, "Violin bow", "Ouchard, 1958", "OUCHARD, 61.2 g", "Switzerland, Austria")},
		{"SCC", []string{"SAMPLE COLLECTION", "QZ/2026/00417", "23/03/2027", "Italy, France, Japan"}},
		{"EXP retrospective", []string{"ISSUED RETROSPECTIVELY", "wrong information by officials", "help desk"}},
		{"EXP partial", []string{"PARTIALLY COMPLETED", "boxes 3, 3a, 9 (marks), 11 and 15", "CITES biological samples"}},
	}
}

func kindOf(x demo.Issued) string {
	k := string(x.Kind.Content.Type)
	switch {
	case x.Kind.Content.Retrospective:
		k += " retrospective"
	case x.Kind.Content.Partial:
		k += " partial"
	}
	return k
}

// Every document carries its extra content on paper and in what is exchanged, and
// its seal is genuine.
func TestEveryDocumentSaysWhatItMust(t *testing.T) {
	s, _, done := kindsTown(t)
	for _, want := range mustSay() {
		i := slices.IndexFunc(done, func(x demo.Issued) bool { return kindOf(x) == want.kind && len(x.Permits) > 0 })
		if i < 0 {
			t.Errorf("no %s was issued", want.kind)
			continue
		}
		p := done[i].Permits[0]
		data, err := v2.File(exchange.Document(p, nil, s.Profile), v2.Options{Zone: s.Profile.Zone()})
		if err != nil {
			t.Errorf("%s: %v", want.kind, err)
			continue
		}
		paper, message := paperText(t, s, p), flatText(string(data))
		for _, w := range want.words {
			if w = flatText(w); !strings.Contains(paper, w) {
				t.Errorf("%s: the paper lacks %q", want.kind, w)
			}
			if !strings.Contains(message, w) {
				t.Errorf("%s: the message lacks %q", want.kind, w)
			}
		}
		genuine(t, s, p)
	}
}

// genuine checks the seals of all pages with the key that was in force, and that
// a changed seal is not.
func genuine(t *testing.T, s *System, p *permit.Permit) {
	t.Helper()
	_, key, err := s.Permits.Keys.PermitSigner(p.Record.IssuedAt, p.Type)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range p.Seals {
		if _, err := seal.Verify(b, seal.Keyring{key}); err != nil {
			t.Errorf("%s %s: %v", p.Type, p.Number, err)
		}
		bad := bytes.Clone(b)
		bad[len(bad)-1] ^= 1
		if _, err := seal.Verify(bad, seal.Keyring{key}); err == nil {
			t.Errorf("%s %s: a changed seal is genuine", p.Type, p.Number)
		}
	}
}

// What was crossed is printed where it belongs: boxes 14 and 15 for what left, the
// continuation sheet of a document for many crossings, neither for an arrival.
func TestCrossingsStandWhereTheyBelong(t *testing.T) {
	s, _, done := kindsTown(t)
	on := cites.Date{Year: 2026, Month: 11, Day: 24}
	all := []permit.Crossing{{Port: "Port of Leaving", Date: on, Official: "Officer Away", Lines: map[string]cites.Quantity{"A": 1000}},
		{Entering: true, Port: "Port of Entry", Date: on, Official: "Officer Home", Lines: map[string]cites.Quantity{"A": 1000}}}
	for _, x := range done {
		if len(x.Permits) == 0 {
			continue
		}
		p, info := x.Permits[0], x.Permits[0].Type.Facts()
		pdf, err := s.Permits.Sheets(p, permit.Sheet{Crossings: all})
		if err != nil {
			t.Fatal(err)
		}
		text := textOf(t, pdf)
		left, entered := strings.Contains(text, "officeraway"), strings.Contains(text, "officerhome")
		if want := info.ManyCrossings || info.EndorsedAtExport && !x.Kind.Content.Retrospective; left != want {
			t.Errorf("%s: leaving is printed %v, want %v", kindOf(x), left, want)
		}
		if entered != info.ManyCrossings {
			t.Errorf("%s: entering is printed %v, want %v", kindOf(x), entered, info.ManyCrossings)
		}
	}
}

// The label of a scientific exchange names both institutions and what it is.
func TestLabelOfAScientificExchange(t *testing.T) {
	s, _, done := kindsTown(t)
	i := slices.IndexFunc(done, func(x demo.Issued) bool { return x.Kind.Content.Type == cites.ScientificExchangeLabel })
	pdf, err := newFormPrinter(s.Profile, "").Labels(done[i].Application)
	if err != nil {
		t.Fatal(err)
	}
	text := textOf(t, pdf)
	for _, w := range []string{"CITES", "QZ001", "FR075", "Dr Ana Duarte", "Trioceros jacksonii, 6 NAR SPE", "Muséum national", "loan"} {
		if n := strings.Count(text, flatText(w)); n < 4 {
			t.Errorf("%q stands %d times on a sheet of four labels", w, n)
		}
	}
}

func paperText(t *testing.T, s *System, p *permit.Permit) string {
	t.Helper()
	pdf, err := s.Permits.Sheets(p, permit.Sheet{})
	if err != nil {
		t.Fatal(err)
	}
	return textOf(t, pdf)
}

// textOf is the text of a PDF as another program reads it.
func textOf(t *testing.T, pdf []byte) string {
	t.Helper()
	path, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("pdftotext (poppler-utils) is not installed")
	}
	file := filepath.Join(t.TempDir(), "permit.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, "-raw", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return flatText(string(out))
}

// flatText leaves out what line breaks change.
func flatText(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
