package permit

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/table"
)

//go:embed statements.tsv
var statementTable string

// statement is one row of the table: words for the face, in the languages in
// which a form is valid.
type statement struct {
	key   string
	types []string
	when  string
	words map[cites.Lang]string
}

// statements reads the table once; it is part of the program, so a row that
// cannot be read is a fault of the build and panics. A test reads it.
var statements = sync.OnceValue(func() []statement {
	var out []statement
	for _, r := range table.Read("statements", statementTable, "key", "types", "when", "en", "fr", "es") {
		words := map[cites.Lang]string{cites.English: r["en"], cites.French: r["fr"], cites.Spanish: r["es"]}
		out = append(out, statement{r["key"], strings.Fields(r["types"]), r["when"], words})
	}
	return out
})

// FaceWords gives a phrase of the face in a language of the form; the key itself
// for what is no phrase.
func FaceWords(key string, lang cites.Lang) string {
	for _, s := range statements() {
		if s.key == key {
			return s.words[FormLanguage([]cites.Lang{lang})]
		}
	}
	return key
}

// FormLanguage is the first of a Party's languages in which a form is valid:
// English, French or Spanish (Res. Conf. 12.3, Annex 2).
func FormLanguage(languages []cites.Lang) cites.Lang {
	for _, l := range languages {
		if l == cites.English || l == cites.French || l == cites.Spanish {
			return l
		}
	}
	return cites.English
}

var placeholder = regexp.MustCompile(`\{([a-z_]+)\}`)

// face is what a document says beside its boxes.
type face struct {
	c    *application.Content
	p    *profile.Profile
	lang cites.Lang
}

// statements are the words that the type, the procedure and the specimens ask for,
// in the order of the table.
func (f face) statements() []string {
	var out []string
	for _, s := range statements() {
		if !slices.Contains(s.types, "*") && !slices.Contains(s.types, string(f.c.Type)) || s.when != "" && !f.holds(s.when) {
			continue
		}
		if text, ok := f.fill(s.words[f.lang]); ok {
			out = append(out, text)
		}
	}
	return out
}

// holds reports whether a condition of the table is met.
func (f face) holds(when string) bool {
	some := func(fits func(application.Line) bool) bool { return slices.ContainsFunc(f.c.Lines, fits) }
	switch when {
	case "appendix_one":
		return some(func(l application.Line) bool { return l.Appendix == cites.AppendixI })
	case "live_one":
		return some(func(l application.Line) bool { return l.Live() && l.Appendix == cites.AppendixI })
	case "live_animals":
		return some(func(l application.Line) bool { return l.Live() && l.Kingdom != cites.Plantae })
	case "live_plants":
		return some(func(l application.Line) bool { return l.Live() && l.Kingdom == cites.Plantae })
	case "partial":
		return f.c.Partial
	case "samples":
		return f.c.Partial && f.c.Answer("partial_kind") == "samples"
	case "retro_personal":
		return f.c.Retrospective && f.c.Answer("retro_reason") == "personal"
	}
	return false
}

// fill puts answers into a sentence. A sentence that lacks one is left out, unless
// the question was one that need not be answered.
func (f face) fill(text string) (string, bool) {
	whole := true
	text = placeholder.ReplaceAllStringFunc(text, func(m string) string {
		id := m[1 : len(m)-1]
		v := f.value(id)
		whole = whole && (v != "" || id == "rfmo")
		return v
	})
	return strings.TrimSpace(text), whole
}

func (f face) value(id string) string {
	switch id {
	case "state":
		return f.p.Country.In(f.lang)
	case "import_permit":
		if r := f.c.ImportPermit; r.Number != "" && f.c.Type.Facts().Direction != cites.Importing {
			return strings.TrimSpace(fmt.Sprintf("%s %s %s", r.Country, r.Number, r.Date))
		}
		return ""
	case "itinerary", "carnet_countries":
		var names []string
		for _, c := range f.c.AnswerCountries(id) {
			names = append(names, f.country(c))
		}
		return strings.Join(names, ", ")
	case "carnet_until":
		d := f.c.AnswerDate(id)
		return fmt.Sprintf("%02d/%02d/%04d", d.Day, int(d.Month), d.Year) // as all dates of the form
	case "vessel_flag":
		return f.country(cites.Country(f.c.Answer(id)))
	}
	return f.c.Answer(id)
}

func (f face) country(c cites.Country) string {
	if c == f.p.Party {
		return f.p.Country.In(f.lang)
	}
	if c == "" {
		return ""
	}
	return c.Name(f.lang)
}

// conditions are the paragraphs of box 5, in order: the Party's own, what the
// document must say, those of the decision, and justifications of missing data.
func conditions(a *application.Application, p *profile.Profile) []string {
	f := face{&a.Content, p, FormLanguage(p.Languages)}
	out := append([]string{}, p.Conditions[a.Content.Type]...)
	out = append(out, f.statements()...)
	if a.Conditions != "" {
		out = append(out, a.Conditions)
	}
	say := func(key string, i int, reason string) {
		text := strings.ReplaceAll(FaceWords(key, f.lang), "{letter}", application.Letter(i))
		out = append(out, strings.ReplaceAll(text, "{reason}", reason))
	}
	for i, l := range a.Content.Lines {
		for _, r := range []application.Reference{l.Origin, l.LastReexport} {
			if r.Unknown && r.Reason != "" {
				say("origin_unknown", i, r.Reason)
			}
		}
		if l.SourceReason != "" {
			say("source_unknown", i, l.SourceReason)
		}
	}
	return out
}

// retrospective is the reason on the face of a document issued after the goods
// left (50 CFR 23.53), "" for all others.
func retrospective(c *application.Content, lang cites.Lang) string {
	if !c.Retrospective {
		return ""
	}
	key := c.Answer("retro_reason")
	if key == "personal" {
		key = "personal_error"
	}
	return strings.TrimRight(FaceWords(key, lang)+"; "+c.Answer("retro_explain"), "; ")
}

// Statements is box 5 in full, for those who get the document as data: what it
// stands for, then its conditions. The paper form sets the first two in its own way.
func (r *Record) Statements() []string {
	var out []string
	word := func(key string, pairs ...string) string {
		return strings.NewReplacer(pairs...).Replace(FaceWords(key, r.Language))
	}
	if r.Replaces != "" {
		trueCopy := ""
		if r.TrueCopy {
			trueCopy = word("truecopy")
		}
		out = append(out, word("replacement", "{number}", r.Replaces, "{date}", r.ReplacesDate.String(), "{copy}", trueCopy, "{reason}", word(r.ReplaceWhy)))
	}
	if r.Retrospective != "" {
		out = append(out, word("retrospective", "{reason}", r.Retrospective))
	}
	return append(out, r.Conditions...)
}

// HolderBoxes are the boxes that the holder of a partially completed document may
// fill (50 CFR 23.51).
func HolderBoxes() []string { return []string{"3", "3a", "4", "9", "11", "15"} }

// certificates makes the documents of one application from its record: one for each
// live animal with its mark, as many as were asked for where the holder completes
// them, else one (50 CFR 23.49, 23.51).
func certificates(c *application.Content, r Record) []Record {
	info := c.Type.Facts()
	switch {
	case c.Partial:
		r.Complete = HolderBoxes()
		return slices.Repeat([]Record{r}, max(1, c.PartialCount()))
	case info.Single == cites.OneAnimal:
		return eachAnimal(c, r)
	}
	return []Record{r}
}

func eachAnimal(c *application.Content, r Record) []Record {
	var out []Record
	inventory := r
	inventory.Lines = nil
	for i, l := range c.Lines {
		if !l.Live() {
			one := r.Lines[i]
			one.Letter = application.Letter(len(inventory.Lines))
			inventory.Lines = append(inventory.Lines, one)
			continue
		}
		for _, m := range l.Marks {
			one := r
			line := r.Lines[i]
			line.Letter, line.Quantity, line.Marks = application.Letter(0), 1000, strings.TrimSpace(m.Kind+" "+m.Value)
			one.Lines, one.Live = []Line{line}, true
			out = append(out, one)
		}
	}
	if len(inventory.Lines) > 0 {
		inventory.Live = false
		out = append(out, inventory)
	}
	for i := range out {
		if len(out) > 1 {
			out[i].Part, out[i].Parts = i+1, len(out)
		}
	}
	return out
}
