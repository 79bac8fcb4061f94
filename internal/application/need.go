package application

import (
	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/need"
)

// NeedCase writes an application as the question which documents its
// consignment needs on a day. What a register or an earlier document shows is
// taken as in order: the rules judge that.
func NeedCase(c *Content, on cites.Date) *need.Case {
	out := c.consignment(on)
	for _, l := range c.Lines {
		out.Lines = append(out.Lines, c.specimen(l))
	}
	return out
}

// consignment is the question without its lines.
func (c *Content) consignment(on cites.Date) *need.Case {
	out := &need.Case{Date: on, Purpose: c.Purpose, Direction: need.Direction(c.Type.Facts().Direction),
		ExportCountry: c.Exporter.Country, ImportCountry: c.Importer.Country, VesselFlag: cites.Country(c.Answer("vessel_flag")),
		TravellingExhibition: c.Type == cites.TravellingExhibition, PartiallyCompleted: c.Partial,
		FrequentCrossings: c.Type == cites.PersonalOwnership || c.Type == cites.MusicalInstrument,
		OwnerAccompanies:  c.Type == cites.PersonalOwnership || c.Type == cites.MusicalInstrument,
		MarineTreaty:      c.Type == cites.MarineDocument, ATACarnet: c.Answer("carnet"),
		PhytosanitaryFormLodged: c.Type == cites.Phytosanitary}
	if c.Type == cites.ScientificExchangeLabel {
		out.ScientificExchange = &need.Exchange{Sender: c.Answer("sender_code"), Recipient: c.Answer("recipient_code"), Registered: true}
	}
	if out.Direction == need.Sea {
		out.ExportCountry = "HS"
	}
	return out
}

// specimen is one line of the question. Breeding counts as commercial where the
// applicant was asked about an Appendix I animal and did not say otherwise.
func (c *Content) specimen(l Line) need.Line {
	asked := l.Source == cites.Bred && (c.Type == cites.CaptiveBred || c.Type == cites.ExportPermit && c.Purpose == cites.Commercial)
	return need.Line{Taxon: l.ScientificName, Population: l.Population, Source: l.Source, SecondarySource: l.SecondSource,
		Term: l.Term, Unit: l.Unit, Quantity: l.Quantity, Live: l.Live(), OriginCountry: l.Origin.Country, LastReexportCountry: l.LastReexport.Country,
		Acquired: l.Acquired, Operation: l.Operation, OperationRegistered: l.Operation != "", SeizureReference: l.SeizureRef,
		Justification: l.SourceReason, MusicalInstrument: c.Type == cites.MusicalInstrument, Kingdom: l.Kingdom,
		BredCommercially: asked && c.LineAnswer(l, "noncommercial") == ""}
}

// due is what the decision of package need asks before the document of this
// application is issued for a line, in the Appendix that the line is in today.
func (d *Dossier) due(l Line) need.Due {
	if l.TaxonID == "" {
		return need.Due{}
	}
	c, x := d.Content.consignment(d.On), d.Content.specimen(l)
	x.Appendix = d.Effective(l).Appendix
	parents, _ := d.Law.Parents(l.ScientificName)
	if len(parents) > 0 {
		x.Hybrid = &need.Hybrid{Generation: 1}
	}
	for _, p := range parents {
		x.Hybrid.Parents = append(x.Hybrid.Parents, p.Name)
	}
	c.Lines = []need.Line{x}
	return need.DueFor(need.Statute{Catalogue: d.Law}, c, 0, d.Content.Type)
}
