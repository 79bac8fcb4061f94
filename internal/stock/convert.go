package stock

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// ConversionState is where a conversion stands.
type ConversionState string

// The states: pending → done | refused; done at once within a plausible yield.
const (
	Pending ConversionState = "pending"
	Done    ConversionState = "done"
	Refused ConversionState = "refused"
)

// ConversionStates lists all states in order.
func ConversionStates() []ConversionState { return []ConversionState{Pending, Done, Refused} }

// Input is what a conversion consumes of a lot; the rest stays in the lot.
type Input struct {
	Lot      string
	Quantity cites.Quantity
}

// Conversion turns lots into one new lot: 100 skins into 180 small leather goods.
type Conversion struct {
	ID             string
	Number         string
	Owner          string
	OwnerName      string
	Org            string
	State          ConversionState
	Version        int64
	Term           cites.Term
	Unit           cites.Unit
	Quantity       cites.Quantity // made
	Plausible      cites.Quantity // at most, by the table of yields; -1: it says nothing
	Lot            string         // the new lot, when done
	Note           string
	Reason         string // of the officer
	Declared       time.Time
	DeclaredBy     string // account
	Decided        time.Time
	DecidedBy      string // account
	ScientificName string // of the lots, for lists
	Inputs         []Input
}

// ConversionFilter selects conversions. Zero fields do not filter.
type ConversionFilter struct {
	Text   string
	State  ConversionState
	Scoped bool
	Scope
	Limit  int
	Offset int
}

// ConversionForm is what a trader declares.
type ConversionForm struct {
	Inputs   []Input
	Term     cites.Term
	Unit     cites.Unit
	Quantity cites.Quantity
	Note     string
}

// Declare notes that goods were turned into others. Within a plausible yield the
// lots are consumed and the new lot is opened at once; beyond it, or where the
// table says nothing, the lots are set aside until an officer has looked.
func (d *Desk) Declare(ctx context.Context, who actor.Actor, f ConversionForm) (*Conversion, error) {
	if err := who.Must(actor.ConvertStock); err != nil {
		return nil, err
	}
	if err := f.clean(); err != nil {
		return nil, err
	}
	var c *Conversion
	err := d.Store.Update(ctx, func(tx Tx) error {
		lots, err := d.inputs(ctx, tx, who, f.Inputs)
		if err != nil {
			return err
		}
		now := d.Now()
		c = &Conversion{ID: d.NewID(), Owner: lots[0].Owner, OwnerName: lots[0].OwnerName, Org: lots[0].Org, State: Pending, Version: 1, Term: f.Term,
			Unit: f.Unit, Quantity: f.Quantity, Note: f.Note, Declared: now, DeclaredBy: who.ID, Inputs: f.Inputs, ScientificName: lots[0].ScientificName}
		n, err := tx.NextStockNumber(ctx, "CONV", d.Today().Year)
		if err != nil {
			return err
		}
		c.Number = fmt.Sprintf("CONV-%04d-%06d", d.Today().Year, n)
		c.Plausible = d.plausible(lots[0], f)
		act := d.act(c, who)
		for _, in := range f.Inputs {
			if err := reserve(ctx, tx, act, in.Lot, in.Quantity); err != nil {
				return err
			}
		}
		if c.Plausible >= c.Quantity {
			if err := d.finish(ctx, tx, c, lots[0], act, who.Name); err != nil {
				return err
			}
		}
		if err := tx.InsertConversion(ctx, c); err != nil {
			return err
		}
		return noted(ctx, tx, who, actor.ConvertStock, "stock_conversion", c.ID, map[string]any{"act": "declare", "number": c.Number, "state": string(c.State),
			"term": string(c.Term), "quantity": int64(c.Quantity), "plausible": int64(c.Plausible), "lots": len(c.Inputs)})
	})
	if err != nil {
		return nil, fmt.Errorf("declare conversion: %w", err)
	}
	return c, nil
}

func (f *ConversionForm) clean() error {
	bad := fault.Invalidf("stock.invalid")
	goods(bad, f.Term, f.Unit, f.Quantity)
	if len(f.Inputs) == 0 {
		bad.Add("lots", "stock.lots_missing")
	}
	for _, in := range f.Inputs {
		if in.Quantity <= 0 {
			bad.Add("lot."+in.Lot, "stock.quantity_missing")
		}
	}
	if f.Note = strings.TrimSpace(f.Note); utf8.RuneCountInString(f.Note) > maxText {
		bad.Add("note", "stock.long", "max", maxText)
	}
	slices.SortFunc(f.Inputs, func(a, b Input) int { return strings.Compare(a.Lot, b.Lot) })
	return bad.OrNil()
}

// inputs loads the lots and refuses those that cannot be mixed.
func (d *Desk) inputs(ctx context.Context, tx Tx, who actor.Actor, in []Input) ([]Lot, error) {
	bad := fault.Invalidf("stock.invalid")
	var lots []Lot
	for _, x := range in {
		l, err := tx.LotOfOwner(ctx, x.Lot, Scope{who.ID, who.Org})
		if err != nil {
			return nil, err
		}
		if l.Unit == cites.Number && !x.Quantity.Whole() {
			bad.Add("lot."+x.Lot, "stock.quantity_whole")
		}
		if x.Quantity > l.Balance() {
			bad.Add("lot."+x.Lot, "stock.not_enough", "number", l.Number, "left", l.Balance(), "wanted", x.Quantity)
		}
		lots = append(lots, *l)
	}
	if !Together(lots) {
		bad.Add("lots", "stock.mixed")
	}
	return lots, bad.OrNil()
}

// plausible is the most that the inputs can give, or -1.
func (d *Desk) plausible(l Lot, f ConversionForm) cites.Quantity {
	y, ok := d.Yields.Find(l.ScientificName, l.Term, l.Unit, f.Term, f.Unit)
	if !ok {
		return -1
	}
	var sum cites.Quantity
	for _, in := range f.Inputs {
		sum += in.Quantity
	}
	return y.Most(sum)
}

func (d *Desk) act(c *Conversion, who actor.Actor) Act {
	return Act{Kind: "conversion", ID: c.ID, Name: c.Number, At: d.Now(), NewID: d.NewID, Account: who.ID, Org: who.Org}
}

// finish consumes the inputs and opens the new lot, whose papers are theirs.
func (d *Desk) finish(ctx context.Context, tx Tx, c *Conversion, like Lot, act Act, by string) error {
	for _, in := range c.Inputs {
		ok, err := tx.UseLot(ctx, in.Lot, in.Quantity)
		if err := must(ok, err, "convert", in.Lot, in.Quantity); err != nil {
			return err
		}
		if err := move(ctx, tx, act, in.Lot, Converted, in.Quantity); err != nil {
			return err
		}
	}
	lot := like
	lot.Kind, lot.PermitID, lot.Letter, lot.ConversionID, lot.Evidence = FromConversion, "", "", c.ID, ""
	lot.Term, lot.Unit, lot.Quantity, lot.Reserved, lot.Drawn, lot.OpenedBy = c.Term, c.Unit, c.Quantity, 0, 0, by
	if err := Enter(ctx, tx, act, &lot, d.Today().Year); err != nil {
		return err
	}
	c.State, c.Lot = Done, lot.ID
	return nil
}

// Decide ends a conversion that an officer had to look at: accepted, the lots are
// consumed and the new lot is opened; refused, they come back.
func (d *Desk) Decide(ctx context.Context, who actor.Actor, id string, version int64, accept bool, why string) error {
	if err := who.Must(actor.KeepStock); err != nil {
		return err
	}
	why = strings.TrimSpace(why)
	switch {
	case why == "":
		return fault.Invalidf("stock.invalid").Add("reason", "stock.reason_missing")
	case utf8.RuneCountInString(why) > maxText:
		return fault.Invalidf("stock.invalid").Add("reason", "stock.long", "max", maxText)
	}
	return d.Store.Update(ctx, func(tx Tx) error {
		c, err := tx.Conversion(ctx, id)
		if err != nil {
			return err
		}
		if c.Version != version || c.State != Pending {
			return fault.New(fault.Conflict, "fault.stale", "state", string(c.State))
		}
		if c.DeclaredBy == who.ID {
			return fault.New(fault.Denied, "stock.own_conversion")
		}
		act := d.act(c, who)
		c.Reason, c.Decided, c.DecidedBy = why, act.At, who.ID
		if accept {
			like, err := tx.Lot(ctx, c.Inputs[0].Lot)
			if err != nil {
				return err
			}
			if err := d.finish(ctx, tx, c, *like, act, who.Name); err != nil {
				return err
			}
		} else if err := giveBack(ctx, tx, c, act); err != nil {
			return err
		}
		if err := tx.SaveConversion(ctx, c); err != nil {
			return err
		}
		return noted(ctx, tx, who, actor.KeepStock, "stock_conversion", c.ID, map[string]any{"act": "decide", "number": c.Number,
			"state": string(c.State), "reason": why})
	})
}

func giveBack(ctx context.Context, tx Tx, c *Conversion, act Act) error {
	for _, in := range c.Inputs {
		ok, err := tx.ReleaseLot(ctx, in.Lot, in.Quantity)
		if err := must(ok, err, "release", in.Lot, in.Quantity); err != nil {
			return err
		}
		if err := move(ctx, tx, act, in.Lot, Released, in.Quantity); err != nil {
			return err
		}
	}
	c.State = Refused
	return nil
}
