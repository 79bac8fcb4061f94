package permit

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Amended is the reason of a permit that was replaced by a corrected one.
const Amended ReplaceReason = "amended"

// Correction is the content that an amendment puts in place of what was issued.
// Names, species, sources, validity and bigger quantities are not corrected: they
// need a new application (50 CFR 23.26(c)(6), (11)).
type Correction struct {
	Exporter  []string        `json:"exporter"` // address lines of box 4
	Importer  []string        `json:"importer"` // address lines of box 3
	Purpose   cites.Purpose   `json:"purpose,omitempty"`
	Transport string          `json:"transport,omitempty"`
	Lines     []CorrectedLine `json:"lines"`
}

// CorrectedLine corrects one line of a permit.
type CorrectedLine struct {
	Letter      string         `json:"letter"`
	Description string         `json:"description,omitempty"`
	Marks       string         `json:"marks,omitempty"`
	Quantity    cites.Quantity `json:"quantity"`
}

// AmendmentState is where an amendment stands.
type AmendmentState string

// The states of an amendment.
const (
	AmendmentProposed AmendmentState = "proposed"
	AmendmentApproved AmendmentState = "approved"
	AmendmentRejected AmendmentState = "rejected"
)

// Amendment is one proposed correction and its decision, by two people.
type Amendment struct {
	ID          string
	PermitID    string
	State       AmendmentState
	Reason      string
	Content     Correction
	By, ByName  string
	At          time.Time
	DecidedBy   string
	DecidedName string
	DecidedAt   time.Time
	Note        string
	Successor   string // id of the permit that took the place
}

// CorrectionOf is the content of a record that can be corrected, as it stands.
func CorrectionOf(r *Record) Correction {
	c := Correction{Exporter: r.Consignor.Lines, Importer: r.Consignee.Lines, Purpose: r.Purpose, Transport: r.Transport}
	for _, l := range r.Lines {
		c.Lines = append(c.Lines, CorrectedLine{l.Letter, l.Description, l.Marks, l.Quantity})
	}
	return c
}

// apply gives a record with the correction.
func (c *Correction) apply(r Record) Record {
	r.Consignor.Lines, r.Consignee.Lines, r.Purpose, r.Transport = c.Exporter, c.Importer, c.Purpose, c.Transport
	r.Lines = slices.Clone(r.Lines)
	for i := range r.Lines {
		for _, x := range c.Lines {
			if x.Letter == r.Lines[i].Letter {
				r.Lines[i].Description, r.Lines[i].Marks, r.Lines[i].Quantity = x.Description, x.Marks, x.Quantity
			}
		}
	}
	return r
}

// Change is one box that differs between a permit and the one in its place.
type Change struct {
	Field    string // exporter, importer, purpose, transport, description, marks, quantity
	Letter   string // of the line, "" for the whole
	Old, New string
}

// Changes compares two records, box by box.
func Changes(before, after *Record) []Change {
	var out []Change
	add := func(field, letter, a, b string) {
		if a != b {
			out = append(out, Change{field, letter, a, b})
		}
	}
	a, b := CorrectionOf(before), CorrectionOf(after)
	add("exporter", "", strings.Join(a.Exporter, ", "), strings.Join(b.Exporter, ", "))
	add("importer", "", strings.Join(a.Importer, ", "), strings.Join(b.Importer, ", "))
	add("purpose", "", string(a.Purpose), string(b.Purpose))
	add("transport", "", a.Transport, b.Transport)
	for i, l := range a.Lines {
		if i >= len(b.Lines) {
			break
		}
		add("description", l.Letter, l.Description, b.Lines[i].Description)
		add("marks", l.Letter, l.Marks, b.Lines[i].Marks)
		add("quantity", l.Letter, l.Quantity.String()+" "+string(before.Lines[i].Unit), b.Lines[i].Quantity.String()+" "+string(after.Lines[i].Unit))
	}
	return out
}

// ChangesBy tells what an amendment would change in a permit.
func (a *Amendment) ChangesBy(p *Permit) []Change {
	after := a.Content.apply(p.Record)
	return Changes(&p.Record, &after)
}

// check refuses a correction that is none, or that goes beyond one.
func (c *Correction) check(r *Record) error {
	f := fault.Invalidf("permit.amend")
	if len(c.Exporter) == 0 {
		f.Add("exporter", "apply.address.needed")
	}
	if len(c.Importer) == 0 && len(r.Consignee.Lines) > 0 {
		f.Add("importer", "apply.address.needed")
	}
	if _, ok := c.Purpose.Info(); !ok && r.Purpose != "" {
		f.Add("purpose", "permit.amend.purpose")
	}
	if len([]rune(c.Transport)) > 100 {
		f.Add("transport", "control.too_long", "max", 100)
	}
	if len(c.Lines) != len(r.Lines) {
		f.Add("lines", "permit.amend.lines")
		return f
	}
	for i, l := range r.Lines {
		x := c.Lines[i]
		switch {
		case x.Letter != l.Letter:
			f.Add("lines", "permit.amend.lines")
		case x.Quantity <= 0 || x.Quantity > l.Quantity:
			f.Add("quantity."+l.Letter, "permit.amend.quantity", "most", l.Quantity.String())
		case l.Unit == cites.Number && !x.Quantity.Whole():
			f.Add("quantity."+l.Letter, "permit.amend.whole")
		}
		if len([]rune(x.Description)) > 500 {
			f.Add("description."+l.Letter, "control.too_long", "max", 500)
		}
	}
	if after := c.apply(*r); len(f.Fields) == 0 && len(Changes(r, &after)) == 0 {
		f.Add("reason", "permit.amend.nothing")
	}
	return f.OrNil()
}

// Amendable reports whether a permit can be corrected by replacement: valid, not
// used, not lost, not filled in by its holder and not one of several.
func (p *Permit) Amendable() bool {
	return p.State == Valid && p.Lost == "" && p.Record.Parts <= 1 && len(p.Record.Complete) == 0 && p.ApplicationID != ""
}

// ProposeAmendment puts a correction of an issued, unused permit before a
// signatory. Nothing changes until it is approved.
func (o *Office) ProposeAmendment(ctx context.Context, who actor.Actor, id string, version int64, why string, c Correction) (*Amendment, error) {
	if err := who.Must(actor.AmendPermit); err != nil {
		return nil, err
	}
	why, err := reason(why)
	if err != nil {
		return nil, err
	}
	var out *Amendment
	err = o.Store.Update(ctx, func(tx Tx) error {
		p, err := o.load(ctx, tx, id, version)
		if err != nil {
			return err
		}
		if !p.Amendable() {
			return fault.New(fault.Conflict, "permit.amend.not_now", "number", p.Number)
		}
		if err := o.noAmendment(ctx, tx, p); err != nil {
			return err
		}
		if err := c.check(&p.Record); err != nil {
			return err
		}
		a := &Amendment{ID: o.NewID(), PermitID: p.ID, State: AmendmentProposed, Reason: why, Content: c, By: who.ID, ByName: who.Name, At: o.Now()}
		if _, err := o.corrected(ctx, tx, p, a); err != nil {
			return err
		}
		if err := tx.InsertAmendment(ctx, a); err != nil {
			return err
		}
		out = a
		_, err = tx.Record(ctx, event(who, actor.AmendPermit, p, map[string]any{"number": string(p.Number), "amendment": a.ID, "reason": why, "changes": len(a.ChangesBy(p))}))
		return err
	})
	return out, err
}

// noAmendment refuses while a correction of the permit waits for its decision.
func (o *Office) noAmendment(ctx context.Context, tx Tx, p *Permit) error {
	all, err := tx.AmendmentsOf(ctx, p.ID)
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.PermitID == p.ID && a.State == AmendmentProposed {
			return fault.New(fault.Conflict, "permit.amend.waiting", "number", p.Number)
		}
	}
	return nil
}
