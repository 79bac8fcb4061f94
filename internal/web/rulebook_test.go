package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/rulebook"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func ruleSamples() []sample {
	on, warn, unread := Tag{"On", "green"}, Tag{"Warning only", "yellow"}, Tag{"Not yet checked", "purple"}
	row := ruleRow{ID: "P12", Href: "/rules/P12", Text: "Wild animals of Appendix I are not traded.", Citation: "Art. III(3)(c)", From: "1 July 1975", Effect: Tag{"Blocks", "red"}, State: on, Evidence: Tag{Text: "Read in the source"}}
	k := row
	k.ID, k.State, k.Evidence = "D04", warn, unread
	filter := Filter{Action: "/rules", Live: "results", Clear: "/rules", Fields: []Field{{Kind: "select", Name: "family", Label: "Subject", Options: []Option{{Value: "", Label: "All"}}}}}
	search := Field{Name: "q", Label: "Search the rules", Hint: "A number", Type: "search", Value: "wild", Dir: "auto"}
	facts := []SummaryRow{{Key: "Source", Value: Reference("Art. III(3)(c)")}, {Key: "Holds from", Value: Bdi("1 July 1975")}}
	past := []Event{{"Warning only", "2 April 2026, 10:00", "2026-04-02T10:00:00Z", "آدا", "Our lawyer reads paragraph 3 otherwise."}}
	return []sample{
		{"rulebook_list", Page{Title: "Rule book", Data: ruleList{Tabs: []Tab{{"Rule book", "/rules", true}}, Search: search, Filter: filter, Hidden: url.Values{"state": {"on"}}, Count: "2 rules", List: List[ruleRow]{Rows: []ruleRow{row, k}}}}},
		{"rulebook_list", Page{Title: "Rule book", Data: ruleList{Search: search, Filter: filter, List: List[ruleRow]{Empty: Empty{"No rule fits", "Try another word.", "/rules", "Show all rules"}}}}},
		{"rulebook_show", Page{Title: "Rule D04", Back: "/rules", Data: ruleView{ID: "D04", Text: row.Text, Family: "Dates and validity", State: warn, Facts: facts, Evidence: "Not checked.", Here: []string{"It blocks here."}, Switch: "/rules/D04/switch", Past: past, History: true}}},
		{"rulebook_show", Page{Title: "Rule P12", Back: "/rules", Data: ruleView{ID: "P12", Text: row.Text, Family: "Source and purpose", State: on, Facts: facts, Evidence: "Read.", Fixed: "It cannot be switched.", History: true}}},
	}
}

func newRuleSite(t *testing.T) partnerSite {
	t.Helper()
	cfg := testConfig(t)
	at := time.Date(2026, 4, 2, 10, 0, 0, 0, time.UTC)
	cfg.RuleBook = &rulebook.Desk{Store: store.RuleBook{DB: storetest.Open(t)}, Now: func() time.Time { return at }}
	who := people{}
	for _, role := range []actor.Role{actor.Administrator, actor.CaseOfficer, actor.Auditor, actor.Trader} {
		who[string(role)] = actor.Actor{ID: string(role), Name: "Ada " + string(role), Roles: []actor.Role{role}}
	}
	cfg.Accounts = who
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	site := partnerSite{s, map[string]*http.Cookie{}}
	for id := range who {
		site.cookies[id] = signedIn(t, s.sessions, id)
	}
	return site
}

// holds wants all texts in a page, and those that begin with "!" absent.
func holds(t *testing.T, what, body string, texts ...string) {
	t.Helper()
	for _, x := range texts {
		absent, no := strings.CutPrefix(x, "!")
		if no == strings.Contains(body, absent) {
			t.Errorf("%s: %q", what, x)
		}
	}
}

// TestRuleBookPages reads the book as the public, searches, filters and pages it.
func TestRuleBookPages(t *testing.T) {
	site, all := newRuleSite(t), strconv.Itoa(len(rule.Book()))
	for _, c := range []struct {
		path  string
		texts []string
	}{
		{"/rules", []string{all + " rules", "F01", "1 to 10 of " + all, "!/switch"}},
		{"/rules?page=17", []string{"E16", " of " + all}},
		{"/rules?q=D04", []string{"1 rule", "Res. Conf. 16.8", "Not yet checked"}},
		{"/rules?q=commercial+appendix+wild&severity=lift", []string{"/rules/P12"}},
		{"/rules?family=date&evidence=K", []string{"/rules/D04", "!/rules/D02"}},
		{"/rules?stage=endorse", []string{"/rules/D07", "/rules/Q11", "!/rules/X01"}},
		{"/rules?state=off", []string{"No rule fits", "Show all rules"}},
		{"/rules?q=%27%22%3Cscript%3E", []string{"No rule fits"}},
		{"/rules/P12", []string{"Art. III(3)(c)", "Holds from", "1 July 1975", "cannot be switched off", "!Changes of state"}},
		{"/rules/D04", []string{"not yet checked against the original", "!Change the state", "!Have your lawyer", `<a class="govuk-link" href="/rules">Rule book</a>`}},
		{"/rules/S4", []string{"says which document is required"}},
		{"/ar/rules/D04", []string{"D04", "لم تُراجع"}},
	} {
		code, body, _ := site.do(t, "", "GET", c.path, nil)
		if code != http.StatusOK {
			t.Errorf("%s: %d", c.path, code)
		}
		holds(t, c.path, body, c.texts...)
	}
	if code, _, _ := site.do(t, "", "GET", "/rules/Z99", nil); code != http.StatusNotFound {
		t.Errorf("a rule that is none: %d", code)
	}
}

// TestSwitchRulePages switches a rule as the administrator; others cannot, and a
// rule that was read in its source cannot be switched by anybody.
func TestSwitchRulePages(t *testing.T) {
	site := newRuleSite(t)
	const form, sure = "/rules/D04/switch", "/rules/D04/switch/confirm"
	off := url.Values{"setting": {"off"}, "reason": {"Our lawyer reads it <otherwise>"}, "version": {"0"}}
	for _, who := range []string{string(actor.CaseOfficer), string(actor.Auditor), string(actor.Trader)} {
		for _, path := range []string{form, sure} {
			if code, _, _ := site.do(t, who, "POST", path, off); code != http.StatusForbidden {
				t.Errorf("%s sends %s: %d", who, path, code)
			}
		}
	}
	admin := string(actor.Administrator)
	_, body, _ := site.do(t, admin, "GET", form, nil)
	holds(t, "form", body, `value="warn"`, `value="off"`, `name="version" value="0"`)
	if _, body, _ := site.do(t, admin, "GET", "/rules/P13/switch", nil); strings.Contains(body, `value="warn"`) {
		t.Error("a rule that warns can be made to warn")
	}
	code, body, _ := site.do(t, admin, "POST", form, url.Values{"setting": {"off"}, "version": {"0"}})
	holds(t, "no reason", body, "Give a reason")
	if code != http.StatusUnprocessableEntity {
		t.Errorf("no reason: %d", code)
	}
	code, body, _ = site.do(t, admin, "POST", form, off)
	holds(t, "confirm", body, "takes effect at once", "otherwise", `action="`+sure+`"`)
	if code != http.StatusOK || site.setting(t, "D04") != rule.On {
		t.Errorf("asking alone: %d, D04 is %s", code, site.setting(t, "D04"))
	}
	if code, _, _ := site.do(t, admin, "POST", sure, off); code != http.StatusSeeOther || site.setting(t, "D04") != rule.Off {
		t.Errorf("switching: %d, D04 is %s", code, site.setting(t, "D04"))
	}
	if code, _, _ := site.do(t, admin, "POST", sure, url.Values{"setting": {"warn"}, "reason": {"x"}, "version": {"0"}}); code != http.StatusConflict || site.setting(t, "D04") != rule.Off {
		t.Errorf("from a page of before: %d", code)
	}
	for _, path := range []string{"/rules/P12/switch", "/rules/P12/switch/confirm"} {
		if code, _, _ := site.do(t, admin, "POST", path, off); code != http.StatusConflict || site.setting(t, "P12") != rule.On {
			t.Errorf("%s of a rule that was read: %d", path, code)
		}
	}
	_, body, _ = site.do(t, string(actor.Auditor), "GET", "/rules/D04", nil)
	holds(t, "history", body, "Our lawyer reads it", "Ada administrator", "!Change the state")
	_, body, _ = site.do(t, string(actor.Trader), "GET", "/rules/D04", nil)
	holds(t, "trader", body, ">Off<", "!Our lawyer", "!Ada")
	_, body, _ = site.do(t, admin, "GET", "/rules?state=off", nil)
	holds(t, "list", body, "1 rule", "/rules/D04")
}

func (p partnerSite) setting(t *testing.T, id string) rule.Setting {
	t.Helper()
	switches, err := p.cfg.RuleBook.Switches(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return switches.Of(id)
}
