package species

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
)

// change is one row of a history: what happened to the listing of a taxon.
type change struct {
	Place
	taxon    ID
	kind     string // ADDITION, DELETION, RESERVATION, RESERVATION_WITHDRAWAL
	on       cites.Date
	current  bool
	listing  Listing // From is not set
	excluded []ID
	under    string // the higher taxon through which it has been listed since
}

// readChanges takes the history of listings and makes intervals of it
// (reporting.md 3.4).
func readChanges(d *desk) (func(*table), func()) {
	h := &histories{d: d, of: map[ID][]change{}, hash: regexp.MustCompile(`^((?:Pre-)?CoP\d+)\s+`)}
	return h.row, h.end
}

type histories struct {
	d    *desk
	of   map[ID][]change
	hash *regexp.Regexp // the Conference whose numbering an annotation has
}

func (h *histories) row(t *table) {
	d := h.d
	c := change{Place: t.place(), kind: t.word("change_type"), current: t.word("is_current") == "1"}
	c.listing = Listing{Appendix: cites.Appendix(t.word("appendix")), Party: cites.Country(t.word("party_iso2"))}
	switch c.kind {
	case "ADDITION", "DELETION", "RESERVATION", "RESERVATION_WITHDRAWAL":
	default:
		d.refuse(t, "change_type", "species.import.row.change")
		return
	}
	if c.listing.Appendix.Number() == 0 {
		d.refuse(t, "appendix", "species.import.row.listing")
		return
	}
	if c.listing.Party != "" && !isoCode(string(c.listing.Party)) || (c.listing.Party == "" && strings.HasPrefix(c.kind, "RESERVATION")) {
		d.refuse(t, "party_iso2", "species.import.row.no_country")
		return
	}
	var ok bool
	if c.on, ok = d.day(t, "effective_at"); !ok {
		return
	}
	if c.taxon, ok = d.old(t); !ok {
		return
	}
	h.details(t, &c)
	h.of[c.taxon] = append(h.of[c.taxon], c)
}

// details reads populations, taxa left out and annotations.
func (h *histories) details(t *table, c *change) {
	l := &c.listing
	if t.word("is_inclusion") == "1" {
		c.under = strings.TrimSuffix(t.word("included_in"), " spp.")
	}
	l.Populations, l.Except = h.d.codesOf(t, "populations_iso2"), h.d.codesOf(t, "excluded_populations_iso2")
	if note := t.raw("full_note_en"); note != "" {
		l.Note = plain(clean(note))
	} else {
		l.Note = plain(clean(t.raw("short_note_en")))
	}
	if len(l.Note) > maxNote {
		l.Note = strings.ToValidUTF8(l.Note[:maxNote], "") + "…"
	}
	l.Hash = t.word("hash_annotation")
	if m := h.hash.FindString(l.Hash); m != "" {
		l.Hash, l.Citation = strings.TrimPrefix(l.Hash, m), strings.TrimSpace(m)
	}
	for _, x := range strings.Split(t.raw("excluded_rec_ids"), ",") {
		rank, id, ok := strings.Cut(x, ":")
		if !ok {
			continue
		}
		key := legacyKey{cites.Kingdom(t.word("kingdom")), strings.ToUpper(strings.TrimSpace(rank)), strings.TrimSpace(id)}
		if found, ok := h.d.legacy[key]; ok {
			c.excluded = append(c.excluded, found)
		} else {
			h.d.r.leaveOut(t.place(), "excluded_rec_ids", x, "species.import.row.unknown")
		}
	}
}

// end makes the intervals of every taxon, higher taxa first.
func (h *histories) end() {
	ids := make([]ID, 0, len(h.of))
	for id := range h.of {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b ID) int { return cmp.Or(h.d.m.depth(a)-h.d.m.depth(b), cmp.Compare(a, b)) })
	done := map[ID][]Listing{}
	for _, id := range ids {
		all := h.of[id]
		slices.SortStableFunc(all, func(a, b change) int { return a.on.Compare(b.on) })
		out := h.intervals(id, all, done)
		out = append(out, h.excluded(id, all, out, done)...)
		parts(out)
		done[id] = out
		if slices.ContainsFunc(all, func(c change) bool { return c.kind == "ADDITION" || c.kind == "DELETION" }) {
			h.d.b.Laws = append(h.d.b.Laws, LawRecord{Place: all[0].Place, Taxon: id, Account: WholeHistory, Listings: out})
		}
		h.reservations(id, all)
	}
}

// intervals opens one at each addition. It ends at the next addition or
// deletion of the same appendix and Party, or of the appendix without a Party;
// an addition that is no longer current without such an end, at the next
// addition to another appendix. From the day on which it is included in a higher
// taxon, the listing is that of the higher one.
func (h *histories) intervals(id ID, all []change, done map[ID][]Listing) []Listing {
	var out []Listing
	for i, c := range all {
		if c.kind != "ADDITION" || h.listedAbove(id, c, done) {
			continue
		}
		l := c.listing
		l.From, l.ExceptTaxa = c.on, c.excluded
		end := h.next(all, c, func(n change) bool {
			return (n.kind == "ADDITION" || n.kind == "DELETION") && n.listing.Appendix == l.Appendix && (n.listing.Party == l.Party || n.listing.Party == "")
		})
		if end.IsZero() && !c.current {
			end = h.next(all, c, func(n change) bool { return n.kind == "ADDITION" && n.listing.Appendix != l.Appendix })
		}
		if end.IsZero() && !c.current {
			if i+1 < len(all) && slices.ContainsFunc(all[i+1:], func(n change) bool {
				return n.kind == "ADDITION" && n.on == c.on && n.listing.Appendix == l.Appendix
			}) {
				continue // said twice on the same day; the last word holds
			}
			h.d.r.leaveOut(c.Place, "is_current", c.on.String(), "species.import.row.no_end")
			end = c.on.AddDays(1)
		}
		if !end.IsZero() {
			l.Until = end.AddDays(-1)
		}
		out = append(out, l)
	}
	return out
}

// listedAbove reports whether a row says that the taxon is included in one above
// it, and that one was listed then.
func (h *histories) listedAbove(id ID, c change, done map[ID][]Listing) bool {
	if c.under == "" || c.listing.Party != "" {
		return false
	}
	for up := h.parent(id); up != ""; up = h.parent(up) {
		if fold(h.d.m.all[h.d.m.at[up]].Name) != fold(c.under) {
			continue
		}
		known := h.d.m.own[up]
		return slices.ContainsFunc(slices.Concat(done[up], known), func(l Listing) bool { return l.Holds(c.on) })
	}
	return false
}

// next is the day of the first later change that fits; not set when there is none.
func (h *histories) next(all []change, c change, fits func(change) bool) cites.Date {
	for _, n := range all {
		if n.on.After(c.on) && fits(n) {
			return n.on
		}
	}
	return cites.Date{}
}

// excluded finds that a taxon was taken out of the listing of a higher one: a
// deletion that still stands, of an appendix in which the higher taxon was and
// stayed. Before that day the taxon gets an interval of its own, and the higher
// listing does not reach it.
func (h *histories) excluded(id ID, all []change, own []Listing, done map[ID][]Listing) []Listing {
	var out []Listing
	for _, c := range all {
		if c.kind != "DELETION" || !c.current || c.listing.Party != "" {
			continue
		}
		if slices.ContainsFunc(own, func(l Listing) bool { return l.Until.IsZero() || !l.Until.Before(c.on) }) {
			continue // it is still listed itself
		}
		for up := h.parent(id); up != ""; up = h.parent(up) {
			for i := range done[up] {
				l := &done[up][i]
				if l.Appendix != c.listing.Appendix || slices.Contains(l.ExceptTaxa, id) || (!l.Until.IsZero() && l.Until.Before(c.on)) {
					continue
				}
				l.ExceptTaxa = append(slices.Clone(l.ExceptTaxa), id)
				if l.From.Before(c.on) {
					before := *l
					before.Taxon, before.Until, before.ExceptTaxa = id, c.on.AddDays(-1), nil
					out = append(out, before)
				}
			}
		}
	}
	return out
}

func (h *histories) parent(id ID) ID { return h.d.m.all[h.d.m.at[id]].Parent }

// parts finds the countries of which only a part of the population is meant:
// those that one appendix names and the other does not leave out, while both
// hold.
func parts(ls []Listing) {
	for i := range ls {
		a := &ls[i]
		for j := range ls {
			b := &ls[j]
			if i == j || a.Appendix == b.Appendix || len(a.Populations) == 0 || len(b.Populations) > 0 || len(b.Except) == 0 || a.From != b.From {
				continue
			}
			for _, c := range a.Populations {
				if !slices.Contains(b.Except, c) {
					a.Part, b.Part = append(a.Part, c), append(b.Part, c)
				}
			}
		}
	}
}

// reservations makes intervals of reservations and their withdrawals.
func (h *histories) reservations(id ID, all []change) {
	for _, c := range all {
		if c.kind != "RESERVATION" {
			continue
		}
		l := c.listing
		r := Reservation{Taxon: id, Party: l.Party, Appendix: l.Appendix, From: c.on, Populations: l.Populations, Parts: l.Note}
		end := h.next(all, change{on: c.on.AddDays(-1)}, func(n change) bool {
			return n.kind == "RESERVATION_WITHDRAWAL" && n.listing.Party == l.Party && n.listing.Appendix == l.Appendix
		})
		if end.IsZero() && !c.current { // it ended with the listing
			end = h.next(all, c, func(n change) bool {
				return (n.kind == "DELETION" && n.listing.Appendix == l.Appendix) || (n.kind == "ADDITION" && n.listing.Appendix != l.Appendix) ||
					(n.kind == "RESERVATION" && n.listing.Party == l.Party && n.listing.Appendix == l.Appendix)
			})
		}
		switch {
		case end.IsZero() && !c.current:
			h.d.r.leaveOut(c.Place, "is_current", c.on.String(), "species.import.row.no_end")
			continue
		case !end.IsZero() && !end.After(c.on): // withdrawn on the day it began
			continue
		case !end.IsZero():
			r.Until = end.AddDays(-1)
		}
		h.d.b.Reservations = append(h.d.b.Reservations, ReservationRecord{Place: c.Place, Reservation: r})
	}
}
