package app

import (
	"errors"
	"fmt"

	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/sign"
)

// ServeCmd runs the service.
type ServeCmd struct {
	Config   string `help:"Configuration file." required:"" type:"existingfile" env:"OPENCITES_CONFIG"`
	Database string `help:"PostgreSQL address instead of the one in the file." env:"OPENCITES_DATABASE"`
}

// Run serves until it is interrupted; requests and jobs under way end first.
func (c *ServeCmd) Run(env *Env) error {
	cfg, err := loadConfig(c.Config)
	if err != nil {
		return err
	}
	if c.Database != "" {
		cfg.Database = c.Database
	}
	o := opening{Where: Where{Data: cfg.Data, Database: cfg.Database}, Now: env.Now, Log: logger(env.Ctx, env, cfg.Log),
		Getenv: env.Getenv, FontDir: cfg.FontDir}
	if cfg.PassphraseFile != "" {
		if o.Passphrase, err = sign.PassphraseFile(cfg.PassphraseFile); err != nil {
			return err
		}
	}
	if cfg.Profile != "" {
		if o.Profile, err = profile.Load(cfg.Profile); err != nil {
			return err
		}
	}
	s, err := openSystem(env.Ctx, o)
	if err != nil {
		return err
	}
	var token string
	if cfg.SpeciesPlusTokenFile != "" {
		if token, err = syncToken("", cfg.SpeciesPlusTokenFile); err != nil {
			return err
		}
	}
	v, err := startService(env.Ctx, s, serving{Listen: cfg.Listen, Profile: cfg.Profile, Proxies: cfg.Proxies, MetricsKey: cfg.MetricsToken, SyncToken: token})
	if err != nil {
		return errors.Join(err, s.Close())
	}
	fmt.Fprintf(env.Err, "OpenCITES %s answers on %s\n", version(), v.Address())
	<-env.Ctx.Done()
	return errors.Join(v.Stop(), s.Close())
}
