package demo

import (
	"fmt"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
)

// ownerOf is the firm that trades in such goods.
func (t *Town) ownerOf(g good) Person {
	login := "trader@aurelia.example"
	switch {
	case g.kind == cites.ImportPermit:
		login = "zoo@aurelia.example"
	case g.purpose == "H":
		login = "safari@aurelia.example"
	case slices.Contains([]cites.Term{"SAW", "LOG", "VEN", "BAR", "WAX", "EXT"}, g.term):
		login = "timber@aurelia.example"
	case slices.Contains([]string{"Dendrobium nobile", "Cycas revoluta", "Hoodia gordonii"}, g.name):
		login = "nursery@aurelia.example"
	case slices.Contains([]cites.Term{"LPS", "CLO", "CAV"}, g.term) || g.kind == cites.ReexportCertificate || g.term == "SKI":
		login = "leather@aurelia.example"
	case slices.Contains([]string{"Strombus gigas", "Tridacna maxima", "Hippocampus reidi", "Acropora millepora"}, g.name):
		login = "marine@aurelia.example"
	}
	return t.firm(login)
}

// content fills the form for a consignment of a good.
func (c *consignment) content(g good) application.Content {
	abroad := pick(c.r, c.t.partners, func(p partner) int { return p.weight }).Address
	if g.purpose == "H" {
		abroad.Name = c.t.hunter()
	}
	owner := c.t.ownerOf(g)
	own := application.Address{Name: owner.Firm, Lines: owner.Address, Country: c.t.Profile.Party, Email: owner.Login}
	out := application.Content{Type: g.kind, Purpose: g.purpose, Exporter: own, Importer: abroad}
	if g.kind == cites.ImportPermit {
		out.Exporter, out.Importer = abroad, own
		out.Facilities = "Enclosure of 400 m², two keepers with diplomas, veterinarian on call."
		out.ExportPermit = application.Reference{Country: abroad.Country, Unknown: true, Reason: "It will be issued after the import permit."}
	}
	out.Lines = []application.Line{c.line(g, abroad.Country)}
	if g.kind == cites.ReexportCertificate && c.r.IntN(5) == 0 {
		out.Lines = append(out.Lines, c.line(g, abroad.Country))
	}
	today := c.t.Profile.Today(c.t.Clock.Now())
	out.Transport = application.Transport{Port: c.port(g), Mode: "air", Date: today.AddDays(70 + c.r.IntN(20))}
	if out.Transport.Port == c.t.Profile.Ports[1].Code {
		out.Transport.Mode = "sea"
	}
	if out.Lines[0].Live() {
		out.Transport.Crates = "Ventilated crates after IATA container requirements, water and shade."
	}
	if c.wantsImportPermit(g, out) {
		out.ImportPermit = application.Reference{Country: abroad.Country, Number: c.number(abroad.Country, "IM"), Date: today.AddDays(-20)}
	}
	return out
}

// hunter is a guest of the safari company, another one each time: one hunter may
// take few trophies in a year (rule Q15).
func (t *Town) hunter() string {
	first := []string{"Anna", "Bernard", "Clara", "David", "Elena", "Felix", "Grete", "Hugo", "Ines", "Jakob", "Karin", "Luca", "Marta", "Nils", "Olga", "Paul", "Rosa", "Sven", "Tessa"}
	last := []string{"Almeida", "Brandt", "Castelli", "Dubois", "Eriksen", "Fontana", "Gruber", "Herrera", "Ivanov", "Jansen", "Keller", "Lindqvist", "Moreau", "Novak", "Olsen", "Pereira", "Rossi", "Schmid", "Torres", "Varga"}
	n := t.hunters
	t.hunters++
	return first[n%len(first)] + " " + last[n%len(last)]
}

// wantsImportPermit: Appendix I leaves only with the importer's permit.
func (c *consignment) wantsImportPermit(g good, out application.Content) bool {
	if g.kind == cites.ImportPermit || slices.Contains([]cites.Source{"A", "C", "D", "O"}, g.source) {
		return false
	}
	ts := c.t.Law().Find(g.name)
	if len(ts) == 0 {
		return false
	}
	return c.t.Law().Listings(ts[0].ID, application.Population(out, out.Lines[0]), c.t.Profile.Today(c.t.Clock.Now())).Appendix == cites.AppendixI
}

func (c *consignment) port(g good) string {
	if g.term == "LIV" || c.r.IntN(2) == 0 {
		return c.t.Profile.Ports[0].Code
	}
	return c.t.Profile.Ports[1].Code
}

func (c *consignment) line(g good, abroad cites.Country) application.Line {
	q := g.least
	if g.most > g.least {
		q += c.r.Int64N(g.most - g.least + 1)
	}
	l := application.Line{ScientificName: g.name, Source: g.source, Term: g.term, Unit: g.unit, Quantity: cites.Quantity(q * 1000), Description: g.description, Operation: c.t.facilityOf(g)}
	if ts := c.t.Law().Find(g.name); len(ts) > 0 {
		l.TaxonID, l.ScientificName, l.Kingdom, l.CommonName = string(ts[0].ID), ts[0].Name, ts[0].Kingdom, ts[0].CommonName(cites.English)
	}
	if g.term == "LIV" && l.Kingdom == cites.Animalia {
		l.Sex, l.Age = "U", "juvenile"
		if g.kind == cites.ImportPermit || g.purpose == "P" {
			l.Marks = []application.Mark{{Kind: "MC", Value: fmt.Sprintf("9620000%08d", c.r.IntN(100000000))}}
		}
	}
	if g.term == "CAV" {
		l.Marks = []application.Mark{{Kind: "LB", Value: fmt.Sprintf("BAE/C/FR/%d/AQ12/%04d", c.t.Clock.Now().Year()-1, c.r.IntN(10000))}}
	}
	today := c.t.Profile.Today(c.t.Clock.Now())
	switch g.kind {
	case cites.ReexportCertificate:
		from := origins[g.name]
		l.Origin = application.Reference{Country: from, Number: c.number(from, "E"), Date: today.AddDays(-60 - c.r.IntN(200))}
		l.ImportProof = application.Reference{Country: c.t.Profile.Party, Number: fmt.Sprintf("IMP-%06d", c.r.IntN(1000000)), Date: today.AddDays(-30)}
	case cites.ImportPermit:
		l.Origin = application.Reference{Country: abroad, Unknown: true, Reason: "Bred in the exporting institution."}
	}
	return l
}

// origins of the goods that are re-exported.
var origins = map[string]cites.Country{"Alligator mississippiensis": "US", "Crocodylus porosus": "AU", "Malayopython reticulatus": "ID",
	"Caiman crocodilus": "CO", "Acipenser baerii": "FR", "Swietenia macrophylla": "PE", "Dalbergia latifolia": "IN", "Vicugna vicugna": "PE"}

// number makes the number of a document of another Party.
func (c *consignment) number(from cites.Country, kind string) string {
	return fmt.Sprintf("%02d%s%s%06d", (c.t.Clock.Now().Year()-1)%100, from, kind, c.r.IntN(1000000))
}
