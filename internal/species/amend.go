package species

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/opencites/opencites/cites"
)

// Amended returns the catalogue with the listings as sets of amendments make
// them, in the order of their days. Nothing else is changed and the taxa are
// shared, so that this costs little. Rows that no longer fit the listings are
// returned; they change nothing.
func (c *Catalogue) Amended(sets ...*Amendments) (*Catalogue, []Misfit) {
	if len(sets) == 0 {
		return c, nil
	}
	other := *c
	other.listings, other.shelf = maps.Clone(c.listings), nil
	type step struct {
		set *Amendments
		row *Amendment
	}
	var steps []step
	for _, s := range sets {
		for i := range s.Rows {
			steps = append(steps, step{s, &s.Rows[i]})
		}
	}
	slices.SortStableFunc(steps, func(a, b step) int { return a.row.From.Compare(b.row.From) })
	var wrong []Misfit
	for _, x := range steps {
		if key := other.amend(x.set, x.row); key != "" {
			wrong = append(wrong, Misfit{x.set.ID, x.row.Row, key})
		}
	}
	other.shelf = other.stock()
	return &other, wrong
}

// Misfit is a row of amendments that does not fit the listings.
type Misfit struct {
	Set string
	Row int
	Key string // says why
}

// amend applies one row to the listings of its taxon; it returns a key that
// says why it cannot.
func (c *Catalogue) amend(s *Amendments, r *Amendment) string {
	v := revision{c: c, r: r, own: slices.Clone(c.listings[r.TaxonID])}
	v.base = Listing{Taxon: r.TaxonID, From: r.From, Until: r.Until, Hash: r.Annotation, Note: r.Note, Citation: cmp.Or(r.Citation, s.Citation, s.Name),
		Source: s.Name, AsOf: r.From}
	key := ""
	switch r.Act {
	case AddListing:
		key = v.add()
	case DeleteListing:
		key = v.remove()
	case TransferListing:
		key = v.transfer()
	case AnnotateListing:
		key = v.annotate()
	default:
		return ""
	}
	if key == "" {
		c.listings[r.TaxonID] = ordered(v.own)
	}
	return key
}

func ordered(ls []Listing) []Listing {
	slices.SortStableFunc(ls, func(a, b Listing) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Appendix, b.Appendix), cmp.Compare(a.Party, b.Party))
	})
	return ls
}

// revision is the work on the listings of one taxon for one row.
type revision struct {
	c    *Catalogue
	r    *Amendment
	own  []Listing
	base Listing // what every new listing of the row has
}

// matching takes the listings that the row means out of own: those of its
// appendix in force on its day that reach its populations. They come back
// closed; what they said is returned.
func (v *revision) matching() []Listing {
	var met, rest []Listing
	for _, l := range v.own {
		if l.Appendix != v.r.Appendix || !l.Holds(v.r.From) || (v.r.Party != "" && l.Party != v.r.Party) || !v.reaches(l) {
			rest = append(rest, l)
			continue
		}
		met = append(met, l)
		if l.From.Before(v.r.From) { // else another row of the same day opened it
			l.Until = v.r.From.AddDays(-1)
			rest = append(rest, l)
		}
	}
	v.own = rest
	return met
}

func (v *revision) reaches(l Listing) bool {
	return len(v.r.Populations) == 0 || slices.ContainsFunc(v.r.Populations, l.Covers)
}

// inherited is the listing of a higher taxon in the row's appendix that reaches
// the taxon on the day.
func (v *revision) inherited() (Listing, bool) {
	country := cites.Country("")
	if len(v.r.Populations) > 0 {
		country = v.r.Populations[0]
	}
	for _, l := range v.c.Listings(v.r.TaxonID, country, v.r.From).Listings {
		if l.Taxon != v.r.TaxonID && l.Appendix == v.r.Appendix {
			return l, true
		}
	}
	return Listing{}, false
}

// open adds a listing of the row under an id of its own.
func (v *revision) open(l Listing) {
	id := listingID(l)
	for n := 2; slices.ContainsFunc(v.own, func(o Listing) bool { return o.ID == id }); n++ {
		id = listingID(l) + "/" + strconv.Itoa(n)
	}
	l.ID = id
	v.own = append(v.own, l)
}

func (v *revision) add() string {
	for _, l := range v.own {
		if l.Appendix == v.r.Appendix && l.Party == v.r.Party && l.Holds(v.r.From) && joined(l.Populations) == joined(v.r.Populations) && joined(l.Except) == joined(v.r.Except) {
			return "law.row.already"
		}
	}
	l := v.base
	l.Appendix, l.Party, l.Populations, l.Except, l.Part, l.ExceptTaxa = v.r.Appendix, v.r.Party, v.r.Populations, v.r.Except, v.r.Part, v.r.ExceptTaxa
	v.open(l)
	return ""
}

func (v *revision) remove() string {
	met := v.matching()
	for _, l := range met {
		if l, left := without(l, v.r.Populations); left {
			v.reopen(l)
		}
	}
	if len(met) > 0 {
		return ""
	}
	above, ok := v.inherited()
	switch {
	case !ok:
		return "law.row.none"
	case len(v.r.Populations) > 0:
		return "law.row.inherited"
	}
	v.exclude(above)
	return ""
}

// exclude ends the listing of a higher taxon and opens it again without the
// row's taxon.
func (v *revision) exclude(above Listing) {
	w := revision{c: v.c, r: v.r, base: v.base}
	for _, l := range v.c.listings[above.Taxon] {
		if l.ID != above.ID {
			w.own = append(w.own, l)
			continue
		}
		if l.From.Before(v.r.From) {
			l.Until = v.r.From.AddDays(-1)
			w.own = append(w.own, l)
		}
	}
	above.ExceptTaxa = append(slices.Clone(above.ExceptTaxa), v.r.TaxonID)
	w.reopen(above)
	v.c.listings[above.Taxon] = ordered(w.own)
}

// reopen writes a listing that goes on with other populations.
func (v *revision) reopen(l Listing) {
	l.From, l.Source, l.AsOf, l.Citation = v.r.From, v.base.Source, v.base.AsOf, v.base.Citation
	v.open(l)
}

func (v *revision) transfer() string {
	met := v.matching()
	if len(met) == 0 {
		if _, ok := v.inherited(); !ok {
			return "law.row.none"
		}
	}
	whole := v.base
	whole.Appendix, whole.Populations, whole.Except, whole.Part, whole.ExceptTaxa = v.r.To, v.r.Populations, v.r.Except, v.r.Part, v.r.ExceptTaxa
	if v.r.To == cites.AppendixIII {
		whole.Party = v.r.Party
	}
	for _, l := range met {
		if len(v.r.Populations) == 0 {
			if l.Appendix != cites.AppendixIII && len(whole.Except)+len(whole.Populations) == 0 { // the same populations move
				whole.Populations, whole.Except = l.Populations, l.Except
			}
			continue
		}
		if l, left := without(l, v.r.Populations); left {
			v.reopen(l)
		}
	}
	if !v.join(whole) {
		v.open(whole)
	}
	return ""
}

// join lets populations that move enter a listing that is already there; false
// when there is none.
func (v *revision) join(in Listing) bool {
	if len(in.Populations) == 0 {
		return false
	}
	for i, l := range v.own {
		if l.Appendix != in.Appendix || l.Party != in.Party || !l.Holds(v.r.From) || len(l.Populations)+len(l.Except) == 0 {
			continue
		}
		if l.From.Before(v.r.From) {
			v.own[i].Until = v.r.From.AddDays(-1)
		} else {
			v.own = slices.Delete(v.own, i, i+1)
		}
		if len(l.Populations) > 0 {
			l.Populations = union(l.Populations, in.Populations)
		} else {
			l.Except = minus(l.Except, in.Populations)
		}
		l.Part = union(minus(l.Part, in.Populations), in.Part)
		l.Hash, l.Note, l.Until = cmp.Or(in.Hash, l.Hash), cmp.Or(in.Note, l.Note), in.Until
		v.reopen(l)
		return true
	}
	return false
}

func (v *revision) annotate() string {
	met := v.matching()
	if len(met) == 0 {
		return "law.row.none"
	}
	for _, l := range met {
		l.Hash, l.Note = v.r.Annotation, v.r.Note
		v.reopen(l)
	}
	return ""
}

// without takes populations from a listing; false when none are left, or when
// all were meant.
func without(l Listing, gone []cites.Country) (Listing, bool) {
	if len(gone) == 0 {
		return l, false
	}
	l.Part = minus(l.Part, gone)
	if len(l.Populations) > 0 {
		l.Populations = minus(l.Populations, gone)
		return l, len(l.Populations) > 0
	}
	l.Except = union(l.Except, gone)
	return l, true
}

func union(a, b []cites.Country) []cites.Country {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

func minus(a, b []cites.Country) []cites.Country {
	return slices.DeleteFunc(slices.Clone(a), func(c cites.Country) bool { return slices.Contains(b, c) })
}
