package app

import (
	"fmt"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/stock"
)

// StockCmd reads the stock accounts.
type StockCmd struct {
	List StockListCmd `cmd:"" help:"List lots with what left them and what is free."`
	Show StockShowCmd `cmd:"" help:"Show one lot with all its movements."`
}

// StockListCmd lists lots.
type StockListCmd struct {
	Listed
	Free bool `help:"Only lots with something free."`
}

// lotRow is a lot as the commands print it; quantities are decimal texts.
type lotRow struct {
	Number   string       `json:"number"`
	Kind     stock.Kind   `json:"kind"`
	Owner    string       `json:"owner"`
	Taxon    string       `json:"taxon"`
	Term     cites.Term   `json:"term"`
	Unit     cites.Unit   `json:"unit"`
	Source   cites.Source `json:"source"`
	Origin   shownPaper   `json:"origin"`
	Last     shownPaper   `json:"last_reexport"`
	Quantity string       `json:"quantity"`
	Reserved string       `json:"reserved"`
	Drawn    string       `json:"drawn"`
	Free     string       `json:"free"`
}

// shownPaper is an earlier document, box 12 or 12a.
type shownPaper struct {
	Country cites.Country `json:"country"`
	Number  string        `json:"number"`
	Date    cites.Date    `json:"date"`
}

func (r lotRow) String() string {
	return fmt.Sprintf("%s %s %s %s, source %s, origin %s, of %s: %s drawn, %s reserved, %s free of %s %s", r.Number, r.Kind, r.Taxon, r.Term, r.Source, r.Origin.Country, r.Owner, r.Drawn, r.Reserved, r.Free, r.Quantity, r.Unit)
}

func rowOfLot(l stock.Lot) lotRow {
	return lotRow{l.Number, l.Kind, l.OwnerName, l.ScientificName, l.Term, l.Unit, l.Source, shownPaper(l.Origin), shownPaper(l.LastReexport),
		l.Quantity.String(), l.Reserved.String(), l.Drawn.String(), l.Balance().String()}
}

// Run prints the lots that match.
func (c *StockListCmd) Run(env *Env) error {
	return c.reading(env, func(s *System) error {
		found, _, err := s.Stock.List(env.Ctx, auditor(), stock.Filter{Text: c.Text, Open: c.Free, Limit: mostRows})
		if err != nil {
			return err
		}
		return printRows(env, c.JSON, found, rowOfLot)
	})
}

// StockShowCmd shows one lot.
type StockShowCmd struct{ Shown }

// shownLot is a lot with its movements, oldest first.
type shownLot struct {
	lotRow
	Movements []shownMovement `json:"movements"`
}

type shownMovement struct {
	At       time.Time          `json:"at"`
	Kind     stock.MovementKind `json:"kind"`
	Quantity string             `json:"quantity"`
	By       string             `json:"by"` // number of the application, permit or conversion
}

// Run prints the lot.
func (c *StockShowCmd) Run(env *Env) error {
	return c.reading(env, func(s *System) error {
		found, _, err := s.Stock.List(env.Ctx, auditor(), stock.Filter{Text: c.Number, Limit: mostRows})
		if err != nil {
			return err
		}
		lot, err := named(found, c.Number, func(l stock.Lot) bool { return strings.EqualFold(l.Number, c.Number) })
		if err != nil {
			return err
		}
		a, err := s.Stock.Read(env.Ctx, auditor(), lot.ID)
		if err != nil {
			return err
		}
		out := shownLot{rowOfLot(*a.Lot), rowsOf(a.Movements, func(m stock.Movement) shownMovement {
			return shownMovement{m.Act.At, m.Kind, m.Quantity.String(), m.Act.Name}
		})}
		if c.JSON {
			return env.Print(out)
		}
		fmt.Fprintln(env.Out, out.lotRow)
		for _, m := range out.Movements {
			fmt.Fprintf(env.Out, "  %s %-9s %s %s\n", m.At.Format(time.DateOnly), m.Kind, m.Quantity, m.By)
		}
		return nil
	})
}
