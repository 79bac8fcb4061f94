package report

import (
	"context"
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/rule"
)

// Found is what the rules found in one row of a report; Row counts from zero.
type Found struct {
	Row int
	rule.Finding
}

// Review asks the rules of reports of every row, as they are switched. What is
// found is shown, not stopped: the figures are what crossed the border.
func (o *Office) Review(ctx context.Context, who actor.Actor, rows []Row, view View, basis Basis) ([]Found, error) {
	if err := who.Must(actor.MakeReport); err != nil {
		return nil, err
	}
	switches, err := o.Store.Switches(ctx)
	if err != nil {
		return nil, fmt.Errorf("review of the report: %w", err)
	}
	law, today, rules := o.Law(), o.Profile.Today(o.Now()), Rules()
	var out []Found
	for i, r := range rows {
		c := &Checked{Row: r, Exporter: o.Profile.Party, Importer: r.Partner, Basis: basis, Law: law}
		if view == Importer {
			c.Exporter, c.Importer = r.Partner, o.Profile.Party
		}
		if c.Other, err = o.partnerSays(ctx, r, view); err != nil {
			return nil, fmt.Errorf("review of the report: %w", err)
		}
		for _, f := range rule.Run(rules, switches, rule.Report, today, c) {
			out = append(out, Found{i, f})
		}
	}
	return out, nil
}

// partnerSays is the Appendix that the document of the other Party gives the
// specimens of a row; "" where we do not hold it, or it does not say one.
func (o *Office) partnerSays(ctx context.Context, r Row, view View) (cites.Appendix, error) {
	number := r.ImportPermit
	if view == Importer {
		number = r.ExportPermit
	}
	if number == "" || r.Partner == "" {
		return "", nil
	}
	doc, err := o.Store.Paper(ctx, r.Partner, cites.PermitNumber(number))
	if err != nil || doc == nil {
		return "", err
	}
	said := cites.Appendix("")
	for _, l := range doc.Lines {
		if !strings.EqualFold(l.ScientificName, r.Taxon) || l.Term != r.Term {
			continue
		}
		if said != "" && said != l.Appendix {
			return "", nil
		}
		said = l.Appendix
	}
	return said, nil
}
