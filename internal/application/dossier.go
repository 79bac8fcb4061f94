package application

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/finding"
	"github.com/opencites/opencites/internal/measure"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/stock"
)

// Dossier is everything a rule looks at: the application, what the authorities
// found, and the law on the day. It is made once for a run of the rules; rules
// read it and change nothing.
type Dossier struct {
	*Application
	Stage     rule.Stage
	On        cites.Date // day of application or issue, in the Party's zone
	Profile   *profile.Profile
	Law       *species.Catalogue
	Findings  []Finding
	Documents []Document
	Quotas    []species.Quota // of the exporting country on the day
	// QuotasBefore are those of a year earlier, Shares the parts of Quotas, QuotaDraws
	// what this application took of them.
	QuotasBefore []species.Quota
	Shares       []quota.Share
	QuotaDraws   []quota.Draw
	Suspensions  []species.Suspension
	Signatory    string // name of who signs, at issue
	Registers    Registers
	Holdings     Holdings
	// Papers are the documents of other Parties that the application names, by
	// country and number; nil where none reached us.
	Papers map[Reference]*epermit.Document
}

// Facts is what a dossier is made from, beside the application itself.
type Facts interface {
	Findings(ctx context.Context, application string) ([]Finding, error)
	Documents(ctx context.Context, application string) ([]Document, error)
	quota.Book // quotas, their shares, what was taken
	// SuspensionsOn gives the suspensions in force on a day.
	SuspensionsOn(ctx context.Context, on cites.Date) ([]species.Suspension, error)
	// Switches gives the rules that the administrator switched.
	Switches(ctx context.Context) (rule.Switches, error)
	// MeasuresOn gives the stricter measures that hold on a day.
	MeasuresOn(ctx context.Context, on cites.Date) ([]measure.Measure, error)
	finding.Ledger
	facility.Facts
	stock.Facts
	// MarkAlive lists the lines of permits in which a mark is alive on a day, but
	// for those of one application.
	MarkAlive(ctx context.Context, m Mark, on cites.Date, except string) ([]MarkUse, error)
	// TrophiesIssued lists the hunting trophies of a species that permits of a year
	// let go to a country, but for those of one application.
	TrophiesIssued(ctx context.Context, name string, to cites.Country, year int, except string) ([]Trophies, error)
	Paper
}

// Checker runs the rules over applications.
type Checker struct {
	Profile *profile.Profile
	Law     func() *species.Catalogue // the current edition
	// Measures runs the stricter measures; nil runs none.
	Measures *measure.Checker
}

// Check makes the dossier and returns what the rules of a stage find in it.
func (c *Checker) Check(ctx context.Context, tx Facts, a *Application, stage rule.Stage, on cites.Date) ([]rule.Finding, error) {
	d, err := c.Dossier(ctx, tx, a, stage, on)
	if err != nil {
		return nil, err
	}
	switches, err := tx.Switches(ctx)
	if err != nil {
		return nil, fmt.Errorf("rules for %s: %w", a.ID, err)
	}
	found := rule.Run(Rules(), switches, stage, on, d)
	if c.Measures == nil || stage != rule.Apply && stage != rule.Issue {
		return found, nil
	}
	measures, err := tx.MeasuresOn(ctx, on)
	if err != nil {
		return nil, fmt.Errorf("measures on %s: %w", on, err)
	}
	return append(found, c.Measures.Run(measures, on, d.MeasureInputs())...), nil
}

// Dossier gathers the facts of an application on a day.
func (c *Checker) Dossier(ctx context.Context, tx Facts, a *Application, stage rule.Stage, on cites.Date) (*Dossier, error) {
	d := &Dossier{Application: a, Stage: stage, On: on, Profile: c.Profile, Law: c.Law()}
	var err error
	if d.Findings, err = tx.Findings(ctx, a.ID); err != nil {
		return nil, fmt.Errorf("dossier of %s: %w", a.ID, err)
	}
	if d.Documents, err = tx.Documents(ctx, a.ID); err != nil {
		return nil, fmt.Errorf("dossier of %s: %w", a.ID, err)
	}
	if err = d.readQuotas(ctx, tx); err != nil {
		return nil, fmt.Errorf("dossier of %s: %w", a.ID, err)
	}
	if d.Suspensions, err = tx.SuspensionsOn(ctx, on); err != nil {
		return nil, fmt.Errorf("dossier of %s: %w", a.ID, err)
	}
	if err = d.readPapers(ctx, tx); err != nil {
		return nil, fmt.Errorf("dossier of %s: %w", a.ID, err)
	}
	if d.Registers, err = readRegisters(ctx, tx, a, d.Findings); err != nil {
		return nil, fmt.Errorf("dossier of %s: %w", a.ID, err)
	}
	if d.Holdings, err = holdings(ctx, tx, d); err != nil {
		return nil, fmt.Errorf("dossier of %s: %w", a.ID, err)
	}
	return d, nil
}

// Reexport reports whether the goods came in before.
func (d *Dossier) Reexport() bool { return d.Content.Type.Facts().Direction == cites.Reexporting }

// Leaving reports whether the document lets goods out of the Party.
func (d *Dossier) Leaving() bool {
	return !d.Content.Type.Facts().Direction.In()
}

// Trade describes one line as quotas and suspensions ask.
func (d *Dossier) Trade(l Line) species.Trade {
	return species.Trade{Taxa: d.Law.Chain(species.ID(l.TaxonID)), Exporter: d.Content.Exporter.Country,
		Importer: d.Content.Importer.Country, Origin: l.Origin.Country, Source: l.Source, Purpose: d.Content.Purpose,
		Term: l.Term, Reexport: d.Reexport(), On: d.On}
}

// Effective is the listing of a line's taxon on the day, for the population the
// specimens come from: the country of origin, or the exporter when direct.
func (d *Dossier) Effective(l Line) species.Effective {
	return d.Law.Listings(species.ID(l.TaxonID), Population(d.Content, l), d.On)
}

// Population is the country whose population a line's specimens come from.
func Population(c Content, l Line) cites.Country {
	switch {
	case l.Population != "":
		return l.Population
	case l.Origin.Country != "":
		return l.Origin.Country
	}
	return c.Exporter.Country
}
