package print

import (
	"fmt"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
)

// crowded is a form on which every box has far too much text.
func crowded() Form {
	f := sample(9)
	long := func(s string, n int) string { return strings.TrimSpace(strings.Repeat(s+" ", n)) }
	f.Importer = Party{long("Société Internationale d’Importation et de Distribution de Spécimens Horticoles", 4), long("Bâtiment administratif 14, avenue de la Conservation", 12), "SWITZERLAND"}
	f.Exporter = Party{long("Compañía Exportadora de Productos Naturales Renovables del Altiplano", 3), long("Calle de los Jardines Botánicos 221, Zona Franca", 9), "REPUBLIC OF EXAMPLE"}
	f.Conditions = nil
	for i := range 30 {
		f.Conditions = append(f.Conditions, fmt.Sprintf("Condition %d: %s.", i+1, long("the consignment travels with its list of marks and is opened only before an officer", 2)))
	}
	f.Live = true
	f.Authority = long("Ministry of the Environment, Directorate of Biological Diversity, CITES Management Authority", 20)
	f.IssuedBy, f.Transport = long("Maximiliana Okafor-Bartholomew de la Fuente", 8), long("176-55430012", 20)
	f.OtherType, f.PurposeText = long("certificate", 12), long("commercial", 20)
	f.State, f.Titles = long("The Federal Democratic Republic of Example", 6), long("CITES permit", 30)
	for i := range f.Items {
		t := &f.Items[i]
		t.Description, t.Marks = long("flasked seedlings in sterile medium", 12), long(fmt.Sprintf("XA-%d-0012345", i), 40)
		t.CommonName = long("Christmas orchid", 15)
		t.Quantity, t.Quota, t.Operation = "123 456 789.125", long("1 840 / 2 500", 8), long("before 1975", 9)
		t.Origin = Reference{"Bolivia (Plurinational State of)", long("ZA-1974/221", 8), cites.Date{Year: 2020, Month: 1, Day: 1}}
		t.Sources = []cites.Source{"I", "W", "C", "F", "D", "R"}
	}
	return withSeals(f)
}

// longWord has no place to break.
func longWord() Form {
	f := sample(4)
	f.Importer = Party{strings.Repeat("Donaudampfschifffahrt", 12), strings.Repeat("ที่อยู่", 60), "AUSTRIA"}
	f.Exporter.Name = strings.Repeat("مؤسسة", 40)
	f.Items[0].Marks = strings.Repeat("9", 500)
	f.Items[1].ScientificName = strings.Repeat("Paraphyllobothrium", 9)
	f.Number = cites.PermitNumber(strings.Repeat("26XA", 8))
	return f
}

func endorsed() Form {
	f := sample(3)
	f.Endorsement = &Endorsement{Quantities: []string{"238 NAR", "", "620 NAR"}, Port: "Puerto Ejemplo", Date: cites.Date{Year: 2026, Month: 12, Day: 2},
		Official: "A. Moreau, Inspector", Reference: "Endorsement 26XA-E-004411"}
	return f
}

func replacement() Form {
	f := sample(2)
	f.Replaces = &Replacement{Number: "26XA000512/OC", Date: cites.Date{Year: 2026, Month: 9, Day: 1}, Reason: "the original was lost in the post", TrueCopy: true}
	f.Retrospective = "technical error of the Management Authority"
	f.NoEndorsing, f.Copy, f.Live = true, true, true
	return f
}

func every() map[string]Form {
	trial := sample(5)
	trial.Sample, trial.Seals = true, nil
	return map[string]Form{"0": sample(0), "1": sample(1), "4": sample(4), "5": sample(5), "9": sample(9), "scripts": scripts(), "crowded": crowded(),
		"long-word": longWord(), "endorsed": endorsed(), "replacement": replacement(), "trial": trial, "fr": translated(cites.French), "es": translated(cites.Spanish)}
}

func TestNothingOverflows(t *testing.T) {
	for name, f := range every() {
		t.Run(name, func(t *testing.T) {
			write(t, name, f)
			for _, p := range record(t, f).problems() {
				t.Error(p)
			}
		})
	}
}

// The check above must see a fault when there is one.
func TestOverflowIsSeen(t *testing.T) {
	r := &recorder{}
	r.page()
	r.rect(20, 20, 40, 10, 1)
	r.run(50, 25, 10, 0, run{text: "too long", width: 6})
	r.run(52, 25, 10, 0, run{text: "on it", width: 2})
	r.run(190, 25, 10, 0, run{text: "off", width: 6})
	if got := r.problems(); len(got) != 3 {
		t.Errorf("%d problems, want 3: %v", len(got), got)
	}
}

func TestPagesAndStruckRows(t *testing.T) {
	for _, n := range []int{0, 1, 4, 5, 9} {
		f := sample(n)
		r := record(t, f)
		if len(r.pages) != ItemPages(n) {
			t.Errorf("%d items: %d pages", n, len(r.pages))
		}
		rows, boxes := 0, 0
		for i, page := range r.pages {
			for _, d := range page {
				if d.kind == "line" && d.h < -rowHigh+2 {
					rows++
				}
				if d.kind == "line" && d.h < -3 && d.h > -8 {
					boxes++
				}
			}
			for _, want := range []string{string(f.Number), fmt.Sprintf("Page %d of %d", i+1, len(r.pages)), "19/11/2026", "18/05/2027"} {
				if !strings.Contains(r.words(i), want) {
					t.Errorf("%d items, page %d lacks %q", n, i+1, want)
				}
			}
		}
		if unused := RowsPerPage*len(r.pages) - n; rows != unused || boxes != unused {
			t.Errorf("%d items: %d rows and %d quantities struck out, want %d", n, rows, boxes, unused)
		}
	}
}

func TestGoldenStructure(t *testing.T) {
	record(t, sample(5)).golden(t, "five")
	record(t, scripts()).golden(t, "scripts")
}

func TestOverflowGoesToNotesInFull(t *testing.T) {
	f := crowded()
	r := record(t, f)
	if len(r.pages) <= ItemPages(len(f.Items)) {
		t.Fatal("no page of notes")
	}
	if !strings.Contains(r.words(0), "see annex, note 1") {
		t.Error("the first page does not refer to its first note")
	}
	if first := r.words(0); !strings.Contains(first, "Condition 3") || strings.Contains(first, "Condition 4") {
		t.Error("box 5 does not end with a whole condition")
	}
	if want := fmt.Sprintf("total pages: %d", len(r.pages)); !strings.Contains(r.words(0), want) {
		t.Errorf("the first page does not say %q", want)
	}
	p := printer(t)
	pages, err := p.rehearse(newPen(p.faces), f)
	if err != nil {
		t.Fatal(err)
	}
	var notes strings.Builder
	for _, page := range pages {
		for _, l := range page {
			for _, r := range l.line.runs {
				notes.WriteString(r.text)
			}
		}
	}
	flat := func(s string) string { return strings.Join(strings.Fields(s), "") }
	for _, want := range append(f.Conditions, f.Importer.Name, f.Importer.Address, f.Items[8].Marks, f.Items[0].Description) {
		if !strings.Contains(flat(notes.String()), flat(want)) {
			t.Errorf("the notes lack %.60q", want)
		}
	}
}

func TestWordsAcross(t *testing.T) {
	for _, c := range []struct {
		set  func(*Form)
		want string
	}{{func(*Form) {}, ""}, {func(f *Form) { f.Copy = true }, "COPY"}, {func(f *Form) { f.Sample = true }, "SAMPLE"}, {func(f *Form) { f.Copy, f.Sample = true, true }, "SAMPLE"}} {
		f := sample(5)
		c.set(&f)
		r := record(t, f)
		for i, page := range r.pages {
			got := ""
			for _, d := range page {
				if d.kind == "across" {
					got = d.text
				}
			}
			if got != c.want {
				t.Errorf("page %d: %q across, want %q", i+1, got, c.want)
			}
			if c.want != "" && !strings.Contains(r.words(i), c.want) || c.want != "" && strings.Contains(r.words(i), "ORIGINAL") {
				t.Errorf("page %d of a %s says %q", i+1, c.want, r.words(i)[:200])
			}
		}
	}
}

func TestEndorsedQuantitiesArePrinted(t *testing.T) {
	words := record(t, endorsed()).words(0)
	for _, want := range []string{"238 NAR", "620 NAR", "Puerto Ejemplo", "02/12/2026", "A. Moreau, Inspector", "Endorsement 26XA-E-004411"} {
		if !strings.Contains(words, want) {
			t.Errorf("page lacks %q", want)
		}
	}
}

func TestReplacementAndRetrospectiveAreStated(t *testing.T) {
	words := record(t, replacement()).words(0)
	for _, want := range []string{"REPLACEMENT of no. 26XA000512/OC (01/09/2026)", "True copy of the original.", "lost in the post", "ISSUED RETROSPECTIVELY", "technical error", "IATA Live Animals"} {
		if !strings.Contains(words, want) {
			t.Errorf("page lacks %q", want)
		}
	}
}

// Words without an end cost no more than other long texts.
func TestEndlessWords(t *testing.T) {
	f := sample(4)
	f.Importer = Party{strings.Repeat("x", maxText), strings.Repeat("ก", maxText), "A"}
	f.Exporter = Party{strings.Repeat("م", maxText), strings.Repeat("中", maxText), "B"}
	f.Conditions = []string{strings.Repeat("a\u0301\u0301", maxText/3), strings.Repeat("\u200b", maxText)}
	f = withSeals(f)
	for _, p := range record(t, f).problems() {
		t.Error(p)
	}
}

func TestNothingIsLeftToEndorse(t *testing.T) {
	struck := func(f Form) (n int) {
		for _, d := range record(t, f).pages[0] {
			if d.kind == "line" && d.h < -3 && d.x < left+issueWide && d.y > tableTop+RowsPerPage*rowHigh+columnHeads {
				n++
			}
		}
		return n
	}
	open := sample(4)
	closed := open
	closed.NoEndorsing = true
	if a, b := struck(open), struck(closed); a != 0 || b != RowsPerPage+1 {
		t.Errorf("%d and %d lines struck out in boxes 14 and 15, want 0 and %d", a, b, RowsPerPage+1)
	}
}
