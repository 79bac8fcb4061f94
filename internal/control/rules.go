package control

import (
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/rule"
)

// Crossing is what the rules of the border look at: a document, the goods that
// an officer counted, and the documents of other Parties behind it.
type Crossing struct {
	Permit *permit.Permit
	Kind   Kind
	// Arrival says that only the arrival of what an export document let out is
	// confirmed, by the other side.
	Arrival bool
	On      cites.Date                   // of the crossing, not set when it is not known
	Lines   []Counted                    // nil while the document is only looked at
	Left    map[string]cites.Quantity    // of each line, nil while nobody asked
	Related *epermit.Document            // the other half of the pair, nil when it did not reach us
	Origins map[string]*epermit.Document // permits of origin that reached us, by letter
	Union   bool                         // the Party is a member of the European Union
}

// Rules are the rules of the border (permit-rules 5.1, 5.2, 5.5 and 5.6).
func Rules() []rule.Rule[*Crossing] {
	return []rule.Rule[*Crossing]{
		rule.Bind("F14", checkUsable).At(rule.Endorse, rule.Import),
		rule.Bind("D06", checkInValidity),
		rule.Bind("D07", checkAfterIssue),
		rule.Bind("D08", checkEntryInTime),
		rule.Bind("D14", checkReturnInTime),
		rule.Bind("Q11", checkCounted),
		rule.Bind("Q12", checkArrived),
		rule.Bind("L13", checkNotWithdrawn),
		rule.Bind("L14", checkOrigins).At(rule.Import),
	}
}

// stage is the moment of a crossing in the rule book.
func (c *Crossing) stage() rule.Stage {
	if c.Kind == Import || c.Arrival {
		return rule.Import
	}
	return rule.Endorse
}

func whole(field, variant string, args ...string) []rule.Hit {
	h := rule.Hit{Line: rule.Whole, Field: field, Variant: variant, Args: map[string]string{}}
	for i := 0; i+1 < len(args); i += 2 {
		h.Args[args[i]] = args[i+1]
	}
	return []rule.Hit{h}
}

// usableIn are the states in which a document lets goods cross.
func (c *Crossing) usable() bool {
	switch c.Permit.State {
	case permit.Valid:
		return true
	case permit.Endorsed:
		return c.Arrival || c.Permit.Record.Partial && c.Kind == Export
	}
	return false
}

// checkUsable speaks of documents that are spent or over; L13 of those that
// were withdrawn.
func checkUsable(c *Crossing) []rule.Hit {
	if c.usable() || c.withdrawn() {
		return nil
	}
	switch c.Permit.State {
	case permit.Expired:
		return whole("permit", "expired")
	case permit.Prepared:
		return whole("permit", "prepared")
	}
	return whole("permit", "used")
}

func (c *Crossing) withdrawn() bool {
	return slices.Contains([]permit.State{permit.Revoked, permit.Replaced, permit.Cancelled}, c.Permit.State)
}

func checkNotWithdrawn(c *Crossing) []rule.Hit {
	if !c.withdrawn() {
		return nil
	}
	if c.Permit.State == permit.Replaced {
		return whole("permit", "replaced", "number", string(c.Permit.ReplacedBy))
	}
	return whole("permit", "")
}

// returns reports whether the goods travel and come back on the document.
func (c *Crossing) returns() bool {
	return slices.Contains([]cites.DocumentType{cites.TravellingExhibition, cites.PersonalOwnership, cites.SampleCollection}, c.Permit.Type)
}

func checkInValidity(c *Crossing) []rule.Hit {
	if c.On.IsZero() || c.returns() || !c.On.After(c.Permit.Record.ValidUntil) {
		return nil
	}
	return whole("date", "", "date", c.Permit.Record.ValidUntil.String())
}

func checkReturnInTime(c *Crossing) []rule.Hit {
	if c.On.IsZero() || !c.returns() || !c.On.After(c.Permit.Record.ValidUntil) {
		return nil
	}
	return whole("date", "", "date", c.Permit.Record.ValidUntil.String())
}

func checkAfterIssue(c *Crossing) []rule.Hit {
	if c.On.IsZero() || !c.On.Before(c.Permit.Record.Issued) {
		return nil
	}
	return whole("date", "", "date", c.Permit.Record.Issued.String())
}

// entryMonths is how long after the issue of the foreign document goods may
// enter the European Union.
const entryMonths = 6

func checkEntryInTime(c *Crossing) []rule.Hit {
	issued := c.Permit.Record.Related.Date
	if !c.Union || c.On.IsZero() || c.Permit.Type != cites.ImportPermit || issued.IsZero() || !c.On.After(issued.AddMonths(entryMonths)) {
		return nil
	}
	return whole("date", "", "date", issued.String())
}

// checkCounted holds what an officer counted to what is left of each line.
func checkCounted(c *Crossing) []rule.Hit {
	var hits []rule.Hit
	say := func(letter, variant string, args map[string]string) {
		hits = append(hits, rule.Hit{Line: rule.Whole, Field: "lines." + letter, Variant: variant, Args: args})
	}
	for _, x := range c.Lines {
		l, ok := lineOf(c.Permit, x.Letter)
		left, known := c.Left[x.Letter]
		switch {
		case !ok:
			say(x.Letter, "line", map[string]string{"letter": x.Letter})
		case l.Unit == cites.Number && !x.Quantity.Whole():
			say(x.Letter, "whole", nil)
		case known && x.Quantity > left:
			say(x.Letter, "", map[string]string{"counted": x.Quantity.String(), "left": left.String()})
		}
	}
	return hits
}

// checkArrived compares arriving goods with what the other Party endorsed: a
// shortage is noted, an excess is seized.
func checkArrived(c *Crossing) []rule.Hit {
	if c.Related == nil || !c.Related.Final() || c.Kind != Import {
		return nil
	}
	var hits []rule.Hit
	for _, x := range c.Lines {
		l, ok := lineOf(c.Permit, x.Letter)
		if !ok {
			continue // Q11 speaks
		}
		left, known := c.exported(l)
		h := rule.Hit{Line: rule.Whole, Field: "lines." + x.Letter, Args: map[string]string{"counted": x.Quantity.String(), "left": left.String()}}
		switch {
		case !known:
		case x.Quantity > left:
			hits = append(hits, h)
		case x.Quantity < left:
			h.Variant, h.As = "short", "N"
			hits = append(hits, h)
		}
	}
	return hits
}

// exported is what the other Party let out of a line, in the line's unit.
func (c *Crossing) exported(l permit.Line) (total cites.Quantity, known bool) {
	for _, x := range c.Related.Lines {
		if !strings.EqualFold(x.ScientificName, l.ScientificName) || x.Term != l.Term || !x.Exported.Set || x.Exported.Unit != l.Unit {
			continue
		}
		total, known = total+x.Exported.Quantity, true
	}
	return total, known
}

// checkOrigins wants the permits of origin that we hold to name the taxon.
func checkOrigins(c *Crossing) []rule.Hit {
	var hits []rule.Hit
	for _, l := range c.Permit.Record.Lines {
		doc := c.Origins[l.Letter]
		if doc == nil || slices.ContainsFunc(doc.Lines, func(x epermit.Line) bool { return strings.EqualFold(x.ScientificName, l.ScientificName) }) {
			continue
		}
		hits = append(hits, rule.Hit{Line: rule.Whole, Field: "permit", Args: map[string]string{"name": l.ScientificName, "number": l.Origin.Number}})
	}
	return hits
}
