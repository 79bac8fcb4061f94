package table

import (
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	rows := Read("t", "# from the sheet\n# of today\ncode\tsize\twords\n#4\t12\ta b\r\nx\t\t\n", "code", "size")
	if len(rows) != 2 || rows[0]["code"] != "#4" || rows[0].Number("size") != 12 || rows[1].Number("size") != 0 {
		t.Errorf("%v", rows)
	}
	if w := Codes[string](rows[0], "words"); len(w) != 2 || w[1] != "b" || Codes[string](rows[1], "words") != nil {
		t.Errorf("%q", w)
	}
}

func TestReadRefusesWhatIsNoTable(t *testing.T) {
	for name, c := range map[string]struct {
		text, column, says string
	}{
		"a cell too many": {"a\tb\n1\t2\t3\n", "a", "line 2: 3 cells, want 2"},
		"a cell missing":  {"# x\na\tb\n1\n", "a", "line 3: 1 cells, want 2"},
		"an empty line":   {"a\tb\n\n", "a", "line 2"},
		"another column":  {"a\tb\n1\t2\n", "c", "no column c"},
		"no row":          {"a\tb\n", "a", "no row"},
		"no number":       {"a\tb\n1\tx\n", "b", `"x" is not a whole number`},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if said, _ := recover().(string); !strings.Contains(said, c.says) {
					t.Errorf("said %q, want %q", said, c.says)
				}
			}()
			Read("t", c.text, c.column)[0].Number("b")
		})
	}
}
