package application

import (
	"context"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
)

// Start is how an application begins: the document, for whom, what kind of
// procedure, and what is known already.
type Start struct {
	Type          cites.DocumentType
	For           string // trader who gave a mandate; "" is the actor
	Retrospective bool   // the goods left before it was asked for (50 CFR 23.53)
	Partial       bool   // documents that the holder completes (50 CFR 23.51)
	Fill          Fill
}

// Fill is what a link such as that of the public checker knows already. What
// cannot be read is left out: it only saves typing.
type Fill struct {
	Taxon    string // id or scientific name
	From, To cites.Country
	Purpose  cites.Purpose
	Source   cites.Source
	Term     cites.Term
	Quantity string
	Unit     cites.Unit
	Date     cites.Date
}

// Empty reports whether nothing is known.
func (f Fill) Empty() bool { return f == Fill{} }

// StartWith begins an application as StartDraft does and writes what is known
// into it. Nothing counts as answered: the applicant sees each page.
func (o *Office) StartWith(ctx context.Context, who actor.Actor, s Start) (*Application, error) {
	if s.Retrospective && (s.Partial || !retrospectiveAllowed(s.Type)) {
		return nil, fault.Invalidf("apply.invalid").Add("procedure", "apply.procedure.retro")
	}
	if s.Partial && !partialAllowed(s.Type) {
		return nil, fault.Invalidf("apply.invalid").Add("procedure", "apply.procedure.partial_not")
	}
	return o.start(ctx, who, s)
}

// retrospectiveAllowed: a document for goods on their way in one crossing.
func retrospectiveAllowed(t cites.DocumentType) bool {
	i := t.Facts()
	return i.Issued == cites.AsPermit && i.EndorsedAtExport && !i.ManyCrossings
}

// partialAllowed: Res. Conf. 12.3 Annex 4 has them for documents of one
// consignment that the holder sends.
func partialAllowed(t cites.DocumentType) bool { return retrospectiveAllowed(t) }

// fill writes what is known into a new draft.
func (o *Office) fill(c *Content, f Fill) {
	if f.Empty() {
		return
	}
	info := c.Type.Facts()
	other, country := &c.Importer, f.To
	if info.Direction.In() {
		other, country = &c.Exporter, f.From
	}
	if info.Other == cites.OtherAsked && country != o.Profile.Party && country.Place() {
		other.Country = country
	}
	if _, ok := f.Purpose.Info(); ok && info.PurposeRequired {
		c.Purpose = f.Purpose
	}
	if !f.Date.Before(o.today()) {
		c.Transport.Date = f.Date
	}
	if l, ok := o.firstLine(f); ok {
		c.Lines = append(c.Lines, l)
		o.deduceAll(c)
	}
}

func (o *Office) firstLine(f Fill) (Line, bool) {
	law := o.Law()
	t, ok := law.Taxon(species.ID(f.Taxon))
	if !ok {
		if found := law.Find(f.Taxon); strings.TrimSpace(f.Taxon) != "" && len(found) == 1 {
			t, ok = found[0], true
		}
	}
	if !ok {
		return Line{}, false
	}
	l := Line{ID: o.NewID(), TaxonID: string(t.ID), ScientificName: t.Name, Kingdom: t.Kingdom, CommonName: t.CommonName(cites.English)}
	if _, ok := f.Source.Info(); ok {
		l.Source = f.Source
	}
	if _, ok := f.Term.Info(); ok {
		l.Term = f.Term
	}
	if _, ok := f.Unit.Info(); ok {
		l.Unit = f.Unit
	}
	if q, err := cites.ParseQuantity(f.Quantity); err == nil && q > 0 {
		l.Quantity = q
	}
	return l, true
}
