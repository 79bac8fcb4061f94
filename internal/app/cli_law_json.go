package app

import (
	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// lawAnswer is the law on a date as programs read it. Lists are never null.
type lawAnswer struct {
	Taxon           string           `json:"taxon"` // accepted name, or the cross as asked
	Asked           string           `json:"asked"`
	Parents         []string         `json:"parents,omitempty"` // of a hybrid
	UnknownParents  []string         `json:"unknown_parents,omitempty"`
	Population      cites.Country    `json:"population"`
	Date            cites.Date       `json:"date"`
	Appendix        string           `json:"appendix"` // "I", "I/II" when it depends on the population, "N" when not listed
	Split           bool             `json:"split"`
	Message         string           `json:"message,omitempty"`
	Annotation      string           `json:"annotation"`
	ListedSince     cites.Date       `json:"listing_date"`
	FirstListed     cites.Date       `json:"first_listed"`
	Listings        []lawListing     `json:"listings"`
	Reservations    []lawReservation `json:"reservations"`
	Suspensions     []lawSuspension  `json:"suspensions"`
	Quotas          []lawQuota       `json:"quotas"`
	OtherwiseListed []string         `json:"otherwise_listed,omitempty"` // subspecies
}

type lawListing struct {
	Appendix    cites.Appendix  `json:"appendix"`
	Taxon       string          `json:"taxon"` // at which it stands
	From        cites.Date      `json:"from"`
	Until       cites.Date      `json:"until"`
	Party       cites.Country   `json:"party,omitempty"`
	Populations []cites.Country `json:"populations,omitempty"`
	Except      []cites.Country `json:"except,omitempty"`
	Part        []cites.Country `json:"part,omitempty"`
	Hash        string          `json:"hash,omitempty"`
	Note        string          `json:"note,omitempty"`
	Citation    string          `json:"citation,omitempty"`
}

type lawReservation struct {
	Party       cites.Country   `json:"party"`
	Appendix    cites.Appendix  `json:"appendix"`
	Taxon       string          `json:"taxon"`
	From        cites.Date      `json:"from"`
	Until       cites.Date      `json:"until"`
	Populations []cites.Country `json:"populations,omitempty"`
	Parts       string          `json:"parts,omitempty"`
	Citation    string          `json:"citation,omitempty"`
}

type lawSuspension struct {
	Country      cites.Country          `json:"country"`
	Imports      bool                   `json:"imports"`
	Taxon        string                 `json:"taxon"` // "" for all taxa
	From         cites.Date             `json:"from"`
	Until        cites.Date             `json:"until"`
	Kind         species.SuspensionKind `json:"kind"`
	Binding      bool                   `json:"binding"`
	Reason       string                 `json:"reason,omitempty"`
	Notification string                 `json:"notification,omitempty"`
	AsOf         cites.Date             `json:"as_of"` // day of its source: nothing is known of its end after that
}

type lawQuota struct {
	Country  cites.Country     `json:"country"`
	Year     int               `json:"year"`
	Taxon    string            `json:"taxon"`
	From     cites.Date        `json:"from"`
	Until    cites.Date        `json:"until"`
	Quantity string            `json:"quantity"` // "" while in preparation
	Unit     cites.Unit        `json:"unit"`
	Used     string            `json:"used"`
	Terms    []cites.Term      `json:"terms,omitempty"`
	Sources  []cites.Source    `json:"sources,omitempty"`
	Kind     species.QuotaKind `json:"kind"`
	Note     string            `json:"note,omitempty"`
	AsOf     cites.Date        `json:"as_of"` // day of its source
}

// lawJSON writes an answer; asked is the name in the question.
func lawJSON(law *species.Catalogue, asked string, a species.LawOn) lawAnswer {
	out := lawAnswer{Taxon: a.Taxon.Name, Asked: asked, UnknownParents: a.Unknown, Population: a.Population, Date: a.On, Appendix: a.Label(), Split: a.Split,
		Annotation: a.Annotation(), ListedSince: a.Since, FirstListed: a.First,
		Listings: []lawListing{}, Reservations: []lawReservation{}, Suspensions: []lawSuspension{}, Quotas: []lawQuota{}}
	if len(a.Lineage) > 0 || len(a.Unknown) > 0 {
		out.Taxon = asked
	}
	for _, t := range a.Lineage {
		out.Parents = append(out.Parents, t.Name)
	}
	if !a.Listed() {
		out.Appendix = string(cites.NotListed)
	}
	if a.Split {
		out.Message = "it depends on the population or the kind of specimen; see the listings"
	}
	name := func(id species.ID) string {
		if t, ok := law.Taxon(id); ok {
			return t.Name
		}
		return string(id)
	}
	for _, l := range a.Listings {
		out.Listings = append(out.Listings, lawListing{l.Appendix, name(l.Taxon), l.From, l.Until, l.Party, l.Populations, l.Except, l.Part, l.Hash, l.Note, l.Citation})
	}
	for _, r := range a.Reservations {
		out.Reservations = append(out.Reservations, lawReservation{r.Party, r.Appendix, name(r.Taxon), r.From, r.Until, r.Populations, r.Parts, r.Citation})
	}
	for _, s := range a.Suspensions {
		out.Suspensions = append(out.Suspensions, lawSuspension{s.Country, s.Imports, name(s.Taxon), s.From, s.Until, s.Kind, s.Binding(), s.Reason, s.Notification, s.AsOf})
	}
	for _, q := range a.Quotas {
		x := lawQuota{Country: q.Country, Year: q.Year, Taxon: name(q.Taxon), From: q.From, Until: q.Until, Unit: q.Unit, Used: q.Used.String(),
			Terms: q.Terms, Sources: q.Sources, Kind: q.Kind, Note: q.Note, AsOf: q.AsOf}
		if q.Quantity != species.Preparing {
			x.Quantity = q.Quantity.String()
		}
		out.Quotas = append(out.Quotas, x)
	}
	for _, id := range a.Inside {
		out.OtherwiseListed = append(out.OtherwiseListed, name(id))
	}
	return out
}
