package species

import "github.com/opencites/opencites/cites"

// Report says what an import changed and what it left out.
type Report struct {
	Source  string     `json:"source"` // name of the file or folder
	AsOf    cites.Date `json:"as_of"`
	Edition int64      `json:"edition"` // 0 when nothing changed
	Rows    int        `json:"rows"`
	Added   int        `json:"added"`
	Changed int        `json:"changed"`
	Same    int        `json:"same"`
	// Kept counts taxa older than what is known: their names and range were
	// taken, their listing was not.
	Kept   int `json:"kept"`
	Opened int `json:"listings_opened"` // intervals that are new or changed
	Closed int `json:"listings_closed"` // intervals that were open and have ended
	// Removed counts intervals that a newer and whole account does not know.
	Removed      int    `json:"listings_removed"`
	Reservations Counts `json:"reservations"`
	Quotas       Counts `json:"quotas"`
	Suspensions  Counts `json:"suspensions"`
	// Files tells of each file, in the order in which they were taken.
	Files []FileReport `json:"files,omitempty"`
	// Refused lists rows that were left out, at most MaxRefusals of them;
	// RefusedInAll counts them all.
	Refused      []Refusal `json:"refused"`
	RefusedInAll int       `json:"refused_in_all"`
	// LeftOut lists single values that were not taken from rows that were, at
	// most MaxRefusals of them; LeftOutInAll counts them all.
	LeftOut      []Refusal `json:"left_out"`
	LeftOutInAll int       `json:"left_out_in_all"`
	// Reasons counts refusals and values left out by their reason.
	Reasons map[string]int `json:"reasons,omitempty"`
	// Changes lists taxa whose appendix changed, at most MaxChanges of them.
	Changes []Change `json:"changes"`
}

// Counts are the records of one kind that an import brought.
type Counts struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
}

// FileReport is what came of one file.
type FileReport struct {
	Name    string     `json:"name"`
	Shape   Shape      `json:"shape"`
	AsOf    cites.Date `json:"as_of"`
	Rows    int        `json:"rows"`
	Refused int        `json:"refused"`
	LeftOut int        `json:"left_out"`
	// Unused says that the file was recognised and read, and nothing of it was
	// taken, since the catalogue does not keep what it tells.
	Unused bool `json:"unused,omitempty"`
}

// Bounds of what a report names one by one.
const (
	MaxRefusals = 200
	MaxChanges  = 200
)

// Refusal is a row, or a value, that was left out. Key is the catalogue entry that says why.
type Refusal struct {
	File   string `json:"file,omitempty"`
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

func (r *Report) refuse(at Place, column, value, key string) {
	r.RefusedInAll++
	if f := r.file(at.File); f != nil {
		f.Refused++
	}
	r.count(key)
	if len(r.Refused) < MaxRefusals {
		r.Refused = append(r.Refused, refusal(at, column, value, key))
	}
}

func (r *Report) leaveOut(at Place, column, value, key string) {
	r.LeftOutInAll++
	if f := r.file(at.File); f != nil {
		f.LeftOut++
	}
	r.count(key)
	if len(r.LeftOut) < MaxRefusals {
		r.LeftOut = append(r.LeftOut, refusal(at, column, value, key))
	}
}

func (r *Report) count(key string) {
	if r.Reasons == nil {
		r.Reasons = map[string]int{}
	}
	r.Reasons[key]++
}

func (r *Report) file(name string) *FileReport {
	for i := range r.Files {
		if r.Files[i].Name == name {
			return &r.Files[i]
		}
	}
	return nil
}

func refusal(at Place, column, value, key string) Refusal {
	if len(value) > 80 {
		value = value[:80]
	}
	return Refusal{at.File, at.Row, column, clean(value), key}
}

func (r *Report) change(name, before, after string) {
	if len(r.Changes) < MaxChanges {
		r.Changes = append(r.Changes, Change{name, before, after})
	}
}
