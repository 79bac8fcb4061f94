package v2_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"github.com/google/go-cmp/cmp"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	v2 "github.com/opencites/opencites/epermit/v2"
)

// TestAnyDocumentSurvives writes and reads back documents of every shape.
func TestAnyDocumentSurvives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := document(t)
		if problems := epermit.Check(want); len(problems) > 0 {
			t.Fatalf("the generator made an incomplete document: %v", problems)
		}
		b, err := v2.File(want, v2.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, problems, err := v2.Read(b)
		if err != nil || len(problems) > 0 {
			t.Fatalf("%v %v\n%s", err, problems, b)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-written +read):\n%s", diff)
		}
	})
}

func words(t *rapid.T, label string) string {
	s := strings.TrimSpace(rapid.StringOfN(rapid.RuneFrom([]rune("abc &<>\"'é中ع\t\n-0?")), 1, 12, -1).Draw(t, label))
	if s == "" || s == "?" {
		return "x"
	}
	return s
}

func maybe(t *rapid.T, label string) string {
	if rapid.Bool().Draw(t, label+"?") {
		return ""
	}
	return words(t, label)
}

func list(t *rapid.T, label string) []string {
	var out []string
	for range rapid.IntRange(0, 3).Draw(t, label+"#") {
		out = append(out, words(t, label))
	}
	return out
}

func day(t *rapid.T, label string) cites.Date {
	return cites.Date{Year: 2020, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 4000).Draw(t, label))
}

func maybeDay(t *rapid.T, label string) cites.Date {
	if rapid.Bool().Draw(t, label+"?") {
		return cites.Date{}
	}
	return day(t, label)
}

func nation(t *rapid.T, label string) epermit.Country {
	return epermit.Country{Code: cites.Country(rapid.StringMatching(`[A-Z]{2}`).Draw(t, label)), Name: maybe(t, label)}
}

func partyOf(t *rapid.T, label string) epermit.Party {
	return epermit.Party{IDs: list(t, label), Name: words(t, label), Address: epermit.Address{Street: list(t, label), PostBox: maybe(t, label),
		City: maybe(t, label), Postcode: maybe(t, label), Subdivisions: list(t, label), Country: nation(t, label)}}
}

func earlier(t *rapid.T, label string) epermit.Reference {
	if rapid.Bool().Draw(t, label+"?") {
		return epermit.Reference{}
	}
	return epermit.Reference{Number: words(t, label), Name: maybe(t, label), IssuedOn: maybeDay(t, label)}
}

func amount(t *rapid.T, label string) epermit.Amount {
	unit := rapid.SampledFrom([]cites.Unit{"GRM", "KGM", "LTR", "MLT", "MTR", "CMQ", "MTK", "MTQ", "NAR"}).Draw(t, label)
	return epermit.AmountOf(cites.Quantity(rapid.Int64Range(0, int64(cites.MaxQuantity)).Draw(t, label)), unit)
}

func maybeAmount(t *rapid.T, label string) epermit.Amount {
	if rapid.Bool().Draw(t, label+"?") {
		return epermit.Amount{}
	}
	return amount(t, label)
}

func line(t *rapid.T, i int) epermit.Line {
	l := epermit.Line{ID: strconv.Itoa(i), ScientificName: words(t, "name"), CommonNames: list(t, "common"), Descriptions: list(t, "description"),
		Term: cites.Term(rapid.SampledFrom([]string{"", "LIV", "SKI"}).Draw(t, "term")), Marks: list(t, "marks"),
		Appendix: rapid.SampledFrom([]cites.Appendix{"I", "II", "III"}).Draw(t, "appendix"),
		Source:   rapid.SampledFrom([]cites.Source{"W", "R", "C", "F", "A"}).Draw(t, "source"),
		Amount:   amount(t, "amount"), QuotaUsed: maybeAmount(t, "used"), Quota: maybeAmount(t, "quota"), Exported: maybeAmount(t, "exported"),
		Origin: nation(t, "origin"), OriginPermit: earlier(t, "12"), LastPermit: earlier(t, "12a"), Operation: maybe(t, "12b"), Acquired: maybeDay(t, "acquired")}
	l.Qualifier = rapid.SampledFrom([]cites.Source{"", "I", "O"}).Draw(t, "qualifier")
	return l
}

func document(t *rapid.T) epermit.Document {
	d := epermit.Document{Type: rapid.SampledFrom([]epermit.Type{"E", "R", "I", "O"}).Draw(t, "type"), Number: cites.PermitNumber(words(t, "number")),
		Copy: rapid.Bool().Draw(t, "copy"), Language: "fr", ValidFrom: maybeDay(t, "from"), Importer: partyOf(t, "importer"), Exporter: partyOf(t, "exporter"),
		Destination: nation(t, "destination"), Conditions: list(t, "conditions"), Purpose: "T", PurposeText: maybe(t, "purpose"), Stamp: maybe(t, "stamp"),
		Authority: partyOf(t, "authority"), AuthorityPerson: maybe(t, "person"), Official: words(t, "official"), IssuedOn: day(t, "issued"),
		IssuedAt: epermit.Place{ID: maybe(t, "place"), Name: maybe(t, "place")}, Transport: earlier(t, "transport")}
	d.ValidUntil = cites.Date{Year: 2035, Month: 1, Day: 1}
	if d.Type == epermit.Other {
		d.TypeText = words(t, "other")
	}
	if d.Importer.Address.Country.Code == d.Destination.Code || rapid.Bool().Draw(t, "at home") {
		d.Importer.Address.Country = d.Destination
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "lines") {
		d.Lines = append(d.Lines, line(t, i))
	}
	if rapid.Bool().Draw(t, "endorsed") {
		d.Endorsement = epermit.Endorsement{On: day(t, "exported on"), Port: epermit.Place{ID: words(t, "port")}, Official: maybe(t, "examiner")}
	}
	return d
}

// fragments are what mutation puts into a message beside noise.
var fragments = [...]string{"<![CDATA[", "]]>", "&#0;", "&#x10FFFF;", "<!DOCTYPE a [", "]>", "<?x ?>", ` xmlns:ram=""`, "<", ">", "\"", "\x00", "\xff",
	"<a/>", "&amp;", "<!--", "-->", "<ram:ID>", "</ram:ID>", "99999999999999999999", "-1", "0.0001", "?", "T24:00:00"}

func mutate(r *rand.Rand, in []byte) []byte {
	b := append([]byte(nil), in...)
	for range 1 + r.IntN(5) {
		i := r.IntN(len(b))
		j := min(i+r.IntN(250), len(b))
		switch r.IntN(4) {
		case 0:
			b[i] = byte(r.IntN(256))
		case 1:
			b = append(b[:i:i], b[j:]...)
		case 2:
			b = append(b[:i:i], append([]byte(fragments[r.IntN(len(fragments))]), b[i:]...)...)
		case 3:
			b = append(b[:j:j], append(append([]byte(nil), b[i:j]...), b[j:]...)...)
		}
		if len(b) < 10 {
			return b
		}
	}
	return b
}

// TestMutants reads damaged messages: none may panic, and a message that is
// accepted is read in one way only, so writing and reading it again gives the
// same document. OPENCITES_MUTANTS sets how many; a night takes a million.
func TestMutants(t *testing.T) {
	n := 20_000
	if testing.Short() {
		n = 2_000
	}
	if v, err := strconv.Atoi(os.Getenv("OPENCITES_MUTANTS")); err == nil {
		n = v
	}
	seed, err := v2.Element(sample(), v2.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var accepted, rewritten atomic.Int64
	var group sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		group.Add(1)
		go func() {
			defer group.Done()
			r := rand.New(rand.NewPCG(7, uint64(w)))
			for range n / workers {
				ok, again := readTwice(t, mutate(r, seed))
				if ok {
					accepted.Add(1)
				}
				if again {
					rewritten.Add(1)
				}
			}
		}()
	}
	group.Wait()
	t.Logf("%d mutants, %d accepted, %d written again", n, accepted.Load(), rewritten.Load())
	if accepted.Load() == 0 || rewritten.Load() == 0 {
		t.Error("no mutant was accepted: the test shows nothing")
	}
}

func readTwice(t testing.TB, in []byte) (accepted, again bool) {
	d, _, err := v2.Read(in)
	if err != nil {
		return false, false
	}
	b, err := v2.File(d, v2.Options{AnyUnit: true})
	if err != nil {
		return true, false
	}
	second, _, err := v2.Read(b)
	if err != nil {
		t.Errorf("own writing was refused: %v\n%q", err, in)
		return true, true
	}
	if third, _ := v2.File(second, v2.Options{AnyUnit: true}); !bytes.Equal(third, b) {
		t.Errorf("second writing differs:\n%s", cmp.Diff(d, second))
	}
	return true, true
}

func FuzzRead(f *testing.F) {
	seed, err := v2.Element(sample(), v2.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Fuzz(func(t *testing.T, in []byte) { readTwice(t, in) })
}
