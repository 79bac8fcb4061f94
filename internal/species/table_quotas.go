package species

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
)

// quotaRow is a quota with what decides between two that say the same.
type quotaRow struct {
	QuotaRecord
	public    bool
	published string
}

// keepQuotas keeps one of the rows that limit the same: the public one, of the
// latest publication.
func (d *desk) keepQuotas(rows []quotaRow) {
	slices.SortStableFunc(rows, func(a, b quotaRow) int {
		if a.public != b.public {
			return map[bool]int{true: -1, false: 1}[a.public]
		}
		return cmp.Compare(b.published, a.published)
	})
	seen := map[string]bool{}
	for _, r := range rows {
		r.Quota.ID = quotaID(&r.Quota)
		if seen[r.Quota.ID] {
			d.r.leaveOut(r.Place, "quota", r.Quota.Quantity.String(), "species.import.row.superseded")
			continue
		}
		seen[r.Quota.ID] = true
		d.b.Quotas = append(d.b.Quotas, r.QuotaRecord)
	}
	slices.SortStableFunc(d.b.Quotas, func(a, b QuotaRecord) int { return cmp.Compare(a.Row, b.Row) })
}

// amount reads a quantity; -1 is a quota in preparation.
func (d *desk) amount(t *table, column string) (cites.Quantity, bool) {
	s := t.cell(column)
	if s == "-1" || s == "-1.0" {
		return Preparing, true
	}
	if whole, frac, ok := strings.Cut(s, "."); ok && strings.Trim(frac, "0") == "" {
		s = whole
	}
	q, err := cites.ParseQuantity(s)
	if err != nil {
		d.refuse(t, column, "species.import.row.quota")
		return 0, false
	}
	return q, true
}

// readExportQuotas takes the quotas of 2013, with their terms and sources.
func readExportQuotas(d *desk) (func(*table), func()) {
	var rows []quotaRow
	return func(t *table) {
			q := Quota{Kind: NationalQuota, Country: cites.Country(t.word("iso2")), Note: plain(t.cell("notes")), Citation: t.word("link")}
			if !isoCode(string(q.Country)) {
				d.refuse(t, "iso2", "species.import.row.no_country")
				return
			}
			var ok bool
			if q.From, ok = d.day(t, "start_date"); !ok {
				return
			}
			if q.Until, ok = d.day(t, "end_date"); !ok {
				return
			}
			if q.Until.Before(q.From) {
				d.refuse(t, "end_date", "species.import.row.backwards")
				return
			}
			year, err := strconv.Atoi(t.word("year"))
			if err != nil || year < 1975 || year > 2200 {
				d.refuse(t, "year", "species.import.row.date")
				return
			}
			q.Year = year
			if q.Quantity, ok = d.amount(t, "quota"); !ok {
				return
			}
			if q.Unit, ok = d.unit(t, "unit"); !ok {
				return
			}
			q.Terms, q.Sources = d.terms(t, "terms"), d.sources(t, "sources")
			if strings.Contains(strings.ToLower(q.Note), "conference of the parties") {
				q.Kind = CoPQuota
			}
			if q.Taxon, ok = d.old(t); ok {
				rows = append(rows, quotaRow{QuotaRecord{t.place(), q}, t.word("public_display") != "0", t.word("published")})
			}
		}, func() {
			d.keepQuotas(rows)
		}
}

// unit reads a code or symbol of a unit, old ones as well; none counts specimens.
func (d *desk) unit(t *table, column string) (cites.Unit, bool) {
	s := strings.ToUpper(t.word(column))
	switch s {
	case "", "NA", "-":
		return "", true
	case "KG":
		s = "KGM"
	case "G":
		s = "GRM"
	case "M3":
		s = "MTQ"
	}
	u, err := cites.NormaliseUnit(s)
	if err != nil {
		d.refuse(t, column, "species.import.row.unit")
		return "", false
	}
	return u, true
}

// terms reads codes of terms; one that is in no list makes the quota count all
// terms, and is told of.
func (d *desk) terms(t *table, column string) []cites.Term {
	var out []cites.Term
	for _, s := range strings.FieldsFunc(t.word(column), func(r rune) bool { return r == ' ' || r == ',' }) {
		if _, ok := cites.Term(s).Info(); !ok {
			d.r.leaveOut(t.place(), column, s, "species.import.row.term")
			return nil
		}
		out = append(out, cites.Term(s))
	}
	return out
}

func (d *desk) sources(t *table, column string) []cites.Source {
	var out []cites.Source
	for _, s := range strings.FieldsFunc(t.word(column), func(r rune) bool { return r == ' ' || r == ',' }) {
		if _, ok := cites.Source(s).Info(); !ok {
			d.r.leaveOut(t.place(), column, s, "species.import.row.source")
			return nil
		}
		out = append(out, cites.Source(s))
	}
	return out
}

// readQuotas takes the quotas download of Species+, which has terms, sources
// and purposes only in words.
func readQuotas(d *desk) (func(*table), func()) {
	var rows []quotaRow
	return func(t *table) {
			year, err := strconv.Atoi(t.word("Year"))
			if err != nil || year < 1975 || year > 2200 {
				d.refuse(t, "Year", "species.import.row.date")
				return
			}
			q := Quota{Year: year, From: cites.Date{Year: year, Month: 1, Day: 1}, Until: cites.Date{Year: year, Month: 12, Day: 31}, Citation: blank(t.word("URL"))}
			var ok bool
			if q.Country, ok = d.state(t.word("Party")); !ok {
				d.refuse(t, "Party", "species.import.row.no_country")
				return
			}
			if q.Quantity, ok = d.amount(t, "Quota"); !ok {
				return
			}
			if q.Unit, ok = d.unit(t, "Unit"); !ok {
				return
			}
			name := t.cell("FullName", "Full Name", "Scientific Name")
			if q.Taxon, ok = d.called(cites.Kingdom(t.word("Kingdom")), name); !ok {
				d.r.refuse(t.place(), "FullName", name, "species.import.row.unknown")
				return
			}
			q.Note = plain(blank(t.cell("Notes")))
			if !readNote(&q) {
				d.leaveOut(t, "Notes", "species.import.row.note")
			}
			rows = append(rows, quotaRow{QuotaRecord{t.place(), q}, true, t.cell("Publication date", "Date")})
		}, func() {
			d.keepQuotas(rows)
		}
}

// blank reads NA of a statistics program as nothing.
func blank(s string) string {
	if s == "NA" {
		return ""
	}
	return s
}

// readNote takes from the note of a quota what it limits, where the words are
// certain; false when they are not, and the quota counts everything.
func readNote(q *Quota) bool {
	q.Kind = NationalQuota
	note := strings.ToLower(q.Note)
	switch {
	case strings.Contains(note, "established by the conference of the parties"):
		q.Kind = CoPQuota
	case strings.Contains(note, "committee recommendation"):
		q.Kind = CommitteeQuota
	case strings.Contains(note, "annotation"):
		q.Kind = AnnotatedQuota
	}
	for _, cut := range []string{";", "(note", "[note", ". quota originally"} {
		note, _, _ = strings.Cut(note, cut)
	}
	words := strings.FieldsFunc(note, func(r rune) bool { return (r < 'a' || r > 'z') && r != '-' && (r < '0' || r > '9') })
	text := strings.Join(words, " ")
	for _, noise := range []string{" specimens", " specimen", "specimens "} {
		text = strings.ReplaceAll(text, noise, " ")
	}
	for _, part := range []struct {
		words    string
		terms    []cites.Term
		sources  []cites.Source
		purposes []cites.Purpose
	}{
		{"traded for primarily commercial purposes", nil, nil, []cites.Purpose{"T"}}, {"for primarily commercial purposes", nil, nil, []cites.Purpose{"T"}},
		{"for commercial purposes", nil, nil, []cites.Purpose{"T"}}, {"removed from the wild and", nil, []cites.Source{"W"}, nil},
		{"removed from the wild", nil, []cites.Source{"W"}, nil}, {"wild-taken", nil, []cites.Source{"W"}, nil}, {"wild taken", nil, []cites.Source{"W"}, nil},
		{"wild", nil, []cites.Source{"W"}, nil}, {"ranched", nil, []cites.Source{"R"}, nil}, {"captive-bred", nil, []cites.Source{"C", "D"}, nil},
		{"f1", nil, []cites.Source{"F"}, nil}, {"leather products small", []cites.Term{"LPS"}, nil, nil}, {"live", []cites.Term{"LIV"}, nil, nil},
		{"skins", []cites.Term{"SKI"}, nil, nil}, {"bodies", []cites.Term{"BOD"}, nil, nil}, {"meat", []cites.Term{"MEA"}, nil, nil}, {"skulls", []cites.Term{"SKU"}, nil, nil},
		{"hunting trophies", []cites.Term{"TRO"}, nil, []cites.Purpose{"H"}}, {"all", nil, nil, nil}, {"and", nil, nil, nil},
	} {
		if rest := strings.ReplaceAll(" "+text+" ", " "+part.words+" ", " "); rest != " "+text+" " {
			text = strings.Join(strings.Fields(rest), " ")
			q.Terms, q.Sources, q.Purposes = append(q.Terms, part.terms...), append(q.Sources, part.sources...), append(q.Purposes, part.purposes...)
		}
	}
	if strings.TrimSpace(text) != "" {
		q.Terms, q.Sources, q.Purposes = nil, nil, nil
		return false
	}
	return true
}
