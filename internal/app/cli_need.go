package app

import (
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/web"
)

// NeedCmd tells which documents and findings a consignment needs.
type NeedCmd struct {
	Where
	Lang string `help:"Language of the reasons." enum:"en,fr,es,ar" default:"en"`
	JSON bool   `help:"Print as JSON."`
}

// Run reads a case as JSON from the input. Every verdict is an answer; only
// input that cannot be read is a failure.
func (c *NeedCmd) Run(env *Env) error {
	x, err := need.Read(env.In)
	if err != nil {
		return err
	}
	d, end, err := c.decider(env)
	if err != nil {
		return err
	}
	defer end()
	a, err := d.Decide(env.Ctx, x)
	if err != nil {
		return err
	}
	a.Explain(cites.Lang(c.Lang), web.Sentence)
	if c.JSON {
		return env.Print(a)
	}
	printAnswer(env, cites.Lang(c.Lang), &a)
	return nil
}

// decider opens the store of the data folder, or takes the starter catalogue
// where there is none; it creates none.
func (c *NeedCmd) decider(env *Env) (decider, func() error, error) {
	if c.exists() != nil {
		taxa, listings, err := species.Starter()
		law := species.NewCatalogue(taxa, listings, cites.DateOf(env.Now(), c.zone()))
		return decider{law: func() *species.Catalogue { return law }}, func() error { return nil }, err
	}
	d, err := c.openStore(env)
	if err != nil {
		return decider{}, nil, err
	}
	library := speciesImporter(env, d).Library
	if err := library.Refresh(env.Ctx); err != nil {
		return decider{}, nil, fmt.Errorf("%w, %w", err, d.Close())
	}
	return decider{law: library.Current, store: d}, d.Close, nil
}

// printAnswer writes the answer for people.
func printAnswer(env *Env, lang cites.Lang, a *need.Answer) {
	say := func(key string) string { return web.Sentence(lang, key, nil) }
	fmt.Fprintf(env.Out, "%s\n", say("need.verdict."+string(a.Verdict)))
	for _, d := range a.Documents {
		fmt.Fprintf(env.Out, "  %s  %s (%s)\n", d.Type, d.Type.Name(lang), d.Country.Name(lang))
	}
	for _, f := range a.Findings {
		by := say("need.authority." + strings.ToLower(string(f.Authority)))
		fmt.Fprintf(env.Out, "  - %s: %s, %s\n", say("need.finding."+string(f.Finding)), by, f.Country.Name(lang))
	}
	for i, s := range a.Steps {
		text := web.Sentence(lang, "need.step."+s.Key, map[string]string{"document": s.Document.Name(lang), "country": s.Country.Name(lang)})
		fmt.Fprintf(env.Out, "  %d. %s\n", i+1, text)
	}
	for _, r := range a.Reasons {
		fmt.Fprintf(env.Out, "  [%s %s] %s (%s)\n", r.Rule, r.Severity, r.Text, r.Citation)
	}
}
