package app

import (
	"fmt"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/web"
)

// RulesCmd is about the rule book.
type RulesCmd struct {
	Export RulesExportCmd `cmd:"" help:"Print every rule with its citation, dates and sentences."`
}

// RulesExportCmd prints the catalogue of rules.
type RulesExportCmd struct {
	JSON bool `help:"Print as JSON, for comparison and for programs."`
}

// exportedRule is one rule as it is published.
type exportedRule struct {
	ID         string                `json:"id"`
	Stage      string                `json:"stage"`
	Severity   rule.Severity         `json:"severity"`
	Discretion bool                  `json:"discretion,omitempty"`
	Citation   string                `json:"citation"`
	Evidence   rule.Evidence         `json:"evidence"`
	From       cites.Date            `json:"from"`
	Until      cites.Date            `json:"until"`
	Text       map[cites.Lang]string `json:"text"`
}

// Run prints the rules in their order.
func (c *RulesExportCmd) Run(env *Env) error {
	rules := exportedRules()
	if c.JSON {
		return env.Print(rules)
	}
	for _, r := range rules {
		if _, err := fmt.Fprintf(env.Out, "%-4s %-6s %-12s %s [%s]\n     %s\n", r.ID, r.Severity, r.Stage, r.Citation, r.Evidence, r.Text[cites.English]); err != nil {
			return err
		}
	}
	return nil
}

func exportedRules() []exportedRule {
	var out []exportedRule
	for _, r := range application.Rules() {
		stages := make([]string, len(r.Stages))
		for i, s := range r.Stages {
			stages[i] = string(s)
		}
		e := exportedRule{ID: r.ID, Stage: strings.Join(stages, ","), Severity: r.Severity, Discretion: r.Discretion,
			Citation: r.Citation, Evidence: r.Evidence, From: r.From, Until: r.Until, Text: map[cites.Lang]string{}}
		for _, l := range []cites.Lang{cites.English, cites.French, cites.Spanish, cites.Arabic} {
			e.Text[l] = ruleText(l, r.ID)
		}
		out = append(out, e)
	}
	return out
}

// ruleText joins the sentences of a rule and of its variants.
func ruleText(l cites.Lang, id string) string {
	variants := web.Variants(l, "rule."+id)
	names := make([]string, 0, len(variants))
	for n := range variants {
		names = append(names, n)
	}
	slices.Sort(names)
	texts := make([]string, len(names))
	for i, n := range names {
		texts[i] = variants[n]
	}
	return strings.Join(texts, " / ")
}
