package species

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
)

const changesHead = "kingdom\trank\tlegacy_rec_id\tfull_name\tappendix\tchange_type\teffective_at\tparty_iso2\tis_current\tpopulations_iso2\texcluded_populations_iso2\tis_inclusion\tincluded_in\texcluded_rec_ids\thash_annotation\tshort_note_en\tfull_note_en\n"

// changed is a catalogue of the backbone with a history over it. Each row is
// "RANK id appendix KIND day party current populations excluded under excluded-ids hash".
func changed(t testing.TB, rows ...string) *merge {
	t.Helper()
	var b strings.Builder
	b.WriteString(changesHead)
	for _, r := range rows {
		f := strings.Split(r, " ")
		for len(f) < 12 {
			f = append(f, "-")
		}
		for i := range f {
			f[i] = strings.TrimSuffix(f[i], "-")
		}
		inclusion := "0"
		if f[9] != "" {
			inclusion = "1"
		}
		fmt.Fprintf(&b, "Animalia\t%s\t%s\t\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\t\n", f[0], f[1], f[2], f[3], strings.ReplaceAll(f[4], "/", "-"), f[5], f[6], f[7], f[8], inclusion, f[9], f[10], f[11])
	}
	i := &Importer{Today: someDay, Now: func() time.Time { return time.Time{} }}
	all, err := i.open([]File{{Name: "changes", AsOf: someDay(), Body: strings.NewReader(b.String())}, {Name: "taxa", AsOf: someDay(), Body: strings.NewReader(backbone())}})
	if err != nil {
		t.Fatal(err)
	}
	m := newMerge(newLaw(nil, nil, someDay()), Limits{}, &Report{})
	d := &desk{m: m, r: m.report, legacy: map[legacyKey]ID{}}
	for _, o := range all {
		if err := o.read(context.Background(), d, func(Phase, int) {}); err != nil {
			t.Fatal(err)
		}
		m.take(d.b)
	}
	m.finish()
	return m
}

func on(t testing.TB, s string) cites.Date {
	t.Helper()
	d, err := cites.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestHistoryBecomesIntervals follows reporting.md 3.4.
func TestHistoryBecomesIntervals(t *testing.T) {
	const add, del = "ADDITION", "DELETION"
	for name, x := range map[string]struct {
		rows []string
		ask  map[string]string // "taxon country day" -> label
	}{
		"an addition ends the one before": {[]string{"SPECIES 7 II " + add + " 1977/02/04 - 0", "SPECIES 7 II " + add + " 1990/01/18 - 1"},
			map[string]string{"albus - 1977-02-03": "", "albus - 1977-02-04": "II", "albus - 2000-01-01": "II"}},
		"a deletion ends it": {[]string{"SPECIES 7 II " + add + " 1977/02/04 - 0", "SPECIES 7 II " + del + " 1990/01/18 - 1"},
			map[string]string{"albus - 1990-01-17": "II", "albus - 1990-01-18": ""}},
		"a transfer without a deletion": {[]string{"SPECIES 7 II " + add + " 1977/02/04 - 0", "SPECIES 7 I " + add + " 1990/01/18 - 1"},
			map[string]string{"albus - 1990-01-17": "II", "albus - 1990-01-18": "I"}},
		"only its own Party ends it": {[]string{"SPECIES 7 III " + add + " 1977/02/04 GH 0", "SPECIES 7 III " + add + " 1980/01/01 TN 1", "SPECIES 7 III " + del + " 1990/01/18 GH 1"},
			map[string]string{"albus - 1985-01-01": "III", "albus - 1995-01-01": "III"}},
		"split by population": {[]string{"SPECIES 7 I " + add + " 1997/09/18 - 1 - BW,NA", "SPECIES 7 II " + add + " 1997/09/18 - 1 BW,NA,ZW"},
			map[string]string{"albus BW 2000-01-01": "II", "albus KE 2000-01-01": "I", "albus ZW 2000-01-01": "I/II", "albus - 2000-01-01": "I/II"}},
		"inherited with an exclusion": {[]string{"FAMILY 1 II " + add + " 1977/02/04 - 1 - - - SPECIES:8"},
			map[string]string{"albus - 2000-01-01": "II", "niger - 2000-01-01": ""}},
		"taken out of a family later": {[]string{"FAMILY 1 II " + add + " 1977/02/04 - 1", "SPECIES 8 II " + del + " 2005/01/12 - 1"},
			map[string]string{"niger - 2005-01-11": "II", "niger - 2005-01-12": "", "albus - 2010-01-01": "II"}},
		"included in a family, which moves on": {[]string{"SPECIES 7 II " + add + " 1975/07/01 - 0", "SPECIES 7 II " + add + " 1977/02/04 - 1 - - Testidae",
			"FAMILY 1 II " + add + " 1977/02/04 - 0", "FAMILY 1 II " + del + " 1990/01/01 - 0", "FAMILY 1 I " + add + " 1990/01/01 - 1"},
			map[string]string{"albus - 1976-01-01": "II", "albus - 1980-01-01": "II", "albus - 1995-01-01": "I"}},
	} {
		c := changed(t, x.rows...).catalogue(someDay())
		for ask, want := range x.ask {
			f := strings.Fields(ask)
			country := cites.Country(strings.TrimPrefix(f[1], "-"))
			if got := c.Listings(ID("animalia.testus-"+f[0]), country, on(t, f[2])).Label(); got != want {
				t.Errorf("%s: %s is %q, want %q", name, ask, got, want)
			}
		}
	}
}

func TestReservationsBecomeIntervals(t *testing.T) {
	m := changed(t, "SPECIES 7 I ADDITION 1990/01/18 - 1", "SPECIES 7 I RESERVATION 1990/01/18 ZW 0", "SPECIES 7 I RESERVATION_WITHDRAWAL 1997/09/17 ZW 0",
		"SPECIES 7 I RESERVATION 1990/01/18 MW 1", "SPECIES 7 I RESERVATION 1991/01/01 CN 0", "SPECIES 7 I RESERVATION_WITHDRAWAL 1991/01/01 CN 0")
	var got []string
	for _, r := range m.reserved["animalia.testus-albus"] {
		got = append(got, string(r.Party)+" "+r.From.String()+".."+r.Until.String())
	}
	if strings.Join(got, "; ") != "ZW 1990-01-18..1997-09-16; MW 1990-01-18.." {
		t.Errorf("reservations %v", got)
	}
}

// TestTheOrderOfSourcesDoesNotMatter takes a dated history of 2013 before and
// after a newer list without dates.
func TestTheOrderOfSourcesDoesNotMatter(t *testing.T) {
	taxon := Taxon{ID: "animalia.x-y", Kingdom: "Animalia", Rank: Species, Name: "X y"}
	old := Batch{Source: "history", AsOf: on(t, "2013-06-12"), Taxa: []TaxonRecord{{Taxon: taxon}}, Laws: []LawRecord{{Taxon: taxon.ID, Account: WholeHistory,
		Listings: []Listing{{Appendix: "II", From: on(t, "1977-02-04"), Until: on(t, "1990-01-17")}, {Appendix: "I", From: on(t, "1990-01-18")}}}}}
	list := Batch{Source: "list", AsOf: on(t, "2017-04-21"), Taxa: []TaxonRecord{{Taxon: taxon}}, Laws: []LawRecord{{Taxon: taxon.ID, Account: Reaching,
		Label: "I", Listings: []Listing{{Appendix: "I"}}}}}
	show := func(batches ...Batch) string {
		m := newMerge(newLaw(nil, nil, someDay()), Limits{}, &Report{})
		for i := range batches {
			b := batches[i]
			m.take(&b)
		}
		m.finish()
		out := ""
		for _, l := range m.own[taxon.ID] {
			out += string(l.Appendix) + " " + l.From.String() + ".." + l.Until.String() + "; "
		}
		return out
	}
	const want = "II 1977-02-04..1990-01-17; I 1990-01-18..; "
	if a, b := show(old, list), show(list, old); a != want || b != want {
		t.Errorf("history first: %s\nlist first: %s", a, b)
	}
}
