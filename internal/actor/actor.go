package actor

import (
	"slices"

	"github.com/opencites/opencites/internal/fault"
)

// Role is one of the duties of a permit system (trust sheet, section 6).
type Role string

// The roles.
const (
	Trader        Role = "trader"
	Agent         Role = "agent"
	CaseOfficer   Role = "case_officer"
	Signatory     Role = "signatory"
	Supervisor    Role = "supervisor"
	Scientist     Role = "scientist"
	Customs       Role = "customs_officer"
	Finance       Role = "finance_officer"
	Auditor       Role = "auditor"
	Administrator Role = "administrator"
	// System is the program itself acting in a job; no account has it.
	System Role = "system"
	// Partner is another Party's or agency's system, known by its record.
	Partner Role = "partner"
)

// Roles lists what an account can hold, in the order shown on screens.
func Roles() []Role {
	return []Role{Trader, Agent, CaseOfficer, Signatory, Supervisor, Scientist, Customs, Finance, Auditor, Administrator}
}

// Actor is who does something now. The zero Actor is the public.
type Actor struct {
	ID     string // account or partner id
	Name   string // shown in histories
	Roles  []Role
	Office string // office or post code of the profile
	Org    string // organisation: traders of one firm share it
}

// Has reports whether the actor holds any of the roles.
func (a Actor) Has(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(a.Roles, r) })
}

// Staff reports whether the actor works for the Party's authorities.
func (a Actor) Staff() bool {
	return a.Has(CaseOfficer, Signatory, Supervisor, Scientist, Customs, Finance, Auditor, Administrator)
}

// Known reports whether the actor is signed in at all.
func (a Actor) Known() bool { return a.ID != "" }

// Machine is the program acting in a job.
func Machine() Actor { return Actor{ID: "system", Name: "OpenCITES", Roles: []Role{System}} }

// Can reports whether the table allows the verb to one of the actor's roles.
func (a Actor) Can(v Verb) bool { return a.Has(allowed[v]...) }

// RoleFor is the role in which the actor does a verb, for the log: the first of
// its roles that may, or "".
func (a Actor) RoleFor(v Verb) Role {
	for _, r := range a.Roles {
		if slices.Contains(allowed[v], r) {
			return r
		}
	}
	return ""
}

// Must returns a Denied fault unless the actor can do the verb.
func (a Actor) Must(v Verb) error {
	if a.Can(v) {
		return nil
	}
	return fault.New(fault.Denied, "fault.denied", "verb", string(v))
}
