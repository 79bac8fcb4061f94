package application

import (
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// restrictionRules are suspensions, bans and quotas (permit-rules 5.8).
func restrictionRules() lawRules {
	return lawRules{
		rule.Bind("R01", eachLine(checkSuspension)),
		rule.Bind("R02", eachLine(checkBan)),
		rule.Bind("R03", checkQuota),
		rule.Bind("R04", eachLine(checkZeroQuota)),
		rule.Bind("R05", eachLine(checkQuotaPreparing)),
		rule.Bind("R08", checkPartyAction),
		rule.Bind("R10", eachLine(checkEffectCap)),
		rule.Bind("R11", checkRefusedBefore),
		rule.Bind("R12", eachLine(checkFounder)),
	}
}

func checkSuspension(d *Dossier, _ int, l Line) *rule.Hit {
	t := d.Trade(l)
	for _, s := range d.Suspensions {
		if s.Binding() && s.Applies(t) {
			return hit("taxon", "country", string(s.Country), "since", s.From.String(), "notification", s.Notification)
		}
	}
	return nil
}

func checkBan(d *Dossier, _ int, l Line) *rule.Hit {
	t := d.Trade(l)
	for _, s := range d.Suspensions {
		if !s.Binding() && s.Applies(t) {
			return hit("taxon", "country", string(s.Country), "reason", s.Reason)
		}
	}
	return nil
}

func checkRefusedBefore(d *Dossier) []rule.Hit {
	if !d.Content.Declaration.Accepted || d.Content.Declaration.NotRefused {
		return nil
	}
	return []rule.Hit{{Line: rule.Whole, Field: "declaration"}}
}

// checkPartyAction points at a Party that does not report or is under a
// compliance measure, where R01 does not stop the trade anyway.
func checkPartyAction(d *Dossier) []rule.Hit {
	countries := []cites.Country{d.Content.Exporter.Country, d.Content.Importer.Country}
	for _, l := range d.Content.Lines {
		countries = append(countries, l.Origin.Country)
	}
	var hits []rule.Hit
	for _, s := range d.Suspensions {
		action := s.Kind == species.NoReports || s.Kind == species.Compliance || s.Kind == species.NationalLegislation
		meant := slices.ContainsFunc(d.Content.Lines, func(l Line) bool { return s.Applies(d.Trade(l)) })
		if action && !meant && s.Country != "" && slices.Contains(countries, s.Country) {
			hits = append(hits, rule.Hit{Line: rule.Whole, Field: "exporter", Args: map[string]string{"country": string(s.Country), "notification": s.Notification}})
		}
	}
	return hits
}

// effectCap is how much of a thing one person may carry without a document
// (Res. Conf. 13.7, permit-rules 4.9).
type effectCap struct {
	taxon string // of the taxon or of one above it
	terms []cites.Term
	unit  cites.Unit
	most  cites.Quantity
}

func effectCaps() []effectCap {
	return []effectCap{
		{"Acipenseriformes", []cites.Term{"CAV"}, "GRM", 125_000},
		{"Hippocampus", nil, cites.Number, 4000},
		{"Crocodylia", nil, cites.Number, 4000},
		{"Strombus gigas", []cites.Term{"SHE"}, cites.Number, 3000},
		{"Tridacnidae", []cites.Term{"SHE"}, cites.Number, 3000},
		{"Tridacnidae", []cites.Term{"SHE"}, "KGM", 3000},
		{"Cactaceae", []cites.Term{"CAR", "STE"}, cites.Number, 3000},
		{"Aquilaria", []cites.Term{"CHP"}, "KGM", 1000},
		{"Aquilaria", []cites.Term{"OIL"}, "MLT", 24_000},
	}
}

// checkEffectCap tells that personal effects above the cap need a document for
// the whole quantity.
func checkEffectCap(d *Dossier, _ int, l Line) *rule.Hit {
	if d.Content.Purpose != "P" || l.Live() || l.TaxonID == "" || appendixOne(d, l) {
		return nil
	}
	var above []string
	for _, id := range d.Law.Chain(species.ID(l.TaxonID)) {
		if t, ok := d.Law.Taxon(id); ok {
			above = append(above, t.Name, t.Genus, t.Family, t.Order)
		}
	}
	for _, c := range effectCaps() {
		if !slices.Contains(above, c.taxon) || len(c.terms) > 0 && !slices.Contains(c.terms, l.Term) {
			continue
		}
		carried, ok := l.Quantity, l.Unit == c.unit
		if !ok {
			carried, ok = cites.Convert(l.Quantity, l.Unit, c.unit)
		}
		if ok && carried > c.most {
			h := hit("quantity", "limit", c.most.String(), "unit", string(c.unit))
			h.Variant = "carried"
			return h
		}
	}
	return nil
}
