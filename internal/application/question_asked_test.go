package application_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
)

// asks is what an application for a document has to answer, step by step and
// question by question.
func asks(c *application.Content) string {
	var out []string
	for _, s := range application.StepsOf(c) {
		if s != application.StepSpecimens && s != application.StepDocuments && s != application.StepCertificate {
			out = append(out, string(s))
		}
	}
	for _, q := range application.Asked(c) {
		out = append(out, q.ID)
	}
	for _, l := range c.Lines {
		for _, q := range application.AskedOf(c, l) {
			out = append(out, q.ID)
		}
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), " ")
}

// A question is asked where its answer matters and nowhere else.
func TestWhatEachDocumentAsks(t *testing.T) {
	animal := application.Line{Kingdom: cites.Animalia, Appendix: cites.AppendixII, Source: "W", Term: "LIV"}
	skin := application.Line{Kingdom: cites.Animalia, Appendix: cites.AppendixII, Source: "W", Term: "SKI"}
	plant := application.Line{Kingdom: cites.Plantae, Appendix: cites.AppendixII, Source: "A", Term: "LIV"}
	bred, sea, first := animal, skin, animal
	bred.Source, sea.Source, first.Appendix = "C", "X", cites.AppendixI
	dead := skin
	dead.Appendix = cites.AppendixI
	for _, x := range []struct {
		kind string
		c    application.Content
		want string
	}{
		{"live export", application.Content{Type: "EXP", Lines: []application.Line{animal}}, "exporter importer purpose shipment"},
		{"bred export", application.Content{Type: "EXP", Lines: []application.Line{bred}}, "exporter facility importer purpose shipment"},
		{"catch", application.Content{Type: "EXP", Lines: []application.Line{sea}}, "exporter importer purpose rfmo sea_area shipment vessel vessel_flag"},
		{"Appendix I export", application.Content{Type: "EXP", Lines: []application.Line{dead}}, "exporter import-permit importer purpose shipment"},
		{"re-export", application.Content{Type: "REX", Lines: []application.Line{skin}}, "exporter importer purpose shipment"},
		{"dead import", application.Content{Type: "IMP", Lines: []application.Line{dead}}, "export-permit exporter importer purpose shipment"},
		{"live Appendix I import", application.Content{Type: "IMP", Lines: []application.Line{first}}, "export-permit exporter facilities importer purpose shipment"},
		{"origin", application.Content{Type: "COO", Lines: []application.Line{skin}}, "exporter importer origin_stated purpose shipment"},
		{"from the sea", application.Content{Type: "IFS", Lines: []application.Line{sea}}, "importer purpose rfmo sea_area shipment vessel vessel_flag"},
		{"treaty", application.Content{Type: "MRN", Lines: []application.Line{sea}}, "exporter importer purpose shipment treaty vessel vessel_flag"},
		{"pre-Convention", application.Content{Type: "PRE", Lines: []application.Line{dead}}, "acquired_how exporter importer purpose shipment"},
		{"captive-bred", application.Content{Type: "CBC", Lines: []application.Line{bred}}, "exporter facility importer parents purpose shipment"},
		{"propagated", application.Content{Type: "APC", Lines: []application.Line{plant}}, "exporter facility importer purpose shipment"},
		{"exhibition", application.Content{Type: "TEC", Lines: []application.Line{bred}}, "exhibition_registration exporter facility itinerary purpose shipment"},
		{"ownership", application.Content{Type: "POC", Lines: []application.Line{bred}}, "accompanies agreed_reference exporter facility itinerary parents purpose shipment"},
		{"instrument", application.Content{Type: "MIC", Lines: []application.Line{skin}}, "exporter instrument instrument_serial instrument_use itinerary maker purpose"},
		{"samples", application.Content{Type: "SCC", Lines: []application.Line{skin}}, "carnet carnet_countries carnet_until exporter purpose"},
		{"label", application.Content{Type: "SEL", Lines: []application.Line{skin}}, "exchange_kind exporter importer label_officer purpose recipient_code sender_code"},
		{"phytosanitary", application.Content{Type: "PHY", Lines: []application.Line{plant}}, "exporter importer phyto_date phyto_number phyto_statement purpose"},
		{"retrospective", application.Content{Type: "EXP", Retrospective: true, Lines: []application.Line{skin}}, "exporter importer purpose retro_explain retro_reason retro_shipped retro_uncleared shipment"},
		{"partial", application.Content{Type: "EXP", Partial: true, Lines: []application.Line{skin}}, "exporter partial_count partial_kind purpose"},
	} {
		if got := asks(&x.c); got != x.want {
			t.Errorf("%s asks\n%s, want\n%s", x.kind, got, x.want)
		}
	}
	for _, d := range []cites.DocumentType{"TEC", "POC", "MIC", "SCC"} { // like passports: no one shipment
		c := application.Content{Type: d, Lines: []application.Line{bred}}
		if c.ShipmentAsked() || c.CratesAsked() != (c.Type.Facts().Issued == cites.AsPermit) {
			t.Errorf("%s: shipment %v, crates %v", d, c.ShipmentAsked(), c.CratesAsked())
		}
	}
}
