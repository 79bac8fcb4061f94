package measure

import (
	"fmt"
	"sync"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
)

// Checker runs measures over lines. It compiles each version once and may be
// used by many at the same time.
type Checker struct {
	language *Language

	mu       sync.Mutex
	programs map[string]compiled // by measure id
}

type compiled struct {
	version int64
	program *Program
	err     error
}

// NewChecker makes a checker.
func NewChecker() (*Checker, error) {
	l, err := NewLanguage()
	if err != nil {
		return nil, err
	}
	return &Checker{language: l, programs: map[string]compiled{}}, nil
}

// Compile checks an expression, see Language.
func (c *Checker) Compile(expression string) (*Program, error) { return c.language.Compile(expression) }

func (c *Checker) program(m *Measure) (*Program, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if k, ok := c.programs[m.ID]; ok && k.version == m.Version {
		return k.program, k.err
	}
	p, err := c.language.Compile(m.Expression)
	c.programs[m.ID] = compiled{m.Version, p, err}
	return p, err
}

// Run asks the measures that hold on a day about the lines of a consignment.
// A measure that cannot be worked out is a Block that a senior officer may lift.
func (c *Checker) Run(measures []Measure, on cites.Date, lines []Input) []rule.Finding {
	var out []rule.Finding
	for k := range measures {
		m := &measures[k]
		if !m.Holds(on) {
			continue
		}
		p, wrong := c.program(m)
		for n := range lines {
			if f, hit := m.verdict(p, wrong, n, &lines[n]); hit {
				out = append(out, f)
			}
		}
	}
	return out
}

// verdict is what a measure says about one line. wrong is why it could not be
// compiled: a program of another release may know another language.
func (m *Measure) verdict(p *Program, wrong error, n int, line *Input) (rule.Finding, bool) {
	yes := false
	if wrong == nil {
		yes, wrong = p.Applies(line)
	}
	switch {
	case wrong != nil:
		return m.failed(n, wrong), true
	case yes:
		return m.hit(n), true
	}
	return rule.Finding{}, false
}

// RuleID is the id under which verdicts name a measure.
func (m *Measure) RuleID() string { return fmt.Sprintf("N%03d", m.Number) }

// hit is the verdict on a line. The sentence is the measure's own, in every
// language: arguments text.en, text.fr and so on.
func (m *Measure) hit(line int) rule.Finding {
	args := map[string]string{"name": m.Name, "country": string(m.Country)}
	for lang, text := range m.Text {
		args["text."+string(lang)] = text
	}
	return rule.Finding{Rule: m.RuleID(), Citation: m.Citation, Evidence: "V", From: m.From, Severity: m.Severity,
		Discretion: m.Severity == rule.Block, Line: line, Key: "measure.hit", Args: args}
}

func (m *Measure) failed(line int, err error) rule.Finding {
	return rule.Finding{Rule: m.RuleID(), Citation: m.Citation, Evidence: "V", From: m.From, Severity: rule.Block, Discretion: true,
		Line: line, Key: "measure.failed", Args: map[string]string{"name": m.Name, "country": string(m.Country), "text": err.Error()}}
}
