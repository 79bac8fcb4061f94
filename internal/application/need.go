package application

import (
	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/need"
)

// NeedCase writes an application as the question which documents its
// consignment needs on a day. What a register or an earlier document shows is
// taken as in order: the rules judge that.
func NeedCase(c *Content, on cites.Date) *need.Case {
	out := &need.Case{Date: on, Purpose: c.Purpose, Direction: need.Direction(c.Type.Facts().Direction),
		ExportCountry: c.Exporter.Country, ImportCountry: c.Importer.Country, VesselFlag: cites.Country(c.Answers["vessel_flag"]),
		TravellingExhibition: c.Type == cites.TravellingExhibition, PartiallyCompleted: c.Partial,
		FrequentCrossings: c.Type == cites.PersonalOwnership || c.Type == cites.MusicalInstrument,
		OwnerAccompanies:  c.Type == cites.PersonalOwnership || c.Type == cites.MusicalInstrument,
		MarineTreaty:      c.Type == cites.MarineDocument, ATACarnet: c.Answers["carnet"],
		PhytosanitaryFormLodged: c.Type == cites.Phytosanitary}
	if c.Type == cites.ScientificExchangeLabel {
		out.ScientificExchange = &need.Exchange{Sender: c.Answers["sender_code"], Recipient: c.Answers["recipient_code"], Registered: true}
	}
	if out.Direction == need.Sea {
		out.ExportCountry = "HS"
	}
	for _, l := range c.Lines {
		out.Lines = append(out.Lines, need.Line{Taxon: l.ScientificName, Population: l.Population, Source: l.Source, SecondarySource: l.SecondSource,
			Term: l.Term, Unit: l.Unit, Quantity: l.Quantity, Live: l.Live(), OriginCountry: l.Origin.Country, LastReexportCountry: l.LastReexport.Country,
			Acquired: l.Acquired, Operation: l.Operation, OperationRegistered: l.Operation != "", SeizureReference: l.SeizureRef,
			Justification: l.SourceReason, MusicalInstrument: c.Type == cites.MusicalInstrument, Kingdom: l.Kingdom})
	}
	return out
}
