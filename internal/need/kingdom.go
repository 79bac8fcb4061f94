package need

import (
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// guessKingdom tells animal from plant where no catalogue has the taxon: by what
// the caller says, the genus, the ending of a higher taxon, and the codes of the
// line. It is "" when nothing tells.
func (j *judge) guessKingdom(name string) cites.Kingdom {
	if j.l.Kingdom != "" {
		return j.l.Kingdom
	}
	genus, _, several := strings.Cut(strings.TrimSpace(name), " ")
	switch {
	case plantGenera()[genus], !several && strings.HasSuffix(genus, "aceae"):
		return cites.Plantae
	case !several && (strings.HasSuffix(genus, "idae") || strings.HasSuffix(genus, "iformes")):
		return cites.Animalia
	}
	if found := j.law.Find(genus); len(found) > 0 && several {
		return found[0].Kingdom
	}
	return j.codeKingdom()
}

// codeKingdom is the only kingdom that the source, the term and the purpose
// leave, in this order.
func (j *judge) codeKingdom() cites.Kingdom {
	for _, s := range []cites.Source{j.l.Source, j.l.SecondarySource} {
		if i, ok := s.Info(); ok && len(i.Kingdoms) == 1 {
			return i.Kingdoms[0]
		}
	}
	if i, ok := j.l.Term.Info(); ok && len(i.Kingdoms) == 1 {
		return i.Kingdoms[0]
	}
	if i, ok := j.c.Purpose.Info(); ok && len(i.Kingdoms) == 1 {
		return i.Kingdoms[0]
	}
	return ""
}

// landGroups lists families, orders and classes of which no taxon lives in the
// sea: source X cannot be theirs (P17).
func landGroups() []string {
	return []string{"Primates", "Proboscidea", "Perissodactyla", "Chiroptera", "Pholidota", "Rodentia", "Lagomorpha", "Diprotodontia", "Scandentia",
		"Pilosa", "Cingulata", "Dasyuromorphia", "Peramelemorphia", "Monotremata", "Psittaciformes", "Falconiformes", "Accipitriformes", "Strigiformes",
		"Galliformes", "Gruiformes", "Apodiformes", "Bucerotiformes", "Coraciiformes", "Passeriformes", "Piciformes", "Trogoniformes", "Columbiformes",
		"Cuculiformes", "Rheiformes", "Struthioniformes", "Tinamiformes", "Rhynchocephalia", "Amphibia", "Arachnida", "Insecta",
		"Felidae", "Canidae", "Viverridae", "Ailuridae", "Eupleridae", "Hyaenidae", "Herpestidae", "Procyonidae",
		"Camelidae", "Cervidae", "Bovidae", "Moschidae", "Suidae", "Tayassuidae", "Antilocapridae", "Hippopotamidae", "Giraffidae",
		"Testudinidae", "Geoemydidae", "Emydidae", "Chelidae", "Trionychidae", "Podocnemididae", "Boidae", "Pythonidae", "Chamaeleonidae", "Varanidae"}
}

// Land reports whether a taxon is known to live nowhere in the sea.
func Land(t *species.Taxon) bool {
	in := func(g string) bool { return slices.Contains(landGroups(), g) }
	return t.Kingdom == cites.Plantae || in(t.Family) || in(t.Order) || in(t.Class)
}

// terrestrial reports whether the taxon of the line is known to live on land.
func (j *judge) terrestrial() bool {
	return j.kingdom == cites.Plantae || j.taxon != nil && Land(j.taxon)
}
