package facility

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
)

// Form is what an officer says about a facility.
type Form struct {
	Number  string
	Name    string
	Kind    Kind
	Country cites.Country
	Login   string // of the holder's account; empty for foreign facilities
	Address string
	SEC     bool
	Founder string
}

// Longest texts, in characters.
const (
	maxNumber  = 40
	maxName    = 150
	maxAddress = 400
	maxNote    = 2000
)

// clean trims the form and says what is wrong with it.
func (f *Form) clean() *fault.Error {
	f.Number = strings.ToUpper(strings.Join(strings.Fields(f.Number), " "))
	f.Name, f.Login = strings.Join(strings.Fields(f.Name), " "), strings.TrimSpace(f.Login)
	f.Address, f.Founder = strings.TrimSpace(f.Address), strings.TrimSpace(f.Founder)
	f.Country = cites.Country(strings.ToUpper(strings.TrimSpace(string(f.Country))))
	bad := fault.Invalidf("facility.invalid")
	switch {
	case Key(f.Number) == "":
		bad.Add("number", "facility.number_missing")
	case long(f.Number, maxNumber):
		bad.Add("number", "facility.long", "max", maxNumber)
	case f.Kind == Institution && !institutionCode.MatchString(f.Number):
		bad.Add("number", "facility.code_wrong")
	case f.Kind == Institution && f.Number[:2] != string(f.Country):
		bad.Add("number", "facility.code_country")
	}
	switch {
	case f.Name == "":
		bad.Add("name", "facility.name_missing")
	case long(f.Name, maxName):
		bad.Add("name", "facility.long", "max", maxName)
	}
	if !slices.Contains(Kinds(), f.Kind) {
		bad.Add("kind", "facility.kind_missing")
	}
	if !f.Country.Place() {
		bad.Add("country", "facility.country_wrong")
	}
	if f.SEC && f.Kind == Institution {
		bad.Add("sec", "facility.sec_kind")
	}
	if long(f.Address, maxAddress) {
		bad.Add("address", "facility.long", "max", maxAddress)
	}
	if long(f.Founder, maxNote) {
		bad.Add("founder", "facility.long", "max", maxNote)
	}
	return bad
}

func long(s string, most int) bool { return utf8.RuneCountInString(s) > most }

// fill writes the form into a facility and finds its holder.
func (f *Form) fill(ctx context.Context, tx Tx, to *Facility) error {
	to.Number, to.Name, to.Kind, to.Country, to.Address, to.SEC, to.Founder = f.Number, f.Name, f.Kind, f.Country, f.Address, f.SEC, f.Founder
	to.Holder, to.HolderName, to.Org = "", "", ""
	if f.Login == "" {
		return nil
	}
	a, err := tx.HolderByLogin(ctx, f.Login)
	if fault.KindOf(err) == fault.NotFound {
		return fault.Invalidf("facility.invalid").Add("login", "facility.login_unknown")
	}
	if err != nil {
		return err
	}
	if !a.Actor().Has(actor.Trader) {
		return fault.Invalidf("facility.invalid").Add("login", "facility.login_role")
	}
	to.Holder, to.HolderName, to.Org = a.ID, a.Name, a.Org
	if a.OrgName != "" {
		to.HolderName = a.OrgName
	}
	return nil
}

// free refuses a number that another facility has.
func free(ctx context.Context, tx Tx, number, id string) error {
	other, err := tx.FacilityByKey(ctx, Key(number))
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return nil
	case err != nil:
		return err
	case other.ID == id:
		return nil
	}
	return fault.Invalidf("facility.invalid").Add("number", "facility.number_taken", "name", other.Name)
}

// noted records an act on a facility.
func noted(ctx context.Context, tx Tx, who actor.Actor, f *Facility, act string, more ...any) error {
	detail := map[string]any{"act": act, "number": f.Number, "name": f.Name, "state": string(f.State)}
	for i := 0; i+1 < len(more); i += 2 {
		detail[more[i].(string)] = more[i+1]
	}
	_, err := tx.Record(ctx, audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: string(who.RoleFor(actor.KeepFacilities))}, Verb: string(actor.KeepFacilities),
		SubjectKind: "facility", SubjectID: f.ID, Detail: detail})
	return err
}
