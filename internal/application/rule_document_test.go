package application_test

import (
	"fmt"
	"maps"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
)

// said answers a question of the document.
func said(id, answer string) edit {
	return func(d *dossier, _ *line) {
		d.Content.Answers = maps.Clone(d.Content.Answers)
		if d.Content.Answers == nil {
			d.Content.Answers = map[string]string{}
		}
		d.Content.Answers[id] = answer
	}
}

func phyto(d *dossier, _ *line) { d.Profile.Workflow.Phytosanitary = true }

func noPhyto(d *dossier, _ *line) { d.Profile.Workflow.Phytosanitary = false }

func origin(c cites.Country) edit {
	return func(_ *dossier, l *line) {
		l.Origin = application.Reference{Country: c, Number: "1", Date: date("2026-02-01")}
	}
}

func retrospective(reason string) edit {
	return func(d *dossier, l *line) {
		d.Content.Retrospective = true
		said("retro_reason", reason)(d, l)
		said("retro_uncleared", "1")(d, l)
	}
}

func partial(kind, count string) edit {
	return func(d *dossier, l *line) {
		d.Content.Partial = true
		said("partial_kind", kind)(d, l)
		said("partial_count", count)(d, l)
	}
}

func chips(n int) edit {
	return func(_ *dossier, l *line) {
		l.Marks = nil
		for i := range n {
			l.Marks = append(l.Marks, application.Mark{Kind: "MC", Value: fmt.Sprintf("25022960001%04d", i)})
		}
	}
}

func noImporter(d *dossier, _ *line) { d.Content.Importer = application.Address{} }

// circus is a travelling exhibition with n animals and m marks.
func (w *world) circus(n cites.Quantity, m int, more ...edit) *dossier {
	edits := []edit{source("C"), papers("breeding"), purpose("Q"), quantity(n*1000, ""), chips(m), document(cites.TravellingExhibition), said("exhibition_registration", "GH-C-1"), noImporter}
	return w.live(append(edits, more...)...)
}

// pet is a certificate of ownership.
func (w *world) pet(more ...edit) *dossier {
	edits := []edit{purpose("P"), quantity(1000, ""), chips(1), document(cites.PersonalOwnership), said("accompanies", "1"), noImporter}
	return w.live(append(edits, more...)...)
}

// violin is a musical instrument.
func (w *world) violin(more ...edit) *dossier {
	edits := []edit{goods("CAR", "1", "NAR", "W"), purpose("P"), document(cites.MusicalInstrument), said("instrument", "bow"), said("instrument_serial", "B-17"), noImporter}
	return w.live(append(edits, more...)...)
}

// samples go under a carnet.
func (w *world) samples(more ...edit) *dossier {
	edits := []edit{goods("SKI", "20", "NAR", "W"), document(cites.SampleCollection), said("carnet_until", w.on.AddMonths(24).String()), noImporter}
	return w.live(append(edits, more...)...)
}

// label is museum material between institutions.
func (w *world) label(more ...edit) *dossier {
	edits := []edit{goods("SKI", "2", "NAR", "W"), purpose("S"), document(cites.ScientificExchangeLabel), said("sender_code", "gh 001"), said("recipient_code", "FR075")}
	return w.live(append(edits, more...)...)
}

func (w *world) documentPairs() []pair {
	retro := func(more ...edit) *dossier { return w.live(append([]edit{retrospective("ma_error")}, more...)...) }
	blood := func(more ...edit) *dossier {
		return w.live(append([]edit{goods("SPE", "5", "MLT", "W"), purpose("M"), partial("samples", "10")}, more...)...)
	}
	bred := func(more ...edit) []edit { return append([]edit{source("C"), papers("breeding")}, more...) }
	unregistered, unreasoned := said("exhibition_registration", ""), said("retro_uncleared", "")
	shark := []edit{w.is("Prionace glauca"), goods("FIN", "40", "KGM", "X")}
	third := []edit{w.is("Exempla togolensis"), goods("SKI", "4", "NAR", "W"), purpose(""), document(cites.CertificateOfOrigin)}
	treaty := append(shark[:len(shark):len(shark)], document(cites.MarineDocument))
	old := []edit{goods("SKI", "1", "NAR", "O"), acquired("1970-01-01"), document(cites.PreConvention)}
	lady := func(more ...edit) *dossier {
		return w.slipper(append([]edit{noImportPermit, phyto, document(cites.Phytosanitary)}, more...)...)
	}
	return []pair{
		{"F05", "", w.live(document("ZZZ")), w.live()},
		{"D05", "", w.samples(until(w.on.AddMonths(6).AddDays(1))), w.samples(until(w.on.AddMonths(6)))},
		{"D05.carnet", "", w.samples(said("carnet_until", w.on.AddMonths(3).String())), w.samples(said("carnet_until", w.on.AddMonths(6).String()))},
		{"L08", "", w.circus(1, 1, unregistered), w.circus(1, 1)},
		{"L08.source", "L20", w.circus(1, 1, source("W")), w.circus(1, 1, source("C"))},
		{"L09", "", w.circus(3, 2), w.circus(3, 3)},
		{"L09.live", "", w.pet(goods("SKI", "1", "NAR", "W")), w.pet()},
		{"L09.instrument", "", w.violin(said("instrument_serial", "")), w.violin(said("instrument_serial", ""), papers("photo"))},
		{"L10", "", w.pet(without(application.ImportAgreed)), w.pet()},
		{"L10.accompanies", "", w.pet(said("accompanies", "")), w.pet()},
		{"L11.code", "", w.label(said("recipient_code", "GH002")), w.label()},
		{"L15.appendix", "", w.trophy(retrospective("misinformed")), retro()},
		{"L15.purpose", "", w.live(retrospective("personal")), w.live(retrospective("personal"), purpose("P"), quantity(2000, ""), document(cites.CaptiveBred), source("C"), papers("breeding"))},
		{"L15.animals", "P21", w.live(retrospective("personal"), purpose("P"), quantity(3000, "")), retro(quantity(3000, ""))},
		{"L15.clearance", "", retro(unreasoned), retro()},
		{"G12.own", "", retro(without(application.RetroOwn)), retro()},
		{"G12.abroad", "", retro(without(application.RetroAgreed)), retro()},
		{"L17", "", blood(said("partial_count", "")), blood()},
		{"L17.kind", "", w.live(partial("bred", "10")), w.live(partial("bred", "10"), source("C"), papers("breeding"))},
		{"L17.counted", "", w.live(bred(partial("bred", "10"), w.quota(100_000, 0))...), w.live(bred(partial("bred", "1"), w.quota(100_000, 0))...)},
		{"L18.form", "", w.orchid(document(cites.Phytosanitary), noPhyto), w.orchid(phyto, document(cites.Phytosanitary))},
		{"L18.source", "L20", w.orchid(phyto, document(cites.Phytosanitary), source("W")), w.orchid(phyto, document(cites.Phytosanitary))},
		{"L18.appendix", "", lady(), w.orchid(phyto, document(cites.Phytosanitary))},
		{"L18.origin", "", w.orchid(phyto, document(cites.Phytosanitary), origin("TH")), w.orchid(phyto, document(cites.Phytosanitary))},
		{"L20", "", w.live(third[1:]...), w.live(third...)},
		{"L20.source", "", w.live(document(cites.CaptiveBred)), w.live(document(cites.CaptiveBred), source("C"), papers("breeding"))},
		{"P17.flag", "", w.live(append(shark, said("vessel_flag", "TG"))...), w.live(append(shark, said("vessel_flag", "GH"))...)},
		{"G06.origin", "", w.live(append(third, without(application.OriginConfirmed))...), w.live(third...)},
		{"G06.pre_convention", "", w.skins(append(old, without(application.PreConventionFound))...), w.skins(old...)},
		{"G06.treaty_met", "", w.live(append(treaty, without(application.TreatyMet))...), w.live(treaty...)},
	}
}
