package application_test

import (
	"slices"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/stock"
)

type (
	dossier = application.Dossier
	line    = application.Line
	// edit changes a dossier and its first line.
	edit = func(d *dossier, l *line)
)

// world is the law of the rule tests: the starter catalogue and a few taxa of
// our own for cases that it does not hold. The Party is Ghana, which is a range
// State of many of them.
type world struct {
	law *species.Catalogue
	on  cites.Date
	own profile.Profile
}

func date(s string) cites.Date {
	d, err := cites.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{on: date("2026-06-15"), own: *profile.Example()}
	w.own.Party = "GH"
	taxa, listings, err := species.Starter()
	if err != nil {
		t.Fatal(err)
	}
	animal := func(name string, range_ ...species.Occurrence) species.ID {
		id := species.MakeID(cites.Animalia, name)
		taxa = append(taxa, species.Taxon{ID: id, Kingdom: cites.Animalia, Rank: species.Species, Name: name, Class: "Aves", Order: "Exempliformes", Range: range_})
		return id
	}
	plant := func(name, genus, family string, range_ ...species.Occurrence) species.ID {
		id := species.MakeID(cites.Plantae, name)
		taxa = append(taxa, species.Taxon{ID: id, Kingdom: cites.Plantae, Rank: species.Species, Name: name, Genus: genus, Family: family, Class: "Equisetopsida", Range: range_})
		return id
	}
	list := func(id species.ID, a cites.Appendix, from, hash string, party cites.Country) {
		listings = append(listings, species.Listing{ID: string(id) + from, Taxon: id, Appendix: a, From: date(from), Hash: hash, Party: party})
	}
	home := species.Occurrence{Country: "GH", Presence: species.Native}
	animal("Exempla libera", home)
	list(animal("Exempla domestica", home), cites.AppendixIII, "1990-01-01", "", "GH")
	list(animal("Exempla togolensis", home), cites.AppendixIII, "1990-01-01", "", "TG")
	list(animal("Exempla dubia", species.Occurrence{Country: "GH", Presence: species.Uncertain}), cites.AppendixII, "1990-01-01", "", "")
	island := animal("Exempla insularis", home)
	list(island, cites.AppendixIII, "1990-01-01", "", "TG")
	listings[len(listings)-1].Populations = []cites.Country{"TG"}
	list(animal("Exempla notata", home), cites.AppendixII, "1990-01-01", "", "")
	listings[len(listings)-1].Note = "For live animals to suitable destinations. All other specimens shall be deemed to be specimens of species\nincluded in Appendix I."
	soon := animal("Exempla ventura", home)
	list(soon, cites.AppendixII, "1990-01-01", "", "")
	list(soon, cites.AppendixI, "2026-08-15", "", "")
	list(animal("Exempla abiens", home), cites.AppendixII, "1990-01-01", "", "")
	listings[len(listings)-1].Until = date("2026-08-14")
	list(plant("Lignum quintum", "Lignum", "Lignaceae", home), cites.AppendixII, "2000-01-01", "#5", "")
	plant("Phalaenopsis exempla", "Phalaenopsis", "Orchidaceae")
	plant("Paphiopedilum exemplum", "Paphiopedilum", "Orchidaceae")
	species.Link(taxa)
	w.law = species.NewCatalogue(taxa, listings, w.on)
	return w
}

// is makes a line one of a taxon; the appendix is the one that holds.
func (w *world) is(name string) edit {
	return func(d *dossier, l *line) {
		found := w.law.Find(name)
		if len(found) == 0 {
			panic("no taxon " + name)
		}
		t := found[0]
		l.TaxonID, l.ScientificName, l.Kingdom = string(t.ID), t.Name, t.Kingdom
		l.Appendix = d.Effective(*l).Appendix
	}
}

func goods(term cites.Term, q string, unit cites.Unit, source cites.Source) edit {
	return func(_ *dossier, l *line) {
		n, err := cites.ParseQuantity(q)
		if err != nil {
			panic(err)
		}
		l.Term, l.Quantity, l.Unit, l.Source = term, n, unit, source
	}
}

func purpose(p cites.Purpose) edit { return func(d *dossier, _ *line) { d.Content.Purpose = p } }

// imported gives a re-export its history: origin and proof of import.
func imported(country cites.Country, on string) edit {
	return func(d *dossier, l *line) {
		d.Content.Type = cites.ReexportCertificate
		l.Origin = application.Reference{Country: country, Number: "26" + string(country) + "000123", Date: date(on)}
		l.ImportProof = application.Reference{Country: "GH", Number: "GH-IN-77", Date: date(on)}
	}
}

func (w *world) importPermit(d *dossier, _ *line) {
	d.Content.ImportPermit = application.Reference{Country: "FR", Number: "26FR000555", Date: w.on.AddDays(-20)}
}

func noImportPermit(d *dossier, _ *line) { d.Content.ImportPermit = application.Reference{} }

func chip(_ *dossier, l *line) {
	l.Marks = []application.Mark{{Kind: "MC", Value: "250 2296 0001 2345"}}
}

// dossier is an export from Ghana to France for which the authorities found
// all that can be found, so that each rule can be asked by itself.
func (w *world) dossier(edits ...edit) *dossier {
	own := w.own
	d := &dossier{Application: &application.Application{ID: "a1", State: application.InReview, Owner: "trader-1", ProposedBy: "officer-1", DecidedBy: "sign-1",
		ValidUntil: w.on.AddMonths(6)}, On: w.on, Profile: &own, Law: w.law, Signatory: "Sam Signatory"}
	d.Content = application.Content{Type: cites.ExportPermit, Purpose: "T",
		Exporter:    application.Address{Name: "Accra Wildlife Ltd", Lines: []string{"1 High Street", "Accra"}, Country: "GH"},
		Importer:    application.Address{Name: "Maison Dupont", Lines: []string{"2 rue de la Paix", "75002 Paris"}, Country: "FR"},
		Transport:   application.Transport{Port: "GHACC", Date: w.on.AddDays(20), Mode: "air"},
		Declaration: application.Declaration{Accepted: true, NotRefused: true, Name: "Tina Trader"},
		Lines:       []line{{ID: "l1", Description: "as described", Sex: "U", Age: "unknown"}}}
	for _, k := range application.FindingKinds() {
		d.Findings = append(d.Findings, application.Finding{ID: string(k), Kind: k, Line: rule.Whole, Outcome: application.Positive, MadeBy: "sci-1", ValidUntil: w.on.AddMonths(12)})
	}
	d.Holdings = w.holdings()
	for _, e := range edits {
		e(d, &d.Content.Lines[0])
	}
	return d
}

// holdings are those of the country: two places for source D, a ranch for the
// pythons, a lot of skins of the applicant, and nothing issued yet.
func (w *world) holdings() application.Holdings {
	place := func(number string, kind facility.Kind, name string, sources ...cites.Source) facility.Facility {
		t := w.law.Find(name)[0]
		return facility.Facility{ID: number, Number: number, Name: number, Kind: kind, Country: "GH", State: facility.Registered, SEC: true,
			From: date("2024-01-01"), Until: date("2028-12-31"),
			Species: []facility.Output{{TaxonID: string(t.ID), ScientificName: t.Name, Sources: sources, Quantity: 500_000, Unit: "NAR"}}}
	}
	institution := func(code string, c cites.Country) *facility.Facility {
		return &facility.Facility{ID: code, Number: code, Name: code, Kind: facility.Institution, Country: c, State: facility.Registered, From: date("1990-01-01")}
	}
	breeder, nursery := place("GH-A-1", facility.Breeding, "Panthera pardus", "D", "C"), place("GH-P-1", facility.Nursery, "Paphiopedilum exemplum", "D", "A")
	ranch := place("GH-R-1", facility.Ranch, "Python regius", "R")
	python := w.law.Find("Python regius")[0]
	return application.Holdings{
		Facilities: map[string]*facility.Facility{"GH001": institution("GH001", "GH"), "FR075": institution("FR075", "FR"), "GHA1": &breeder, "GHP1": &nursery, "GHR1": &ranch},
		Nearby:     map[int][]facility.Facility{0: {breeder, nursery, ranch}},
		Output:     map[int][]facility.Amount{}, Proofs: map[int][]stock.Lot{}, Reserved: map[string]cites.Quantity{},
		Alive: map[int]map[application.Mark][]application.MarkUse{},
		Lots: map[string]*stock.Lot{"lot-1": {ID: "lot-1", Number: "LOT-2026-000001", TaxonID: string(python.ID), ScientificName: python.Name, Term: "SKI",
			Unit: "NAR", Source: "W", Quantity: 150_000, Drawn: 50_000, Origin: stock.Paper{Country: "BJ", Number: "26BJ000123", Date: date("2026-02-01")}}},
	}
}

// from gives a line what it takes of lots.
func from(lots ...application.LotUse) edit { return func(_ *dossier, l *line) { l.Lots = lots } }

// issuedBefore is what the first line's facility issued this year.
func issuedBefore(q cites.Quantity) edit {
	return func(d *dossier, _ *line) { d.Holdings.Output[0] = []facility.Amount{{Quantity: q, Unit: "NAR"}} }
}

// Below are dossiers in which no rule finds anything; edits make the cases.

func (w *world) live(more ...edit) *dossier {
	return w.dossier(slices.Concat([]edit{w.is("Python regius"), goods("LIV", "10", "NAR", "W")}, more)...)
}

func (w *world) skins(more ...edit) *dossier {
	return w.dossier(slices.Concat([]edit{imported("BJ", "2026-02-01"), w.is("Python regius"), goods("SKI", "100", "NAR", "W")}, more)...)
}

func (w *world) leopard(more ...edit) *dossier {
	return w.dossier(slices.Concat([]edit{w.is("Panthera pardus"), goods("LIV", "1", "NAR", "W"), purpose("Z"), chip, w.importPermit}, more)...)
}

func (w *world) trophy(more ...edit) *dossier {
	return w.dossier(slices.Concat([]edit{w.is("Panthera pardus"), goods("TRO", "1", "NAR", "W"), purpose("H"), w.importPermit}, more)...)
}

func (w *world) wood(more ...edit) *dossier {
	return w.dossier(slices.Concat([]edit{w.is("Lignum quintum"), goods("SAW", "12.5", "MTQ", "W")}, more)...)
}

func papers(kind string) edit {
	return func(d *dossier, _ *line) {
		d.Documents = append(d.Documents, application.Document{ID: "x", Kind: kind})
	}
}

func (w *world) orchid(more ...edit) *dossier {
	return w.dossier(slices.Concat([]edit{w.is("Phalaenopsis exempla"), goods("LIV", "200", "NAR", "A"), papers("breeding")}, more)...)
}

func (w *world) slipper(more ...edit) *dossier { // a lady's slipper, Appendix I
	return w.orchid(slices.Concat([]edit{w.is("Paphiopedilum exemplum"), purpose("G")}, more)...)
}

func (w *world) caviar(more ...edit) *dossier {
	return w.dossier(slices.Concat([]edit{imported("CN", "2025-10-01"), w.is("Acipenser baerii"), goods("CAV", "50", "KGM", "C"), papers("permit"),
		func(_ *dossier, l *line) {
			l.Marks = []application.Mark{{Kind: "LB", Value: "BAE/C/CN/2025/CN0012/0034"}}
		}}, more)...)
}

func (w *world) entering(more ...edit) *dossier { // an import permit for a leopard trophy
	return w.trophy(slices.Concat([]edit{noImportPermit, func(d *dossier, _ *line) {
		c := &d.Content
		c.Type, c.Exporter.Country, c.Importer.Country = cites.ImportPermit, "NA", "GH"
	}}, more)...)
}

// found are the ids of the rules that find something in a dossier at a stage.
func found(d *dossier, stage rule.Stage) []rule.Finding {
	d.Stage = stage
	return rule.Run(application.Rules(), nil, stage, d.On, d)
}

func ids(fs []rule.Finding) []string {
	var out []string
	for _, f := range fs {
		if !slices.Contains(out, f.Rule) {
			out = append(out, f.Rule)
		}
	}
	return out
}

func stages() []rule.Stage { return []rule.Stage{rule.Apply, rule.Issue} }

// TestGroundOfRuleTests shows that the dossiers the cases start from are clean.
func TestGroundOfRuleTests(t *testing.T) {
	w := newWorld(t)
	for name, d := range map[string]*dossier{"live": w.live(), "skins": w.skins(), "leopard": w.leopard(), "trophy": w.trophy(), "wood": w.wood(),
		"orchid": w.orchid(), "slipper": w.slipper(), "caviar": w.caviar(), "entering": w.entering()} {
		for _, s := range stages() {
			if fs := found(d, s); len(fs) > 0 {
				t.Errorf("%s at %s: %+v", name, s, fs)
			}
		}
	}
}
