package need

import (
	"github.com/opencites/opencites/internal/rule"
)

// because makes the reason of a rule or of a row of a table, with what the rule
// book says of it. An id that is not in the book is a fault of the build; the
// tests reach every id.
func because(id string, line int, variant string, args map[string]string) Reason {
	e, ok := rule.Law(id)
	if !ok {
		panic("no rule " + id + " in the rule book")
	}
	key := "rule." + id
	if variant != "" {
		key += "." + variant
	}
	return Reason{Rule: id, Severity: e.Mark, Citation: e.Citation, Evidence: string(e.Evidence), Line: line, Key: key, Args: args}
}
