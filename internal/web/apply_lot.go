package web

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
)

// lotAsks are the questions about the lots of the stock account that hold the
// goods of a line of a re-export; none where the account has none.
func (s *Server) lotAsks(ctx context.Context, l *Locale, a *application.Application, line application.Line, f application.Form) ([]applyAsk, error) {
	if s.cfg.Stock == nil || a.Content.Type != cites.ReexportCertificate {
		return nil, nil
	}
	lots, err := s.cfg.Stock.Of(ctx, a.Scope(), line.TaxonID)
	if err != nil || len(lots) == 0 {
		return nil, err
	}
	asks := []applyAsk{{"heading", &Field{Label: l.T("apply.lot.title"), Hint: l.T("apply.lot.hint")}}}
	for _, x := range lots {
		name := "lot." + x.ID
		asks = append(asks, applyAsk{"text", &Field{Name: name, Label: x.Number, Hint: l.T("apply.lot.left", "term", x.Term.Name(l.Lang),
			"source", string(x.Source), "origin", l.Country(x.Origin.Country), "left", amount(l, x.Balance(), x.Unit)),
			Value: f[name], Suffix: unitSuffix(l, x.Unit), Mode: "decimal", Dir: "ltr", Width: 10}})
	}
	return append(asks, applyAsk{"heading", &Field{Label: l.T("apply.lot.none")}}), nil
}

// unitSuffix is what stands after a field for a quantity; nothing for a number of
// specimens.
func unitSuffix(l *Locale, u cites.Unit) string {
	if symbol := u.Symbol(); symbol != "" || u == cites.Number {
		return symbol
	}
	return u.Name(l.Lang)
}

// amount is a quantity with its unit in words.
func amount(l *Locale, q cites.Quantity, u cites.Unit) string {
	if u == cites.Number && q.Whole() {
		return l.Plural("apply.specimens", int(q/1000))
	}
	if unit := u.Symbol(); unit != "" {
		return l.Quantity(q) + "\u00a0" + unit
	}
	return l.Quantity(q) + " " + u.Name(l.Lang)
}
