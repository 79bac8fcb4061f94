package web

import (
	"slices"
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
// area adds its line when its page exists; registers add theirs to
// registerItems.
func navItems() []navItem {
	return []navItem{
		{"nav.cases", "/cases", Can(actor.ReadQueue)},
		{"nav.need", "/need", Public()},
		{"nav.species", "/species", Public()},
		{"nav.registers", "/registers", Public()},
		{"nav.permits", "/permits", Can(actor.ReadPermits, actor.WriteApplication)},
		{"nav.border", "/border", Can(actor.EndorsePermit)},
		{"nav.dashboard", "/dashboard", Can(actor.ReadDashboard)},
		{"nav.annual", "/reports/annual", Can(actor.MakeReport)},
		{"nav.audit", "/audit", Can(actor.ReadAudit)},
		{"nav.admin", "/admin", Can(actor.ManageAccounts)},
		{"apply.nav", "/applications", Can(actor.WriteApplication)},
		{"nav.partners", "/partners", Can(actor.ManagePartners)},
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
		current := within(path, item.Path) && !(item.Path == "/partners" && within(path, "/partners/ask"))
		if item.Path == "/registers" {
			mine := s.registersFor(who)
			if len(mine) == 0 {
				continue
			}
			current = current || within(path, "/rehearsals") || slices.ContainsFunc(mine, func(x navItem) bool { return within(path, x.Path) })
		}
		out = append(out, navLink{Label: l.T(item.Key), Href: l.Href(item.Path), Current: current})
	}
	return out
}

// within reports whether a path is an entry's page or below it.
func within(path, entry string) bool {
	return path == entry || strings.HasPrefix(path, entry+"/")
}
