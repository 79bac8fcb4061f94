package need

import (
	"slices"
	"sync"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/table"
)

// annotation is one row of what a # annotation covers.
type annotation struct {
	hash       string
	mode       string // only, except or keep
	terms      []cites.Term
	propagated []cites.Term // left out when artificially propagated
	taxa       []group
	origin     cites.Country
	light      cites.Quantity // finished products left out up to that weight, in grams
	instrument string         // any, reexport or ""
	span
}

var annotations = sync.OnceValue(func() map[string][]annotation {
	out := map[string][]annotation{}
	for _, r := range readTable("annotations.tsv") {
		a := annotation{hash: r["annotation"], mode: r["mode"], terms: table.Codes[cites.Term](r, "terms"), propagated: table.Codes[cites.Term](r, "propagated"),
			taxa: groups(r["taxa"]), origin: cites.Country(r["origin"]), light: units(r, "grams"), instrument: r["instrument"], span: spanOf(r)}
		out[a.hash] = append(out[a.hash], a)
	}
	return out
})

// notListed ends with no document for a taxon that stands in no appendix, or a
// hybrid that is exempt. Stricter measures may still ask for one.
func (j *judge) notListed() bool {
	switch {
	case j.exempted:
		j.say("E14", "exempt")
		return true
	case j.unlisted:
		j.say("S13", "")
		j.say("T05", "", "name", j.name())
		return true
	}
	return false
}

func (j *judge) name() string {
	if j.taxon != nil {
		return j.taxon.Name
	}
	return j.l.Taxon
}

// outsideAnnotation ends with no document for parts and derivatives that the
// annotation of every listing leaves out, and for those of propagated hybrids of
// Appendix I that are exempt (E15).
func (j *judge) outsideAnnotation(s *sums) bool {
	if j.unmarked && j.may(cites.Propagated) && slices.Contains([]cites.Term{"CUL", "SEE", "FLO"}, j.l.Term) {
		j.say("E15", "exempt", "term", string(j.l.Term))
		return true
	}
	if j.appendix == cites.AppendixI || wholePlant(j.l.Term) || len(j.listings) == 0 {
		return false
	}
	if slices.ContainsFunc(j.listings, func(l species.Listing) bool { return j.covers(l.Hash, s) }) {
		return false
	}
	j.say("T06", "outside", "annotation", j.listings[0].Hash, "term", string(j.l.Term))
	return true
}

// wholePlant reports whether the term is a plant and no part of one: it is a
// specimen whatever an annotation says (Art. I(b)(i)). Flasks, seeds and cut
// flowers may live, and are judged by the annotation.
func wholePlant(t cites.Term) bool { return t == cites.Live || t == "DPL" || t == "GRS" }

// covers reports whether an annotation covers the specimens. One that is not in
// the table covers all.
func (j *judge) covers(hash string, s *sums) bool {
	covered := true
	for _, a := range annotations()[hash] {
		if !a.holds(j.c.Date) || !j.within(a.taxa) || (a.origin != "" && a.origin != j.population()) {
			continue
		}
		named := slices.Contains(a.terms, j.l.Term)
		switch {
		case a.mode == "only":
			covered = covered && named
		case a.mode == "keep":
			covered = covered || named
		case named, j.may(cites.Propagated) && slices.Contains(a.propagated, j.l.Term):
			covered = false
		case j.l.MusicalInstrument && (a.instrument == "any" || a.instrument == "reexport" && j.dir == Reexport):
			covered = false
		case a.light > 0 && finished(j.l.Term) && s.light(hash) <= a.light:
			covered = false
		}
	}
	return covered
}

// finished reports whether the term is a finished product of wood.
func finished(t cites.Term) bool { return t == "WPR" || t == "CAR" || t == "FPT" || t == "JWL" }

// within reports whether the taxon of the line is one of these, or below one.
func (j *judge) within(taxa []group) bool {
	if len(taxa) == 0 {
		return true
	}
	for i := range taxa {
		g := &taxa[i]
		switch {
		case len(j.lineage) == 0:
			if startsWith(j.l.Taxon, g.name) {
				return true
			}
		case slices.Contains(j.lineage, g.animal), slices.Contains(j.lineage, g.plant):
			return true
		}
	}
	return false
}

// startsWith reports whether a name is another one, or begins with its words.
func startsWith(name, first string) bool {
	return name == first || len(name) > len(first) && name[:len(first)] == first && name[len(first)] == ' '
}
