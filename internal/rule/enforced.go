package rule

import (
	_ "embed"
	"github.com/opencites/opencites/internal/table"
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
	for _, r := range table.Read("enforced rules", enforcedText, "id", "by", "test") {
		if _, ok := Law(r["id"]); !ok {
			panic("enforced rules: no rule " + r["id"])
		}
		out[r["id"]] = Enforcement{r["by"], r["test"]}
	}
	return out
})

// Enforced tells what keeps a rule by construction, false when a check asks it.
func Enforced(id string) (Enforcement, bool) {
	e, ok := enforced()[id]
	return e, ok
}
