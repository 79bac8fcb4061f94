package demo

import (
	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// Amendments are what the next meeting of the Conference decides in the
// demonstration: a transfer, an annotation, a reservation, a quota and a
// suspension, in force three months after a day.
func Amendments(today cites.Date, party cites.Country) *species.Amendments {
	from := today.AddDays(92)
	end := cites.Date{Year: from.Year, Month: 12, Day: 31}
	quantity := cites.Quantity(12_000_000)
	s := &species.Amendments{Name: "Next meeting of the Conference (demonstration)", Citation: "Demonstration, not a decision", First: from, Last: from, Rows: []species.Amendment{
		{Act: species.TransferListing, Taxon: "Varanus niloticus", Appendix: "II", To: "I"},
		{Act: species.TransferListing, Taxon: "Pericopsis elata", Appendix: "II", To: "I"},
		{Act: species.AnnotateListing, Taxon: "Cedrela", Appendix: "II", Annotation: "#17"},
		{Act: species.Reserve, Taxon: "Varanus niloticus", Appendix: "I", Party: "CH"},
		{Act: species.OpenQuota, Taxon: "Pandinus imperator", Country: party, Quantity: &quantity, Unit: cites.Number, Terms: []cites.Term{"LIV"}, Sources: []cites.Source{"R"}, Until: end, Kind: string(species.NationalQuota)},
		{Act: species.Suspend, Taxon: "Dalbergia", Country: "MG", Kind: string(species.Compliance), Reason: "Demonstration of a suspension"},
	}}
	for i := range s.Rows {
		s.Rows[i].Row, s.Rows[i].From = i+1, from
	}
	return s
}
