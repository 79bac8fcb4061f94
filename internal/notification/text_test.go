package notification_test

import (
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/notification"
)

// Every cause has its words in every working language, for a Party and for the
// Secretariat, with nothing left unfilled.
func TestTextsAreWhole(t *testing.T) {
	facts := notification.Facts{Type: cites.ExportPermit, Issued: cites.Date{Year: 2026, Month: 11, Day: 2}, ValidUntil: cites.Date{Year: 2027, Month: 5, Day: 2}, Exporter: "Aurel Reptiles",
		Importer: "Terra Exotica", Goods: []string{"A Python regius, 20 NAR SKI"}, Reason: "lost", Successor: "26QZ000002", Day: cites.Date{Year: 2026, Month: 11, Day: 24}, Authority: []string{"CITES Management Authority"}}
	seen := map[string]string{}
	for _, cause := range notification.Causes() {
		for _, to := range []cites.Country{"IT", notification.Secretariat} {
			for _, lang := range notification.Languages() {
				n := notification.Notification{Cause: cause, To: to, Number: "26QZ000001", Facts: facts}
				text, err := n.In(lang)
				if err != nil {
					t.Fatal(err)
				}
				where := string(cause) + " " + string(to) + " " + string(lang)
				if text.Subject == "" || strings.ContainsAny(text.Subject+text.Body, "{}") {
					t.Errorf("%s: %+v", where, text)
				}
				for _, want := range []string{"26QZ000001", "Aurel Reptiles", "Python regius", "2026-11-24", "CITES Management Authority"} {
					if !strings.Contains(text.Subject+text.Body, want) {
						t.Errorf("%s lacks %q", where, want)
					}
				}
				if other, twice := seen[text.Body]; twice {
					t.Errorf("%s says the same as %s", where, other)
				}
				seen[text.Body] = where
			}
		}
	}
	n := notification.Notification{Cause: notification.Replaced, To: "IT", Facts: facts}
	arabic, err := n.In(cites.Arabic)
	english, _ := n.In(cites.English)
	if err != nil || arabic != english {
		t.Errorf("a language that is none of the Convention's: %+v, %v", arabic, err)
	}
}
