package app

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/opencites/opencites/internal/store"
)

// checkpointFile holds the newest checkpoint of the log, below the data folder.
const checkpointFile = "checkpoint.txt"

// Seen says which states of the log are known from outside the database.
type Seen struct {
	Seen []string `help:"File with a checkpoint of the log that a witness keeps; may be repeated. The one in --data is always used." type:"existingfile" placeholder:"FILE"`
}

// heads reads the checkpoints.
func (s Seen) heads(w Where) ([]store.Head, error) {
	var out []store.Head
	for _, file := range append([]string{w.path(checkpointFile)}, s.Seen...) {
		h, ok, err := store.ReadHead(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if ok {
			out = append(out, h)
		}
	}
	return out, nil
}

// storeConfig is how a command of the command line opens the store.
func (w Where) storeConfig(env *Env) store.Config {
	cfg := store.Config{DSN: w.Database, Now: env.Now, Log: logger(env.Ctx, env, slog.LevelWarn)}
	if w.Database == "" {
		cfg.Path = w.path(databaseFile)
	}
	return cfg
}

// openStore opens data that exist.
func (w Where) openStore(env *Env) (*store.DB, error) {
	if err := w.exists(); err != nil {
		return nil, err
	}
	return store.Open(env.Ctx, w.storeConfig(env))
}

// CheckCmd tests every promise of the system on the data.
type CheckCmd struct {
	Where
	Seen
	JSON bool `help:"Print as JSON."`
}

// Run prints what is broken; then the exit code is 1.
func (c *CheckCmd) Run(env *Env) error {
	heads, err := c.heads(c.Where)
	if err != nil {
		return err
	}
	d, err := c.openStore(env)
	if err != nil {
		return err
	}
	defer d.Close()
	wrong, err := store.Check(env.Ctx, d, heads...)
	if err != nil {
		return err
	}
	if err := c.print(env, wrong); err != nil {
		return err
	}
	if len(wrong) > 0 {
		return errNegative
	}
	return nil
}

func (c *CheckCmd) print(env *Env, wrong []store.Violation) error {
	type promise struct {
		ID     string   `json:"id"`
		Says   string   `json:"says"`
		Holds  bool     `json:"holds"`
		Broken []string `json:"broken,omitempty"`
	}
	var all []promise
	for _, i := range store.Invariants() {
		p := promise{ID: i.ID, Says: i.Says}
		for _, v := range wrong {
			if v.Invariant == i.ID {
				p.Broken = append(p.Broken, v.Text)
			}
		}
		p.Holds = len(p.Broken) == 0
		all = append(all, p)
	}
	if c.JSON {
		return env.Print(all)
	}
	for _, p := range all {
		mark := "holds "
		if !p.Holds {
			mark = "BROKEN"
		}
		fmt.Fprintf(env.Out, "%-5s %s  %s\n", p.ID, mark, p.Says)
		for _, b := range p.Broken {
			fmt.Fprintf(env.Out, "             - %s\n", b)
		}
	}
	return nil
}

// BackupCmd copies the database while the program runs.
type BackupCmd struct {
	Where
	File string `arg:"" type:"path" help:"The file to write. It must not exist."`
	JSON bool   `help:"Print as JSON."`
}

// Run writes the backup and says what it holds.
func (c *BackupCmd) Run(env *Env) error {
	d, err := c.openStore(env)
	if err != nil {
		return err
	}
	defer d.Close()
	b, err := d.Backup(env.Ctx, c.File)
	if err != nil {
		return err
	}
	if c.JSON {
		return env.Print(b)
	}
	_, err = fmt.Fprintf(env.Out, "%s: %d bytes, log of %d events with root %v, read back and checked\nThe keys and the profile in %s are not part of it: keep a copy of them elsewhere.\n",
		b.File, b.Bytes, b.Size, b.Root, c.Data)
	return err
}

// RestoreCmd makes a database from a backup.
type RestoreCmd struct {
	Where
	Seen
	File string `arg:"" type:"existingfile" help:"The backup."`
	JSON bool   `help:"Print as JSON."`
}

// Run restores into a database that does not exist or is empty.
func (c *RestoreCmd) Run(env *Env) error {
	heads, err := c.heads(c.Where)
	if err != nil {
		return err
	}
	if c.Database == "" {
		if err := os.MkdirAll(c.Data, 0o700); err != nil {
			return err
		}
	}
	h, err := store.Restore(env.Ctx, c.File, c.storeConfig(env), heads...)
	if err != nil {
		return err
	}
	if c.JSON {
		return env.Print(map[string]any{"file": c.File, "log_size": h.Size, "log_root": h.Root})
	}
	_, err = fmt.Fprintf(env.Out, "%s: restored, log of %d events with root %v\n", filepath.Base(c.File), h.Size, h.Root)
	return err
}
