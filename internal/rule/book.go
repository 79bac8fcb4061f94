package rule

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/table"
)

// Entry is one line of the rule book: what is known of a rule apart from its
// check. Its sentence is the catalogue entry "book.ID".
type Entry struct {
	ID     string
	Family Family
	// Mark is the severity that the source gives: E, E*, W or N. Severity and
	// Discretion are what the program does, which is the same unless As is set.
	Mark       string
	As         string // E*, W or N where the program differs from Mark
	Severity   Severity
	Discretion bool // E*: a senior officer may lift the block with a reason
	// Stages are those of the source; Run are those at which the program asks,
	// some earlier than the source wants.
	Stages   []Stage
	Run      []Stage
	Citation string
	Evidence Evidence
	From     cites.Date // first day on which the source held
	Until    cites.Date // last day, not set while in force
}

// Evidence says how well a rule is known.
type Evidence string

// The evidence tags.
const (
	Verified  Evidence = "V"   // read in the source that is cited
	Unchecked Evidence = "K"   // not yet checked against the original
	Inferred  Evidence = "inf" // follows from other rules
)

// Family is the group to which a rule belongs, by the letter of its id.
type Family string

// The families, in the order of the book.
const (
	FormFamily        Family = "form"        // F
	DateFamily        Family = "date"        // D
	TaxonFamily       Family = "taxon"       // T
	SourceFamily      Family = "source"      // P
	QuantityFamily    Family = "quantity"    // Q
	ChainFamily       Family = "chain"       // L
	FindingFamily     Family = "finding"     // G
	RestrictionFamily Family = "restriction" // R
	ReportFamily      Family = "report"      // X
	StandardFamily    Family = "standard"    // S: rows of the table of standard documents
	ExemptionFamily   Family = "exemption"   // E: rows of the table of exemptions
)

// Families lists the families in the order of the book.
func Families() []Family {
	return []Family{FormFamily, DateFamily, TaxonFamily, SourceFamily, QuantityFamily, ChainFamily, FindingFamily,
		RestrictionFamily, ReportFamily, StandardFamily, ExemptionFamily}
}

// Decision reports whether the entry is a row of a decision table: it says which
// document a case needs, and finds nothing wrong.
func (e Entry) Decision() bool { return e.Family == StandardFamily || e.Family == ExemptionFamily }

// Switchable reports whether the administrator may switch the rule: only one
// that was not checked against its original, and no row of a decision table.
func (e Entry) Switchable() bool { return e.Evidence == Unchecked && !e.Decision() }

// StageLetters gives stages as the sheet writes them: "A I".
func StageLetters(stages []Stage) string {
	out := make([]string, len(stages))
	for i, s := range stages {
		out[i] = string(letters()[slices.Index(moments(), s)])
	}
	return strings.Join(out, " ")
}

func letters() string  { return "AIXMR" }
func moments() []Stage { return []Stage{Apply, Issue, Endorse, Import, Report} }

//go:embed book.tsv
var bookText string

// book is read once; a line that cannot be read is a fault of the build.
var book = sync.OnceValue(func() []Entry {
	var out []Entry
	for _, r := range table.Read("rule book", bookText) {
		e, err := entry(r)
		if err != nil {
			panic(fmt.Sprintf("rule book, %s: %v", r["id"], err))
		}
		out = append(out, e)
	}
	return out
})

// entry reads one line.
func entry(r table.Row) (Entry, error) {
	e := Entry{ID: r["id"], Family: Family(r["family"]), Mark: r["severity"], As: r["as"], Citation: r["citation"], Evidence: Evidence(r["evidence"])}
	var err error
	if e.Stages, err = readStages(r["stages"]); err != nil {
		return e, err
	}
	e.Run = e.Stages
	if r["run"] != "" {
		if e.Run, err = readStages(r["run"]); err != nil {
			return e, err
		}
	}
	mark := e.Mark
	if e.As != "" {
		mark = e.As
	}
	if e.Severity, e.Discretion, err = readSeverity(mark); err != nil {
		return e, err
	}
	if e.From, err = cites.ParseDate(r["from"]); err != nil || r["until"] == "" {
		return e, err
	}
	e.Until, err = cites.ParseDate(r["until"])
	return e, err
}

func readStages(cell string) ([]Stage, error) {
	var out []Stage
	for _, w := range strings.Fields(cell) {
		i := strings.Index(letters(), w)
		if i < 0 || len(w) != 1 {
			return nil, fmt.Errorf("no stage %q", w)
		}
		out = append(out, moments()[i])
	}
	return out, nil
}

// Weight is the name of a mark: "block" for E, "lift" for E*, "warn" for W and
// "note" for N.
func Weight(mark string) string {
	switch s, lift, err := readSeverity(mark); {
	case err != nil:
		return ""
	case lift:
		return "lift"
	default:
		return string(s)
	}
}

func readSeverity(mark string) (s Severity, discretion bool, err error) {
	switch mark {
	case "E":
		return Block, false, nil
	case "E*":
		return Block, true, nil
	case "W":
		return Warn, false, nil
	case "N":
		return Note, false, nil
	}
	return "", false, fmt.Errorf("no severity %q", mark)
}

// Book returns all entries in the order of the book.
func Book() []Entry { return slices.Clone(book()) }

// index is the book by id; an id that stands twice is a fault of the build.
var index = sync.OnceValue(func() map[string]Entry {
	out := map[string]Entry{}
	for _, e := range book() {
		if _, twice := out[e.ID]; twice {
			panic("rule book: " + e.ID + " stands twice")
		}
		out[e.ID] = e
	}
	return out
})

// Law returns the entry of an id, false when there is none.
func Law(id string) (Entry, bool) {
	e, ok := index()[id]
	return e, ok
}

// Bind makes a running rule of a check and of what the book says of its id. An
// id that is not in the book is a fault of the build and panics; the tests bind
// all rules.
func Bind[T any](id string, check func(T) []Hit) Rule[T] {
	e, ok := Law(id)
	if !ok {
		panic("no rule " + id + " in the rule book")
	}
	return Rule[T]{ID: id, Citation: e.Citation, Evidence: e.Evidence, From: e.From, Until: e.Until,
		Severity: e.Severity, Discretion: e.Discretion, Stages: e.Run, Check: check}
}

// At leaves of a rule's stages those that a package reaches, where two packages
// ask the same rule at different moments.
func (r Rule[T]) At(stages ...Stage) Rule[T] {
	r.Stages = slices.DeleteFunc(slices.Clone(r.Stages), func(s Stage) bool { return !slices.Contains(stages, s) })
	return r
}
