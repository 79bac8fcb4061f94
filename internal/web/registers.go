package web

import (
	"net/http"

	"github.com/opencites/opencites/internal/actor"
)

// registerItems lists the registers that a permit rests on, in the order of the
// work. KEY.text says what each is for. Each area adds its line.
func registerItems() []navItem {
	return []navItem{
		{"nav.rules", "/rules", Can(actor.ReadRules)},
		{"nav.measures", "/measures", Can(actor.ReadMeasures)},
		{"nav.law", "/law", Can(actor.ReadLaw)},
		{"nav.quotas", "/quotas", Can(actor.ReadQuotas)},
		{"nav.findings", "/findings", Can(actor.ReadFindings)},
		{"nav.facilities", "/facilities", Can(actor.ReadFacilities, actor.WriteApplication)},
		{"nav.stock", "/stock", Can(actor.ReadStock, actor.WriteApplication)},
		{"nav.notifications", "/notifications", Can(actor.ReadNotifications)},
		{"nav.marks", "/marks", Can(actor.ReadPermits)},
		{"nav.chains", "/chains", Can(actor.WriteChain, actor.ReadChains)},
		{"nav.ask_partner", "/partners/ask", Can(actor.QueryPartner)},
	}
}

// registersFor lists the registers that this program serves and a reader may use.
func (s *Server) registersFor(who actor.Actor) []navItem {
	var out []navItem
	for _, item := range registerItems() {
		if who.Known() && item.Policy.Allows(who) && s.serves("GET "+item.Path) {
			out = append(out, item)
		}
	}
	return out
}

func (s *Server) registerRoutes() []Route {
	return []Route{{Pattern: "GET /registers", Policy: Public(), Handler: s.page(s.showRegisters)}}
}

// showRegisters is the way to the registers.
func (s *Server) showRegisters(w http.ResponseWriter, r *http.Request) error {
	l := LocaleFrom(r.Context())
	var doors []door
	for _, item := range s.registersFor(ActorFrom(r.Context())) {
		doors = append(doors, door{Title: l.T(item.Key), Text: l.T(item.Key + ".text"), Href: l.Href(item.Path)})
	}
	return s.render(w, r, http.StatusOK, "registers", Page{Title: l.T("nav.registers"), Data: doors})
}
