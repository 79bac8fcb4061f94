package demo

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
)

// Password opens every account of the demo. It is printed at the start and
// works nowhere else.
const Password = "aurelia-demo-2026"

// Person is one of the cast.
type Person struct {
	Role  actor.Role
	Login string
	Name  string
	// Office is an office of the profile, Firm the organisation of a trader.
	Office, Firm string
	Address      []string
	Actor        actor.Actor
}

// people is the cast, the first of each role being the one for one-click
// sign-in. Proposer, approver, scientist and finance officer are different
// people, as the law of the database wants.
func people() []Person {
	return []Person{
		{Role: actor.Trader, Login: "trader@aurelia.example", Name: "Lina Okoro", Firm: "Aurel Reptiles Ltd", Address: []string{"14 Harbour Road", "QZ-1004 Port Aurel"}},
		{Role: actor.Agent, Login: "agent@aurelia.example", Name: "Omar Haddad", Firm: "Haddad Customs Agency", Address: []string{"3 Customs Square", "QZ-1001 Port Aurel"}},
		{Role: actor.CaseOfficer, Login: "officer@aurelia.example", Name: "Amara Diallo", Office: "MA"},
		{Role: actor.Scientist, Login: "scientist@aurelia.example", Name: "Dr Lucía Herrera", Office: "SA"},
		{Role: actor.Finance, Login: "finance@aurelia.example", Name: "Jonas Weber", Office: "FIN"},
		{Role: actor.Signatory, Login: "signatory@aurelia.example", Name: "Miriam Okafor", Office: "MA"},
		{Role: actor.Supervisor, Login: "supervisor@aurelia.example", Name: "Paul Rakoto", Office: "MA"},
		{Role: actor.Customs, Login: "customs@aurelia.example", Name: "Sara Lindqvist", Office: "CUS-A"},
		{Role: actor.Auditor, Login: "auditor@aurelia.example", Name: "Tomás Vidal", Office: "MA"},
		{Role: actor.Administrator, Login: "admin@aurelia.example", Name: "Nadia Petrova", Office: "MA"},
		{Role: actor.Trader, Login: "timber@aurelia.example", Name: "Kwame Mensah", Firm: "Aurelia Hardwoods S.A.", Address: []string{"Mill Road 2", "QZ-2010 Sawa"}},
		{Role: actor.Trader, Login: "nursery@aurelia.example", Name: "Élodie Martin", Firm: "Pépinières de la Côte", Address: []string{"7 route des Palmiers", "QZ-1210 Bellerive"}},
		{Role: actor.Trader, Login: "leather@aurelia.example", Name: "Giulia Conti", Firm: "Aurel Tannery & Goods", Address: []string{"Canal Street 31", "QZ-1006 Port Aurel"}},
		{Role: actor.Trader, Login: "marine@aurelia.example", Name: "Samir Khoury", Firm: "Reef & Sea Exports", Address: []string{"Pier 4", "QZ-1009 Port Aurel"}},
		{Role: actor.Trader, Login: "zoo@aurelia.example", Name: "Ana Duarte", Firm: "National Zoological Park", Address: []string{"Park Avenue 1", "QZ-1020 Port Aurel"}},
		{Role: actor.Trader, Login: "safari@aurelia.example", Name: "Peter Ndlovu", Firm: "Ndlovu Safaris", Address: []string{"Lodge Road 5", "QZ-3001 Mbira"}},
		{Role: actor.CaseOfficer, Login: "officer2@aurelia.example", Name: "Hana Suzuki", Office: "MA"},
		{Role: actor.Signatory, Login: "signatory2@aurelia.example", Name: "Henrik Solberg", Office: "MA"},
		{Role: actor.Customs, Login: "harbour@aurelia.example", Name: "Diego Rossi", Office: "CUS-P"},
	}
}

// cast opens the accounts.
func (t *Town) cast(ctx context.Context) error {
	admin := account.Console()
	for _, p := range people() {
		a, err := t.Accounts.Add(ctx, admin, account.New{Login: p.Login, Name: p.Name, Roles: []actor.Role{p.Role},
			Office: p.Office, OrgName: p.Firm, Language: t.Profile.Languages[0], Password: Password})
		if err != nil {
			return fmt.Errorf("open account of %s: %w", p.Login, err)
		}
		p.Actor = a.Actor()
		t.People = append(t.People, p)
	}
	return nil
}

// the returns the first person of a role, or the n-th.
func (t *Town) the(role actor.Role, n int) Person {
	var found []Person
	for _, p := range t.People {
		if p.Role == role {
			found = append(found, p)
		}
	}
	return found[n%len(found)]
}

// firm returns the trader with a login.
func (t *Town) firm(login string) Person {
	for _, p := range t.People {
		if p.Login == login {
			return p
		}
	}
	return t.the(actor.Trader, 0)
}
