package store_test

import (
	"context"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// TestALineFillsItselfFromItsLots types only how much of two lots is re-exported.
func TestALineFillsItselfFromItsLots(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		who := d.trader(t, "leather@example.org")
		a, b, other := d.lot(t, who.Name, 10_000, "25VN1"), d.lot(t, who.Name, 20_000, "25VN1"), d.lot(t, who.Name, 20_000, "25VN2")
		o := &application.Office{Store: store.Applications{DB: db}, Profile: d.profile, Law: law, Now: d.permits.Now, NewID: d.permits.NewID,
			Check: func(context.Context, application.Facts, *application.Application, rule.Stage, cites.Date) ([]rule.Finding, error) {
				return nil, nil
			}}
		app, err := o.StartDraft(t.Context(), who, cites.ReexportCertificate, "")
		if err != nil {
			t.Fatal(err)
		}
		app, line, err := o.AddLine(t.Context(), who, app.ID, app.Version, application.Form{"taxon": "Python bivittatus", "source": "W", "term": "SKI", "quantity": "1", "unit": "NAR"})
		if err != nil {
			t.Fatal(err)
		}
		edit := func(f application.Form) error {
			t.Helper()
			next, err := o.EditLine(t.Context(), who, app.ID, app.Version, line, application.LineOrigin, f)
			if next != nil {
				app = next
			}
			return err
		}
		if err := edit(application.Form{"lot." + a.ID: "10", "lot." + other.ID: "5"}); fault.Of(err) == nil || fault.Of(err).Fields[0].Key != "apply.lot.mixed" {
			t.Errorf("mixed two origins: %v", err)
		}
		if err := edit(application.Form{"lot." + a.ID: "11"}); fault.Of(err) == nil || fault.Of(err).Fields[0].Key != "stock.not_enough" {
			t.Errorf("more than there is: %v", err)
		}
		if err := edit(application.Form{"lot." + a.ID: "10", "lot." + b.ID: "5"}); err != nil {
			t.Fatal(err)
		}
		l := app.Content.Lines[0]
		if l.Quantity != 15_000 || l.Source != "C" || l.Unit != "NAR" || l.Origin.Country != "VN" || l.Origin.Number != "25VN1" || l.ImportProof.Number != "IMP-25VN1" || len(l.Lots) != 2 {
			t.Errorf("line %+v", l)
		}
		if f := application.LineForm(&app.Content, l, application.LineOrigin); f["lot."+a.ID] != "10" || f["origin_number"] != "25VN1" {
			t.Errorf("the page shows %v", f)
		}
	})
}
