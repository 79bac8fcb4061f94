package web

import (
	"html/template"
	"strings"
	"testing"
	"time"
)

// Folding must not change what a page says, whatever stands in a catalogue.
func TestFoldedWordsReadTheSame(t *testing.T) {
	l := newLocale("fr", catalogue{"a.b": `<b>"l'été" & {n}</b>`}, time.UTC, "")
	l.prefix = "/fr"
	const page = `<html lang="{{lang}}" dir="{{dir}}"><a href="{{href "/x?a=1&b=2"}}" title="{{t "a.b"}}">{{t "a.b" "n" "<5>"}}</a>{{if true}}{{t "a.b"}}{{end}}{{range .}}{{t "a.b" "n" .}}{{else}}{{dir}}{{end}}{{with "z"}}{{t "a.b"}}{{end}}`
	render := func(fold bool) string {
		set := template.Must(template.New("x").Funcs(template.FuncMap{"t": l.T, "href": l.Href, "lang": func() string { return string(l.Lang) }, "dir": func() string { return l.Dir }}).Parse(page))
		if fold {
			foldWords(set, l)
		}
		var out strings.Builder
		if err := set.Execute(&out, []string{"<i>"}); err != nil {
			t.Fatal(err)
		}
		return strings.NewReplacer("&#34;", `"`, "&quot;", `"`, "&#39;", "'").Replace(out.String())
	}
	plain, folded := render(false), render(true)
	if plain != folded {
		t.Errorf("plain  %s\nfolded %s", plain, folded)
	}
	if strings.Contains(folded, "<b>") || strings.Contains(folded, "<5>") || strings.Contains(folded, "<i>") {
		t.Errorf("not escaped: %s", folded)
	}
}
