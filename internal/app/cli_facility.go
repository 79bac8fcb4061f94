package app

import (
	"fmt"
	"os"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/facility"
)

// FacilityCmd is about the register of facilities.
type FacilityCmd struct {
	List   FacilityListCmd   `cmd:"" help:"List breeding operations, nurseries, ranches and scientific institutions."`
	Show   FacilityShowCmd   `cmd:"" help:"Show one facility with its species and its output."`
	Import FacilityImportCmd `cmd:"" help:"Read the register of other Parties from a CSV file: all of it or nothing."`
}

// FacilityListCmd lists facilities.
type FacilityListCmd struct {
	Listed
	Kind    string `default:"" enum:",breeding,nursery,ranch,institution" help:"Only of this kind: breeding, nursery, ranch or institution."`
	State   string `default:"" enum:",proposed,objection,registered,suspended,withdrawn" help:"Only in this state: proposed, objection, registered, suspended or withdrawn."`
	Country string `help:"Only of this country, two letters." placeholder:"ISO"`
}

// facilityRow is a facility as the commands print it.
type facilityRow struct {
	Number  string         `json:"number"`
	Name    string         `json:"name"`
	Kind    facility.Kind  `json:"kind"`
	Country cites.Country  `json:"country"`
	State   facility.State `json:"state"`
	From    cites.Date     `json:"from"`
	Until   cites.Date     `json:"until"`
	SEC     bool           `json:"sec_registered"`
	SECDate cites.Date     `json:"sec_date"`
}

func (r facilityRow) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s  %s %s %s  %s, %s", r.Number, r.Country, r.Kind, r.Name, r.State, days(r.From, r.Until)))
}

func rowOfFacility(f facility.Facility) facilityRow {
	return facilityRow{f.Number, f.Name, f.Kind, f.Country, f.State, f.From, f.Until, f.SEC, f.SECDate}
}

// Run prints the facilities that match.
func (c *FacilityListCmd) Run(env *Env) error {
	return c.reading(env, func(s *System) error {
		found, _, err := s.Facilities.List(env.Ctx, auditor(), facility.Filter{Text: c.Text, Kind: facility.Kind(c.Kind), State: facility.State(c.State), Country: cites.Country(strings.ToUpper(c.Country)), Limit: mostRows})
		if err != nil {
			return err
		}
		return printRows(env, c.JSON, found, rowOfFacility)
	})
}

// FacilityShowCmd shows one facility.
type FacilityShowCmd struct{ Shown }

// shownFacility is a facility with what it may give and what was issued of it.
type shownFacility struct {
	facilityRow
	Reason  string        `json:"reason"`
	Species []shownOutput `json:"species"`
	Figures []shownFigure `json:"figures"`
}

// shownOutput is what can plausibly come of a species; year 0 is every year.
type shownOutput struct {
	Taxon   string         `json:"taxon"`
	Year    int            `json:"year"`
	Sources []cites.Source `json:"sources"`
	Output  string         `json:"output"`
	Unit    cites.Unit     `json:"unit"`
}

type shownFigure struct {
	Taxon     string     `json:"taxon"`
	Year      int        `json:"year"`
	Plausible string     `json:"plausible"`
	Issued    string     `json:"issued"`
	Unit      cites.Unit `json:"unit"`
	Beyond    bool       `json:"beyond"`
}

// Run prints the facility.
func (c *FacilityShowCmd) Run(env *Env) error {
	return c.reading(env, func(s *System) error {
		f, err := s.Facilities.ByNumber(env.Ctx, auditor(), c.Number)
		if err != nil {
			return err
		}
		sheet, err := s.Facilities.Read(env.Ctx, auditor(), f.ID)
		if err != nil {
			return err
		}
		out := shownFacility{facilityRow: rowOfFacility(*sheet.Facility), Reason: sheet.Reason}
		out.Species = rowsOf(sheet.Species, func(o facility.Output) shownOutput {
			return shownOutput{o.ScientificName, o.Year, some(o.Sources), o.Quantity.String(), o.Unit}
		})
		out.Figures = rowsOf(sheet.Figures, func(f facility.Figure) shownFigure {
			return shownFigure{f.ScientificName, f.Year, f.Plausible.String(), f.Issued.String(), f.Unit, f.Beyond()}
		})
		if c.JSON {
			return env.Print(out)
		}
		fmt.Fprintln(env.Out, out.facilityRow)
		for _, o := range out.Species {
			fmt.Fprintf(env.Out, "  %s, sources %s, year %d: %s %s\n", o.Taxon, o.Sources, o.Year, o.Output, o.Unit)
		}
		for _, f := range out.Figures {
			fmt.Fprintf(env.Out, "  %s %d: %s of %s %s issued\n", f.Taxon, f.Year, f.Issued, f.Plausible, f.Unit)
		}
		return nil
	})
}

// FacilityImportCmd reads the register of other Parties.
type FacilityImportCmd struct {
	Where
	File string `arg:"" type:"existingfile" help:"CSV file; docs/operating.md has the columns."`
	JSON bool   `help:"Print as JSON."`
}

// Run imports the file. Importing it again changes nothing.
func (c *FacilityImportCmd) Run(env *Env) error {
	return c.reading(env, func(s *System) error {
		f, err := os.Open(c.File)
		if err != nil {
			return fmt.Errorf("facility import: %w", err)
		}
		defer f.Close()
		done, err := s.Facilities.Import(env.Ctx, operator(), f)
		if err != nil {
			return err
		}
		if c.JSON {
			return env.Print(map[string]int{"rows": done.Rows, "added": done.Added, "changed": done.Changed})
		}
		fmt.Fprintf(env.Out, "%d rows: %d facilities added, %d changed\n", done.Rows, done.Added, done.Changed)
		return nil
	})
}
