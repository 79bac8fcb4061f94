package application

import (
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/need"
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
		rule.Bind("R10", checkEffectCap),
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

// checkEffectCap tells that personal effects above the cap of their kind, all
// lines together, need a document for the whole quantity (Res. Conf. 13.7).
func checkEffectCap(d *Dossier) []rule.Hit {
	if d.Content.Purpose != cites.Personal {
		return nil
	}
	c := NeedCase(&d.Content, d.On)
	c.PersonalEffect = true
	var hits []rule.Hit
	for i, l := range need.Decide(need.Statute{Catalogue: d.Law}, c).Lines {
		for _, r := range l.Reasons {
			if r.Key == "rule.R10.cap" {
				hits = append(hits, rule.Hit{Line: i, Field: "quantity", Variant: "cap", Args: r.Args})
			}
		}
	}
	return hits
}
