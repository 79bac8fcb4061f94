package app

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/demo"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/sign"
	"github.com/opencites/opencites/internal/species"
)

// demoPassphrase is the file with the passphrase of the demo's keys.
const demoPassphrase = "keys.pass"

// demoConsignments is how many consignments the two years of the demo hold;
// some are refused or withdrawn, so that permits are somewhat fewer.
const demoConsignments = 2500

// demoBatch lets many people's acts share one commit while the past is made.
const demoBatch = 512

// demoRecord is the file that scripts read to find their way in the demo.
type demoRecord struct {
	Address  string        `json:"address"`
	Accounts []demoAccount `json:"accounts"`
	Permits  []demoPermit  `json:"permits"`
}

type demoAccount struct {
	Role     actor.Role `json:"role"`
	Name     string     `json:"name"`
	Login    string     `json:"login"`
	Password string     `json:"password"`
}

type demoPermit struct {
	Number string `json:"number"`
	Status string `json:"status"`
	Code   string `json:"code"`
	Token  string `json:"token"`
	Seal   string `json:"seal"`
	PDF    string `json:"pdf"` // path below the data folder
}

// buildDemo makes the demo Party in an empty folder. It is made beside the
// folder and moved there when whole, so that an interrupted start leaves nothing
// half-made.
func buildDemo(ctx context.Context, env *Env, w Where, address string) error {
	temp, err := os.MkdirTemp(filepath.Dir(w.Data), ".opencites-demo-")
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	defer os.RemoveAll(temp)
	p := demoProfile(address)
	until := env.Now().Truncate(time.Second)
	clock := &demo.Clock{}
	clock.Set(until.AddDate(-2, 0, 0))
	pass, err := sign.EnsurePassphraseFile(filepath.Join(temp, demoPassphrase), rand.Reader)
	if err != nil {
		return err
	}
	where := Where{Data: temp}
	s, err := openSystem(ctx, opening{Where: where, Now: clock.Now, Log: logger(ctx, env, slog.LevelWarn), Passphrase: pass,
		Profile: p, KeysFrom: clock.Now(), Batch: demoBatch})
	if err != nil {
		return err
	}
	town, err := s.live(ctx, clock, until)
	if err == nil {
		err = s.keepDemo(ctx, where, town)
	}
	if cerr := s.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := os.RemoveAll(w.Data); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	return os.Rename(temp, w.Data)
}

// demoProfile is the example profile at the demo's own address.
func demoProfile(address string) *profile.Profile {
	p := profile.Example()
	p.BaseURL = "http://" + address
	return p
}

// live makes the two years.
func (s *System) live(ctx context.Context, clock *demo.Clock, until time.Time) (*demo.Town, error) {
	s.Applications.Store = quietApplications{s.Applications.Store}
	s.Permits.Store = quietPermits{s.Permits.Store}
	s.Accounts.Store = quietAccounts{s.Accounts.Store}
	town := &demo.Town{Profile: s.Profile, Law: s.Library.Current, Accounts: s.Accounts, Applications: s.Applications,
		Permits: s.Permits, Notifications: s.Notifications, Quotas: s.Quotas, Border: s.Border, Measures: s.Measures, Rules: s.Rules, Findings: s.Findings, Facilities: s.Facilities, Stock: s.Stock, Clock: clock, Consignments: demoConsignments, SaveLaw: s.saveLaw,
		EachDay: func(ctx context.Context, now time.Time) error {
			if _, err := s.Keys.Maintain(now); err != nil {
				return err
			}
			for {
				n, err := s.Permits.Expire(ctx, actor.Machine())
				if err != nil || n == 0 {
					return err
				}
			}
		}}
	if err := town.Build(ctx, until); err != nil {
		return town, err
	}
	return town, s.Law.Load(ctx, operator(), demo.Amendments(s.Profile.Today(s.Now()), s.Profile.Party))
}

// saveLaw writes what the demo adds to the law as one edition.
func (s *System) saveLaw(ctx context.Context, law demo.Law) error {
	err := s.Species.Store.Update(ctx, func(tx species.Tx) error {
		for i := range law.Quotas {
			if err := tx.SaveQuota(ctx, &law.Quotas[i]); err != nil {
				return err
			}
		}
		for i := range law.Suspensions {
			if err := tx.SaveSuspension(ctx, &law.Suspensions[i]); err != nil {
				return err
			}
		}
		if err := errors.Join(tx.SaveTaxa(ctx, law.Taxa), tx.SaveListings(ctx, law.Listings)); err != nil {
			return err
		}
		n, err := tx.LastEdition(ctx)
		if err != nil {
			return err
		}
		if err := tx.InsertEdition(ctx, species.Edition{Number: n + 1, Source: "demonstration", AsOf: s.Profile.Today(s.Now()),
			Imported: s.Now(), Actor: "OpenCITES", Taxa: len(law.Taxa)}); err != nil {
			return err
		}
		_, err = tx.Record(ctx, lawEvent(law))
		return err
	})
	if err != nil {
		return err
	}
	return s.Library.Refresh(ctx)
}

// keepDemo writes the profile, the PDFs of the samples and the record.
func (s *System) keepDemo(ctx context.Context, w Where, town *demo.Town) error {
	data, err := json.MarshalIndent(s.Profile, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(w.path(profileFile), data, 0o600); err != nil {
		return err
	}
	if err := os.MkdirAll(w.path("permits"), 0o700); err != nil {
		return err
	}
	signatory := actor.Actor{ID: "demo", Roles: []actor.Role{actor.Signatory}}
	rec := demoRecord{Address: s.Profile.BaseURL}
	for _, p := range town.People {
		rec.Accounts = append(rec.Accounts, demoAccount{Role: p.Role, Name: p.Name, Login: p.Login, Password: demo.Password})
	}
	for _, sample := range town.Samples {
		p, err := s.Permits.Read(ctx, signatory, sample.PermitID)
		if err != nil {
			return err
		}
		pdf, err := s.Permits.Sheets(p, permit.Sheet{})
		if err != nil {
			return err
		}
		name := filepath.Join("permits", strings.ReplaceAll(string(p.Number), "/", "-")+".pdf")
		if err := os.WriteFile(w.path(name), pdf, 0o600); err != nil {
			return err
		}
		rec.Permits = append(rec.Permits, demoPermit{Number: string(p.Number), Status: string(p.State), Code: p.Code, Token: p.Token,
			Seal: sealURL(s.Profile.BaseURL, p.Seals[0]), PDF: name})
	}
	return writeDemoRecord(w, rec)
}

func writeDemoRecord(w Where, rec demoRecord) error {
	data, err := json.MarshalIndent(rec, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(w.path(demoFile), append(data, '\n'), 0o600)
}
