package species

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/opencites/opencites/cites"
)

// desk is where the rows of one file become records: it knows what the store
// has and what the files before brought.
type desk struct {
	m      *merge
	r      *Report
	b      *Batch
	asOf   cites.Date
	legacy map[legacyKey]ID

	plus   map[int64]ID // made when first asked
	names  *Catalogue   // made when first asked
	states map[string]cites.Country
}

// legacyKey is how the files of 2013 name a taxon: their numbers begin anew in
// each kingdom and rank, and are not those of Species+ today.
type legacyKey struct {
	kingdom cites.Kingdom
	rank    string
	id      string
}

// begin starts a new batch for a file.
func (d *desk) begin(source string, asOf cites.Date) {
	d.b, d.asOf, d.plus, d.names = &Batch{Source: source, AsOf: asOf}, asOf, nil, nil
}

func (d *desk) refuse(t *table, column, key string) {
	d.r.refuse(t.place(), column, t.raw(column), key)
}

func (d *desk) leaveOut(t *table, column, key string) {
	d.r.leaveOut(t.place(), column, t.raw(column), key)
}

func keyOf(t *table, rank, id string) legacyKey {
	r := strings.ToUpper(t.word(rank))
	if r == "VAR" {
		r = "VARIETY"
	}
	return legacyKey{cites.Kingdom(t.word("kingdom")), r, t.cell(id)}
}

// old finds the taxon of a row of 2013: by its legacy id, else by its name. A
// row whose taxon is not known is refused.
func (d *desk) old(t *table) (ID, bool) { return d.oldAt(t, "rank", "legacy_rec_id", "full_name") }

func (d *desk) oldAt(t *table, rank, id, name string) (ID, bool) {
	key := keyOf(t, rank, id)
	if known, ok := d.legacy[key]; ok {
		if _, there := d.m.at[known]; there {
			return known, true
		}
	}
	if found, ok := d.called(key.kingdom, t.cell(name)); ok {
		return found, true
	}
	d.r.refuse(t.place(), name, strings.TrimSpace(t.raw(name)+" ("+key.rank+" "+key.id+")"), "species.import.row.unknown")
	return "", false
}

// called finds a taxon by kingdom and name: the accepted name first, else what
// the name resolves to without doubt.
func (d *desk) called(k cites.Kingdom, name string) (ID, bool) {
	if name == "" {
		return "", false
	}
	if k != "" {
		id := MakeID(k, strings.TrimSuffix(name, " spp."))
		if _, ok := d.m.at[id]; ok {
			return id, true
		}
	}
	if d.names == nil {
		d.names = newLaw(d.m.all, nil, d.asOf)
	}
	var found ID
	for _, m := range d.names.Resolve(name) {
		switch {
		case k != "" && m.Taxon.Kingdom != k:
		case found == "":
			found = m.Taxon.ID
		case found != m.Taxon.ID:
			return "", false
		}
	}
	return found, found != ""
}

// numbered finds a taxon by its number in Species+.
func (d *desk) numbered(id int64) (*Taxon, bool) {
	if d.plus == nil {
		d.plus = make(map[int64]ID, len(d.m.all))
		for i := range d.m.all {
			if n := d.m.all[i].SpeciesPlus; n != 0 {
				d.plus[n] = d.m.all[i].ID
			}
		}
	}
	at, ok := d.m.at[d.plus[id]]
	if !ok || d.plus[id] == "" {
		return nil, false
	}
	return &d.m.all[at], true
}

// state finds a country by its code or by its English name as CITES writes it.
func (d *desk) state(s string) (cites.Country, bool) {
	if s = clean(s); isoCode(s) {
		return cites.Country(s), true
	}
	if d.states == nil {
		d.states = map[string]cites.Country{}
		for _, c := range cites.Countries() {
			d.states[fold(c.Names.EN)] = c.Code
		}
	}
	c, ok := d.states[fold(s)]
	return c, ok
}

// day reads a cell as a day, written 2026-01-31 or 31/01/2026.
func (d *desk) day(t *table, column string) (cites.Date, bool) {
	s := t.cell(column)
	if len(s) > 10 {
		s = s[:10]
	}
	if p := strings.Split(s, "/"); len(p) == 3 && len(p[2]) == 4 {
		s = p[2] + "-" + p[1] + "-" + p[0]
	}
	day, err := cites.ParseDate(s)
	if err != nil || day.Year < 1973 || day.Year > 2200 {
		d.refuse(t, column, "species.import.row.date")
		return day, false
	}
	return day, true
}

// codesOf reads codes of countries between commas; what is none is told of.
func (d *desk) codesOf(t *table, column string) []cites.Country {
	var out []cites.Country
	for _, c := range strings.FieldsFunc(t.word(column), func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
		if !isoCode(c) {
			d.r.leaveOut(t.place(), column, c, "species.import.row.country")
			continue
		}
		out = append(out, cites.Country(c))
	}
	return out
}

// proper reports whether a text can be the name of a taxon: it begins with a
// letter or the sign of a hybrid, which also keeps out what a spreadsheet would
// take for a formula.
func proper(name string) bool {
	r, _ := utf8.DecodeRuneInString(name)
	return len(name) <= maxName && (unicode.IsLetter(r) || r == '×') && len(words(name)) > 0
}

// formula reports whether a spreadsheet would take a text for a formula.
func formula(s string) bool { return s != "" && strings.ContainsRune("=+-@", rune(s[0])) }
