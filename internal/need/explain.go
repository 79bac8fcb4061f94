package need

import (
	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// Explain fills in the text of every reason in a language. sentence gives the
// words of a catalogue entry; codes of countries, terms and kingdoms are named
// in the language first.
func (a *Answer) Explain(lang cites.Lang, sentence func(cites.Lang, string, fault.Args) string) {
	for i := range a.Reasons {
		a.Reasons[i].explain(lang, sentence)
	}
	for i := range a.Lines {
		for n := range a.Lines[i].Reasons {
			a.Lines[i].Reasons[n].explain(lang, sentence)
		}
	}
}

func (r *Reason) explain(lang cites.Lang, sentence func(cites.Lang, string, fault.Args) string) {
	args := fault.Args{}
	for k, v := range r.Args {
		switch k {
		case "country":
			v = cites.Country(v).Name(lang)
		case "term":
			v = cites.Term(v).Name(lang)
		case "document":
			v = cites.DocumentType(v).Name(lang)
		}
		args[k] = v
	}
	r.Text = sentence(lang, r.Key, args)
}
