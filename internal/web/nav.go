package web

import (
	"strings"

	"github.com/opencites/opencites/internal/actor"
)

// navItem is one entry of the service navigation.
type navItem struct {
	Key    string // catalogue key of the label
	Path   string
	Policy Policy
}

// navItems lists the navigation in the order of the work. Who may not use an
// entry does not see it, nor does anybody where its page is not served. Each
// area adds its line when its page exists.
func navItems() []navItem {
	return []navItem{
		{"nav.cases", "/cases", Can(actor.ReadQueue)},
		{"nav.need", "/need", Public()},
		{"nav.species", "/species", Public()},
		{"nav.rules", "/rules", Can(actor.ReadRules)},
		{"nav.findings", "/findings", Can(actor.ReadFindings)},
		{"nav.chains", "/chains", Can(actor.WriteChain, actor.ReadChains)},
		{"nav.permits", "/permits", Can(actor.ReadPermits, actor.WriteApplication)},
		{"nav.border", "/border", Can(actor.EndorsePermit)},
		{"nav.dashboard", "/dashboard", Can(actor.ReadDashboard)},
		{"nav.annual", "/reports/annual", Can(actor.MakeReport)},
		{"nav.audit", "/audit", Can(actor.ReadAudit)},
		{"nav.admin", "/admin", Can(actor.ManageAccounts)},
		{"apply.nav", "/applications", Can(actor.WriteApplication)},
		{"nav.measures", "/measures", Can(actor.ReadMeasures)},
		{"nav.partners", "/partners", Can(actor.ManagePartners)},
		{"nav.ask_partner", "/partners/ask", Can(actor.QueryPartner)},
	}
}

// navLink is a navigation entry as shown.
type navLink struct {
	Label   string
	Href    string
	Current bool
}

// navFor lists the entries of an actor, with the current one marked.
func (s *Server) navFor(l *Locale, who actor.Actor, path string) []navLink {
	var out []navLink
	for _, item := range s.nav {
		if !item.Policy.Allows(who) || !s.serves("GET "+item.Path) {
			continue
		}
		current := path == item.Path || strings.HasPrefix(path, item.Path+"/")
		out = append(out, navLink{Label: l.T(item.Key), Href: l.Href(item.Path), Current: current})
	}
	return out
}
