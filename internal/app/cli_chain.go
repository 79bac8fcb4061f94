package app

import (
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/finding"
	"github.com/opencites/opencites/internal/web"
)

// ChainCmd reads the chains of evidence of acquisition.
type ChainCmd struct {
	List ChainListCmd `cmd:"" help:"List chains with what is used, reserved and left of the stock that they prove."`
	Show ChainShowCmd `cmd:"" help:"Show one chain with its documents, its gaps and what drew on it."`
}

// ChainListCmd lists chains.
type ChainListCmd struct {
	Listed
	State string `default:"" enum:",open,closed" help:"Only in this state: open or closed."`
}

// chainRow is a chain as the commands print it; quantities are decimal texts in
// its unit.
type chainRow struct {
	Number   string             `json:"number"`
	State    finding.ChainState `json:"state"`
	Holder   string             `json:"holder"`
	Taxon    string             `json:"taxon"`
	Source   cites.Source       `json:"source"`
	Stock    string             `json:"stock"`
	Used     string             `json:"used"`
	Reserved string             `json:"reserved"`
	Left     string             `json:"left"`
	Unit     cites.Unit         `json:"unit"`
	Missing  string             `json:"missing"`
}

func (r chainRow) String() string {
	return fmt.Sprintf("%s %s %s, source %s, of %s: %s used, %s reserved, %s left of %s %s", r.Number, r.State, r.Taxon, r.Source, r.Holder, r.Used, r.Reserved, r.Left, r.Stock, r.Unit)
}

func rowOfChain(c finding.Chain) chainRow {
	return chainRow{c.Number, c.State, c.Holder, c.TaxonName, c.Source, c.Quantity.String(), c.Used.String(), c.Reserved.String(), c.Left().String(), c.Unit, c.Missing}
}

// Run prints the chains that match.
func (c *ChainListCmd) Run(env *Env) error {
	return c.reading(env, func(s *System) error {
		found, _, err := s.Findings.ChainsOf(env.Ctx, auditor(), finding.ChainFilter{Text: c.Text, State: finding.ChainState(c.State), Limit: mostRows})
		if err != nil {
			return err
		}
		return printRows(env, c.JSON, found, rowOfChain)
	})
}

// ChainShowCmd shows one chain.
type ChainShowCmd struct{ Shown }

// shownChain is a chain with its documents; a gap names the place of its
// document, or none when it is one of the whole chain.
type shownChain struct {
	chainRow
	Documents []shownLink `json:"documents"`
	Gaps      []shownGap  `json:"gaps"`
	Files     []shownFile `json:"files"`
	Draws     []shownDraw `json:"draws"`
}

type shownLink struct {
	Kind     finding.Kind  `json:"kind"`
	From     string        `json:"from"`
	To       string        `json:"to"`
	Date     cites.Date    `json:"date"`
	Country  cites.Country `json:"country"`
	Quantity string        `json:"quantity"`
	Document string        `json:"document"`
}

type shownGap struct {
	Kind     finding.GapKind `json:"kind"`
	Document int             `json:"document,omitempty"` // from 1
	Text     string          `json:"text"`
}

// Run prints the chain.
func (c *ChainShowCmd) Run(env *Env) error {
	return c.reading(env, func(s *System) error {
		found, _, err := s.Findings.ChainsOf(env.Ctx, auditor(), finding.ChainFilter{Text: c.Number, Limit: mostRows})
		if err != nil {
			return err
		}
		one, err := named(found, c.Number, func(x finding.Chain) bool { return strings.EqualFold(x.Number, c.Number) })
		if err != nil {
			return err
		}
		f, err := s.Findings.ReadChain(env.Ctx, auditor(), one.ID)
		if err != nil {
			return err
		}
		out := shownChain{chainRow: rowOfChain(*f.Chain), Gaps: []shownGap{}, Files: rowsOf(f.Files, rowOfFile), Draws: rowsOf(f.Draws, rowOfDraw)}
		out.Documents = rowsOf(f.Links, func(l finding.Link) shownLink {
			return shownLink{l.Kind, l.From, l.To, l.Date, l.Country, l.Quantity.String(), l.Document}
		})
		for _, g := range f.Gaps {
			out.Gaps = append(out.Gaps, shownGap{g.Kind, g.Link + 1, web.GapSentence(cites.English, f.Chain, g)})
		}
		if c.JSON {
			return env.Print(out)
		}
		fmt.Fprintln(env.Out, out.chainRow)
		for _, l := range out.Documents {
			fmt.Fprintf(env.Out, "  %s %s %s: %s -> %s, %s %s, %s\n", l.Date, l.Country, l.Kind, l.From, l.To, l.Quantity, out.Unit, l.Document)
		}
		for _, g := range out.Gaps {
			fmt.Fprintf(env.Out, "  gap: %s\n", g.Text)
		}
		printEvidence(env, out.Files, out.Draws)
		return nil
	})
}
