package rehearsal

import (
	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/rule"
)

// Kind says what an item is.
type Kind string

// The kinds.
const (
	Application Kind = "application"
	Permit      Kind = "permit"
	Quota       Kind = "quota"
	Facility    Kind = "facility"
)

// Kinds lists them in the order of results.
func Kinds() []Kind { return []Kind{Application, Permit, Quota, Facility} }

// Verdict is how a case stands, in one word.
type Verdict string

// The verdicts. A permit whose box 10 no longer agrees with the listing is
// blocked: it cannot be accepted as it stands (rule T03).
const (
	OK        Verdict = "ok"
	Officer   Verdict = "officer" // a rule with discretion: a senior officer decides
	Blocked   Verdict = "blocked"
	NotNeeded Verdict = "none" // no CITES document, no quota needed any more
)

// Line is a line of a case whose appendix changes.
type Line struct {
	Letter string `json:"letter"`
	Name   string `json:"name"`
	Before string `json:"before"` // "I", "I/II"; "" for not listed
	After  string `json:"after"`
}

// Reason is a rule that appears or vanishes.
type Reason struct {
	Rule     string            `json:"rule"`
	Severity rule.Severity     `json:"severity"`
	Citation string            `json:"citation"`
	Line     int               `json:"line"`
	Key      string            `json:"key"`
	Args     map[string]string `json:"args,omitempty"`
	Text     string            `json:"text,omitempty"` // filled in by the edges
}

// Item is one case that comes out differently.
type Item struct {
	Kind  Kind   `json:"kind"`
	ID    string `json:"id"`
	Label string `json:"label"` // reference or number
	// Country and Year are those of a quota, which has no number.
	Country  cites.Country `json:"country,omitempty"`
	Year     int           `json:"year,omitempty"`
	Taxa     []string      `json:"taxa"`
	Before   Verdict       `json:"before"`
	After    Verdict       `json:"after"`
	Lines    []Line        `json:"lines"`
	Appears  []Reason      `json:"appears"`
	Vanishes []Reason      `json:"vanishes"`
	// Needed and NoLonger are the documents that the movement needs more or less.
	Needed   []need.Document `json:"needed"`
	NoLonger []need.Document `json:"no_longer"`
}

// Result is what a rehearsal found.
type Result struct {
	Name string     `json:"name"` // of the amendments
	On   cites.Date `json:"on"`
	// Checked counts what was looked at, Run what named a taxon of the
	// amendments and was run against both catalogues.
	Checked map[Kind]int `json:"checked"`
	Run     map[Kind]int `json:"run"`
	Items   []Item       `json:"items"`
}
