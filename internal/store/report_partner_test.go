package store_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/report"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// TestReviewComparesWithThePartner: a document of the partner that reached us is
// compared with our row of the report, by its number (X09). A row without one, and
// one whose partner agrees, is not spoken of.
func TestReviewComparesWithThePartner(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db)
		doc, err := json.Marshal(epermit.Document{Lines: []epermit.Line{{ScientificName: "Python bivittatus", Term: "SKI", Appendix: cites.AppendixI}}})
		if err != nil {
			t.Fatal(err)
		}
		err = store.Permits{DB: db}.Update(t.Context(), func(tx permit.Tx) error {
			if _, err := tx.Record(t.Context(), storeEvent("26CH000001")); err != nil {
				return err
			}
			return tx.SaveForeign(t.Context(), &permit.Foreign{ID: "f1", Country: "CH", Number: "26 CH 000001", Key: cites.NumberKey("26 CH 000001"),
				Type: cites.ExportPermit, Document: doc, Raw: doc, At: d.now})
		})
		if err != nil {
			t.Fatal(err)
		}
		office := &report.Office{Store: store.Reports{DB: db, Zone: time.UTC}, Profile: d.profile, Law: law, Now: func() time.Time { return d.now }}
		row := report.Row{Appendix: cites.AppendixII, Taxon: "Python bivittatus", Term: "SKI", Quantity: 1000, Unit: cites.Number, Partner: "CH",
			Purpose: "T", Source: "C", Year: 2026}
		agreed, named, other := row, row, row
		named.ExportPermit, other.ExportPermit = "26CH000001", "26CH000002"
		agreed.ExportPermit, agreed.Appendix = "26CH000001", cites.AppendixI
		who := actor.Actor{ID: "officer-1", Roles: []actor.Role{actor.Auditor}}
		found, err := office.Review(t.Context(), who, []report.Row{row, named, other, agreed}, report.Importer, report.Actual)
		if err != nil {
			t.Fatal(err)
		}
		var rows []int
		for _, f := range found {
			if f.Rule == "X09" {
				rows = append(rows, f.Row)
			}
		}
		if len(rows) != 1 || rows[0] != 1 {
			t.Errorf("X09 speaks of rows %v, want 1: %+v", rows, found)
		}
	})
}
