package app

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/web"
)

// RulesCmd is about the rule book.
type RulesCmd struct {
	Export RulesExportCmd `cmd:"" help:"Print every rule with its citation, dates and sentence."`
}

// RulesExportCmd prints the catalogue of rules.
type RulesExportCmd struct {
	JSON bool   `help:"Print as JSON, in all languages, for comparison and for programs."`
	HTML string `name:"html" placeholder:"FILE" help:"Write a readable page to FILE."`
	Text string `placeholder:"FILE" help:"Write a readable text to FILE."`
	Lang string `default:"en" enum:"en,fr,es,ar" help:"Language of the page or text."`
}

// exportedRule is one rule as it is published. Severity is that of the source;
// an empty Until is open.
type exportedRule struct {
	ID       string                `json:"id"`
	Stage    string                `json:"stage"`
	Severity string                `json:"severity"`
	Citation string                `json:"citation"`
	Evidence rule.Evidence         `json:"evidence"`
	From     cites.Date            `json:"from"`
	Until    cites.Date            `json:"until"`
	Text     map[cites.Lang]string `json:"text"`
}

// Run prints the rules in the order of the book.
func (c *RulesExportCmd) Run(env *Env) error {
	lang := cites.Lang(c.Lang)
	switch {
	case c.JSON:
		return env.Print(exportedRules())
	case c.HTML != "":
		return writeRulePage(c.HTML, lang)
	case c.Text != "":
		return os.WriteFile(c.Text, ruleBookText(lang), 0o644)
	}
	_, err := env.Out.Write(ruleBookText(lang))
	return err
}

// exportedRules is the whole book with its sentences.
func exportedRules() []exportedRule {
	var out []exportedRule
	for _, b := range rule.Book() {
		e := exportedRule{ID: b.ID, Stage: rule.StageLetters(b.Stages), Severity: b.Mark, Citation: b.Citation,
			Evidence: b.Evidence, From: b.From, Until: b.Until, Text: map[cites.Lang]string{}}
		for _, l := range languages() {
			e.Text[l] = ruleSentence(l, b.ID)
		}
		out = append(out, e)
	}
	return out
}

// ruleBookText lists the book for a reader at a terminal, family by family.
func ruleBookText(lang cites.Lang) []byte {
	var b bytes.Buffer
	var family rule.Family
	for _, e := range rule.Book() {
		if e.Family != family {
			family = e.Family
			title := web.Sentence(lang, "rule.family."+string(family), nil)
			fmt.Fprintf(&b, "\n%s\n%s\n", title, strings.Repeat("-", len([]rune(title))))
		}
		until := ""
		if !e.Until.IsZero() {
			until = " – " + e.Until.String()
		}
		fmt.Fprintf(&b, "\n%-4s %s\n     %s [%s]  %s · %s  %s%s\n", e.ID, ruleSentence(lang, e.ID), e.Citation, e.Evidence,
			rule.StageLetters(e.Stages), e.Mark, e.From, until)
	}
	return bytes.TrimLeft(b.Bytes(), "\n")
}

func languages() []cites.Lang {
	return []cites.Lang{cites.English, cites.French, cites.Spanish, cites.Arabic}
}

// ruleSentence is what a rule says in a language.
func ruleSentence(lang cites.Lang, id string) string { return web.Sentence(lang, "book."+id, nil) }
