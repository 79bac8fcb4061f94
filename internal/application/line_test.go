package application_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
)

func keys(err error) map[string]string {
	got := map[string]string{}
	if f := fault.Of(err); f != nil {
		for _, x := range f.Fields {
			got[x.Name] = x.Key
		}
	}
	return got
}

func TestAddLineFindsTheTaxonByAnyName(t *testing.T) {
	d := newDesk(t)
	a := d.app(d.StartDraft(t.Context(), tina, cites.ExportPermit, ""))
	for _, name := range []string{"Python regius", "PYTHON  REGIUS", "ball python", "Boa regia"} {
		f := pythonForm()
		f["taxon"] = name
		b, _, err := d.AddLine(t.Context(), tina, a.ID, a.Version, f)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		l := b.Content.Lines[len(b.Content.Lines)-1]
		if l.TaxonID != string(python) || l.ScientificName != "Python regius" || l.Appendix != cites.AppendixII {
			t.Errorf("%s: %+v", name, l)
		}
		a = b
	}
}

func TestAddLineNamesEachWrongField(t *testing.T) {
	for name, c := range map[string]struct {
		set  application.Form
		want map[string]string
	}{
		"all empty": {application.Form{"taxon": "", "source": "", "term": "", "quantity": "", "unit": ""}, map[string]string{"taxon": "apply.taxon.needed",
			"source": "apply.source.needed", "term": "apply.term.needed", "quantity": "apply.quantity.empty", "unit": "apply.unit.needed"}},
		"no such taxon":       {application.Form{"taxon": "Draco malfoy"}, map[string]string{"taxon": "apply.taxon.unknown"}},
		"two boxes":           {application.Form{"quantity": "2 boxes"}, map[string]string{"quantity": "apply.quantity.malformed"}},
		"half an animal":      {application.Form{"quantity": "1.5"}, map[string]string{"quantity": "apply.quantity.whole"}},
		"none":                {application.Form{"quantity": "0"}, map[string]string{"quantity": "apply.quantity.zero"}},
		"ambiguous comma":     {application.Form{"quantity": "1,500", "unit": "KGM"}, map[string]string{"quantity": "apply.quantity.ambiguous"}},
		"negative":            {application.Form{"quantity": "-3"}, map[string]string{"quantity": "apply.quantity.malformed"}},
		"historic unit":       {application.Form{"unit": "BOX"}, map[string]string{"unit": "apply.unit.historic"}},
		"historic term":       {application.Form{"term": "LEA"}, map[string]string{"term": "apply.term.historic"}},
		"unknown, no reason":  {application.Form{"source": "U"}, map[string]string{"source_reason": "apply.source.reason"}},
		"pre-Convention bare": {application.Form{"source": "O"}, map[string]string{"second_o": "apply.source.second", "acquired": "apply.acquired.needed"}},
		"seized bare":         {application.Form{"source": "I"}, map[string]string{"second_i": "apply.source.second", "seizure_ref": "apply.seizure.needed"}},
		"operation missing":   {application.Form{"source": "D"}, map[string]string{"operation": "apply.operation.needed"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			a := d.app(d.StartDraft(t.Context(), tina, cites.ExportPermit, ""))
			f := pythonForm()
			for k, v := range c.set {
				f[k] = v
			}
			a, line, err := d.AddLine(t.Context(), tina, a.ID, a.Version, f)
			got := keys(err)
			if fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
			l, ok := a.Content.Line(line)
			if !ok {
				t.Fatal("the line was not kept")
			}
			back := application.LineForm(&a.Content, l, application.LineWhat)
			for k, v := range f {
				if v != "" && back[k] != v {
					t.Errorf("%s typed %q came back %q", k, v, back[k])
				}
			}
		})
	}
}

func TestCopyLineDropsMarksAndRemoveLineForgets(t *testing.T) {
	d := newDesk(t)
	a := d.draft()
	line := a.Content.Lines[0].ID
	a, twin, err := d.CopyLine(t.Context(), tina, a.ID, a.Version, line)
	if err != nil {
		t.Fatal(err)
	}
	l, _ := a.Content.Line(twin)
	if len(l.Marks) != 0 || l.Quantity != 12000 || l.ID == line {
		t.Errorf("copy: %+v", l)
	}
	a = d.app(d.RemoveLine(t.Context(), tina, a.ID, a.Version, line))
	if len(a.Content.Lines) != 1 || a.Content.Lines[0].ID != twin {
		t.Errorf("left: %+v", a.Content.Lines)
	}
	for _, s := range a.Content.Done {
		if strings.Contains(s, line) {
			t.Errorf("%s is still noted", s)
		}
	}
	_, err = d.RemoveLine(t.Context(), tina, a.ID, a.Version, line)
	d.wants("removed twice", err, fault.NotFound)
}

func TestLinesAreForTheOwnersSide(t *testing.T) {
	for name, try := range map[string]func(d *desk, who actor.Actor, a *application.Application) error{
		"add": func(d *desk, who actor.Actor, a *application.Application) error {
			_, _, err := d.AddLine(t.Context(), who, a.ID, a.Version, pythonForm())
			return err
		},
		"edit": func(d *desk, who actor.Actor, a *application.Application) error {
			_, err := d.EditLine(t.Context(), who, a.ID, a.Version, a.Content.Lines[0].ID, application.LineWhat, pythonForm())
			return err
		},
		"copy": func(d *desk, who actor.Actor, a *application.Application) error {
			_, _, err := d.CopyLine(t.Context(), who, a.ID, a.Version, a.Content.Lines[0].ID)
			return err
		},
		"remove": func(d *desk, who actor.Actor, a *application.Application) error {
			_, err := d.RemoveLine(t.Context(), who, a.ID, a.Version, a.Content.Lines[0].ID)
			return err
		},
		"import": func(d *desk, who actor.Actor, a *application.Application) error {
			_, _, err := d.ImportLines(t.Context(), who, a.ID, a.Version, []byte("Python regius,W,LIV,1,NAR\n"))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) { onlyFor(t, (*desk).draft, try, tina, toni) })
	}
}

func TestMarksAreNormalisedAndUnique(t *testing.T) {
	d := newDesk(t)
	a := d.draft()
	line := a.Content.Lines[0].ID
	if m := a.Content.Lines[0].Marks[0]; m.Value != "900115001234567" {
		t.Errorf("mark %q", m.Value)
	}
	_, err := d.EditLine(t.Context(), tina, a.ID, a.Version, line, application.LineDetails, application.Form{"mark_kind": "CR", "marks": "qz 12\nQZ12"})
	if got := keys(err)["marks"]; got != "apply.mark.twice" {
		t.Errorf("same ring twice: %v", err)
	}
}

func TestImportLines(t *testing.T) {
	good := "scientific_name;source;term;quantity;unit;marks;mark_kind\nPython regius;R;LIV;2;NAR;A1|A2;MC\n\nBoa regia;W;SKI;10;NAR;;\n"
	d := newDesk(t)
	a := d.draft()
	before := len(a.Content.Lines)
	a, n, err := d.ImportLines(t.Context(), tina, a.ID, a.Version, []byte("\xef\xbb\xbf"+good))
	if err != nil || n != 2 || len(a.Content.Lines) != before+2 {
		t.Fatalf("%d added, %d lines: %v", n, len(a.Content.Lines), err)
	}
	if l := a.Content.Lines[before]; len(l.Marks) != 2 || l.Marks[1].Value != "A2" || l.Source != "R" {
		t.Errorf("first: %+v", l)
	}
	a, n, err = d.ImportLines(t.Context(), tina, a.ID, a.Version, []byte("Python regius\tW\tLIV\t1\tNAR\r\nPython regius\tC\tLIV\t3\tNAR\r\n"))
	if err != nil || n != 2 {
		t.Fatalf("pasted from a spreadsheet: %d, %v", n, err)
	}
	if s := d.StatusOf(&a.Content, application.StepSpecimens); s != application.Complete {
		t.Errorf("status %s: %v", s, d.FaultsOf(&a.Content, application.StepSpecimens))
	}
}

func TestImportLinesSaysWhatIsWrongAndAddsNothing(t *testing.T) {
	for name, c := range map[string]struct {
		table string
		key   string
		args  fault.Args
		field string
	}{
		"nothing":           {"  \n ", "apply.table.empty", nil, ""},
		"header alone":      {"scientific_name,source,term,quantity,unit\n", "apply.table.empty", nil, ""},
		"unknown column":    {"scientific_name,source,term,quantity,unit,colour\n", "apply.table.header", fault.Args{"column": "colour"}, ""},
		"column twice":      {"scientific_name,source,term,quantity,unit,unit\n", "apply.table.twice", fault.Args{"column": "unit"}, ""},
		"column missing":    {"scientific_name,source,term,quantity\n", "apply.table.missing", fault.Args{"column": "unit"}, ""},
		"wrong separator":   {"Python regius:W:LIV:1:NAR\n", "apply.table.separator", nil, ""},
		"too many cells":    {"scientific_name,source,term,quantity,unit\nPython regius,W,LIV,1,NAR,x\n", "apply.table.cells", fault.Args{"row": "2"}, ""},
		"open quote":        {"Python regius,W,LIV,1,NAR\n\"Python,W,LIV,1,NAR\n", "apply.table.quotes", fault.Args{"row": "2"}, ""},
		"Latin-1":           {"Python regius,W,LIV,1,NAR\nPyth\xf4n,W,LIV,1,NAR\n", "apply.table.encoding", fault.Args{"row": "2"}, ""},
		"UTF-16":            {"\xff\xfeP\x00y\x00", "apply.table.binary", nil, ""},
		"a spreadsheet":     {"PK\x03\x04\x00\x00", "apply.table.binary", nil, ""},
		"100,000 lines":     {strings.Repeat("Python regius,W,LIV,1,NAR\n", 100_000), "apply.table.large", nil, ""},
		"40,000 lines":      {strings.Repeat("Python regius,W,LIV,1,NAR\n", 40_000), "apply.table.many", nil, ""},
		"501 lines":         {strings.Repeat("Python regius,W,LIV,1,NAR\n", 501), "apply.table.many", fault.Args{"max": "500"}, ""},
		"wrong cell":        {"Python regius,W,LIV,1,NAR\nPython regius,W,LIV,two,NAR\n", "apply.table.wrong", nil, "row.2.quantity"},
		"wrong date":        {"scientific_name,source,term,quantity,unit,second_source,acquired\nPython regius,O,LIV,1,NAR,W,1970\n", "apply.table.wrong", nil, "row.2.acquired"},
		"formula in a cell": {"=cmd|'/c calc'!A1,W,LIV,1,NAR\n", "apply.table.wrong", nil, "row.1.scientific_name"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			a := d.app(d.StartDraft(t.Context(), tina, cites.ExportPermit, ""))
			_, _, err := d.ImportLines(t.Context(), tina, a.ID, a.Version, []byte(c.table))
			f := fault.Of(err)
			if f == nil || f.Key != c.key {
				t.Fatalf("got %v, want %s", err, c.key)
			}
			for k, v := range c.args {
				if f.Args[k] != v {
					t.Errorf("%s is %q, want %q", k, f.Args[k], v)
				}
			}
			if c.field != "" {
				if _, ok := keys(err)[c.field]; !ok {
					t.Errorf("%s not named: %v", c.field, err)
				}
			}
			file := must[*application.File](t)(d.Read(t.Context(), tina, a.ID))
			if len(file.Content.Lines) != 0 || file.Version != a.Version {
				t.Errorf("%d lines were added", len(file.Content.Lines))
			}
		})
	}
}
