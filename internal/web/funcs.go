package web

import (
	"fmt"
	"html/template"
	"time"

	"github.com/opencites/opencites/cites"
)

// funcs are the functions of the templates in one language.
//
//	{{t "key" "name" .Value}}     text with placeholders
//	{{tx "key" "name" (la .X)}}   the same where a value is marked up
//	{{plural "key" .N}}           KEY.one / KEY.other ... with {n}
//	{{num .N}} {{qty .Q}}         numbers in the language's form
//	{{date .D}} {{short .D}} {{day .T}} {{datetime .T}}
//	{{name .Country}}             official name of a code of package cites
//	{{la .Name}}                  Latin name: <i lang=la dir=ltr>
//	{{ref .Number}}               reference or code: never mirrored, never broken
//	{{bdi .Text}}                 people's text in any script
//	{{href "/path"}}              address in the reader's language
//	{{lang}} {{dir}}              of the page
//	{{dict "A" .X "B" .Y}}        a map for a partial with two values
func (s *Server) funcs(l *Locale) template.FuncMap {
	return template.FuncMap{
		"t":        l.T,
		"tx":       l.THTML,
		"has":      l.Has,
		"plural":   l.Plural,
		"num":      anyInt(l),
		"qty":      func(q cites.Quantity) string { return l.Quantity(q) },
		"amount":   func(q cites.Quantity, u cites.Unit) string { return amount(l, q, u) },
		"date":     l.Date,
		"short":    l.ShortDate,
		"day":      l.DayOf,
		"datetime": l.DateTime,
		"name": func(v named) string {
			if c, ok := v.(cites.Country); ok {
				return l.Country(c)
			}
			return v.Name(l.Lang)
		},
		"iso":    func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"la":     Latin,
		"ref":    func(v any) template.HTML { return Reference(fmt.Sprint(v)) },
		"bdi":    Bdi,
		"href":   l.Href,
		"asset":  s.assets.url,
		"lang":   func() string { return string(l.Lang) },
		"dir":    func() string { return l.Dir },
		"dict":   dict,
		"banner": func(text string) Banner { return Banner{Text: text, Good: true, Title: l.T("common.done")} },
		"tagged": func(text, colour string) Tag { return Tag{Text: text, Colour: colour} },
		"add":    func(a, b int) int { return a + b },
	}
}

// named is a code with official names: country, term, unit, purpose, source.
type named interface{ Name(cites.Lang) string }

func anyInt(l *Locale) func(any) (string, error) {
	return func(v any) (string, error) {
		switch n := v.(type) {
		case int:
			return l.Int(int64(n)), nil
		case int64:
			return l.Int(n), nil
		}
		return "", fmt.Errorf("num: %T is not a whole number", v)
	}
}

// Latin marks up a scientific name.
func Latin(name string) template.HTML {
	return template.HTML(`<i lang="la" dir="ltr">` + template.HTMLEscapeString(name) + `</i>`)
}

// Reference marks up a permit number, code or file name: always left to right.
func Reference(text string) template.HTML {
	return template.HTML(`<bdi dir="ltr">` + template.HTMLEscapeString(text) + `</bdi>`)
}

// Bdi marks up what people typed, which may run in either direction.
func Bdi(text string) template.HTML {
	return template.HTML(`<bdi>` + template.HTMLEscapeString(text) + `</bdi>`)
}

// dict builds a map for a partial; keys are strings.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict: a key without a value")
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		key, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: key %v is not a string", pairs[i])
		}
		m[key] = pairs[i+1]
	}
	return m, nil
}
