package species

import (
	"strings"

	"github.com/opencites/opencites/cites"
)

// basisKind reads on what a suspension rests, as Species+ words it.
func basisKind(basis string) (SuspensionKind, bool) {
	b := strings.ToLower(basis)
	for _, k := range []struct {
		words string
		kind  SuspensionKind
	}{
		{"significant trade", SignificantTrade}, {"national legislation", NationalLegislation}, {"annual report", NoReports},
		{"ranching", Compliance}, {"compliance", Compliance}, {"captive", CaptiveBreeding}, {"national trade ban", NationalBan}, {"information notice", Notice},
	} {
		if strings.Contains(b, k.words) {
			return k.kind, true
		}
	}
	return "", false
}

// suspensionRow waits for the day of the notification that ended it.
type suspensionRow struct {
	SuspensionRecord
	end string // name of a notification
}

// readSuspensionTable takes the suspensions of 2013.
func readSuspensionTable(d *desk) (func(*table), func()) {
	var rows []suspensionRow
	began := map[string]cites.Date{} // notifications
	return func(t *table) {
			s := Suspension{Country: cites.Country(t.word("iso2")), Notification: t.word("start_notification"), Reason: plain(t.cell("notes")), DirectOnly: true}
			var ok bool
			if s.From, ok = d.day(t, "start_date"); !ok {
				return
			}
			began[s.Notification] = s.From
			if !isoCode(string(s.Country)) {
				d.refuse(t, "iso2", "species.import.row.no_country")
				return
			}
			if s.Kind, ok = basisKind(t.word("basis")); !ok {
				d.refuse(t, "basis", "species.import.row.basis")
				return
			}
			if t.word("full_name") != "ALL TAXA" {
				if s.Taxon, ok = d.old(t); !ok {
					return
				}
			}
			for _, x := range strings.Split(t.raw("excluded_taxa"), ",") {
				if rank, id, ok := strings.Cut(x, ":"); ok {
					key := legacyKey{cites.Kingdom(t.word("kingdom")), strings.ToUpper(strings.TrimSpace(rank)), strings.TrimSpace(id)}
					if found, known := d.legacy[key]; known {
						s.ExceptTaxa = append(s.ExceptTaxa, found)
					} else {
						d.r.leaveOut(t.place(), "excluded_taxa", x, "species.import.row.unknown")
					}
				}
			}
			limits(&s)
			end := t.word("end_notification")
			if end == "" && t.word("is_current") == "0" {
				end = "?"
			}
			rows = append(rows, suspensionRow{SuspensionRecord{Place: t.place(), Suspension: s}, end})
		}, func() {
			for _, r := range rows {
				if day := began[r.end]; r.end != "" && !day.After(r.Suspension.From) {
					d.r.refuse(r.Place, "end_notification", r.end, "species.import.row.no_end")
					continue
				} else if r.end != "" {
					r.Suspension.Until = day.AddDays(-1)
				}
				d.b.Suspensions = append(d.b.Suspensions, r.SuspensionRecord)
			}
		}
}

// limits takes from the words of a suspension what it is about where they are
// certain; else it is about everything.
func limits(s *Suspension) {
	note := strings.ToLower(strings.TrimRight(s.Reason, "."))
	switch {
	case strings.HasPrefix(note, "all commercial trade"):
		s.Purposes = []cites.Purpose{"T"}
	case note == "all exports of wild specimens", note == "all exports of wild-taken specimens":
		s.Sources = []cites.Source{"W"}
	case note == "all imports" && s.Kind != Compliance:
		s.Imports = true
	}
}

// readSuspensions takes the suspensions download of Species+.
func readSuspensions(d *desk) (func(*table), func()) {
	return func(t *table) {
		s := Suspension{Notification: t.word("Start notification"), Reason: plain(t.cell("Notes")), DirectOnly: true, Kind: SignificantTrade}
		rec := SuspensionRecord{Place: t.place(), Ended: t.word("Is current") == "0" && t.word("End date") == ""}
		var ok bool
		if s.From, ok = d.day(t, "Start date"); !ok {
			return
		}
		if t.word("End date") != "" {
			last, ok := d.day(t, "End date")
			if !ok {
				return
			}
			if last.Before(s.From) {
				d.refuse(t, "End date", "species.import.row.backwards")
				return
			}
			s.Until = last.AddDays(-1)
			if s.Until.Before(s.From) {
				s.Until = s.From
			}
		}
		if s.Country, ok = d.state(t.word("Party")); !ok {
			d.refuse(t, "Party", "species.import.row.no_country")
			return
		}
		if basis := t.word("Basis"); basis != "" {
			if s.Kind, ok = basisKind(basis); !ok {
				d.refuse(t, "Basis", "species.import.row.basis")
				return
			}
		} else if rec.Unbased = true; !rec.Ended {
			d.leaveOut(t, "Start notification", "species.import.row.no_basis")
		}
		if name := t.cell("Full Name", "FullName", "Scientific Name"); name != "" {
			if s.Taxon, ok = d.called(cites.Kingdom(t.word("Kingdom")), name); !ok {
				d.r.refuse(t.place(), "Full Name", name, "species.import.row.unknown")
				return
			}
		}
		limits(&s)
		rec.Suspension = s
		d.b.Suspensions = append(d.b.Suspensions, rec)
	}, func() {}
}
