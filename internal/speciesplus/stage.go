package speciesplus

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/opencites/opencites/cites"
)

// stage is the folder in which the answers of one run wait until all are there.
// Its name is given by the run, so that another question begins anew.
type stage struct{ dir string }

// plan is what a run asks for. It stands in the folder; a run with another plan
// starts afresh.
type plan struct {
	Base    string     `json:"base"`
	Since   string     `json:"since"`
	Details Details    `json:"details"`
	Started cites.Date `json:"started"`
}

// stale is how long the answers of an interrupted run are worth going on with.
const stale = 14

// openStage opens the folder of a run, or begins one on the day.
func openStage(dir string, want plan, today cites.Date) (stage, plan, error) {
	s := stage{dir}
	var have plan
	err := s.read("plan.json", &have)
	same := have.Base == want.Base && have.Since == want.Since && have.Details == want.Details
	if err == nil && same && !have.Started.AddDays(stale).Before(today) {
		return s, have, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s, have, err
	}
	if err := os.RemoveAll(dir); err != nil {
		return s, have, fmt.Errorf("sync folder: %w", err)
	}
	want.Started = today
	return s, want, s.writeJSON("plan.json", want)
}

func (s stage) read(name string, into any) error {
	b, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("sync folder: %s: %w", name, err)
	}
	return nil
}

func (s stage) has(name string) bool {
	_, err := os.Stat(filepath.Join(s.dir, name))
	return err == nil
}

func (s stage) writeJSON(name string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return s.write(name, b)
}

// write puts an answer down whole: under another name first, so that a kill
// leaves no half of it.
func (s stage) write(name string, b []byte) error {
	path := filepath.Join(s.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	if err := os.WriteFile(path+".part", b, 0o600); err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	if err := os.Rename(path+".part", path); err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return nil
}

// done remembers from which day the next run has to ask, and empties the folder.
func (s stage) done(last string, from cites.Date, at time.Time) error {
	b, err := json.Marshal(lastRun{From: from, At: at.UTC().Truncate(time.Second)})
	if err != nil {
		return err
	}
	if err := (stage{filepath.Dir(last)}).write(filepath.Base(last), b); err != nil {
		return err
	}
	return os.RemoveAll(s.dir)
}

// lastRun is what is remembered of the last run that came to its end.
type lastRun struct {
	From cites.Date `json:"from"` // updated_since of the next run
	At   time.Time  `json:"at"`
}
