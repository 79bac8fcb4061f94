package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/demo"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/sign"
	"github.com/opencites/opencites/internal/web"
)

// DemoCmd runs a Party that does not exist.
type DemoCmd struct {
	Listen string `help:"Address to answer on." default:"127.0.0.1:8080"`
	Data   string `help:"Folder of the demo; it is made when it is absent and kept." default:"data/demo" type:"path"`
	Fresh  bool   `help:"Throw the folder away and make the demo anew."`
}

// Run makes the demo where there is none, serves it, and prints its address and
// accounts. It ends on interrupt.
func (c *DemoCmd) Run(env *Env) error {
	w := Where{Data: c.Data}
	address, err := demoAddress(c.Listen)
	if err != nil {
		return err
	}
	if err := c.prepare(env, w, address); err != nil {
		return err
	}
	s, err := openDemo(env, w, address)
	if err != nil {
		return err
	}
	rec, err := s.announce(w)
	if err != nil {
		return errors.Join(err, s.Close())
	}
	v, err := startService(env.Ctx, s, serving{Listen: address, Demo: s.demoSignIn(env, rec)})
	if err != nil {
		return errors.Join(err, s.Close())
	}
	printDemo(env, rec, c.Data)
	<-env.Ctx.Done()
	return errors.Join(v.Stop(), s.Close())
}

// demoAddress settles a free port first, since the address goes into the seals.
func demoAddress(listen string) (string, error) {
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return "", fmt.Errorf("listen on %s: %w; name another with --listen", listen, err)
	}
	return l.Addr().String(), l.Close()
}

// prepare makes the demo where its record is absent.
func (c *DemoCmd) prepare(env *Env, w Where, address string) error {
	if c.Fresh {
		if err := removeDemo(w); err != nil {
			return err
		}
	}
	_, err := os.Stat(w.path(demoFile))
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if entries, err := os.ReadDir(w.Data); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is not empty and holds no demo: name another folder with --data", w.Data)
	}
	if err := os.MkdirAll(filepath.Dir(w.Data), 0o755); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	fmt.Fprintln(env.Err, "Making the demonstration Party with two years of trade: this takes a little while, once.")
	started := time.Now()
	if err := buildDemo(env.Ctx, env, w, address); err != nil {
		return err
	}
	fmt.Fprintf(env.Err, "Made in %s.\n", time.Since(started).Round(100*time.Millisecond))
	debug.FreeOSMemory() // what two years took is not needed to serve
	return nil
}

// removeDemo throws a folder away only when it is a demo.
func removeDemo(w Where) error {
	if _, err := os.Stat(w.path(demoFile)); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	return os.RemoveAll(w.Data)
}

// openDemo opens the folder at the address of this start; the profile keeps the
// address under which the samples were sealed.
func openDemo(env *Env, w Where, address string) (*System, error) {
	pass, err := sign.PassphraseFile(w.path(demoPassphrase))
	if err != nil {
		return nil, err
	}
	p, err := profile.Load(w.path(profileFile))
	if err != nil {
		return nil, fmt.Errorf("%w; a demo that an earlier release made is made anew with --fresh", err)
	}
	p.BaseURL = "http://" + address
	return openSystem(env.Ctx, opening{Where: w, Now: env.Now, Log: logger(env.Ctx, env, slog.LevelWarn), Passphrase: pass, Profile: p})
}

// announce rewrites the record for the address of this start.
func (s *System) announce(w Where) (demoRecord, error) {
	var rec demoRecord
	data, err := os.ReadFile(w.path(demoFile))
	if err != nil {
		return rec, err
	}
	if err := json.Unmarshal(data, &rec); err != nil {
		return rec, fmt.Errorf("%s: %w", w.path(demoFile), err)
	}
	for i, p := range rec.Permits {
		_, digits, _ := strings.Cut(p.Seal, "#")
		rec.Permits[i].Seal = s.Profile.BaseURL + "/v#" + digits
	}
	rec.Address = s.Profile.BaseURL
	return rec, writeDemoRecord(w, rec)
}

// demoSignIn offers one-click sign-in as the first person of each role.
func (s *System) demoSignIn(env *Env, rec demoRecord) *web.Demo {
	d := &web.Demo{SignIn: s.Accounts.Demo}
	for _, role := range actor.Roles() {
		i := slices.IndexFunc(rec.Accounts, func(a demoAccount) bool { return a.Role == role })
		if i < 0 {
			continue
		}
		a, err := s.Accounts.FindByLogin(env.Ctx, account.Console(), rec.Accounts[i].Login)
		if err != nil {
			s.Log.Error("demo account", "role", string(role), "error", err)
			continue
		}
		d.People = append(d.People, web.DemoPerson{ID: a.ID, Name: a.Name, Role: role})
	}
	return d
}

func printDemo(env *Env, rec demoRecord, folder string) {
	fmt.Fprintf(env.Out, "OpenCITES demonstration at %s (stop with Ctrl-C)\n\n", rec.Address)
	fmt.Fprintf(env.Out, "%-16s %-28s %s\n", "ROLE", "SIGN IN AS", "PASSWORD")
	seen := map[actor.Role]bool{}
	for _, a := range rec.Accounts {
		if !seen[a.Role] {
			fmt.Fprintf(env.Out, "%-16s %-28s %s\n", a.Role, a.Login, a.Password)
		}
		seen[a.Role] = true
	}
	fmt.Fprintf(env.Out, "\nOr sign in with one click on the sign-in page. Sample permits: %s\n", filepath.Join(folder, demoFile))
}

// lawEvent describes what the demo adds to the law.
func lawEvent(law demo.Law) audit.Event {
	return audit.Event{Actor: audit.Actor{ID: "system", Name: "OpenCITES", Role: string(actor.System)}, Verb: "species.law",
		SubjectKind: "species", SubjectID: "law", Detail: map[string]any{"quotas": len(law.Quotas), "suspensions": len(law.Suspensions),
			"taxa": len(law.Taxa), "listings": len(law.Listings)}}
}
