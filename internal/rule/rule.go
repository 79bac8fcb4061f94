package rule

import (
	"slices"

	"github.com/opencites/opencites/cites"
)

// Severity says what a hit means.
type Severity string

// The severities of permit-rules 5: E, W and N.
const (
	Block Severity = "block" // the act cannot go on
	Warn  Severity = "warn"  // an officer may go on with a reason
	Note  Severity = "note"  // information
)

// Stage is the moment in the life of a permit at which a rule is run.
type Stage string

// The stages: A, I, X, M and R of permit-rules 5.
const (
	Apply   Stage = "apply"
	Issue   Stage = "issue"
	Endorse Stage = "endorse"
	Import  Stage = "import"
	Report  Stage = "report"
)

// Rule is one cited, dated check over a value of type T.
type Rule[T any] struct {
	ID       string // stable, never reused: "P12"
	Citation string // article, resolution or regulation
	Evidence Evidence
	From     cites.Date
	Until    cites.Date // last day, not set when still in force
	Severity Severity
	// Discretion marks a Block that a named senior officer may lift with a
	// recorded reason, because the law leaves it to the authority.
	Discretion bool
	Stages     []Stage
	Check      func(T) []Hit
}

// Whole is the line number of a hit that concerns the whole document.
const Whole = -1

// Hit is one place where a rule is not met. Line counts from zero, or is Whole;
// Field names the part of the form. Variant picks another sentence than the
// rule's own, Args fill it. As (E, E*, W or N) is the weight of this place where
// the law gives it another than the rule's own.
type Hit struct {
	Line    int
	Field   string
	Variant string
	As      string
	Args    map[string]string
}

// Finding is a hit together with the law it rests on. Its sentence is the
// catalogue entry "rule.ID" or "rule.ID.VARIANT".
type Finding struct {
	Rule       string            `json:"rule"`
	Citation   string            `json:"citation"`
	Evidence   Evidence          `json:"evidence"`
	From       cites.Date        `json:"from"`
	Severity   Severity          `json:"severity"`
	Discretion bool              `json:"discretion,omitempty"`
	Switched   bool              `json:"switched,omitempty"` // the administrator made it a warning
	Line       int               `json:"line"`
	Field      string            `json:"field,omitempty"`
	Key        string            `json:"key"`
	Args       map[string]string `json:"args,omitempty"`
}

// Run applies the rules in force on a day to v, in their listed order and as
// they are switched, and returns what they found.
func Run[T any](rules []Rule[T], switches Switches, stage Stage, on cites.Date, v T) []Finding {
	var out []Finding
	for _, r := range rules {
		set := switches.Of(r.ID)
		if set == Off || !slices.Contains(r.Stages, stage) || !r.InForce(on) {
			continue
		}
		for _, h := range r.Check(v) {
			out = append(out, set.tone(r.finding(h)))
		}
	}
	return out
}

// InForce reports whether the rule holds on a day.
func (r Rule[T]) InForce(on cites.Date) bool {
	return !on.Before(r.From) && (r.Until.IsZero() || !on.After(r.Until))
}

func (r Rule[T]) finding(h Hit) Finding {
	key := "rule." + r.ID
	if h.Variant != "" {
		key += "." + h.Variant
	}
	f := Finding{Rule: r.ID, Citation: r.Citation, Evidence: r.Evidence, From: r.From, Severity: r.Severity,
		Discretion: r.Discretion, Line: h.Line, Field: h.Field, Key: key, Args: h.Args}
	if s, d, err := readSeverity(h.As); err == nil {
		f.Severity, f.Discretion = s, d
	}
	return f
}

// Blocks reports whether any finding stops the act.
func Blocks(fs []Finding) bool {
	return slices.ContainsFunc(fs, func(f Finding) bool { return f.Severity == Block })
}
