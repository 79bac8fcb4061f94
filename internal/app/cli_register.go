package app

import (
	"errors"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
)

// mostRows is how many rows a command prints.
const mostRows = 100_000

// auditor is who reads at the command line of the server: whoever may open the
// database may do this.
func auditor() actor.Actor {
	return actor.Actor{ID: "operator", Name: "Operator at the command line", Roles: []actor.Role{actor.Auditor}}
}

// Listed says what a list of a register prints.
type Listed struct {
	Where
	Text string `arg:"" optional:"" help:"Only what contains this: part of a number, a name or a taxon."`
	JSON bool   `help:"Print as JSON."`
}

// Shown says which entry of a register is printed.
type Shown struct {
	Where
	Number string `arg:"" help:"Number of the entry, as its list prints it."`
	JSON   bool   `help:"Print as JSON."`
}

// reading wires the desks over data that exist, without keys: for commands that
// need none.
func (w Where) reading(env *Env, do func(*System) error) (err error) {
	p, err := loadProfile(w)
	if err != nil {
		return err
	}
	s := &System{Where: w, Profile: p, Now: env.Now}
	if s.DB, err = w.openStore(env); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.wire(opening{Where: w, Now: env.Now}); err != nil {
		return err
	}
	if err := s.Library.Refresh(env.Ctx); err != nil {
		return err
	}
	return do(s)
}

// printRows prints a list as JSON, or a line for each.
func printRows[T, R any](env *Env, asJSON bool, found []T, row func(T) R) error {
	rows := rowsOf(found, row)
	if asJSON {
		return env.Print(rows)
	}
	for _, r := range rows {
		fmt.Fprintln(env.Out, r)
	}
	if len(rows) == 0 {
		fmt.Fprintln(env.Err, "Nothing of that kind is in the register.")
	}
	return nil
}

// named finds the entry with a number among those that contain it.
func named[T any](found []T, number string, is func(T) bool) (one T, err error) {
	for _, f := range found {
		if is(f) {
			return f, nil
		}
	}
	return one, fmt.Errorf("no entry %s; the list command prints the numbers", number)
}

// rowsOf turns each entry into what is printed of it.
func rowsOf[T, R any](list []T, row func(T) R) []R {
	out := make([]R, len(list))
	for i, x := range list {
		out[i] = row(x)
	}
	return out
}

// days writes a time from a day until a day, the second of which may be open.
func days(from, until cites.Date) string {
	if until.IsZero() {
		return "from " + from.String()
	}
	return "from " + from.String() + " until " + until.String()
}

// some is a list that JSON writes as [] when it is empty.
func some[T any](list []T) []T { return append([]T{}, list...) }
