package control

import (
	"context"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/rule"
)

// union are the members of the European Union, for rule D08.
func union() string {
	return "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
}

// at gathers what the rules look at when a document is presented on a day.
func (o *Office) at(ctx context.Context, tx Tx, g *Goods, on cites.Date, lines []Counted) (*Crossing, error) {
	p := g.Permit
	c := &Crossing{Permit: p, Kind: crossing(p.Type), On: on, Lines: lines, Left: g.Left, Origins: map[string]*epermit.Document{},
		Union: slices.Contains(strings.Fields(union()), string(o.Profile.Party))}
	paper := func(e permit.Earlier) (*epermit.Document, error) {
		if e.Country == "" || e.Number == "" {
			return nil, nil
		}
		return tx.Paper(ctx, e.Country, cites.PermitNumber(e.Number))
	}
	var err error
	if c.Related, err = paper(p.Record.Related); err != nil {
		return nil, err
	}
	for _, l := range p.Record.Lines {
		if c.Origins[l.Letter], err = paper(l.Origin); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// examine asks the rules of the border as they are switched.
func examine(ctx context.Context, tx Tx, c *Crossing, today cites.Date) ([]rule.Finding, error) {
	switches, err := tx.Switches(ctx)
	if err != nil {
		return nil, err
	}
	return rule.Run(Rules(), switches, c.stage(), today, c), nil
}

// stops makes one fault of the findings that stop a crossing; the others are
// named for the log.
func stops(found []rule.Finding) (warned string, err error) {
	f := fault.Invalidf("control.endorse")
	var ids []string
	for _, x := range found {
		if x.Severity == rule.Block {
			f.Fields = append(f.Fields, fault.Field{Name: x.Field, Key: x.Key, Args: x.Args})
		} else if !slices.Contains(ids, x.Rule) {
			ids = append(ids, x.Rule)
		}
	}
	return strings.Join(ids, " "), f.OrNil()
}
