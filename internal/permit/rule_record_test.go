package permit_test

import (
	"slices"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/rule"
)

func day(s string) cites.Date {
	d, err := cites.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// issuing is a prepared permit in which no rule finds anything; edits make the
// cases.
func issuing(edits ...func(*permit.Issuing)) *permit.Issuing {
	own := profile.Example()
	number, err := cites.FormatNumber(own.Number.Pattern, 2026, own.Party, 17, own.Number.Suffix)
	if err != nil {
		panic(err)
	}
	r := permit.Record{Number: number, Type: cites.ExportPermit, Party: own.Party, Authority: append(slices.Clone(own.Address), own.Country.In(cites.English)),
		Issued: day("2026-06-15"), ValidUntil: day("2026-12-15"), Signatory: "Sam Signatory",
		Lines: []permit.Line{{Letter: "A", ScientificName: "Python regius"}}}
	x := &permit.Issuing{Permit: &permit.Permit{Number: number, Record: r}, Profile: own, Pages: []cites.PermitNumber{number},
		Signer: actor.Actor{ID: "s1", Name: "Sam Signatory", Roles: []actor.Role{actor.Signatory}}}
	for _, e := range edits {
		e(x)
	}
	return x
}

func record(edit func(*permit.Record)) func(*permit.Issuing) {
	return func(x *permit.Issuing) { edit(&x.Permit.Record) }
}

// replacing lets the permit stand in for another.
func replacing(state permit.State, until string) func(*permit.Issuing) {
	return func(x *permit.Issuing) {
		x.Replaced = &permit.Permit{Number: "26QZ000001", State: state, Record: permit.Record{ValidUntil: day(until)}}
		x.Permit.Record.Replaces = "26QZ000001"
	}
}

// TestRulePairs wants each rule to find something in the bad permit and nothing
// in the good one beside it, and no other rule to speak of either.
func TestRulePairs(t *testing.T) {
	lines := func(n int) func(*permit.Issuing) {
		return record(func(r *permit.Record) { r.Lines = make([]permit.Line, n) })
	}
	pages := func(n ...cites.PermitNumber) func(*permit.Issuing) { return func(x *permit.Issuing) { x.Pages = n } }
	own := issuing().Permit.Number
	mixed := func(text string) func(*permit.Issuing) {
		return record(func(r *permit.Record) {
			r.Lines = append(r.Lines, permit.Line{Letter: "B", Origin: permit.Earlier{Country: "BJ"}, Description: text})
		})
	}
	live := record(func(r *permit.Record) { r.Live = true })
	clause := record(func(r *permit.Record) {
		r.Conditions = []string{"Live animals: valid only if transported under the IATA Live Animals Regulations."}
	})
	officer := func(x *permit.Issuing) { x.Signer.Roles = []actor.Role{actor.CaseOfficer} }
	seen := map[string]bool{}
	for _, c := range []struct {
		id        string
		bad, good *permit.Issuing
	}{
		{"F02", issuing(record(func(r *permit.Record) { r.Issued = day("2027-01-02") })), issuing(record(func(r *permit.Record) { r.Issued = day("2026-01-02") }))},
		{"F02", issuing(record(func(r *permit.Record) { r.Number = "EX-17" })), issuing()},
		{"F06", issuing(record(func(r *permit.Record) { r.Authority = []string{"Another ministry"} })), issuing()},
		{"F07", issuing(officer), issuing()},
		{"F07", issuing(record(func(r *permit.Record) { r.Signatory = "Somebody else" })), issuing()},
		{"F09", issuing(live), issuing(live, clause)},
		{"F10", issuing(lines(5)), issuing(lines(5), pages(own, own))},
		{"F10", issuing(pages("26QZ000099/01")), issuing(lines(4))},
		{"F13", issuing(mixed("skins")), issuing(mixed("skins, re-exported"))},
		{"D09", issuing(replacing(permit.Replaced, "2026-12-14")), issuing(replacing(permit.Replaced, "2026-12-15"))},
		{"L16", issuing(replacing(permit.Valid, "2026-12-15")), issuing(replacing(permit.Replaced, "2026-12-15"))},
	} {
		seen[c.id] = true
		if got := spoken(c.bad); !slices.Equal(got, []string{c.id}) {
			t.Errorf("%s: the bad one is found by %v", c.id, got)
		}
		if got := spoken(c.good); len(got) != 0 {
			t.Errorf("%s: the good one is found by %v", c.id, got)
		}
	}
	for _, r := range permit.Rules() {
		if !seen[r.ID] {
			t.Errorf("no permit tests rule %s", r.ID)
		}
	}
}

func spoken(x *permit.Issuing) []string {
	var out []string
	for _, f := range rule.Run(permit.Rules(), nil, rule.Issue, x.Permit.Record.Issued, x) {
		out = append(out, f.Rule)
	}
	return out
}
