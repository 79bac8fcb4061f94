package rule

import (
	_ "embed"
	"fmt"
	"maps"
	"strings"
	"sync"
)

// Enforcement says what keeps a rule that no check asks.
type Enforcement struct {
	By   string // a constraint, a transaction or a verb, in the words of the program
	Test string // the test that shows it, FOLDER/TestName
}

//go:embed enforced.tsv
var enforcedText string

// enforced is read once; a line that cannot be read is a fault of the build.
var enforced = sync.OnceValue(func() map[string]Enforcement {
	out := map[string]Enforcement{}
	for n, line := range strings.Split(strings.TrimRight(enforcedText, "\n"), "\n") {
		c := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || c[0] == "id" {
			continue
		}
		if _, ok := Law(c[0]); len(c) != 3 || !ok {
			panic(fmt.Sprintf("enforced rules, line %d: %q", n+1, line))
		}
		out[c[0]] = Enforcement{c[1], c[2]}
	}
	return out
})

// Enforced tells what keeps a rule by construction, false when a check asks it.
func Enforced(id string) (Enforcement, bool) {
	e, ok := enforced()[id]
	return e, ok
}

// AllEnforced lists the rules that are kept by construction.
func AllEnforced() map[string]Enforcement { return maps.Clone(enforced()) }
