package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

func listed(t *testing.T, d *store.DB, f application.Filter) []string {
	t.Helper()
	var ids []string
	err := store.Applications{DB: d}.View(t.Context(), func(tx application.Tx) error {
		rows, total, err := tx.ListApplications(t.Context(), f)
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
		if f.Limit == 0 && total != len(rows) {
			t.Errorf("%d rows, %d in all", len(rows), total)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestApplicationListScope(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		mine, colleague, other := full("mine"), full("colleague"), full("other")
		mine.Agent, colleague.Agent, other.Agent = "", "", "agent-1"
		colleague.Owner = "trader-2"
		other.Owner, other.Org = "trader-3", "org-3"
		insert(t, d, mine, colleague, other)
		on := cites.Date{Year: 2026, Month: 11, Day: 23}
		give := func(id, trader string, until cites.Date, revoked time.Time) {
			m := application.Mandate{ID: id, Trader: trader, Agent: "agent-1", From: cites.Date{Year: 2026, Month: 1, Day: 1}, Until: until, Revoked: revoked}
			if err := apps(t, d, func(tx application.Tx) error { return tx.SaveMandate(t.Context(), &m) }); err != nil {
				t.Fatal(err)
			}
		}
		agent := application.Filter{Agent: "agent-1", On: on}
		expect := func(what string, f application.Filter, want ...string) {
			t.Helper()
			got := listed(t, d, f)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s: got %v, want %v", what, got, want)
			}
		}
		expect("owner alone", application.Filter{Owner: "trader-1"}, "mine")
		expect("owner and firm", application.Filter{Owner: "trader-1", Org: "org-1"}, "colleague", "mine")
		expect("stranger", application.Filter{Owner: "trader-9"})
		expect("everything", application.Filter{}, "colleague", "mine", "other")
		expect("agent without mandate", agent)
		give("m-old", "trader-3", cites.Date{Year: 2026, Month: 2, Day: 1}, time.Time{})
		expect("agent with an expired mandate", agent)
		give("m-off", "trader-3", cites.Date{}, filedAt)
		expect("agent with a revoked mandate", agent)
		give("m-on", "trader-3", on, time.Time{})
		expect("agent on the last day of the mandate", agent, "other")
	})
}

func TestApplicationListFilters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		for i := range 5 {
			a := full(fmt.Sprint("a", i))
			a.State, a.Reference = application.Submitted, fmt.Sprintf("EX-2026-00000%d", i)
			a.Due = cites.Date{Year: 2026, Month: 12, Day: 20 - i}
			a.SubmittedAt = filedAt.Add(time.Duration(i) * time.Hour)
			a.Fee.Amount = int64(i) * 100
			insert(t, d, a)
		}
		a4 := load(t, d, "a4")
		a4.State, a4.Assigned, a4.WithSA, a4.Content.Importer.Name = application.InReview, "officer-1", true, "100% _Wild\\"
		if err := apps(t, d, func(tx application.Tx) error { return tx.SaveApplication(t.Context(), a4) }); err != nil {
			t.Fatal(err)
		}
		for what, c := range map[string]struct {
			f    application.Filter
			want []string
		}{
			"by due day":       {application.Filter{Sort: "due"}, []string{"a4", "a3", "a2", "a1", "a0"}},
			"by submission":    {application.Filter{Sort: "submitted"}, []string{"a4", "a3", "a2", "a1", "a0"}},
			"by reference":     {application.Filter{Sort: "reference"}, []string{"a4", "a3", "a2", "a1", "a0"}},
			"second page":      {application.Filter{Sort: "due", Limit: 2, Offset: 2}, []string{"a2", "a1"}},
			"state":            {application.Filter{States: []application.State{application.InReview, application.Proposed}}, []string{"a4"}},
			"unassigned":       {application.Filter{Unassigned: true, Sort: "due"}, []string{"a3", "a2", "a1", "a0"}},
			"assigned":         {application.Filter{Assigned: "officer-1"}, []string{"a4"}},
			"with the SA":      {application.Filter{WithSA: true}, []string{"a4"}},
			"fee open":         {application.Filter{FeeOpen: true, Sort: "due"}, []string{"a4", "a3", "a2", "a1"}},
			"overdue":          {application.Filter{Overdue: cites.Date{Year: 2026, Month: 12, Day: 17}}, []string{"a4"}},
			"accents and case": {application.Filter{Text: "nandu", Sort: "due"}, []string{"a3", "a2", "a1", "a0"}},
			"own wildcards":    {application.Filter{Text: "100% _wild\\"}, []string{"a4"}},
			"percent alone":    {application.Filter{Text: "%"}, []string{"a4"}},
			"reference":        {application.Filter{Text: "ex-2026-000003"}, []string{"a3"}},
			"mark":             {application.Filter{Text: "900115001234567", Limit: 1, Sort: "due"}, []string{"a4"}},
			"type":             {application.Filter{Type: cites.ImportPermit}, nil},
		} {
			if got := listed(t, d, c.f); !slices.Equal(got, c.want) {
				t.Errorf("%s: got %v, want %v", what, got, c.want)
			}
		}
	})
}

func TestApplicationFindingsStayAsMade(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		insert(t, d, full("a1"))
		f := application.Finding{ID: "f1", Application: "a1", Kind: application.NDF, Outcome: application.Open, Question: "q",
			AskedBy: "officer-1", AskedAt: filedAt, Due: cites.Date{Year: 2026, Month: 12, Day: 7}}
		save := func(f application.Finding) error {
			return apps(t, d, func(tx application.Tx) error { return tx.SaveFinding(t.Context(), &f) })
		}
		if err := save(f); err != nil {
			t.Fatal(err)
		}
		self := f
		self.Outcome, self.MadeBy = application.Positive, "officer-1"
		if err := save(self); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the officer made the finding of the Scientific Authority: %v", err)
		}
		f.Outcome, f.MadeBy, f.MadeByName, f.MadeAt = application.Conditional, "sci-1", "Sci", filedAt
		f.Evidence, f.Limit, f.Unit, f.Conditions = []string{"d1"}, 5000, "NAR", "only ranched"
		if err := save(f); err != nil {
			t.Fatal(err)
		}
		again := f
		again.Outcome = application.Positive
		if err := save(again); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a made finding was changed: %v", err)
		}
		err := store.Applications{DB: d}.View(t.Context(), func(tx application.Tx) error {
			got, err := tx.Findings(t.Context(), "a1")
			if diff := cmp.Diff([]application.Finding{f}, got); diff != "" {
				t.Error(diff)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestApplicationMessagesAreReadByTheOtherSide(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		insert(t, d, full("a1"))
		msgs := []application.Message{
			{ID: "1", Application: "a1", From: "trader-1", FromName: "Tina", Body: "hello\nthere", At: filedAt},
			{ID: "2", Application: "a1", From: "officer-1", FromName: "Olu", FromStaff: true, Body: "please", At: filedAt.Add(time.Second)},
			{ID: "3", Application: "a1", From: "officer-1", FromName: "Olu", FromStaff: true, Internal: true, Body: "note", At: filedAt.Add(2 * time.Second)},
		}
		err := apps(t, d, func(tx application.Tx) error {
			for i := range msgs {
				if err := tx.InsertMessage(t.Context(), &msgs[i]); err != nil {
					return err
				}
			}
			n, err := tx.MarkRead(t.Context(), "a1", true, filedAt.Add(time.Minute))
			if n != 1 {
				t.Errorf("%d messages of the authority read", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		msgs[1].ReadAt = filedAt.Add(time.Minute)
		err = store.Applications{DB: d}.View(t.Context(), func(tx application.Tx) error {
			got, err := tx.Messages(t.Context(), "a1")
			if diff := cmp.Diff(msgs, got); diff != "" {
				t.Error(diff)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		note := application.Message{ID: "4", Application: "a1", From: "trader-1", Internal: true, Body: "x", At: filedAt}
		if err := apps(t, d, func(tx application.Tx) error { return tx.InsertMessage(t.Context(), &note) }); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a note for the file by an applicant: %v", err)
		}
	})
}

func TestApplicationMandateStaysRevoked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, d *store.DB) {
		m := application.Mandate{ID: "m1", Trader: "t", TraderName: "T", TraderOrg: "o", Agent: "a", AgentName: "A",
			Types: []cites.DocumentType{cites.ExportPermit}, From: cites.Date{Year: 2026, Month: 1, Day: 1}, Revoked: filedAt}
		save := func(m application.Mandate) error {
			return apps(t, d, func(tx application.Tx) error { return tx.SaveMandate(t.Context(), &m) })
		}
		if err := save(m); err != nil {
			t.Fatal(err)
		}
		m.Revoked = time.Time{}
		if err := save(m); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a revoked mandate came back: %v", err)
		}
		m.ID, m.Agent = "m2", "t"
		if err := save(m); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a mandate for oneself: %v", err)
		}
	})
}
