package print

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// printer returns a printer, or skips where the typefaces are not built in.
func printer(t testing.TB) *Printer {
	t.Helper()
	p, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.faces[0].load(); fault.KindOf(err) == fault.Unavailable {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("typefaces are missing: run `make assets`")
	}
	return p
}

// sealOf makes a seal text of the length of a real one: n bytes as decimal
// digits, seven bytes in seventeen (trust.md 2.3).
func sealOf(seed uint64, n int) Seal {
	r := rand.New(rand.NewPCG(seed, 1))
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(r.UintN(256))
	}
	var digits strings.Builder
	for range n / 7 {
		fmt.Fprintf(&digits, "%017d", r.Uint64N(1<<56))
	}
	return Seal{URL: "https://permits.example.org/v#" + digits.String(), Data: data}
}

func withSeals(f Form) Form {
	f.Seals = nil
	for i := range ItemPages(len(f.Items)) {
		f.Seals = append(f.Seals, sealOf(uint64(i+1), 598))
	}
	return f
}

var species = [...]Item{
	{ScientificName: "Cattleya trianae", Author: "Linden & Rchb.f.", CommonName: "Christmas orchid / Flor de mayo", Term: "LIV",
		Description: "live plants, flasked seedlings", Marks: "Nursery lots CT-26-014 to CT-26-031", Appendix: "I", Sources: []cites.Source{"D"},
		Quantity: "240", Unit: "NAR", Operation: "P-CO-1012"},
	{ScientificName: "Loxodonta africana", Author: "(Blumenbach, 1797)", CommonName: "African elephant / Éléphant d’Afrique", Term: "IVC",
		Description: "carved piece (piano keys), pre-Convention", Marks: "Serial no. 4471-B", Appendix: "I", Sources: []cites.Source{"O"},
		Quantity: "1", Unit: "NAR", Origin: Reference{"ZA", "ZA-1974/221", cites.Date{Year: 1974, Month: 2, Day: 3}},
		LastReexport: Reference{"GB", "22GBEXP0099", cites.Date{Year: 2022, Month: 6, Day: 11}}, Operation: "before 1975"},
	{ScientificName: "Crocodylus niloticus", Author: "Laurenti, 1768", CommonName: "Nile crocodile / Crocodile du Nil", Term: "SKI",
		Description: "whole skins, salted", Marks: "Tags XX 2026 NIL 001200–001819", Appendix: "II", Sources: []cites.Source{"R"},
		Quantity: "620", Unit: "NAR", Quota: "1 840 / 2 500"},
	{ScientificName: "Python bivittatus", CommonName: "Burmese python", Term: "SKI", Description: "skins, wet-salted", Appendix: "II",
		Sources: []cites.Source{"C"}, Quantity: "1 250.5", Unit: "KGM"},
}

// sample is an ordinary export permit with n items.
func sample(n int) Form {
	f := Form{
		Lang: cites.English, Type: Export, Number: "26XA000871/OC", State: "REPUBLIC OF EXAMPLE", Titles: "CITES permit · Permis CITES · Permiso CITES",
		ValidUntil:  cites.Date{Year: 2027, Month: 5, Day: 18},
		Importer:    Party{"Manufacture Horlogère SA", "12 rue du Rhône\n1204 Genève", "SWITZERLAND"},
		Exporter:    Party{"Viveiro São João & Żółw Ltd", "14 Calle Ñandú, Puerto Ejemplo", "REPUBLIC OF EXAMPLE"},
		Signature:   "signed electronically by M. Silva, 19/11/2026 14:02 UTC",
		Conditions:  []string{"Valid for one shipment only.", "Specimens marked as stated in box 9."},
		Purpose:     "T",
		PurposeText: "commercial", Stamp: "XA 0094417",
		Authority: "CITES Management Authority\nMinistry of Environment\n1 Government Square, Capital City\nREPUBLIC OF EXAMPLE",
		IssuedBy:  "M. Okafor\nDirector, CITES Management Authority", IssuedPlace: "Capital City", IssuedOn: cites.Date{Year: 2026, Month: 11, Day: 19},
		SealedBy: "Sealed electronically by the Management Authority: the code beside replaces stamp and signature.", Transport: "AWB 176-55430012",
		Verify: Verification{"permits.example.org/v", "7QF2-M9KD"},
	}
	for i := range n {
		f.Items = append(f.Items, species[i%len(species)])
	}
	return withSeals(f)
}

// scripts is a form with every script on it.
func scripts() Form {
	f := sample(4)
	f.Titles = "تصريح سايتس – Permiso CITES – Permis CITES"
	f.State = "جمهورية المثال"
	f.Importer = Party{"مؤسسة الحدائق النباتية (فرع 12)", "14 شارع الملك فهد، الرياض 11564", "المملكة العربية السعودية"}
	f.ImportTo = "SAUDI ARABIA"
	f.Exporter = Party{"Żółw Ελλάς Đà Nẵng Москва", "北京市朝阳区建国路88号", "REPUBLIC OF EXAMPLE"}
	f.Conditions = []string{"Valid for one shipment only.", "仅限一次装运,标本须按第九栏所述标记。", "ใบอนุญาตนี้ใช้ได้เพียงครั้งเดียวเท่านั้น",
		"यह परमिट केवल एक खेप के लिए मान्य है।", "ይህ ፈቃድ ለአንድ ጭነት ብቻ ያገለግላል።", "លិខិតអនុញ្ញាតនេះមានសុពលភាព។", "이 허가서는 한 번만 유효합니다. 一回限り有効です。"}
	return f
}

func write(t *testing.T, name string, f Form) []byte {
	t.Helper()
	out, err := printer(t).Print(f)
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("PRINT_OUT"); dir != "" {
		if err := os.WriteFile(dir+"/"+name+".pdf", out, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestSameFormSameBytes(t *testing.T) {
	for name, f := range map[string]Form{"one": sample(1), "nine": sample(9), "scripts": scripts()} {
		if !bytes.Equal(write(t, name, f), write(t, name, f)) {
			t.Errorf("%s: two prints differ", name)
		}
	}
}

// Our own titles must fit their boxes at all times: only a person's text may
// move to a note.
func TestLabelsFit(t *testing.T) {
	p := printer(t)
	forms := map[string]Form{"plain": sample(1), "nine": sample(9), "scripts": scripts()}
	trial, double := sample(5), sample(2)
	trial.Sample, trial.Seals = true, nil
	double.Copy, double.Live = true, true
	forms["sample"], forms["copy"] = trial, double
	forms["fr"], forms["es"] = translated(cites.French), translated(cites.Spanish)
	for name, f := range forms {
		f, err := f.prepared(p.faces)
		if err != nil {
			t.Fatal(err)
		}
		d := &draft{canvas: blank{}, pen: newPen(p.faces), labels: p.titles(f), form: f}
		d.draw(nil)
		for _, n := range d.notes {
			t.Errorf("%s: box %s moved to a note: %v", name, n.box, n.paras)
		}
	}
}

// translated is a form with much on it whose titles are in lang first.
func translated(lang cites.Lang) Form {
	f := sample(5)
	f.Lang, f.Live, f.Items[0].Author, f.Copy = lang, true, "", true
	return f
}

func TestTitlesInTheLanguageOfTheForm(t *testing.T) {
	for lang, want := range map[cites.Lang][]string{
		cites.French:  {"3. Importateur (nom et adresse)", "Importer (name and address) / Importador", "Page 1 sur 2", "Annexe jointe"},
		cites.Spanish: {"3. Importador (nombre y dirección)", "Importateur (nom et adresse) / Importer", "Página 1 de 2", "Se adjunta anexo"},
		cites.Arabic:  {"3. Importer (name and address)", "Page 1 of 2"},
	} {
		f := translated(lang)
		words := record(t, f).words(0)
		for _, w := range want {
			if !strings.Contains(words, w) {
				t.Errorf("%s: page lacks %q", lang, w)
			}
		}
	}
}
