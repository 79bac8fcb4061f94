package application

import (
	"context"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/stock"
)

// Holdings is what the registers of facilities, stock and marks say about the
// lines of an application.
type Holdings struct {
	// Facilities are those that lines name, by the key of the number.
	Facilities map[string]*facility.Facility
	// Output is what each line's facility issued of its taxon this year, by line.
	Output map[int][]facility.Amount
	// Nearby are the facilities of the exporting country for the taxon of a line.
	Nearby map[int][]facility.Facility
	// Lots are those that lines name and that the applicant has, by id.
	Lots map[string]*stock.Lot
	// Proofs are the lots that a line's proof of import opened, by line.
	Proofs map[int][]stock.Lot
	// Reserved is what this application has reserved or drawn already, by lot.
	Reserved map[string]cites.Quantity
	// Alive are the permits in which a mark of a line is alive elsewhere, by line
	// and mark.
	Alive map[int]map[Mark][]MarkUse
	// Trophies is what the importer had this year of a species of which a hunter
	// may take few, by its name.
	Trophies map[string]cites.Quantity
}

// Trophies is what one line of a permit let a hunter have.
type Trophies struct {
	Hunter string // the importer, as the permit has the name
	Taken  cites.Quantity
}

// holdings looks the lines up.
func holdings(ctx context.Context, tx Facts, d *Dossier) (Holdings, error) {
	r := Holdings{Facilities: map[string]*facility.Facility{}, Output: map[int][]facility.Amount{}, Nearby: map[int][]facility.Facility{},
		Lots: map[string]*stock.Lot{}, Proofs: map[int][]stock.Lot{}, Reserved: map[string]cites.Quantity{}, Alive: map[int]map[Mark][]MarkUse{}, Trophies: map[string]cites.Quantity{}}
	draws, err := tx.LotDrawsOf(ctx, d.ID)
	if err != nil {
		return r, err
	}
	for _, x := range draws {
		r.Reserved[x.Lot] += x.Amount - x.Returned
	}
	for _, code := range []string{d.Content.Answer("sender_code"), d.Content.Answer("recipient_code")} {
		if err := r.find(ctx, tx, InstitutionCode(code)); err != nil {
			return r, err
		}
	}
	for i, l := range d.Content.Lines {
		if err := r.facilities(ctx, tx, d, i, l); err != nil {
			return r, err
		}
		if err := r.lots(ctx, tx, d, i, l); err != nil {
			return r, err
		}
		if err := r.trophies(ctx, tx, d, l); err != nil {
			return r, err
		}
		r.Alive[i] = map[Mark][]MarkUse{}
		for _, m := range l.Marks {
			if r.Alive[i][m], err = tx.MarkAlive(ctx, m, d.On, d.ID); err != nil {
				return r, err
			}
		}
	}
	return r, nil
}

func (r *Holdings) facilities(ctx context.Context, tx Facts, d *Dossier, i int, l Line) error {
	if !facility.Asked(bredSource(l)) && !sourceIs(l, "F") {
		return nil
	}
	var err error
	taxa := chain(d.Law, l)
	if r.Nearby[i], err = tx.FacilitiesFor(ctx, string(d.Content.Exporter.Country), taxa); err != nil {
		return err
	}
	key := facility.Key(l.Operation)
	if key == "" {
		return nil
	}
	if err := r.find(ctx, tx, key); err != nil || r.Facilities[key] == nil {
		return err
	}
	f := r.Facilities[key]
	r.Output[i], err = tx.FacilityIssued(ctx, f.Number, l.TaxonID, d.On.Year)
	return err
}

// find looks a facility up by the key of its number; an unknown one is not there.
func (r *Holdings) find(ctx context.Context, tx Facts, key string) error {
	if key == "" {
		return nil
	}
	f, err := tx.FacilityByKey(ctx, key)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err == nil {
		r.Facilities[key] = f
	}
	return err
}

func (r *Holdings) lots(ctx context.Context, tx Facts, d *Dossier, i int, l Line) error {
	for _, u := range l.Lots {
		x, err := tx.LotOfOwner(ctx, u.Lot, d.Scope())
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		r.Lots[u.Lot] = x
	}
	key := cites.NumberKey(cites.PermitNumber(l.ImportProof.Number))
	if !d.Reexport() || key == "" || l.ImportProof.Country != d.Profile.Party {
		return nil
	}
	var err error
	r.Proofs[i], err = tx.LotsByProof(ctx, key)
	return err
}

// facilityOf is the register's entry that a line names, or nil.
func (d *Dossier) facilityOf(l Line) *facility.Facility {
	return d.Holdings.Facilities[facility.Key(l.Operation)]
}

// chain is the taxon of a line with all taxa above it.
func chain(law *species.Catalogue, l Line) []string {
	var out []string
	for _, id := range law.Chain(species.ID(l.TaxonID)) {
		out = append(out, string(id))
	}
	return out
}

// bredSource is the source that a facility answers for: the second code of
// pre-Convention and confiscated specimens.
func bredSource(l Line) cites.Source {
	if (l.Source == cites.Confiscated || l.Source == cites.PreConventionStock) && l.SecondSource != "" {
		return l.SecondSource
	}
	return l.Source
}

// trophies adds up what permits of this year gave the hunter, who is the importer;
// his name is compared without regard to capitals and blanks.
func (r *Holdings) trophies(ctx context.Context, tx Facts, d *Dossier, l Line) error {
	if _, few := trophies[l.ScientificName]; !few || !isTrophy(d, l) {
		return nil
	}
	name := func(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }
	all, err := tx.TrophiesIssued(ctx, l.ScientificName, d.Content.Importer.Country, d.On.Year, d.ID)
	if err != nil {
		return err
	}
	r.Trophies[l.ScientificName] = 0
	for _, x := range all {
		if name(x.Hunter) == name(d.Content.Importer.Name) {
			r.Trophies[l.ScientificName] += x.Taken
		}
	}
	return nil
}
