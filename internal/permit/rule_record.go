package permit

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/seal"
)

// Issuing is what the rules of issue look at when a permit is numbered and
// frozen, and again when it is sealed.
type Issuing struct {
	Permit   *Permit
	Profile  *profile.Profile
	Signer   actor.Actor
	Replaced *Permit // the one it stands in for, already withdrawn; may be nil
	// Pages are the numbers of the permit that the seals of its pages carry.
	Pages []cites.PermitNumber
}

// Rules are the rules of issue over the prepared record (permit-rules 5.1, 5.2
// and 5.6). Those about the case itself belong to package application.
func Rules() []rule.Rule[*Issuing] { return append(prepareRules(), sealRules()...) }

// prepareRules are asked when a permit is numbered and frozen.
func prepareRules() []rule.Rule[*Issuing] {
	return []rule.Rule[*Issuing]{
		rule.Bind("F02", checkNumberForm),
		rule.Bind("F06", checkAuthority).At(rule.Issue),
		rule.Bind("F07", checkSignatory),
		rule.Bind("F09", checkTransportClause),
		rule.Bind("F13", checkMixed),
		rule.Bind("D09", checkNotExtended),
		rule.Bind("L16", checkOldWithdrawn),
	}
}

// sealRules are asked when its pages are sealed.
func sealRules() []rule.Rule[*Issuing] {
	return []rule.Rule[*Issuing]{rule.Bind("F10", checkPages)}
}

// examine asks the rules of issue as they are switched. What stops is an Invalid
// fault; what warns is returned for the log.
func (o *Office) examine(ctx context.Context, tx Tx, rules []rule.Rule[*Issuing], x *Issuing) ([]string, error) {
	switches, err := tx.Switches(ctx)
	if err != nil {
		return nil, err
	}
	f := fault.Invalidf("permit.blocked", "reference", x.Permit.Number)
	var warned []string
	for _, h := range rule.Run(rules, switches, rule.Issue, x.Permit.Record.Issued, x) {
		if h.Severity == rule.Block {
			f.Fields = append(f.Fields, fault.Field{Name: fmt.Sprintf("lines.%d.%s", h.Line, h.Field), Key: h.Key, Args: h.Args})
		} else {
			warned = append(warned, h.Rule)
		}
	}
	return warned, f.OrNil()
}

func whole(field string, args ...string) []rule.Hit {
	h := rule.Hit{Line: rule.Whole, Field: field, Args: map[string]string{}}
	for i := 0; i+1 < len(args); i += 2 {
		h.Args[args[i]] = args[i+1]
	}
	return []rule.Hit{h}
}

// numberForm is the form that Res. Conf. 12.3 recommends.
const numberForm = `^(\d{2})([A-Z]{2})\d{6}(/[A-Z0-9]{2})?$`

func checkNumberForm(x *Issuing) []rule.Hit {
	r := x.Permit.Record
	m := regexp.MustCompile(numberForm).FindStringSubmatch(string(r.Number))
	if m != nil && m[1] == fmt.Sprintf("%02d", r.Issued.Year%100) && m[2] == string(r.Party) {
		return nil
	}
	return whole("number", "number", string(r.Number))
}

// checkAuthority compares box 6 with the Management Authority of this Party.
func checkAuthority(x *Issuing) []rule.Hit {
	r, p := x.Permit.Record, x.Profile
	want := append(slices.Clone(p.Address), p.Country.In(cites.English))
	if r.Party == p.Party && slices.Equal(r.Authority, want) && strings.TrimSpace(p.Authority.In(cites.English)) != "" {
		return nil
	}
	return whole("authority", "country", string(r.Party))
}

func checkSignatory(x *Issuing) []rule.Hit {
	r := x.Permit.Record
	if x.Signer.Has(actor.Signatory) && r.Signatory != "" && r.Signatory == x.Signer.Name {
		return nil
	}
	return whole("signatory", "name", r.Signatory)
}

func checkTransportClause(x *Issuing) []rule.Hit {
	r := x.Permit.Record
	if !r.Live || slices.ContainsFunc(r.Conditions, func(s string) bool { return strings.Contains(s, "IATA") }) {
		return nil
	}
	return whole("conditions")
}

// checkPages wants a seal with the permit's number on each page that its lines
// need.
func checkPages(x *Issuing) []rule.Hit {
	want := max(1, (len(x.Permit.Record.Lines)+seal.MaxItems-1)/seal.MaxItems)
	if len(x.Pages) == want && !slices.ContainsFunc(x.Pages, func(n cites.PermitNumber) bool { return n != x.Permit.Number }) {
		return nil
	}
	return whole("pages", "pages", strconv.Itoa(len(x.Pages)), "want", strconv.Itoa(want))
}

// checkMixed wants lines that came in before marked where others did not.
func checkMixed(x *Issuing) []rule.Hit {
	r := x.Permit.Record
	var again []int
	for i, l := range r.Lines {
		if l.Origin.Country != "" && l.Origin.Country != r.Party {
			again = append(again, i)
		}
	}
	if len(again) == 0 || len(again) == len(r.Lines) || r.Type == cites.ImportPermit {
		return nil
	}
	var hits []rule.Hit
	for _, i := range again {
		text := strings.ToLower(r.Lines[i].Description)
		if !strings.Contains(text, "re-export") && !strings.Contains(text, "réexport") && !strings.Contains(text, "reexport") {
			hits = append(hits, rule.Hit{Line: i, Field: "description"})
		}
	}
	return hits
}

// checkNotExtended keeps the last day of a document that stands in for another.
func checkNotExtended(x *Issuing) []rule.Hit {
	if x.Replaced == nil || !x.Permit.Record.ValidUntil.After(x.Replaced.Record.ValidUntil) {
		return nil
	}
	return whole("valid_until", "date", x.Replaced.Record.ValidUntil.String())
}

// checkOldWithdrawn wants the replaced document withdrawn before the new one
// exists: both happen in one transaction.
func checkOldWithdrawn(x *Issuing) []rule.Hit {
	if x.Permit.Record.Replaces == "" || x.Replaced != nil && x.Replaced.State == Replaced && string(x.Replaced.Number) == x.Permit.Record.Replaces {
		return nil
	}
	return whole("replaces", "number", x.Permit.Record.Replaces)
}
