package app

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/speciesplus"
)

// syncDir is the folder of the data folder in which answers of Species+ wait.
const syncDir = "speciesplus"

// SpeciesSyncCmd brings the catalogue up to date with the Species+ API.
type SpeciesSyncCmd struct {
	Where
	Token     string        `env:"OPENCITES_SPECIESPLUS_TOKEN" help:"Token of your Species+ account; better in the environment or a file than here." placeholder:"TOKEN"`
	TokenFile string        `help:"File that holds the token." type:"existingfile" placeholder:"FILE"`
	Since     string        `help:"Ask for what changed since this day; else since the last run, and at first for everything." placeholder:"DATE"`
	Full      bool          `help:"Ask for everything again."`
	Details   string        `help:"Taxa whose history, quotas, suspensions and range are asked for, two requests each: those with a listing of their own, all that are listed, or none." enum:"listed,all,none" default:"listed"`
	Wait      time.Duration `help:"Pause between two requests." default:"1s"`
	Base      string        `help:"Address of the service." default:"https://api.speciesplus.net/api/v1"`
	JSON      bool          `help:"Print the report as JSON."`
}

// Run asks, imports and prints what changed.
func (c *SpeciesSyncCmd) Run(env *Env) error {
	var since cites.Date
	if err := since.UnmarshalText([]byte(c.Since)); err != nil {
		return fmt.Errorf("--since %s: not a day; write it as 2026-01-31", c.Since)
	}
	token, err := syncToken(c.Token, c.TokenFile)
	if err != nil {
		return err
	}
	d, err := (&SpeciesImportCmd{Where: c.Where}).store(env)
	if err != nil {
		return err
	}
	defer d.Close()
	i := speciesImporter(env, d)
	if err := i.Seed(env.Ctx, actor.Machine()); err != nil {
		return err
	}
	s := &speciesplus.Sync{Client: &speciesplus.Client{Base: c.Base, Token: token, Wait: c.Wait, Pause: 2 * time.Second}, Importer: i, Dir: c.path(syncDir),
		Details: speciesplus.Details(c.Details), Since: since, Full: c.Full, Today: i.Today, Now: env.Now}
	r, err := s.Run(env.Ctx, operator(), func(step string, done, total int) {
		if total > 0 {
			fmt.Fprintf(env.Err, "\r%-10s %7d of %d   ", step, done, total)
		} else {
			fmt.Fprintf(env.Err, "\r%-10s %7d          ", step, done)
		}
	})
	fmt.Fprintln(env.Err)
	if err != nil {
		return err
	}
	return (&SpeciesImportCmd{JSON: c.JSON}).print(env, r)
}

// syncToken takes the token from where it was given; one is needed.
func syncToken(token, file string) (string, error) {
	if file != "" {
		b, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		token = string(b)
	}
	if token = strings.TrimSpace(token); token == "" {
		return "", errors.New("no token: ask for one at https://api.speciesplus.net and set OPENCITES_SPECIESPLUS_TOKEN, or name a file with --token-file")
	}
	return token, nil
}
