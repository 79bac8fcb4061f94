package application

import "github.com/opencites/opencites/internal/rule"

// restrictionRules are suspensions, bans and quotas (permit-rules 5.8).
func restrictionRules() lawRules {
	return lawRules{
		rule.Bind("R01", eachLine(checkSuspension)),
		rule.Bind("R02", eachLine(checkBan)),
		rule.Bind("R03", checkQuota),
		rule.Bind("R04", eachLine(checkZeroQuota)),
		rule.Bind("R05", eachLine(checkQuotaPreparing)),
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
