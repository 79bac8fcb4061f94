package app

import (
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/web"
)

// sentence turns an error into what the person at the terminal should read: the
// English text of a fault with its fields, or the error itself.
func sentence(err error) string {
	f := fault.Of(err)
	if f == nil {
		return err.Error()
	}
	parts := []string{web.Sentence(cites.English, f.Key, f.Args)}
	for _, x := range f.Fields {
		parts = append(parts, "  "+x.Name+": "+web.Sentence(cites.English, x.Key, x.Args))
	}
	// Pages set what is quoted apart from text of another direction; a terminal shows
	// those characters as boxes.
	return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(strings.Join(parts, "\n"))
}
