package species

import "github.com/opencites/opencites/cites"

// Report says what an import changed and what it left out.
type Report struct {
	Source  string     `json:"source"` // name of the file
	AsOf    cites.Date `json:"as_of"`
	Edition int64      `json:"edition"` // 0 when nothing changed
	Rows    int        `json:"rows"`
	Added   int        `json:"added"`
	Changed int        `json:"changed"`
	Same    int        `json:"same"`
	// Kept counts rows older than what is known: their names and range were
	// taken, their listing was not.
	Kept   int `json:"kept"`
	Opened int `json:"listings_opened"`
	Closed int `json:"listings_closed"`
	// Refused lists rows that were left out, at most MaxRefusals of them;
	// RefusedInAll counts them all.
	Refused      []Refusal `json:"refused"`
	RefusedInAll int       `json:"refused_in_all"`
	// LeftOut lists single values that were not taken from rows that were, at
	// most MaxRefusals of them; LeftOutInAll counts them all.
	LeftOut      []Refusal `json:"left_out"`
	LeftOutInAll int       `json:"left_out_in_all"`
	// Changes lists taxa whose appendix changed, at most MaxChanges of them.
	Changes []Change `json:"changes"`
}

// Bounds of what a report names one by one.
const (
	MaxRefusals = 200
	MaxChanges  = 200
)

// Refusal is a row, or a value, that was left out. Key is the catalogue entry that says why.
type Refusal struct {
	Row    int    `json:"row"` // line of the file, the header is 1
	Column string `json:"column"`
	Value  string `json:"value"`
	Key    string `json:"key"`
}

// Change is a taxon whose appendix is not what it was.
type Change struct {
	Name   string `json:"name"`
	Before string `json:"before"`
	After  string `json:"after"`
}

func (r *Report) refuse(row int, column, value, key string) {
	r.RefusedInAll++
	if len(r.Refused) < MaxRefusals {
		r.Refused = append(r.Refused, refusal(row, column, value, key))
	}
}

func (r *Report) leaveOut(row int, column, value, key string) {
	r.LeftOutInAll++
	if len(r.LeftOut) < MaxRefusals {
		r.LeftOut = append(r.LeftOut, refusal(row, column, value, key))
	}
}

func refusal(row int, column, value, key string) Refusal {
	if len(value) > 80 {
		value = value[:80]
	}
	return Refusal{row, column, clean(value), key}
}

func (r *Report) change(name, before, after string) {
	if len(r.Changes) < MaxChanges {
		r.Changes = append(r.Changes, Change{name, before, after})
	}
}
