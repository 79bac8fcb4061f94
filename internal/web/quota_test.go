package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func quotaSamples() []sample {
	search := Field{ID: "quota-q", Name: "q", Label: "Search", Type: "search"}
	filter := Filter{Action: "/quotas", Fields: []Field{{Kind: "radios", Name: "state", Label: "State", Options: []Option{{Label: "Any"}, {Value: "open", Label: "Open"}}}}}
	row := quotaListRow{Href: "/quotas/q", Name: Latin("Python regius"), Common: "Ball python", What: "live", Country: "GH", Year: "2026", State: Tag{"Open", "green"}, Limit: "1,000", Used: "600", Reserved: "0", Left: "400"}
	figure := Figure{ID: "balance", Title: "Balance", Table: Table{Head: []string{"Share", "Used"}, Rows: []TableRow{{Name: "National", Values: []string{"600"}}}}}
	shown := &quotaView{Name: Latin("Python regius"), Caption: "Ghana · 2026", State: Tag{"Open", "green"}, Facts: []Fact{{Key: "Unit", Value: Bdi("kg")}}, Note: "x", KPIs: []KPI{{"1,000", "Quota"}}, Figure: figure,
		Shares: []shareRow{{Name: "North", Kind: "Region", Under: "National", Limit: "600", Given: "0", Reserved: "0", Used: "1", Left: "599", State: Tag{"Open", "green"}, Close: "/x"}, {Name: "South", State: Tag{"Closed", "grey"}}},
		Drawn:  []drawnRow{{Reference: "EX-1", Case: "/cases/1", Number: "26XX1", Permit: "/permits/1", Letter: "A", Share: "North", Taken: "1", State: Tag{"Used", "blue"}, Transfer: "/x"}, {Reference: "EX-2", Letter: "B", State: Tag{"Reserved", "yellow"}}},
		Entries: List[entryRow]{Rows: []entryRow{{Seq: "2", When: "x", ISO: "2026-01-01T00:00:00Z", Act: "Used", Share: "North", Reserved: "−1", Used: "+1", After: "1/600", Reference: "EX-1", Case: "/cases/1", Number: "26XX1", Permit: "/permits/1", Letter: "A", By: "S", Reason: "x"},
			{Seq: "1", Act: "Reserved", Reserved: "+1", Reference: "EX-1", Case: "/cases/1", Letter: "A"}, {Seq: "0", Act: "Quota set", Limit: "+600"}}},
		Count: "Show 2 lines", Split: "/x", Move: "/x", Set: "/x", Close: "/x", CSV: "/x"}
	return []sample{
		{"quota_list", Page{Title: "Quotas", Data: quotaList{Search: search, Hidden: map[string]string{"year": "2026"}, Filter: filter, Count: "1 quota", CSV: "/quotas.csv", List: List[quotaListRow]{Rows: []quotaListRow{row}}}}},
		{"quota_list", Page{Title: "Quotas", Data: quotaList{Search: search, Filter: filter, List: List[quotaListRow]{Empty: Empty{"Nothing", "Try", "/", "All"}}}}},
		{"quota_show", Page{Title: "Quota", Back: "/quotas", Data: shown}},
		{"quota_show", Page{Title: "Quota", Back: "/quotas", Data: &quotaView{Name: Latin("Python regius"), State: Tag{"In preparation", "yellow"}, Entries: List[entryRow]{Empty: Empty{Title: "None"}}}}},
	}
}

// newQuotaSite is a server with a real ledger.
func newQuotaSite(t *testing.T) partnerSite {
	t.Helper()
	cfg, n := testConfig(t), 0
	desk := &quota.Office{Store: store.Quotas{DB: storetest.Open(t)}, Party: "XX", Now: func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) },
		NewID: func() string { n++; return fmt.Sprint("s", n) }}
	taxa, listings, err := species.Starter()
	if err != nil {
		t.Fatal(err)
	}
	catalogue := species.NewCatalogue(taxa, listings, cites.Date{Year: 2026, Month: 11, Day: 23})
	cfg.Quotas, cfg.Species = desk, func() *species.Catalogue { return catalogue }
	cfg.Accounts = people{"scientist": {ID: "scientist", Name: "S", Roles: []actor.Role{actor.Scientist}}, "officer": {ID: "officer", Name: "O", Roles: []actor.Role{actor.CaseOfficer}},
		"customs": {ID: "customs", Name: "C", Roles: []actor.Role{actor.Customs}}}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	err = desk.Store.Update(t.Context(), func(tx quota.Tx) error {
		for i, q := range []cites.Quantity{1000_000, 0, species.Preparing} {
			x := species.Quota{ID: fmt.Sprintf("q%d", i), Taxon: species.MakeID(cites.Animalia, "Python regius"), Country: "XX", Year: 2026 - i, From: cites.Date{Year: 2026 - i, Month: 1, Day: 1},
				Until: cites.Date{Year: 2026 - i, Month: 12, Day: 31}, Terms: []cites.Term{"LIV"}, Unit: cites.Number, Quantity: q, Kind: species.NationalQuota}
			if err := tx.SaveQuota(t.Context(), &x); err != nil {
				return err
			}
		}
		_, err := tx.Record(t.Context(), storetest.Event("q"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	site := partnerSite{s, map[string]*http.Cookie{}}
	for id := range cfg.Accounts.(people) {
		site.cookies[id] = signedIn(t, s.sessions, id)
	}
	return site
}

func TestQuotaPages(t *testing.T) {
	s := newQuotaSite(t)
	get := func(who, path string, want int, texts ...string) {
		t.Helper()
		status, body, _ := s.do(t, who, "GET", path, nil)
		if status != want {
			t.Fatalf("%s: status %d, want %d", path, status, want)
		}
		for _, text := range texts {
			if !strings.Contains(body, text) {
				t.Errorf("%s does not show %q", path, text)
			}
		}
	}
	post := func(who, path string, want int, text string, form url.Values) {
		t.Helper()
		status, body, _ := s.do(t, who, "POST", path, form)
		if status != want || !strings.Contains(body, text) {
			t.Errorf("%s: status %d, want %d and %q", path, status, want, text)
		}
	}
	get("scientist", "/quotas", 200, "Python regius", "3 quotas", "Zero quota", "In preparation")
	get("scientist", "/quotas?q=python+regius&year=2026&state=open", 200, "1 quota", `/quotas/q0`)
	get("scientist", "/quotas?q=zzzz", 200, "No quota matches")
	get("scientist", "/quotas?country=gh", 200, "No quota matches")
	get("scientist", "/quotas.csv?country=all", 200, "Python regius,XX,2026")
	get("customs", "/quotas", 403)
	get("officer", "/quotas/q0/split", 403)
	get("officer", "/quotas/q0", 200, "not divided", "There are no entries yet")
	get("scientist", "/quotas/nothing", 404)
	post("scientist", "/quotas/q0/split", 422, "Enter the name of the region", url.Values{"kind": {"region"}, "amount": {"10"}})
	post("scientist", "/quotas/q0/split", 409, "never more than the quota", url.Values{"kind": {"region"}, "name": {"North"}, "amount": {"1001"}})
	post("scientist", "/quotas/q0/split", 303, "", url.Values{"kind": {"region"}, "name": {"North <b>"}, "amount": {"600"}})
	get("scientist", "/ar/quotas/q0", 200, "North &lt;b&gt;"[:5])
	get("officer", "/quotas/q0", 200, "Share given out", "+600", "0 / 1,000")
	share := "s3" // two were drawn for attempts that failed
	post("officer", "/quotas/q0/move", 422, "Enter a reason", url.Values{"from": {share}, "to": {""}, "amount": {"10"}})
	post("officer", "/quotas/q0/move", 303, "", url.Values{"from": {share}, "to": {""}, "amount": {"١٠٠"}, "reason": {"late"}})
	post("scientist", "/quotas/q0/set", 409, "500 specimens", url.Values{"quantity": {"499"}, "reason": {"advice"}})
	post("scientist", "/quotas/q0/set", 303, "", url.Values{"quantity": {"900"}, "reason": {"advice"}})
	get("scientist", "/quotas/q0/close?share="+share, 200, "North", "500")
	post("scientist", "/quotas/q0/close", 303, "", url.Values{"share": {share}, "reason": {"end"}})
	post("scientist", "/quotas/q0/close", 303, "", url.Values{"reason": {"end"}})
	get("officer", "/quotas/q0", 200, "Closed", "late", "advice", "−100")
	get("officer", "/quotas/q0/entries.csv", 200, "set,,-100,0,0,0,900")
}
