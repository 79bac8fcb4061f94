package application_test

import (
	"maps"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/species"
)

// reached lets a document of another Party be held: the one that a reference
// names.
func reached(r application.Reference, doc epermit.Document) edit {
	return func(d *dossier, _ *line) {
		papers := maps.Clone(d.Papers)
		if papers == nil {
			papers = map[application.Reference]*epermit.Document{}
		}
		papers[application.Reference{Country: r.Country, Number: r.Number}] = &doc
		d.Papers = papers
	}
}

// cameAs is the document with which the skins of the world came in.
func cameAs(x epermit.Line) edit {
	return reached(application.Reference{Country: "BJ", Number: "26BJ000123"}, epermit.Document{Type: epermit.Export, Lines: []epermit.Line{x}})
}

func ballPython(term cites.Term, source cites.Source, q cites.Quantity, u cites.Unit) epermit.Line {
	return epermit.Line{ScientificName: "Python regius", Term: term, Source: source, Amount: epermit.AmountOf(q, u)}
}

func (w *world) paperPairs() []pair {
	french := application.Reference{Country: "FR", Number: "26FR000555"}
	entry := func(exporter cites.Country, importer, name string, q cites.Quantity) edit {
		doc := epermit.Document{Type: epermit.Import, Importer: epermit.Party{Name: importer},
			Lines: []epermit.Line{{ScientificName: name, Term: "TRO", Source: "W", Amount: epermit.AmountOf(q, "NAR")}}}
		doc.Exporter.Address.Country.Code = exporter
		return reached(french, doc)
	}
	ends := func(on cites.Date) edit {
		return func(d *dossier, _ *line) { d.Papers[french].ValidUntil = on }
	}
	good := func() *dossier {
		return w.trophy(entry("GH", "maison dupont ", "Panthera pardus", 1000))
	}
	return []pair{
		{"P19", "", w.skins(cameAs(ballPython("SKI", "C", 100_000, "NAR"))), w.skins(cameAs(ballPython("SKI", "W", 100_000, "NAR")))},
		{"Q09", "", w.skins(cameAs(ballPython("SKI", "W", 40_000, "KGM"))), w.skins(cameAs(ballPython("BOD", "W", 40_000, "KGM")))},
		{"F14.import_permit", "", w.trophy(entry("GH", "Maison Dupont", "Panthera pardus", 1000), ends(w.on.AddDays(-1))),
			w.trophy(entry("GH", "Maison Dupont", "Panthera pardus", 1000), ends(w.on))},
		{"L04.exporter", "", w.trophy(entry("TG", "Maison Dupont", "Panthera pardus", 1000)), good()},
		{"L04.importer", "", w.trophy(entry("GH", "Maison Durand", "Panthera pardus", 1000)), good()},
		{"L04.taxon", "", w.trophy(entry("GH", "Maison Dupont", "Panthera leo", 1000)), good()},
		{"L04.quantity", "", w.trophy(quantity(2000, ""), entry("GH", "Maison Dupont", "Panthera pardus", 1000)), w.trophy(quantity(2000, ""), entry("GH", "Maison Dupont", "Panthera pardus", 2000))},
		{"L12.legal", "T10", w.skins(heldByHaiti("np_advice", "np_directory")), w.skins(heldByHaiti("np_legal", "np_advice", "np_directory"))},
		{"L12.advice", "T10", w.skins(heldByHaiti("np_legal", "np_directory")), w.skins(heldByHaiti("np_legal", "np_advice", "np_directory"))},
		{"L12.directory", "T10", w.skins(heldByHaiti("np_legal", "np_advice")), w.skins(imported("BJ", "2025-10-01"))},
		{"L12.purpose", "", w.trophy(guest("HT", "np_directory")), w.trophy(guest("HT", "np_directory", "np_purpose"))},
		{"L14", "", w.skins(cameAs(epermit.Line{ScientificName: "Python sebae"})), w.skins(cameAs(ballPython("SKI", "W", 100_000, "NAR")))},
	}
}

// heldByHaiti lets goods come from Haiti, a State not party, with what its document
// certifies.
func heldByHaiti(certified ...string) edit {
	return func(d *dossier, l *line) {
		imported("HT", "2025-10-01")(d, l)
		d.Content.Answers = ticked(certified)
	}
}

// guest lets the import permit be of another country, with what it certifies.
func guest(country cites.Country, certified ...string) edit {
	return func(d *dossier, _ *line) {
		d.Content.Importer.Country, d.Content.ImportPermit.Country = country, country
		d.Content.Answers = ticked(certified)
	}
}

func ticked(ids []string) map[string]string {
	out := map[string]string{}
	for _, id := range ids {
		out[id] = "1"
	}
	return out
}

func parents(name string) edit {
	return func(_ *dossier, l *line) { l.Answers = map[string]string{"parents": name} }
}

// reserving lets a Party have reserved Appendix II of the ball python.
func (w *world) reserving(party cites.Country) edit {
	return func(d *dossier, _ *line) {
		d.Law = w.law.Reserving([]species.Reservation{{ID: "r1", Taxon: python, Party: party, Appendix: cites.AppendixII, From: date("2000-01-01")}})
	}
}

func (w *world) populationPairs() []pair {
	said := func(text string) edit { return func(_ *dossier, l *line) { l.Description = text } }
	silent := func(k species.SuspensionKind, country cites.Country) edit {
		return func(d *dossier, _ *line) {
			d.Suspensions = []species.Suspension{{ID: "s1", Country: country, Taxon: elephant, From: date("2020-01-01"), Kind: k, Notification: "2020/001"}}
		}
	}
	eggs := func(q string) *dossier { return w.caviar(goods("CAV", q, "KGM", "C"), purpose("P")) }
	return []pair{
		{"T08", "T05 T16", w.live(w.is("Exempla insularis"), document(cites.CertificateOfOrigin)), w.live(w.is("Exempla togolensis"), document(cites.CertificateOfOrigin))},
		{"T09", "", w.live(parents("Python regius x Panthera pardus")), w.live(parents("Python regius x Varanus niloticus"))},
		{"T13", "", w.live(w.reserving("FR")), w.live(w.reserving("JP"))},
		{"T14", "", w.live(w.is("Exempla notata")), w.live(w.is("Exempla dubia"), source("F"), papers("breeding"))},
		{"Q07", "", w.wood(w.is("Dalbergia melanoxylon"), goods("SAW", "500", "KGM", "W"), said("Boards, gross weight")), w.wood(w.is("Dalbergia melanoxylon"), goods("SAW", "500", "KGM", "W"), said("Boards, net weight"))},
		{"R08", "", w.live(silent(species.NoReports, "GH")), w.live(silent(species.NoReports, "JP"))},
		{"R10.cap", "", eggs("0.2"), eggs("0.125")},
	}
}
