package app

import (
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/finding"
)

// FindingCmd reads the register of non-detriment findings.
type FindingCmd struct {
	List FindingListCmd `cmd:"" help:"List findings with what is used, reserved and left."`
	Show FindingShowCmd `cmd:"" help:"Show one finding with its files and what drew on it."`
}

// FindingListCmd lists findings.
type FindingListCmd struct {
	Listed
	State string `default:"" enum:",draft,in_force,withdrawn,superseded,expired" help:"Only in this state: draft, in_force, withdrawn, superseded or expired."`
}

// findingRow is a finding as the commands print it; quantities are decimal texts
// in its unit, empty where it has no limit.
type findingRow struct {
	Number     string          `json:"number"`
	State      finding.State   `json:"state"`
	Taxon      string          `json:"taxon"`
	Population cites.Country   `json:"population"`
	Sources    []cites.Source  `json:"sources"`
	Terms      []cites.Term    `json:"terms"`
	Purposes   []cites.Purpose `json:"purposes"`
	From       cites.Date      `json:"from"`
	Until      cites.Date      `json:"until"`
	Review     cites.Date      `json:"review"`
	Limit      string          `json:"limit"`
	Used       string          `json:"used"`
	Reserved   string          `json:"reserved"`
	Left       string          `json:"left"`
	Unit       cites.Unit      `json:"unit"`
	Author     string          `json:"author"`
}

func (r findingRow) String() string {
	limit := "no limit"
	if r.Limit != "" {
		limit = fmt.Sprintf("%s used, %s reserved, %s left of %s %s", r.Used, r.Reserved, r.Left, r.Limit, r.Unit)
	}
	return strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s %s: %s", r.Number, r.State, r.Taxon, r.Population, days(r.From, r.Until), limit)), " ")
}

func rowOfFinding(n finding.NonDetriment) findingRow {
	r := findingRow{Number: n.Number, State: n.State, Taxon: n.TaxonName, Population: n.Population, Sources: some(n.Sources), Terms: some(n.Terms), Purposes: some(n.Purposes),
		From: n.From, Until: n.Until, Review: n.Review, Used: n.Used.String(), Reserved: n.Reserved.String(), Unit: n.Unit, Author: n.AuthorName}
	if n.Limited() {
		r.Limit, r.Left = n.Quantity.String(), n.Left().String()
	}
	return r
}

// Run prints the findings that match.
func (c *FindingListCmd) Run(env *Env) error {
	return c.reading(env, func(s *System) error {
		found, _, err := s.Findings.Register(env.Ctx, auditor(), finding.Filter{Text: c.Text, Standing: c.State, Limit: mostRows})
		if err != nil {
			return err
		}
		return printRows(env, c.JSON, found, rowOfFinding)
	})
}

// FindingShowCmd shows one finding.
type FindingShowCmd struct{ Shown }

// shownFinding is a finding with what belongs to it.
type shownFinding struct {
	findingRow
	Conditions string      `json:"conditions"`
	Grounds    string      `json:"grounds"`
	Reason     string      `json:"reason"`
	Files      []shownFile `json:"files"`
	Draws      []shownDraw `json:"draws"`
}

// shownFile is a file of evidence.
type shownFile struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// shownDraw is what a case took from a finding or a chain.
type shownDraw struct {
	Application string `json:"application"`
	Permit      string `json:"permit"`
	Letter      string `json:"letter"`
	Reserved    string `json:"reserved"`
	Used        string `json:"used"`
	Returned    string `json:"returned"`
}

func rowOfDraw(d finding.Draw) shownDraw {
	return shownDraw{d.Reference, d.Number, d.Letter, d.Reserved.String(), d.Used.String(), d.Returned.String()}
}

func rowOfFile(f finding.File) shownFile { return shownFile{f.Name, f.Size, f.SHA256} }

// Run prints the finding.
func (c *FindingShowCmd) Run(env *Env) error {
	return c.reading(env, func(s *System) error {
		found, _, err := s.Findings.Register(env.Ctx, auditor(), finding.Filter{Text: c.Number, Limit: mostRows})
		if err != nil {
			return err
		}
		n, err := named(found, c.Number, func(n finding.NonDetriment) bool { return strings.EqualFold(n.Number, c.Number) })
		if err != nil {
			return err
		}
		r, err := s.Findings.Read(env.Ctx, auditor(), n.ID)
		if err != nil {
			return err
		}
		out := shownFinding{rowOfFinding(*r.NonDetriment), r.Conditions, r.Grounds, r.Reason, rowsOf(r.Files, rowOfFile), rowsOf(r.Draws, rowOfDraw)}
		if c.JSON {
			return env.Print(out)
		}
		fmt.Fprintln(env.Out, out.findingRow)
		for _, x := range [][2]string{{"conditions", out.Conditions}, {"grounds", out.Grounds}, {"reason", out.Reason}} {
			if x[1] != "" {
				fmt.Fprintf(env.Out, "  %s: %s\n", x[0], x[1])
			}
		}
		printEvidence(env, out.Files, out.Draws)
		return nil
	})
}

func printEvidence(env *Env, files []shownFile, draws []shownDraw) {
	for _, f := range files {
		fmt.Fprintf(env.Out, "  file %s, %d bytes, SHA-256 %s\n", f.Name, f.Size, f.SHA256)
	}
	for _, d := range draws {
		fmt.Fprintf(env.Out, "  %s %s %s: reserved %s, used %s, returned %s\n", d.Application, d.Permit, d.Letter, d.Reserved, d.Used, d.Returned)
	}
}
