package measure

import (
	"slices"

	"github.com/opencites/opencites/cites"
)

// Input is one line of a consignment as expressions see it: the facts of
// permit-rules 1.1. Each field has one name in the language, see Inputs.
type Input struct {
	Date         cites.Date
	Direction    string // export, reexport, import, sea
	Document     cites.DocumentType
	Exporter     cites.Country
	Importer     cites.Country
	Origin       cites.Country
	LastReexport cites.Country
	Taxon        string   // accepted name
	Taxa         []string // the taxon and all above it, lowest first
	Rank         string
	Kingdom      cites.Kingdom
	Appendix     cites.Appendix
	Annotation   string // "#4" or ""
	Source       cites.Source
	Second       cites.Source
	Purpose      cites.Purpose
	Term         cites.Term
	Unit         cites.Unit
	Quantity     cites.Quantity // thousandths of the unit
	Live         bool
	Acquired     cites.Date
	Operation    string
}

// Name is a word that expressions may use, with its type as people read it.
type Name struct{ Word, Type string }

// Inputs lists the words of the language in the order of Input.
func Inputs() []Name {
	out := make([]Name, len(words))
	for i, w := range words {
		out[i] = Name{w.name, w.kind}
	}
	return out
}

// word ties a name of the language to a field. Days are text in the form
// 2026-01-31, which sorts as days do; an absent one is "".
type word struct {
	name, kind string
	value      func(*Input) any
}

var words = []word{
	{"date", "day", func(i *Input) any { return i.Date.String() }},
	{"direction", "text", func(i *Input) any { return i.Direction }},
	{"document", "text", func(i *Input) any { return string(i.Document) }},
	{"exporter", "text", func(i *Input) any { return string(i.Exporter) }},
	{"importer", "text", func(i *Input) any { return string(i.Importer) }},
	{"origin", "text", func(i *Input) any { return string(i.Origin) }},
	{"last_reexport", "text", func(i *Input) any { return string(i.LastReexport) }},
	{"taxon", "text", func(i *Input) any { return i.Taxon }},
	{"taxa", "list", func(i *Input) any { return slices.Clone(i.Taxa) }},
	{"rank", "text", func(i *Input) any { return i.Rank }},
	{"kingdom", "text", func(i *Input) any { return string(i.Kingdom) }},
	{"appendix", "text", func(i *Input) any { return string(i.Appendix) }},
	{"annotation", "text", func(i *Input) any { return i.Annotation }},
	{"source", "text", func(i *Input) any { return string(i.Source) }},
	{"secondary_source", "text", func(i *Input) any { return string(i.Second) }},
	{"purpose", "text", func(i *Input) any { return string(i.Purpose) }},
	{"term", "text", func(i *Input) any { return string(i.Term) }},
	{"unit", "text", func(i *Input) any { return string(i.Unit) }},
	{"quantity", "amount", func(i *Input) any { return int64(i.Quantity) }},
	{"live", "yes_no", func(i *Input) any { return i.Live }},
	{"acquired", "day", func(i *Input) any { return i.Acquired.String() }},
	{"operation", "text", func(i *Input) any { return i.Operation }},
}

// facts gives the values of one line.
func (i *Input) facts() map[string]any {
	out := make(map[string]any, len(words))
	for _, w := range words {
		out[w.name] = w.value(i)
	}
	return out
}
