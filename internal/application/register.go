package application

import (
	"context"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/finding"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// Registers is what a case rests on beyond itself: the findings of the register
// it points to, the chains its lines name, and what it takes of them already.
type Registers struct {
	Findings map[string]*finding.NonDetriment
	Chains   map[string]*finding.Chain // the applicant's only
	Draws    []finding.Draw
}

// readRegisters loads what the findings point to and the lines name. Most cases
// name nothing, and then nothing is read.
func readRegisters(ctx context.Context, tx finding.Ledger, a *Application, fs []Finding) (Registers, error) {
	r := Registers{Findings: map[string]*finding.NonDetriment{}, Chains: map[string]*finding.Chain{}}
	for _, f := range fs {
		if f.Kind != NDF || f.Register == "" || r.Findings[f.Register] != nil {
			continue
		}
		n, err := tx.NonDetriment(ctx, f.Register)
		if err != nil {
			return r, err
		}
		r.Findings[f.Register] = n
	}
	for _, l := range a.Content.Lines {
		if l.Chain == "" || r.Chains[l.Chain] != nil {
			continue
		}
		c, err := tx.ChainOf(ctx, l.Chain, finding.Scope{Owner: a.Owner, Org: a.Org})
		if fault.KindOf(err) == fault.NotFound {
			continue // somebody else's: the rule says so
		}
		if err != nil {
			return r, err
		}
		r.Chains[l.Chain] = c
	}
	if len(r.Findings)+len(r.Chains) == 0 {
		return r, nil
	}
	var err error
	r.Draws, err = tx.DrawsOf(ctx, a.ID)
	return r, err
}

// own is what the case takes of a register already.
func (r Registers) own(of finding.Register, id string) (q cites.Quantity) {
	for _, d := range r.Draws {
		if d.Register == of && d.Of == id {
			q += d.Reserved + d.Used - d.Returned
		}
	}
	return q
}

// FindingTrade describes a line as the findings of the register ask.
func (d *Dossier) FindingTrade(l Line) finding.Trade {
	return finding.Trade{Taxa: d.Law.Chain(species.ID(l.TaxonID)), Population: Population(d.Content, l), Source: l.Source, Term: l.Term,
		Purpose: d.Content.Purpose}
}

// pointsWell reports whether a finding that rests on a register still does for
// this line: the record stands and covers it; a legal acquisition finding is
// about the chain that the line names, as it is now.
func (d *Dossier) pointsWell(f Finding, line int) bool {
	switch {
	case f.Register == "":
		return f.Kind != LAF || line >= len(d.Content.Lines) || line < 0 || d.Content.Lines[line].Chain == ""
	case f.Kind == NDF:
		return d.standing(f, line) == finding.Stands
	case f.Kind == LAF && line >= 0 && line < len(d.Content.Lines):
		c := d.Registers.Chains[f.Register]
		return c != nil && d.Content.Lines[line].Chain == f.Register && d.seen(f, c)
	}
	return true
}

// seen reports whether the officer had every link before him.
func (d *Dossier) seen(f Finding, c *finding.Chain) bool {
	return !slices.ContainsFunc(c.LinkIDs(), func(id string) bool { return !slices.Contains(f.Evidence, id) })
}

// standing tells how the record that a finding points to stands for a line. The
// quantity is not looked at here: rule G08 does.
func (d *Dossier) standing(f Finding, line int) finding.Standing {
	n := d.Registers.Findings[f.Register]
	if n == nil {
		return finding.IsWithdrawn
	}
	if s := n.On(d.On); s != finding.Stands {
		return s
	}
	for i, l := range d.Content.Lines {
		if (line == i || line == rule.Whole) && !n.Covers(d.FindingTrade(l)) {
			return finding.DoesNotCover
		}
	}
	return finding.Stands
}

// registerHit says why the record a line points to does not allow it.
func (d *Dossier) registerHit(k FindingKind, line int) *rule.Hit {
	for _, f := range slices.Backward(d.Findings) {
		n := d.Registers.Findings[f.Register]
		if f.Kind != k || k != NDF || n == nil || (f.Line != line && f.Line != rule.Whole) {
			continue
		}
		s := d.standing(f, line)
		if s == finding.Stands {
			continue
		}
		day := map[finding.Standing]cites.Date{finding.IsEarly: n.From, finding.IsExpired: n.Until, finding.NeedsReview: n.Review}[s]
		h := rule.Hit{Line: line, Field: "findings", Variant: "register_" + string(s), Args: map[string]string{"number": n.Number}}
		if !day.IsZero() {
			h.Args["date"] = day.String()
		}
		return &h
	}
	return nil
}

// overRegister holds the lines that point to a record to what is left of its
// limit, for which other cases count (rule G08).
func (d *Dossier) overRegister() []rule.Hit {
	var hits []rule.Hit
	for id, n := range d.Registers.Findings {
		if !n.Limited() {
			continue
		}
		left, first := n.Left()+d.Registers.own(finding.NDFs, id), -1
		var asked cites.Quantity
		for i, l := range d.Content.Lines {
			if !d.pointsTo(id, i) {
				continue
			}
			q, ok := finding.Amount(l.Quantity, l.Unit, n.Unit)
			if !ok {
				hits = append(hits, rule.Hit{Line: i, Field: "quantity", Variant: "unit", Args: map[string]string{"unit": string(n.Unit)}})
				continue
			}
			if asked += q; first < 0 {
				first = i
			}
		}
		if asked > left {
			hits = append(hits, rule.Hit{Line: first, Field: "quantity", Variant: "register", Args: map[string]string{"number": n.Number,
				"asked": asked.String(), "left": max(left, 0).String(), "limit": n.Quantity.String()}})
		}
	}
	slices.SortFunc(hits, func(a, b rule.Hit) int { return a.Line - b.Line })
	return hits
}

// pointsTo reports whether a line relies on a record of the register. One that
// does not stand is not relied upon where the authority made a finding for the
// case instead.
func (d *Dossier) pointsTo(id string, line int) bool {
	return slices.ContainsFunc(d.Findings, func(f Finding) bool {
		return f.Kind == NDF && f.Register == id && (f.Line == line || f.Line == rule.Whole) &&
			(d.standing(f, line) == finding.Stands || !d.made(NDF, line))
	})
}

// chainHit says why the chain that a line names does not carry it (rule G02).
func (d *Dossier) chainHit(i int, l Line) *rule.Hit {
	if l.Chain == "" {
		return nil
	}
	say := func(variant string, args ...string) *rule.Hit {
		h := hit("chain", args...)
		h.Variant = variant
		return h
	}
	c := d.Registers.Chains[l.Chain]
	if c == nil {
		return say("chain_unknown")
	}
	switch {
	case c.State != finding.Building:
		return say("chain_closed", "number", c.Number)
	case !c.Covers(d.FindingTrade(l)):
		return say("chain_unfit", "number", c.Number, "name", c.TaxonName)
	}
	left := c.Left() + d.Registers.own(finding.Chains, c.ID)
	var asked cites.Quantity
	for _, x := range d.Content.Lines {
		if x.Chain != l.Chain {
			continue
		}
		q, ok := finding.Amount(x.Quantity, x.Unit, c.Unit)
		if !ok {
			return say("chain_unit", "number", c.Number, "unit", string(c.Unit))
		}
		asked += q
	}
	if asked > left {
		return say("chain_short", "number", c.Number, "asked", asked.String(), "left", max(left, 0).String())
	}
	for _, f := range d.Findings {
		if f.Kind == LAF && f.Register == c.ID && f.Line == i && f.Outcome != Negative && f.Outcome != Open {
			if d.seen(f, c) {
				return nil
			}
			return say("chain_changed", "number", c.Number)
		}
	}
	return say("chain", "number", c.Number)
}

// Draws lists what the lines of a case take from the registers on a day, for
// the approval and for the issue.
func (d *Dossier) Draws() ([]finding.Draw, error) {
	var out []finding.Draw
	for i, l := range d.Content.Lines {
		add := func(of finding.Register, id, author string, unit cites.Unit) error {
			q, ok := finding.Amount(l.Quantity, l.Unit, unit)
			if !ok {
				return fault.New(fault.Conflict, "finding.unit", "letter", Letter(i))
			}
			if unit == "" {
				unit = l.Unit
			}
			out = append(out, finding.Draw{Register: of, Of: id, Application: d.ID, Line: l.ID, Letter: Letter(i), Amount: q, Unit: unit,
				Author: author, Officer: d.ProposedBy, Decider: d.DecidedBy, On: d.On})
			return nil
		}
		for id, n := range d.Registers.Findings {
			if !d.pointsTo(id, i) {
				continue
			}
			if err := add(finding.NDFs, id, n.Author, n.Unit); err != nil {
				return nil, err
			}
		}
		if c := d.Registers.Chains[l.Chain]; c != nil {
			if err := add(finding.Chains, c.ID, "", c.Unit); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(out, func(a, b finding.Draw) int { return strings.Compare(a.Letter+a.Of, b.Letter+b.Of) })
	return out, nil
}

// DrawsOn gathers what an application takes from the registers on a day.
func DrawsOn(ctx context.Context, tx Facts, a *Application, law *species.Catalogue, on cites.Date) ([]finding.Draw, error) {
	d := &Dossier{Application: a, On: on, Law: law}
	var err error
	if d.Findings, err = tx.Findings(ctx, a.ID); err != nil {
		return nil, err
	}
	if d.Registers, err = readRegisters(ctx, tx, a, d.Findings); err != nil {
		return nil, err
	}
	return d.Draws()
}
