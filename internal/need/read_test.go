package need_test

import (
	"strings"
	"testing"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/need"
)

// whole is a case that can be read; tests break one part of it.
const whole = `{"date":"2026-06-01","purpose":"T","export_country":"GH","import_country":"FR","direction":"export",` +
	`"lines":[{"taxon":"Python regius","source":"W","term":"LIV","unit":"NAR","quantity":1,"live":true,"origin_country":""}]}`

func TestReadNamesWhatIsWrong(t *testing.T) {
	if _, err := need.Read(strings.NewReader(whole)); err != nil {
		t.Fatalf("the whole case is refused: %v", err)
	}
	for _, x := range []struct{ from, to, path, key string }{
		{`"date":"2026-06-01"`, `"date":"2026-02-30"`, "date", "need.case.date"},
		{`"date":"2026-06-01"`, `"date":""`, "date", "need.case.date"},
		{`"date":"2026-06-01"`, `"date":20260601`, "date", "need.case.text"},
		{`"date":"2026-06-01",`, ``, "date", "need.case.missing"},
		{`"purpose":"T",`, ``, "purpose", "need.case.missing"},
		{`"GH"`, `"QQ9"`, "export_country", "need.case.country"},
		{`"GH"`, `"SU"`, "export_country", "need.case.country"},
		{`"FR"`, `null`, "import_country", "need.case.missing"},
		{`"export",`, `"sideways",`, "direction", "need.case.choice"},
		{`"export",`, `"sea",`, "export_country", "need.case.sea"},
		{`"source":"W"`, `"source":"W","source":"C"`, "lines[0].source", "need.case.twice"},
		{`"source":"W"`, `"source":7`, "lines[0].source", "need.case.text"},
		{`"source":"W",`, ``, "lines[0].source", "need.case.missing"},
		{`"taxon":"Python regius"`, `"taxon":" "`, "lines[0].taxon", "need.case.missing"},
		{`"quantity":1`, `"quantity":"many"`, "lines[0].quantity", "need.case.quantity"},
		{`"quantity":1`, `"quantity":1e999999999`, "lines[0].quantity", "need.case.quantity"},
		{`"quantity":1`, `"quantity":[1]`, "lines[0].quantity", "need.case.quantity"},
		{`"live":true`, `"live":"yes"`, "lines[0].live", "need.case.boolean"},
		{`"live":true`, `"live":true,"appendix":"IV"`, "lines[0].appendix", "need.case.choice"},
		{`"live":true`, `"live":true,"colour":"red"`, "lines[0].colour", "need.case.unknown"},
		{`"live":true`, `"live":true,"hybrid":{"parents":[],"generation":1}`, "lines[0].hybrid.parents", "need.case.parents"},
		{`"live":true`, `"live":true,"hybrid":{"parents":["a"],"generation":0}`, "lines[0].hybrid.generation", "need.case.generation"},
		{`"live":true`, `"live":true,"acquired":"soon"`, "lines[0].acquired", "need.case.date"},
		{`"direction"`, `"transit":["ZZZ"],"direction"`, "transit[0]", "need.case.country"},
		{`"direction"`, `"measures":[{"country":"FR","direction":"import","appendix":"II","document":"XYZ"}],"direction"`, "measures[0].document", "need.case.document"},
		{`"direction"`, `"scientific_exchange":{"sender":"GH001"},"direction"`, "scientific_exchange.recipient", "need.case.missing"},
		{`"lines":[`, `"lines":[7,`, "lines[0]", "need.case.object"},
		{`"lines":[{`, `"lines":[],"x":[{`, "lines", "need.case.no_lines"},
	} {
		text := strings.Replace(whole, x.from, x.to, 1)
		if text == whole {
			t.Fatalf("%s is not in the case", x.from)
		}
		_, err := need.Read(strings.NewReader(text))
		f := fault.Of(err)
		if f == nil || f.Kind != fault.Invalid {
			t.Errorf("%s: %v, want %s %s", x.to, err, x.path, x.key)
			continue
		}
		found := false
		for _, field := range f.Fields {
			found = found || field.Name == x.path && field.Key == x.key
		}
		if !found {
			t.Errorf("%s: %v, want %s %s", x.to, err, x.path, x.key)
		}
	}
}

func TestReadRefusesWhatIsNoCase(t *testing.T) {
	for text, key := range map[string]string{
		``: "need.case.json", `{`: "need.case.json", `[]`: "need.case.no_object", `7`: "need.case.no_object", whole + whole: "need.case.more",
		`{"a":` + strings.Repeat("[", 100): "need.case.json", `{"a":"` + strings.Repeat("x", need.MaxBytes) + `"}`: "need.case.large", "\xff\xfe{}": "need.case.json",
	} {
		if f := fault.Of(func() error { _, err := need.Read(strings.NewReader(text)); return err }()); f == nil || f.Key != key {
			t.Errorf("%.40q: %v, want %s", text, f, key)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(whole)
	f.Add(strings.Replace(whole, `"live":true`, `"live":true,"hybrid":{"parents":["Falco cherrug"],"generation":2},"acquired":"1970-01-01","wild_collected":true`, 1))
	l := law(f)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := need.Read(strings.NewReader(text))
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		if a := need.Decide(l, c); a.Verdict == "" || len(a.Reasons) == 0 {
			t.Fatalf("no answer: %+v", a)
		}
	})
}
