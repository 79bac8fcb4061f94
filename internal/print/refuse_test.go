package print

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

func TestRefusedTexts(t *testing.T) {
	p := printer(t)
	cases := map[string]struct {
		set                  func(*Form)
		path, key, code, box string
	}{
		"emoji":         {func(f *Form) { f.Items[1].CommonName = "elephant 🐘" }, "items.1.common_name", "print.no_glyph", "U+1F418", "B 8"},
		"flag":          {func(f *Form) { f.Conditions[1] += " 🇨🇭" }, "conditions.1", "print.no_glyph", "U+1F1E8", "5"},
		"private use":   {func(f *Form) { f.Importer.Name = "\ue000" }, "importer.name", "print.no_glyph", "U+E000", "3"},
		"old script":    {func(f *Form) { f.Exporter.Address = "𓀀" }, "exporter.address", "print.no_glyph", "U+13000", "4"},
		"null":          {func(f *Form) { f.Stamp = "XA\x00" }, "stamp", "print.control_character", "U+0000", "5b"},
		"escape":        {func(f *Form) { f.IssuedBy = "\x1b[2J" }, "issued_by", "print.control_character", "U+001B", "13"},
		"override":      {func(f *Form) { f.Items[0].Quantity = "\u202e001" }, "items.0.quantity", "print.control_character", "U+202E", "A 11"},
		"isolate":       {func(f *Form) { f.Authority = "\u2066x" }, "authority", "print.control_character", "U+2066", "6"},
		"not UTF-8":     {func(f *Form) { f.Transport = "\xff" }, "transport", "print.not_text", "", "15"},
		"endless":       {func(f *Form) { f.Signature = strings.Repeat("a", maxText+1) }, "signature", "print.too_long", "", "4"},
		"number":        {func(f *Form) { f.Number = cites.PermitNumber(strings.Repeat("1", 33)) }, "number", "print.too_long", "", "1"},
		"seal missing":  {func(f *Form) { f.Seals = nil }, "seals", "print.seal_missing", "", ""},
		"seal too many": {func(f *Form) { f.Seals = append(f.Seals, f.Seals[0]) }, "seals", "print.seal_count", "", ""},
		"items":         {func(f *Form) { f.Items = make([]Item, maxItems+1); f.Seals = nil; f.Sample = true }, "items", "print.too_many_items", "", ""},
	}
	for name, c := range cases {
		f := sample(2)
		c.set(&f)
		out, err := p.Print(f)
		got := fault.Of(err)
		if got == nil || got.Kind != fault.Invalid || len(got.Fields) == 0 || len(out) > 0 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		field := got.Fields[0]
		if field.Name != c.path || field.Key != c.key || field.Args["code"] != c.code || field.Args["box"] != c.box {
			t.Errorf("%s: %+v", name, field)
		}
	}
}

func TestEveryFaultyTextIsNamed(t *testing.T) {
	f := sample(1)
	f.Importer.Name, f.Exporter.Name, f.Items[0].Marks = "🐘", "🐍", "\x07"
	_, err := printer(t).Print(f)
	if got := fault.Of(err); got == nil || len(got.Fields) != 3 {
		t.Errorf("%v", err)
	}
}

// Odd but honest texts are printed, and the caller's form stays as it was.
func TestOddTextsArePrinted(t *testing.T) {
	f := sample(2)
	f.Conditions = []string{"%PDF-1.7 (endobj) \\ stream <</JS>>", "zero\u200bwidth, soft\u00adhyphen, \u200fmark, na\u0308ive, tab\there\r\nnext", "می‌خواهم", "ɛ̃ ɔ̃ ŋ ọ́ ẹ̀ ñ̄", "≤ 5 °C ± 2 µm ½ № € → ①"}
	before := f.Conditions[1]
	out := write(t, "odd", f)
	if f.Conditions[1] != before {
		t.Error("the caller's form was changed")
	}
	if n := bytes.Count(out, []byte("%PDF")); n != 1 {
		t.Errorf("%d headers", n)
	}
	words := record(t, f).words(0)
	for _, want := range []string{"%PDF-1.7 (endobj) \\ stream <</JS>>", "softhyphen", "näive", "tab here"} {
		if !strings.Contains(words, want) {
			t.Errorf("page lacks %q", want)
		}
	}
}

func TestTooLargeSealIsRefused(t *testing.T) {
	f := sample(1)
	f.Seals[0] = sealOf(1, 2048)
	_, err := printer(t).Print(f)
	if got := fault.Of(err); got == nil || got.Key != "print.seal_too_large" {
		t.Errorf("%v", err)
	}
}

func TestMissingTypefaceSaysWhatToDo(t *testing.T) {
	_, err := loadEmbedded("absent")
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "make assets") {
		t.Errorf("%v", err)
	}
}

// A face in the font folder serves characters that no embedded face has.
func TestFontFolder(t *testing.T) {
	full := printer(t)
	l, err := full.faces.named("thai").load()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "Extra.ttf"), l.file, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		dir  string
		want error
	}{{"", errNoGlyph}, {dir, nil}} {
		faces, err := openTypefaces(c.dir)
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range faces {
			if f.name == "thai" {
				faces = append(faces[:i:i], faces[i+1:]...)
				break
			}
		}
		if _, err := faces.find('ก'); err != c.want {
			t.Errorf("folder %q: %v", c.dir, err)
		}
	}
	if _, err := New(Config{FontDir: filepath.Join(dir, "absent")}); err == nil {
		t.Error("a folder that is not there was accepted")
	}
}

func TestManyAtOnce(t *testing.T) {
	p := printer(t)
	want := write(t, "scripts", scripts())
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			out, err := p.Print(scripts())
			if err != nil || !bytes.Equal(out, want) {
				t.Errorf("%d bytes, %v", len(out), err)
			}
		})
	}
	wg.Wait()
}

func TestPagesNeedsNoSeal(t *testing.T) {
	f := crowded()
	want := len(record(t, f).pages)
	f.Seals = nil
	got, err := printer(t).Pages(f)
	if err != nil || got != want {
		t.Errorf("%d pages, %v; want %d", got, err, want)
	}
}

// A sign that only the upright cut has is set upright.
func TestSignsThatTheItalicLacks(t *testing.T) {
	p := printer(t)
	const som = '\u20c0'
	if has, err := p.faces.named("sans-italic").has(som); err != nil || has {
		t.Fatalf("the italic has %q now (%v): choose another sign", som, err)
	}
	f := sample(1)
	f.Items[0].ScientificName += " \u20c0"
	write(t, "signs", f)
	if !strings.Contains(record(t, f).words(0), "Cattleya trianae \u20c0") {
		t.Error("the sign is not on the page")
	}
}
