package species_test

import (
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// skins is a shipment of wild leopard skins that leaves Namibia.
func skins(t *testing.T) species.Trade {
	c := starter(t)
	return species.Trade{Taxa: c.Chain("animalia.panthera-pardus"), Exporter: "NA", Importer: "DE", Source: "W", Purpose: "H", Term: "TRO", On: day(t, "2026-06-01")}
}

func TestQuotaApplies(t *testing.T) {
	quota := species.Quota{Taxon: "animalia.panthera-pardus", Country: "NA", From: day(t, "2026-01-01"), Until: day(t, "2026-12-31"),
		Terms: []cites.Term{"TRO", "SKI"}, Sources: []cites.Source{"W"}, Quantity: 250_000, Used: 249_000}
	for name, x := range map[string]struct {
		change func(*species.Trade, *species.Quota)
		want   bool
	}{
		"as it is":          {func(*species.Trade, *species.Quota) {}, true},
		"family quota":      {func(_ *species.Trade, q *species.Quota) { q.Taxon = "animalia.felidae" }, true},
		"another species":   {func(_ *species.Trade, q *species.Quota) { q.Taxon = "animalia.panthera-leo" }, false},
		"another country":   {func(t *species.Trade, _ *species.Quota) { t.Exporter = "ZA" }, false},
		"re-export":         {func(t *species.Trade, _ *species.Quota) { t.Reexport = true }, false},
		"confiscated":       {func(t *species.Trade, _ *species.Quota) { t.Source = "I" }, false},
		"captive-bred":      {func(t *species.Trade, _ *species.Quota) { t.Source = "C" }, false},
		"another term":      {func(t *species.Trade, _ *species.Quota) { t.Term = "LIV" }, false},
		"any term":          {func(t *species.Trade, q *species.Quota) { t.Term, q.Terms = "LIV", nil }, true},
		"last day":          {func(t *species.Trade, _ *species.Quota) { t.On = cites.Date{Year: 2026, Month: 12, Day: 31} }, true},
		"day after":         {func(t *species.Trade, _ *species.Quota) { t.On = cites.Date{Year: 2027, Month: 1, Day: 1} }, false},
		"day before it all": {func(t *species.Trade, _ *species.Quota) { t.On = cites.Date{Year: 2025, Month: 12, Day: 31} }, false},
	} {
		trade, q := skins(t), quota
		x.change(&trade, &q)
		if got := q.Applies(trade); got != x.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := quota.Left(); got != 1000 {
		t.Errorf("left %v", got)
	}
	if q := (species.Quota{Quantity: species.Preparing}); q.Left() != 0 {
		t.Errorf("a quota in preparation leaves %v", q.Left())
	}
}

func TestSuspensionApplies(t *testing.T) {
	suspension := species.Suspension{Taxon: "animalia.felidae", Country: "NA", From: day(t, "2020-01-01"), Kind: species.SignificantTrade, DirectOnly: true}
	for name, x := range map[string]struct {
		change func(*species.Trade, *species.Suspension)
		want   bool
	}{
		"higher taxon":            {func(*species.Trade, *species.Suspension) {}, true},
		"all taxa":                {func(_ *species.Trade, s *species.Suspension) { s.Taxon = "" }, true},
		"another taxon":           {func(_ *species.Trade, s *species.Suspension) { s.Taxon = "animalia.ursidae" }, false},
		"another exporter":        {func(t *species.Trade, _ *species.Suspension) { t.Exporter = "ZA" }, false},
		"re-export, direct only":  {func(t *species.Trade, _ *species.Suspension) { t.Exporter, t.Origin = "DE", "NA" }, false},
		"re-export, also those":   {func(t *species.Trade, s *species.Suspension) { t.Exporter, t.Origin, s.DirectOnly = "DE", "NA", false }, true},
		"of imports":              {func(t *species.Trade, s *species.Suspension) { s.Imports, s.Country = true, "DE" }, true},
		"of imports elsewhere":    {func(t *species.Trade, s *species.Suspension) { s.Imports = true }, false},
		"confiscated":             {func(t *species.Trade, _ *species.Suspension) { t.Source = "I" }, false},
		"other sources":           {func(_ *species.Trade, s *species.Suspension) { s.Sources = []cites.Source{"R"} }, false},
		"other purposes":          {func(_ *species.Trade, s *species.Suspension) { s.Purposes = []cites.Purpose{"T"} }, false},
		"other terms":             {func(_ *species.Trade, s *species.Suspension) { s.Terms = []cites.Term{"LIV"} }, false},
		"all but this term":       {func(_ *species.Trade, s *species.Suspension) { s.NotTerms = []cites.Term{"TRO"} }, false},
		"ended before":            {func(_ *species.Trade, s *species.Suspension) { s.Until = cites.Date{Year: 2025, Month: 1, Day: 1} }, false},
		"ends today":              {func(t *species.Trade, s *species.Suspension) { s.Until = t.On }, true},
		"begins tomorrow":         {func(t *species.Trade, s *species.Suspension) { s.From = t.On.AddDays(1) }, false},
		"origin is the exporter":  {func(t *species.Trade, _ *species.Suspension) { t.Origin = "NA" }, true},
		"imports, indirect trade": {func(t *species.Trade, s *species.Suspension) { s.Imports, s.Country, t.Origin = true, "DE", "BW" }, false},
	} {
		trade, s := skins(t), suspension
		x.change(&trade, &s)
		if got := s.Applies(trade); got != x.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	for kind, want := range map[species.SuspensionKind]bool{species.SignificantTrade: true, species.NoReports: true, species.NationalBan: false, species.Notice: false} {
		if s := (species.Suspension{Kind: kind}); s.Binding() != want {
			t.Errorf("%s binds: %v", kind, s.Binding())
		}
	}
}

func TestBrowse(t *testing.T) {
	c := starter(t)
	all, total := c.Browse(species.Filter{Lang: "en"}, 0, 10)
	if total != c.Len() || len(all) != 10 || all[0].Name != "Loxodonta africana" {
		t.Errorf("%d of %d, first %+v", len(all), total, all[0])
	}
	plants, n := c.Browse(species.Filter{Kingdom: cites.Plantae, Appendix: cites.AppendixI}, 0, 1000)
	for _, s := range plants {
		if s.Kingdom != cites.Plantae || (s.Appendix != "I" && s.Appendix != "I/II") {
			t.Errorf("%+v", s)
		}
	}
	if n != len(plants) || n < 5 {
		t.Errorf("%d plants in Appendix I", n)
	}
	none, total := c.Browse(species.Filter{}, 10_000, 10)
	if len(none) != 0 || total != c.Len() {
		t.Errorf("beyond the end: %d of %d", len(none), total)
	}
	later := c.On(day(t, "1980-01-01"))
	if found, _ := later.Browse(species.Filter{Text: "grey parrot"}, 0, 1); len(found) != 1 || found[0].Appendix != "" {
		t.Errorf("on another day: %+v", found)
	}
}
