package web

import (
	"html/template"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
)

// questionAsks shows questions of the table questions.tsv; their words are
// apply.q.ID, with .hint where there is one and .CHOICE for the choices.
func (s *Server) questionAsks(l *Locale, qs []application.Question, f application.Form) []applyAsk {
	var out []applyAsk
	for _, q := range qs {
		key := "apply.q." + q.ID
		field := &Field{Name: q.ID, Label: l.T(key), Value: f[q.ID], Optional: !q.Need, Dir: "auto"}
		if l.Has(key + ".hint") {
			field.Hint = l.T(key + ".hint")
		}
		kind := "text"
		switch q.Kind {
		case "area":
			kind, field.Rows, field.Max = "area", 4, q.Most
		case "countries":
			kind, field.Rows = "area", 4
		case "day", "future":
			kind, field.Date = "date", formDate(f, q.ID)
		case "country":
			kind, field.Options = "select", s.countryOptions(l, false)
		case "count":
			field.Width, field.Mode, field.Dir = 3, "numeric", "ltr"
		case "tick":
			kind, field.Small, field.Optional = "checks", true, false
			field.Options = []Option{{Value: "1", Label: l.T(key + ".yes")}}
		case "choice":
			kind, field.Small = "radios", true
			for _, c := range q.Choices {
				field.Options = append(field.Options, Option{Value: c, Label: l.T(key + "." + c)})
			}
		}
		out = append(out, applyAsk{kind, field})
	}
	return out
}

// questionRows tells what was answered, in words.
func (s *Server) questionRows(l *Locale, qs []application.Question, answers map[string]string) []SummaryRow {
	var out []SummaryRow
	for _, q := range qs {
		row := SummaryRow{Key: l.T("apply.q." + q.ID)}
		if a := answers[q.ID]; a != "" {
			row.Value = s.answerHTML(l, q, a)
		}
		out = append(out, row)
	}
	return out
}

func (s *Server) answerHTML(l *Locale, q application.Question, a string) template.HTML {
	text := func(s string) template.HTML { return template.HTML(template.HTMLEscapeString(s)) }
	switch q.Kind {
	case "tick":
		return text(l.T("apply.q." + q.ID + ".yes"))
	case "choice":
		return text(l.T("apply.q." + q.ID + "." + a))
	case "country":
		return text(s.countryName(l, cites.Country(a)))
	case "countries":
		var names []string
		for _, c := range strings.Fields(a) {
			names = append(names, s.countryName(l, cites.Country(c)))
		}
		return multiline(names)
	case "day", "future":
		if d, err := cites.ParseDate(a); err == nil {
			return text(l.Date(d))
		}
	case "area":
		return multiline(strings.Split(a, "\n"))
	}
	return Bdi(a)
}
