package app

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"os"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/web"
)

//go:embed rules_page.html
var rulesPage string

// rulePage is the rule book as one page that stands by itself.
type rulePage struct {
	Lang, Dir, Title, About string
	Families                []rulePageFamily
}

type rulePageFamily struct {
	Title string
	Rules []rulePageRow
}

type rulePageRow struct{ ID, Text, Citation, Stages, Severity, Evidence, Dates string }

// writeRulePage writes the rule book as HTML.
func writeRulePage(path string, lang cites.Lang) error {
	t, err := template.New("rules").Parse(rulesPage)
	if err != nil {
		return fmt.Errorf("page of the rule book: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, newRulePage(lang)); err != nil {
		return fmt.Errorf("page of the rule book: %w", err)
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

func newRulePage(lang cites.Lang) rulePage {
	say := func(key string) string { return web.Sentence(lang, key, nil) }
	p := rulePage{Lang: string(lang), Dir: "ltr", Title: say("rulebook.title"), About: say("rulebook.about")}
	if lang == cites.Arabic {
		p.Dir = "rtl"
	}
	for _, f := range rule.Families() {
		family := rulePageFamily{Title: say("rule.family." + string(f))}
		for _, e := range rule.Book() {
			if e.Family == f {
				family.Rules = append(family.Rules, newRuleRow(say, e))
			}
		}
		p.Families = append(p.Families, family)
	}
	return p
}

func newRuleRow(say func(string) string, e rule.Entry) rulePageRow {
	stages := make([]string, len(e.Stages))
	for i, s := range e.Stages {
		stages[i] = say("rulebook.stage." + string(s))
	}
	return rulePageRow{ID: e.ID, Text: say("book." + e.ID), Citation: e.Citation, Stages: strings.Join(stages, ", "),
		Severity: say("rulebook.severity." + rule.Weight(e.Mark)), Evidence: say("rulebook.evidence." + string(e.Evidence)),
		Dates: e.From.String() + " – " + e.Until.String()}
}
