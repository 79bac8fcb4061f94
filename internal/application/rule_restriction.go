package application

import (
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
		rule.Bind("R11", checkRefusedBefore),
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

// checkQuota adds up what all lines take of each quota, in the quota's unit.
func checkQuota(d *Dossier) []rule.Hit {
	var hits []rule.Hit
	for _, q := range d.Quotas {
		if q.Quantity == 0 {
			continue // R04 speaks
		}
		var asked cites.Quantity
		for i, l := range d.Content.Lines {
			amount, ok := CountsAgainst(q, d.Trade(l), l)
			if !ok {
				continue
			}
			asked += amount
			if q.Used+asked > q.Quantity {
				hits = append(hits, rule.Hit{Line: i, Field: "quantity", Args: map[string]string{"asked": asked.String(),
					"left": q.Left().String(), "quota": q.Quantity.String(), "unit": string(q.Unit)}})
				break
			}
		}
	}
	return hits
}

func checkZeroQuota(d *Dossier, _ int, l Line) *rule.Hit {
	t := d.Trade(l)
	for _, q := range d.Quotas {
		if q.Quantity == 0 && q.Applies(t) {
			return hit("quantity", "name", l.ScientificName, "note", q.Note)
		}
	}
	return nil
}

// checkQuotaPreparing tells of quotas that cannot be drawn from: not set yet, or
// counted in a unit that the line's cannot be turned into.
func checkQuotaPreparing(d *Dossier, _ int, l Line) *rule.Hit {
	t := d.Trade(l)
	for _, q := range d.Quotas {
		if !q.Applies(t) {
			continue
		}
		if q.Quantity == species.Preparing {
			return hit("quantity", "name", l.ScientificName)
		}
		if _, ok := CountsAgainst(q, t, l); !ok && q.Quantity > 0 && l.Unit != "" {
			h := hit("unit", "name", l.ScientificName, "unit", string(q.Unit))
			h.Variant = "unit"
			return h
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
