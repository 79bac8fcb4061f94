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
	r.Text = sentence(lang, r.Key, r.Words(lang))
}

// Words are the arguments of the sentence with codes of countries, terms and
// documents named in a language.
func (r *Reason) Words(lang cites.Lang) fault.Args {
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
	return args
}
