package application_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/rule"
)

// kindsOf are the findings of the decision as an authority of this program makes
// them. That an import permit is confirmed is asked by L01 to L03, that it is not
// for commerce by P12.
func kindsOf() map[need.Finding]application.FindingKind {
	return map[need.Finding]application.FindingKind{need.NonDetriment: application.NDF, need.LegalAcquisition: application.LAF,
		need.LiveTransport: application.TransportSafe, need.ImportNotDetrimental: application.PurposeNotHarmful, need.SuitablyEquipped: application.Equipped,
		need.NotPrimarilyCommercial: application.NotCommercial, need.OriginConfirmed: application.OriginConfirmed,
		need.PreConventionFinding: application.PreConventionFound, need.BredInCaptivity: application.BredOrPropagated,
		need.ArtificialPropagation: application.BredOrPropagated, need.ImportAgreed: application.ImportAgreed, need.TreatyMet: application.TreatyMet}
}

// applied are the facts of one application that the comparison turns over.
type applied struct {
	kind           cites.DocumentType
	taxon          string
	source, second cites.Source
	term           cites.Term
	purpose        cites.Purpose
	noncommercial  string
}

// dossier makes the application, with nothing found and no import permit.
func (x applied) dossier(w *world) *dossier {
	d := w.dossier(w.is(x.taxon))
	d.Findings, d.Content.Type, d.Content.Purpose = nil, x.kind, x.purpose
	l := &d.Content.Lines[0]
	l.Source, l.SecondSource, l.Term, l.Unit, l.Quantity = x.source, x.second, x.term, cites.Number, 1000
	l.Operation, l.SeizureRef, l.SourceReason, l.Acquired = "GH-A-1", "S-1", "old stock", date("1970-01-01")
	l.Answers = map[string]string{"noncommercial": x.noncommercial}
	switch d.Facts().Direction {
	case cites.Importing, cites.BySea:
		d.Content.Exporter.Country, d.Content.Importer.Country = "NA", "GH"
	case cites.Reexporting:
		l.Origin = application.Reference{Country: "BJ", Number: "26BJ000123", Date: w.on.AddDays(-30)}
	}
	d.Content.Answers = map[string]string{"accompanies": "yes", "vessel_flag": "GH", "carnet": "AT-1", "sender_code": "GH001", "recipient_code": "FR075"}
	return d
}

// applications are those of every type for specimens of all kinds.
func applications(yield func(applied) bool) {
	for _, kind := range cites.DocumentTypes() {
		for _, taxon := range []string{"Python regius", "Panthera pardus", "Exempla domestica", "Exempla togolensis", "Prionace glauca", "Paphiopedilum exemplum", "Phalaenopsis exempla"} {
			for _, source := range []cites.Source{"W", "X", "F", "R", "Y", "C", "A", "D", "O", "I", "U"} {
				for _, second := range []cites.Source{"", "W", "C", "A", "D"} {
					if (second == "") == (source == cites.Confiscated || source == cites.PreConventionStock) {
						continue
					}
					for _, p := range []cites.Purpose{"T", "P", "S"} {
						for _, noncommercial := range []string{"", "yes"} {
							if !yield(applied{kind.Code, taxon, source, second, "LIV", p, noncommercial}) || !yield(applied{kind.Code, taxon, source, second, "SKI", p, noncommercial}) {
								return
							}
						}
					}
				}
			}
		}
	}
}

// demanded are the findings that the rules of issue miss, and whether they want
// the importer's permit.
func demanded(d *dossier) (kinds []application.FindingKind, permit bool) {
	for _, f := range found(d, rule.Issue) {
		_, variant, _ := strings.Cut(strings.TrimPrefix(f.Key, "rule."), ".")
		switch {
		case f.Key == "rule.L10":
			kinds = append(kinds, application.ImportAgreed)
		case f.Rule[0] == 'G' && f.Field == "findings":
			kinds = append(kinds, application.FindingKind(variant))
		}
		permit = permit || slices.Contains([]string{"L01", "L02", "L03"}, f.Rule)
	}
	return kinds, permit
}

// TestRulesDemandWhatTheDecisionSays compares, for applications of every type,
// what the rules of issue want with what the decision answers for the same facts,
// wherever it names the document that was applied for and refuses nothing.
func TestRulesDemandWhatTheDecisionSays(t *testing.T) {
	w, compared := newWorld(t), map[cites.DocumentType]int{}
	for x := range applications {
		d := x.dossier(w)
		a := need.Decide(need.Statute{Catalogue: w.law}, application.NeedCase(&d.Content, d.On))
		at := slices.IndexFunc(a.Documents, func(y need.Document) bool { return y.Type == x.kind })
		if at < 0 || a.Verdict != need.OK && a.Verdict != need.Officer {
			continue
		}
		compared[x.kind]++
		want := map[application.FindingKind]bool{}
		for _, f := range a.Findings {
			ours := f.Country == a.Documents[at].Country || f.Finding == need.ImportAgreed
			if k, ok := kindsOf()[f.Finding]; ok && ours {
				want[k] = true
			}
		}
		got, permit := demanded(d)
		for _, k := range got {
			if !want[k] {
				t.Errorf("%+v: the rules want %s, the decision does not: %v", x, k, a.Findings)
			}
			delete(want, k)
		}
		if slices.Contains(got, application.PurposeNotHarmful) {
			delete(want, application.Equipped) // G03 speaks of one finding after the other
		}
		if len(want) > 0 {
			t.Errorf("%+v: the decision wants %v, the rules do not", x, want)
		}
		abroad := d.Leaving() && slices.ContainsFunc(a.Documents, func(y need.Document) bool { return y.Type == cites.ImportPermit })
		if permit != abroad {
			t.Errorf("%+v: import permit %v by the rules, %v by the decision", x, permit, abroad)
		}
	}
	for _, i := range cites.DocumentTypes() {
		if compared[i.Code] == 0 {
			t.Errorf("%s was never compared", i.Code)
		}
	}
}
