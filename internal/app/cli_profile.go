package app

import (
	"fmt"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/profile"
)

// ProfileCmd checks or prints the file with what a Party decides for itself.
type ProfileCmd struct {
	Check   ProfileCheckCmd   `cmd:"" help:"Check a profile file and name every wrong field."`
	Example ProfileExampleCmd `cmd:"" help:"Print a complete example to start from."`
}

// ProfileCheckCmd checks a file.
type ProfileCheckCmd struct {
	File string `arg:"" type:"existingfile" help:"The profile, as JSON."`
}

// Run reads the file and says that it is right. A file that was read and is
// wrong is a negative answer.
func (c *ProfileCheckCmd) Run(env *Env) error {
	p, err := profile.Load(c.File)
	if fault.KindOf(err) == fault.Invalid {
		fmt.Fprintln(env.Err, "opencites:", sentence(err))
		return errNegative
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Out, "%s: right, for %s\n", c.File, p.Country.In("en"))
	return err
}

// ProfileExampleCmd prints an example.
type ProfileExampleCmd struct{}

// Run prints the profile of the Party that does not exist.
func (c *ProfileExampleCmd) Run(env *Env) error { return env.Print(profile.Example()) }
