package species

import (
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
)

// readTaxa takes the backbone of 2013: one taxon a row, with its parent by
// legacy id.
func readTaxa(d *desk) (func(*table), func()) {
	seen := map[legacyKey]bool{}
	placed := map[ID]string{} // where a name stands
	subfamilies := map[int]legacyKey{}
	return func(t *table) {
			key := keyOf(t, "rank", "legacy_rec_id")
			x := Taxon{Kingdom: key.kingdom, Rank: Rank(strings.ToLower(key.rank)), Name: t.cell("full_name")}
			above := Rank(strings.ToLower(t.word("parent_rank")))
			switch {
			case key.id == "" || !digits(key.id):
				d.refuse(t, "legacy_rec_id", "species.import.row.id")
				return
			case x.Kingdom != cites.Animalia && x.Kingdom != cites.Plantae:
				d.refuse(t, "kingdom", "species.import.row.kingdom")
				return
			case !x.Rank.known():
				d.refuse(t, "rank", "species.import.row.rank")
				return
			case !proper(x.Name):
				d.refuse(t, "full_name", "species.import.row.name")
				return
			case seen[key]:
				d.refuse(t, "legacy_rec_id", "species.import.row.twice_id")
				return
			case above != "" && (!above.known() || above.depth() >= x.Rank.depth()): // a circle would need one that is not
				d.refuse(t, "parent_rank", "species.import.row.parent")
				return
			}
			seen[key] = true
			if n := len(d.b.Taxa); d.backbone(t, key, x, placed) && above == Subfamily {
				subfamilies[n] = keyOf(t, "parent_rank", "parent_legacy_rec_id")
			}
		}, func() {
			for n, key := range subfamilies { // no column of a lineage names them
				d.b.Taxa[n].Taxon.Parent = d.legacy[key]
			}
		}
}

// backbone takes one taxon that is in order; false when it is left out.
func (d *desk) backbone(t *table, key legacyKey, x Taxon, placed map[ID]string) bool {
	x.ID, x.Genus = MakeID(x.Kingdom, x.Name), genusOf(x.Rank, x.Name)
	x.Author = t.cell("author_year")
	x.Phylum, x.Class, x.Order, x.Family = t.word("phylum"), t.word("class"), t.word("order"), t.word("family")
	switch t.word("name_status") {
	case "A":
	case "H":
		x.Status = Hybrid
	case "N":
		x.Status = Unaccepted
	default: // synonyms have a file of their own
		d.leaveOut(t, "name_status", "species.import.row.status")
		return false
	}
	if u := t.word("taxonomy"); u != "" && !strings.Contains(u, "CITES") {
		d.leaveOut(t, "taxonomy", "species.import.row.other_convention")
		return false
	}
	d.legacy[key] = x.ID
	where := lineage(x.Class, x.Order, x.Family)
	switch before, twice := placed[x.ID]; {
	case twice && before != where:
		d.refuse(t, "full_name", "species.import.row.two_places")
		return false
	case twice:
		d.leaveOut(t, "full_name", "species.import.row.twice")
		return false
	}
	placed[x.ID] = where
	if n, err := strconv.ParseInt(t.cell("speciesplus_id_2017"), 10, 64); err == nil && n > 0 {
		x.SpeciesPlus = n
	}
	d.b.Taxa = append(d.b.Taxa, TaxonRecord{Place: t.place(), Taxon: x})
	return true
}

// lineage is where a name stands.
func lineage(class, order, family string) string { return class + "/" + order + "/" + family }

// again says what is wrong with a name that an earlier row has; a row without
// a lineage says nothing of its place.
func again(before, now string) string {
	if before != now && now != lineage("", "", "") {
		return "species.import.row.two_places"
	}
	return "species.import.row.twice"
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// readSynonyms takes other names of accepted taxa.
func readSynonyms(d *desk) (func(*table), func()) {
	add := d.adding()
	return func(t *table) {
		n := Name{Kind: Synonym, Text: t.cell("full_name"), Author: t.cell("author_year")}
		switch t.word("status") {
		case "S":
		case "T":
			n.Kind = TradeName
		default: // an accepted name is no synonym, whatever the row says
			d.leaveOut(t, "status", "species.import.row.status")
			return
		}
		if !proper(n.Text) {
			d.refuse(t, "full_name", "species.import.row.name")
			return
		}
		if t.raw("accepted_legacy_rec_id") == "" && t.raw("accepted_full_name") == "" {
			d.leaveOut(t, "full_name", "species.import.row.no_accepted")
			return
		}
		if id, ok := d.oldAt(t, "accepted_rank", "accepted_legacy_rec_id", "accepted_full_name"); ok {
			add(t, id).Names = append(add(t, id).Names, n)
		}
	}, func() {}
}

// adding gathers what is added to each taxon in one record.
func (d *desk) adding() func(*table, ID) *Taxon {
	at := map[ID]int{}
	return func(t *table, id ID) *Taxon {
		i, ok := at[id]
		if !ok {
			i = len(d.b.Taxa)
			at[id] = i
			known := &d.m.all[d.m.at[id]]
			d.b.Taxa = append(d.b.Taxa, TaxonRecord{Place: t.place(), Adds: true, Taxon: Taxon{ID: id, Name: known.Name}})
		}
		return &d.b.Taxa[i].Taxon
	}
}

// readCommonNames takes common names in the languages of the Convention; those
// in others are counted as left out.
func readCommonNames(d *desk) (func(*table), func()) {
	add := d.adding()
	langs := map[string]cites.Lang{"ENG": cites.English, "FRA": cites.French, "SPA": cites.Spanish, "ARA": cites.Arabic}
	return func(t *table) {
		lang, ok := langs[strings.ToUpper(t.word("lang_iso3"))]
		if !ok {
			d.leaveOut(t, "lang_iso3", "species.import.row.language")
			return
		}
		text := t.cell("name")
		if text == "" || len(text) > maxName || formula(text) {
			d.refuse(t, "name", "species.import.row.name")
			return
		}
		if id, ok := d.old(t); ok {
			add(t, id).Names = append(add(t, id).Names, Name{Kind: Common, Lang: lang, Text: text})
		}
	}, func() {}
}

// presenceOf reads the tags of a distribution.
func presenceOf(tags string) Presence {
	switch tags = strings.ToLower(tags); {
	case strings.Contains(tags, "uncertain") || strings.Contains(tags, "?"):
		return Uncertain
	case strings.Contains(tags, "reintroduced"):
		return Reintroduced
	case strings.Contains(tags, "introduced"):
		return Introduced
	case strings.Contains(tags, "extinct"):
		return Extinct
	}
	return Native
}

// readDistribution takes where taxa of 2013 occur.
func readDistribution(d *desk) (func(*table), func()) {
	add := d.adding()
	return func(t *table) {
		c := t.word("iso2")
		if !isoCode(c) {
			d.refuse(t, "iso2", "species.import.row.no_country")
			return
		}
		if id, ok := d.old(t); ok {
			x := add(t, id)
			x.Range = addRange(x.Range, []Occurrence{{cites.Country(c), presenceOf(t.word("tags"))}})
		}
	}, func() {}
}
