package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/measure"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/rehearsal"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/web"
)

// LawRehearseCmd plays amendments over what is open.
type LawRehearseCmd struct {
	Where
	File string `arg:"" type:"existingfile" help:"The file of amendments, JSON or CSV; it need not be loaded, and is not."`
	On   string `required:"" help:"The day: 2027-03-05." placeholder:"DATE"`
	JSON bool   `help:"Print as JSON."`
}

// Run prints every open application, valid permit and quota that would come out
// differently, and how. Nothing is written.
func (c *LawRehearseCmd) Run(env *Env) error {
	on, err := cites.ParseDate(c.On)
	if err != nil {
		return fmt.Errorf("--on %s: not a day; write it as 2027-03-05", c.On)
	}
	set, err := readAmendments(c.File)
	if err != nil {
		return err
	}
	if err := c.exists(); err != nil {
		return err
	}
	d, err := c.openStore(env)
	if err != nil {
		return err
	}
	defer d.Close()
	stage, err := rehearsalStage(env, c.Where, d)
	if err != nil {
		return err
	}
	set.ID = stage.LoadedAs(set.Name)
	if err := stage.Library.Understand(set); err != nil {
		return err
	}
	r, err := stage.Run(env.Ctx, set, on, func(k rehearsal.Kind, n int) { fmt.Fprintf(env.Err, "\r%-12s %7d", k, n) })
	if err != nil {
		return err
	}
	speak(r)
	if c.JSON {
		return env.Print(r)
	}
	printRehearsal(env, r)
	if hold, _ := set.Hold(on); hold == 0 {
		fmt.Fprintf(env.Out, "nothing of %s is in force on %s: its first day is %s, its last change on %s\n", set.Name, on, set.First, set.Last)
	}
	return nil
}

// rehearsalStage wires a rehearsal over a store, with the profile of the data
// folder or, where there is none, the example.
func rehearsalStage(env *Env, w Where, d *store.DB) (*rehearsal.Stage, error) {
	p, err := loadProfile(w)
	if err != nil {
		if _, e := os.Stat(w.path(profileFile)); !errors.Is(e, fs.ErrNotExist) {
			return nil, err
		}
		p = profile.Example()
	}
	today := func() cites.Date { return p.Today(env.Now()) }
	library := &species.Library{Store: store.Species{DB: d}, Today: today}
	if err := library.Refresh(env.Ctx); err != nil {
		return nil, err
	}
	measures, err := measure.NewChecker()
	if err != nil {
		return nil, err
	}
	return &rehearsal.Stage{Store: store.Rehearsals{DB: d}, Library: library,
		Checker: &application.Checker{Profile: p, Law: library.Current, Measures: measures}}, nil
}

// speak fills in the English sentences.
func speak(r *rehearsal.Result) {
	for i := range r.Items {
		for _, list := range [][]rehearsal.Reason{r.Items[i].Appears, r.Items[i].Vanishes} {
			for n := range list {
				list[n].Text = web.Sentence(cites.English, list[n].Key, list[n].Args)
			}
		}
	}
}

func printRehearsal(env *Env, r *rehearsal.Result) {
	fmt.Fprintf(env.Out, "%s on %s: %d of %d applications, %d of %d permits and %d of %d quotas name a taxon that it changes; %d come out differently\n", r.Name, r.On,
		r.Run[rehearsal.Application], r.Checked[rehearsal.Application], r.Run[rehearsal.Permit], r.Checked[rehearsal.Permit],
		r.Run[rehearsal.Quota], r.Checked[rehearsal.Quota], len(r.Items))
	for _, k := range rehearsal.Kinds() {
		for _, i := range r.Items {
			if i.Kind == k {
				printRehearsed(env, i)
			}
		}
	}
}

func printRehearsed(env *Env, i rehearsal.Item) {
	fmt.Fprintf(env.Out, "%s %s (%s): %s, was %s\n", i.Kind, i.Label, strings.Join(i.Taxa, ", "), i.After, i.Before)
	for _, l := range i.Lines {
		fmt.Fprintf(env.Out, "  %s %s: Appendix %s, was %s\n", l.Letter, l.Name, orDash(l.After), orDash(l.Before))
	}
	for _, x := range i.Appears {
		fmt.Fprintf(env.Out, "  + %s%s %s\n", x.Rule, letterOf(x.Line), x.Text)
	}
	for _, x := range i.Vanishes {
		fmt.Fprintf(env.Out, "  - %s%s %s\n", x.Rule, letterOf(x.Line), x.Text)
	}
	for _, d := range slices.Concat(i.Needed, i.NoLonger) {
		sign := "+"
		if slices.Contains(i.NoLonger, d) {
			sign = "-"
		}
		fmt.Fprintf(env.Out, "  %s document %s of %s\n", sign, d.Type, d.Country)
	}
}

func letterOf(line int) string {
	if line == rule.Whole {
		return ""
	}
	return " " + application.Letter(line)
}
