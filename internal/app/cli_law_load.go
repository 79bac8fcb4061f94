package app

import (
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// LawLoadCmd loads amendments ahead of their days.
type LawLoadCmd struct {
	Where
	File string `arg:"" type:"existingfile" help:"The file, JSON or CSV: docs/operating.md shows one."`
}

// Run loads the file whole, or says what is wrong with it row by row.
func (c *LawLoadCmd) Run(env *Env) error {
	s, err := readAmendments(c.File)
	if err != nil {
		return err
	}
	r, end, err := openReformer(env, c.Where)
	if err != nil {
		return err
	}
	defer end()
	if err := r.Load(env.Ctx, operator(), s); err != nil {
		return err
	}
	fmt.Fprintf(env.Out, "%s loaded as %s: %d changes, the first from %s, the last from %s\n", s.Name, s.ID, len(s.Rows), s.First, s.Last)
	return nil
}

// LawListCmd shows what is loaded.
type LawListCmd struct {
	Where
	JSON bool `help:"Print as JSON."`
}

// Run prints the sets of amendments, newest first.
func (c *LawListCmd) Run(env *Env) error {
	r, end, err := openReformer(env, c.Where)
	if err != nil {
		return err
	}
	defer end()
	all, err := r.List(env.Ctx, operator())
	if err != nil {
		return err
	}
	if c.JSON {
		type set struct {
			ID    string                 `json:"id"`
			Name  string                 `json:"name"`
			State species.AmendmentState `json:"state"`
			First cites.Date             `json:"first"`
			Last  cites.Date             `json:"last"`
			Rows  []species.Amendment    `json:"rows"`
		}
		out := []set{}
		for _, s := range all {
			out = append(out, set{s.ID, s.Name, s.State, s.First, s.Last, s.Rows})
		}
		return env.Print(out)
	}
	w := tabwriter.NewWriter(env.Out, 0, 4, 2, ' ', 0)
	for _, s := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%d changes\tfrom %s\n", s.ID, s.Name, s.State, len(s.Rows), s.First)
	}
	return w.Flush()
}

// LawWithdrawCmd takes amendments back before their first day.
type LawWithdrawCmd struct {
	Where
	ID     string `arg:"" help:"The set, as law list shows it."`
	Reason string `required:"" help:"Why; it is kept in the log."`
	Yes    bool   `help:"Withdraw without asking."`
}

// Run asks, and withdraws.
func (c *LawWithdrawCmd) Run(env *Env) error {
	r, end, err := openReformer(env, c.Where)
	if err != nil {
		return err
	}
	defer end()
	s, err := r.Read(env.Ctx, operator(), c.ID)
	if err != nil {
		return err
	}
	if !c.Yes && !confirmed(env, fmt.Sprintf("Withdraw %s, %d changes from %s? [y/N] ", s.Name, len(s.Rows), s.First)) {
		return errNegative
	}
	if err := r.Withdraw(env.Ctx, operator(), c.ID, c.Reason); err != nil {
		return err
	}
	fmt.Fprintf(env.Out, "%s withdrawn\n", s.Name)
	return nil
}

func confirmed(env *Env, question string) bool {
	fmt.Fprint(env.Err, question)
	var answer string
	_, err := fmt.Fscanln(env.In, &answer)
	return err == nil && (answer == "y" || answer == "yes")
}

// readAmendments reads a file.
func readAmendments(path string) (*species.Amendments, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return species.ReadAmendments(filepath.Base(path), f)
}

// openReformer opens the store of a data folder and the catalogue.
func openReformer(env *Env, w Where) (*species.Reformer, func() error, error) {
	if err := w.exists(); err != nil {
		return nil, nil, err
	}
	d, err := w.openStore(env)
	if err != nil {
		return nil, nil, err
	}
	i := speciesImporter(env, d)
	today := func() cites.Date { return cites.DateOf(env.Now(), w.zone()) }
	if err := i.Library.Refresh(env.Ctx); err != nil {
		return nil, nil, fmt.Errorf("%w, %w", err, d.Close())
	}
	return &species.Reformer{Store: i.Store, Library: i.Library, Now: env.Now, Today: today, NewID: newID}, d.Close, nil
}
