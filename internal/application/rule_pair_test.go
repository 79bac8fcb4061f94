package application_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/rule"
)

// pair is a dossier in which a rule, or one of its variants, must find
// something, and one close to it in which it must not. also lists the other
// rules that rightly speak of the bad one.
type pair struct {
	key       string // "P12" or "P05.mark", as in the catalogue key after "rule."
	also      string
	bad, good *dossier
}

func (p pair) rule() string { id, _, _ := strings.Cut(p.key, "."); return id }

// pairs of all families; w gives fresh dossiers.
func (w *world) pairs() []pair {
	return slices.Concat(w.formPairs(), w.datePairs(), w.taxonPairs(), w.sourcePairs(), w.purposePairs(), w.quantityPairs(), w.chainPairs(), w.findingPairs(), w.restrictionPairs(), w.documentPairs(),
		w.paperPairs(), w.populationPairs(), w.registerPairs())
}

func TestEveryRuleHasAPair(t *testing.T) {
	w := newWorld(t)
	have := map[string]bool{}
	for _, p := range w.pairs() {
		if have[p.key] {
			t.Errorf("two pairs for %s", p.key)
		}
		have[p.key], have[p.rule()] = true, true
		if !slices.ContainsFunc(application.Rules(), func(r rule.Rule[*dossier]) bool { return r.ID == p.rule() }) {
			t.Errorf("a pair for %s, which is no rule", p.key)
		}
	}
	for _, r := range application.Rules() {
		if !have[r.ID] {
			t.Errorf("no dossier tests rule %s", r.ID)
		}
	}
}

func TestRulePairs(t *testing.T) {
	w := newWorld(t)
	for _, p := range w.pairs() {
		t.Run(p.key, func(t *testing.T) {
			asked := 0
			for _, r := range application.Rules() {
				if r.ID != p.rule() {
					continue
				}
				for _, s := range r.Stages {
					if only := saidOnlyAt(p.key); only != "" && s != only {
						continue
					}
					asked++
					p.check(t, s)
				}
			}
			if asked == 0 {
				t.Error("asked at no stage")
			}
		})
	}
}

func (p pair) check(t *testing.T, s rule.Stage) {
	t.Helper()
	hit := false
	for _, f := range found(p.bad, s) {
		hit = hit || f.Key == "rule."+p.key
		if f.Rule != p.rule() && !slices.Contains(strings.Fields(p.also), f.Rule) {
			t.Errorf("%s: the bad one also hits %s %s %v", s, f.Key, f.Field, f.Args)
		}
	}
	if !hit {
		t.Errorf("%s: the bad one does not hit; found %v", s, ids(found(p.bad, s)))
	}
	for _, f := range found(p.good, s) {
		if f.Rule == p.rule() || !slices.Contains(strings.Fields(p.also), f.Rule) {
			t.Errorf("%s: the good one hits %s %s %v", s, f.Key, f.Field, f.Args)
		}
	}
}

func address(lines ...string) edit {
	return func(d *dossier, _ *line) { d.Content.Exporter.Lines = lines }
}

// lines makes n copies of the first line.
func lines(n int) edit {
	return func(d *dossier, l *line) {
		one := *l
		d.Content.Lines = nil
		for range n {
			d.Content.Lines = append(d.Content.Lines, one)
		}
	}
}

func exporter(c cites.Country) edit {
	return func(d *dossier, _ *line) { d.Content.Exporter.Country = c }
}

func importer(c cites.Country) edit {
	return func(d *dossier, _ *line) { d.Content.Importer.Country = c }
}

func (w *world) formPairs() []pair {
	noName := func(d *dossier, _ *line) { d.Content.Exporter.Name = "" }
	noCountry := func(d *dossier, _ *line) { d.Content.Importer.Country = "" }
	toNobody := func(d *dossier, _ *line) { d.Content.Importer.Lines = []string{" "} }
	describe := func(s string) edit { return func(_ *dossier, l *line) { l.Description = s } }
	byAgent := func(mandate string) edit {
		return func(d *dossier, _ *line) { d.Agent, d.Content.Declaration.AgentMandate = "agent-1", mandate }
	}
	mark := func(v string) edit {
		return func(d *dossier, l *line) {
			l.Marks = []application.Mark{{Kind: "TG", Value: "GH 17"}, {Kind: "TG", Value: v}}
		}
	}
	origin := func(d *dossier, _ *line) { d.Content.Type = cites.CertificateOfOrigin }
	return []pair{
		{"F03", "", w.live(purpose("")), w.live(w.is("Exempla togolensis"), origin, purpose(""))},
		{"F04.exporter", "F03", w.live(noName), w.live()},
		{"F04.importer", "F03", w.live(noCountry), w.live()},
		{"F04.exporter_address", "", w.live(address()), w.live(address("Plot 4"))},
		{"F04.importer_address", "", w.live(toNobody), w.live()},
		{"F04.box", "", w.live(address("P.O. Box 12-34")), w.live(address("P.O. Box 12", "1 High Street"))},
		{"F04.country", "", w.live(importer("XX")), w.live(importer("HK"))},
		{"F08", "", w.live(describe("ثعابين حية")), w.live(describe("ثعابين حية / serpents vivants"))},
		{"F11", "", w.live(byAgent("")), w.live(byAgent("m1"))},
		{"F12", "", w.live(importer("GH")), w.live(importer("TG"))},
		{"F12.own", "", w.live(exporter("TG")), w.entering()},
		{"F16", "", w.live(lines(5)), w.live(lines(4))},
		{"F17", "", w.live(mark("gh17")), w.live(mark("GH 18"))},
	}
}

func until(day cites.Date) edit { return func(d *dossier, _ *line) { d.ValidUntil = day } }

// on moves the day of the dossier and of its shipment.
func on(day string) edit {
	return func(d *dossier, _ *line) {
		d.On, d.ValidUntil, d.Content.Transport.Date = date(day), date(day).AddMonths(6), date(day).AddDays(20)
	}
}

func document(t cites.DocumentType) edit { return func(d *dossier, _ *line) { d.Content.Type = t } }

func acquired(day string) edit {
	return func(_ *dossier, l *line) { l.Acquired, l.SecondSource = date(day), "W" }
}

func (w *world) datePairs() []pair {
	shipped := func(day cites.Date) edit { return func(d *dossier, _ *line) { d.Content.Transport.Date = day } }
	proof := func(day cites.Date) edit { return func(_ *dossier, l *line) { l.ImportProof.Date = day } }
	from := func(c cites.Country, day cites.Date) edit {
		return func(_ *dossier, l *line) { l.Origin = application.Reference{Country: c, Number: "1", Date: day} }
	}
	old := goods("SKI", "1", "NAR", "O")
	return []pair{
		{"D01", "", w.live(until(w.on)), w.live(until(w.on.AddDays(1)))},
		{"D02", "", w.live(until(w.on.AddMonths(6).AddDays(1))), w.live(until(w.on.AddMonths(6)))},
		{"D03", "", w.entering(until(w.on.AddMonths(12).AddDays(1))), w.entering(until(w.on.AddMonths(12)))},
		{"D04", "", w.circus(1, 1, until(w.on.AddMonths(36).AddDays(1))), w.circus(1, 1, until(w.on.AddMonths(36)))},
		{"D10", "", w.skins(proof(w.on.AddDays(1))), w.skins(proof(w.on))},
		{"D11", "", w.skins(from("BJ", w.on.AddDays(1))), w.slipper(document(cites.ImportPermit), exporter("FR"), importer("GH"), noImportPermit, from("FR", w.on.AddDays(30)))},
		{"D12", "", w.skins(old, acquired("1977-02-04")), w.skins(old, acquired("1977-02-03"))},
		{"D13", "", w.live(shipped(w.on.AddDays(-1))), w.live(shipped(w.on))},
		{"D15", "", w.caviar(from("CN", w.on.AddMonths(-18).AddDays(-1))), w.caviar(from("CN", w.on.AddMonths(-18)))},
	}
}

func called(name string) edit { return func(_ *dossier, l *line) { l.ScientificName = name } }

func population(c cites.Country) edit { return func(_ *dossier, l *line) { l.Population = c } }

func (w *world) taxonPairs() []pair {
	lost := func(_ *dossier, l *line) { l.TaxonID = "animalia.nothing" }
	box := func(a cites.Appendix) edit { return func(_ *dossier, l *line) { l.Appendix = a } }
	vicuna := func(p cites.Country) *dossier {
		return w.skins(imported("AR", "2026-02-01"), w.is("Vicugna vicugna"), population(p), purpose("P"), w.importPermit)
	}
	coral := func(name string, term cites.Term) *dossier { return w.skins(w.is(name), goods(term, "12", "KGM", "W")) }
	return []pair{
		{"T01", "T03 T05 T16", w.live(lost), w.live()},
		{"T01.synonym", "", w.live(called("Python bellii")), w.live(called("python REGIUS"))},
		{"T02", "", w.live(w.is("Varanus")), coral("Acropora", "COR")},
		{"T03", "", w.live(box(cites.AppendixI)), w.live(box(cites.AppendixII))},
		{"T04", "", vicuna(""), vicuna("AR")},
		{"T05", "", w.live(w.is("Exempla libera")), w.live(w.is("Exempla domestica"))},
		{"T06", "", w.wood(goods("WPR", "3", "NAR", "W")), w.wood(goods("VEN", "3", "MTQ", "W"))},
		{"T07.permit", "", w.live(w.is("Exempla domestica"), document(cites.CertificateOfOrigin)), w.live(w.is("Exempla domestica"))},
		{"T07.origin", "", w.live(w.is("Exempla togolensis")), w.live(w.is("Exempla togolensis"), document(cites.CertificateOfOrigin))},
		{"T10", "", w.live(population("FR")), w.live(population("FR"), goods("LIV", "10", "NAR", "F"), papers("breeding"))},
		{"T10.uncertain", "", w.live(w.is("Exempla dubia")), w.live(w.is("Exempla dubia"), goods("LIV", "10", "NAR", "U"), because)},
		{"T11", "", w.live(w.is("Exempla ventura")), w.live(on("2026-05-16"), w.is("Exempla ventura"))},
		{"T11.ends", "", w.live(w.is("Exempla abiens")), w.live(on("2026-05-16"), w.is("Exempla abiens"))},
		{"T12", "T01", w.live(called("Python regius / Python sebae")), w.live()},
		{"T16", "", w.live(w.is("Exempla libera")), w.live(w.is("Exempla domestica"))},
	}
}

func because(_ *dossier, l *line) { l.SourceReason = "found in the estate of a collector" }

func operation(number string) edit { return func(_ *dossier, l *line) { l.Operation = number } }

func unmarked(_ *dossier, l *line) { l.Marks = nil }

func second(s cites.Source) edit { return func(_ *dossier, l *line) { l.SecondSource = s } }

func source(s cites.Source) edit { return func(_ *dossier, l *line) { l.Source = s } }

func seized(_ *dossier, l *line) { l.SeizureRef = "CUS-2025-9" }

func (w *world) sourcePairs() []pair {
	bred := func(more ...edit) *dossier {
		return w.leopard(append([]edit{source("D"), purpose("T"), noImportPermit}, more...)...)
	}
	return []pair{
		{"P02", "", w.live(source("K")), w.live(source("R"))},
		{"P03", "", w.live(source("A"), papers("breeding")), w.live(source("C"), papers("breeding"))},
		{"P04", "P05", w.live(source("D"), operation("GH-A-1"), chip), bred(operation("GH-A-1"))},
		{"P05", "", bred(), bred(operation("GH-A-1"))},
		{"P05.mark", "Q13", bred(operation("GH-A-1"), unmarked), bred(operation("GH-A-1"))},
		{"P06", "", w.slipper(source("D")), w.slipper(source("D"), operation("GH-P-1"))},
		{"P07", "L01", w.leopard(source("C"), purpose("T"), noImportPermit, papers("breeding")), w.leopard(source("C"), noImportPermit, papers("breeding"))},
		{"P08", "L01", w.slipper(purpose("T")), w.slipper()},
		{"P09", "", w.skins(source("O"), second("W")), w.skins(source("O"), acquired("1970-05-01"))},
		{"P09.second", "", w.skins(source("O"), acquired("1970-05-01"), second("")), w.skins(source("O"), acquired("1970-05-01"), second("U"))},
		{"P10", "", w.skins(source("I"), second("W")), w.skins(source("I"), second("W"), seized)},
		{"P10.second", "", w.skins(source("I"), second("U"), seized), w.skins(source("I"), second("R"), seized)},
		{"P11", "", w.live(source("U")), w.live(source("U"), because)},
		{"P11.appendix", "", w.leopard(source("U"), because), w.live(source("U"), because)},
		{"P12", "", w.leopard(purpose("T")), w.leopard(purpose("S"))},
		{"P13", "", w.slipper(source("W"), purpose("T"), w.importPermit), w.slipper(source("W"), w.importPermit)},
		{"P17", "", w.leopard(w.is("Psittacus erithacus"), source("X")), w.live(w.is("Prionace glauca"), source("X"))},
		{"P20", "", w.orchid(func(d *dossier, _ *line) { d.Documents = nil }), w.orchid()},
	}
}

func (w *world) purposePairs() []pair {
	violin := func(_ *dossier, l *line) { l.Description = "Violin bow with a grip of snake skin" }
	return []pair{
		{"P01", "P16", w.live(purpose("K")), w.live(purpose("B"))},
		{"P14", "", w.live(purpose("G")), w.slipper(purpose("G"))},
		{"P15", "", w.skins(goods("CAR", "2", "KGM", "W"), purpose("H")), w.skins(purpose("H"))},
		{"P16", "", w.skins(purpose("N")), w.skins(purpose("S"))},
		{"P21.exhibition", "", w.live(purpose("Q")), w.skins(purpose("Q"))},
		{"P21.ownership", "", w.live(purpose("P")), w.skins(purpose("P"))},
		{"P21.label", "", w.skins(goods("SPE", "2", "NAR", "W"), purpose("S")), w.skins(purpose("S"))},
		{"P21.instrument", "", w.skins(purpose("P"), violin), w.skins(violin)},
	}
}
