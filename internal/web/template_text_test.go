package web

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

var (
	actions  = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	shown    = regexp.MustCompile(`\b(?:aria-label|title|alt|placeholder|label|data-results|data-none)="([^"]*)"`)
	tags     = regexp.MustCompile(`(?s)<[^>]*>`)
	entities = regexp.MustCompile(`&[a-z]+;`)
)

// literalText returns what of a template a reader would see in one language
// only: letters outside of tags and in attributes that are read out.
func literalText(html string) []string {
	html = actions.ReplaceAllString(html, "")
	html = strings.ReplaceAll(html, "<!doctype html>", "")
	var found []string
	note := func(s string) {
		s = entities.ReplaceAllString(s, "")
		if strings.ContainsFunc(s, unicode.IsLetter) {
			found = append(found, strings.TrimSpace(s))
		}
	}
	for _, m := range shown.FindAllStringSubmatch(html, -1) {
		note(m[1])
	}
	for line := range strings.SplitSeq(tags.ReplaceAllString(html, "\n"), "\n") {
		note(line)
	}
	return found
}

func TestTemplatesHaveNoLiteralText(t *testing.T) {
	names, err := fs.Glob(templateFS, "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(templateFS, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range literalText(string(text)) {
			t.Errorf("%s has text that is not in the catalogues: %q", name, found)
		}
		if strings.Contains(string(text), " style=") {
			t.Errorf("%s has an inline style, which the content policy refuses", name)
		}
	}
}

// The scanner itself must find what it is for.
func TestLiteralTextIsFound(t *testing.T) {
	for html, want := range map[string]int{
		`<p>Hello</p>`:                          1,
		`<p>{{t "x"}}</p>`:                      0,
		`<a aria-label="Close" href="/x">×</a>`: 1,
		`<td data-label="{{t "a"}}">·</td>`:     0,
		`<p>{{.X}} of {{.Y}}</p>`:               1,
	} {
		if got := literalText(html); len(got) != want {
			t.Errorf("%s: found %q, want %d", html, got, want)
		}
	}
}
