package application

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/measure"
	"github.com/opencites/opencites/internal/species"
)

// MeasureInputs are the lines as stricter measures see them.
func (d *Dossier) MeasureInputs() []measure.Input {
	out := make([]measure.Input, len(d.Content.Lines))
	for n, l := range d.Content.Lines {
		out[n] = measure.Input{Date: d.On, Direction: direction(d.Content.Type), Document: d.Content.Type,
			Exporter: d.Content.Exporter.Country, Importer: d.Content.Importer.Country,
			Origin: l.Origin.Country, LastReexport: l.LastReexport.Country,
			Taxon: l.ScientificName, Kingdom: l.Kingdom, Appendix: d.Effective(l).Appendix, Annotation: l.Annotation,
			Source: l.Source, Second: l.SecondSource, Purpose: d.Content.Purpose, Term: l.Term, Unit: l.Unit,
			Quantity: l.Quantity, Live: l.Live(), Acquired: l.Acquired, Operation: l.Operation}
		for _, id := range d.Law.Chain(species.ID(l.TaxonID)) {
			if t, ok := d.Law.Taxon(id); ok {
				out[n].Taxa = append(out[n].Taxa, t.Name)
			}
		}
		if t, ok := d.Law.Taxon(species.ID(l.TaxonID)); ok {
			out[n].Rank = string(t.Rank)
		}
	}
	return out
}

// direction names the way goods go, as need-contract and measures write it.
func direction(t cites.DocumentType) string {
	switch t {
	case cites.ReexportCertificate:
		return "reexport"
	case cites.ImportPermit:
		return "import"
	case cites.FromTheSea:
		return "sea"
	}
	return "export"
}

// Past reads submitted applications for those who try a measure out.
type Past struct {
	Store Store
	Law   func() *species.Catalogue
}

// PastLines gives the lines of the n applications submitted last, newest first.
func (p Past) PastLines(ctx context.Context, n int, fn func(measure.PastCase) error) error {
	var found []Application
	err := p.Store.View(ctx, func(tx Tx) (err error) {
		found, err = tx.SubmittedLast(ctx, n)
		return err
	})
	if err != nil {
		return err
	}
	law := p.Law()
	for i := range found {
		a := &found[i]
		at := a.SubmittedAt.UTC()
		on := cites.Date{Year: at.Year(), Month: at.Month(), Day: at.Day()}
		d := &Dossier{Application: a, On: on, Law: law}
		if err := fn(measure.PastCase{ID: a.ID, Reference: a.Reference, State: string(a.State), On: on, Lines: d.MeasureInputs()}); err != nil {
			return err
		}
	}
	return nil
}
