package species

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// Audit compares the appendix that a file gives each taxon with what a
// catalogue answers that was loaded from elsewhere.
type Audit struct {
	Against string     `json:"against"` // name of the file
	Shape   Shape      `json:"shape"`
	AsOf    cites.Date `json:"as_of"` // of the file
	On      cites.Date `json:"on"`    // day for which the catalogue was asked
	Taxa    int        `json:"taxa"`  // of the file
	// Unknown are taxa of the file that the catalogue does not have; Itself
	// those that it has only from this very file. Neither is compared.
	Unknown int `json:"unknown"`
	Itself  int `json:"itself"`
	// Silent are taxa for which the file has no word of a listing, not even that
	// there is none (NC); they are not compared.
	Silent int `json:"silent"`
	// Changed are taxa whose listing changed between the day asked for and that
	// of the file, as the catalogue knows; they are not compared.
	Changed int `json:"changed_since"`
	// Compared are the rest. Agree counts those with the same appendix;
	// AgreeByRange those of them that agree only when the populations of the
	// range States are asked for.
	Compared     int `json:"compared"`
	Agree        int `json:"agree"`
	AgreeByRange int `json:"agree_by_range"`
	// PerMille is the share that agrees, in thousandths, rounded down.
	PerMille      int            `json:"per_mille"`
	Reasons       map[string]int `json:"reasons"`
	Disagreements []Disagreement `json:"disagreements"` // all of them
	ChangedTaxa   []Disagreement `json:"changed_taxa"`  // all of them
}

// Disagreement is a taxon for which file and catalogue differ.
type Disagreement struct {
	Name      string     `json:"name"`
	Rank      Rank       `json:"rank"`
	Row       int        `json:"row"`
	File      string     `json:"file"`      // appendix in the file, "" for none
	Catalogue string     `json:"catalogue"` // appendix in the catalogue
	Reason    Reason     `json:"reason"`
	Detail    string     `json:"detail,omitempty"`
	Since     cites.Date `json:"since"` // day of the change, or as of which the catalogue knows the listing
}

// Reason says why file and catalogue differ, as far as the data tell.
type Reason string

// The reasons.
const (
	// ChangedSince: the catalogue knows the change, and that it came later than
	// the day asked for.
	ChangedSince Reason = "changed_since"
	// ByPopulation: the answer depends on the population, and the catalogue does
	// not know where the taxon occurs, or only a part of a population is meant.
	ByPopulation Reason = "population"
	// Lower: one side counts what stands at subspecies or varieties, the other not.
	Lower Reason = "lower_taxa"
	// Ahead: the file has already what enters into force later.
	Ahead Reason = "ahead"
	// OlderLaw: what the catalogue knows of the listing is older than the file.
	OlderLaw Reason = "older_law"
	// FileSilent: the file gives no appendix, the catalogue does.
	FileSilent Reason = "not_in_file"
	// CatalogueSilent: the catalogue has no listing, and is as new as the file.
	CatalogueSilent Reason = "not_in_catalogue"
	// Differs: both are as new, and differ.
	Differs Reason = "differs"
)

// Audit compares a file with the current catalogue on a day; not set, it is the
// day of the file.
func (i *Importer) Audit(ctx context.Context, f File, on cites.Date) (*Audit, error) {
	if err := i.Library.Refresh(ctx); err != nil {
		return nil, err
	}
	law := i.Library.Current()
	all, err := i.open([]File{f})
	if err != nil {
		return nil, err
	}
	o := all[0]
	if on.IsZero() {
		on = o.asOf
	}
	// The file is read over the same taxa without their listings.
	m := newMerge(newLaw(law.taxa, nil, on), Limits{}, &Report{})
	d := &desk{m: m, r: m.report, legacy: map[legacyKey]ID{}}
	if err := o.read(ctx, d, func(Phase, int) {}); err != nil {
		return nil, fmt.Errorf("audit %s: %w", f.Name, err)
	}
	if len(d.b.Laws) == 0 {
		return nil, fault.New(fault.Invalid, "species.audit.no_appendix")
	}
	laws := d.b.Laws
	m.take(d.b)
	x := &auditor{law: law, file: &Catalogue{taxa: m.all, at: m.at, listings: m.own}, below: law.below(),
		a: &Audit{Against: f.Name, Shape: o.shape, AsOf: o.asOf, On: on, Reasons: map[string]int{}, Disagreements: []Disagreement{}, ChangedTaxa: []Disagreement{}}}
	for n := range laws {
		x.compare(&laws[n])
	}
	if a := x.a; a.Compared > 0 {
		a.PerMille = a.Agree * 1000 / a.Compared
	}
	return x.a, nil
}

// below lists the taxa right below each taxon.
func (c *Catalogue) below() map[ID][]ID {
	out := map[ID][]ID{}
	for i := range c.taxa {
		if p := c.taxa[i].Parent; p != "" {
			out[p] = append(out[p], c.taxa[i].ID)
		}
	}
	return out
}

type auditor struct {
	law   *Catalogue // what is judged
	file  *Catalogue // what the file says
	below map[ID][]ID
	a     *Audit
}

func (x *auditor) compare(rec *LawRecord) {
	x.a.Taxa++
	t, ok := x.law.Taxon(rec.Taxon)
	if !ok {
		x.a.Unknown++
		return
	}
	if t.Source == x.a.Against && !slices.ContainsFunc(x.law.Own(t.ID), func(l Listing) bool { return l.Source != x.a.Against }) {
		x.a.Itself++
		return
	}
	if rec.Label == "" && rec.Account != WholeHistory {
		x.a.Silent++
		return
	}
	want := appendices(rec.Label)
	if rec.Account == WholeHistory {
		want = x.file.Listings(rec.Taxon, "", x.a.On).Label()
	}
	got, how := x.answer(t, want, x.a.On)
	d := Disagreement{Name: t.Name, Rank: t.Rank, Row: rec.Row, File: want, Catalogue: got}
	switch later, _ := x.answer(t, want, x.a.AsOf); {
	case got == want:
		x.a.Compared++
		x.a.Agree++
		if how == byRange {
			x.a.AgreeByRange++
		}
	case x.a.On != x.a.AsOf && later == want:
		x.a.Changed++
		d.Reason, d.Since = ChangedSince, x.since(t.ID)
		x.a.ChangedTaxa = append(x.a.ChangedTaxa, d)
	default:
		x.a.Compared++
		x.explain(&d, t)
		x.a.Reasons[string(d.Reason)]++
		x.a.Disagreements = append(x.a.Disagreements, d)
	}
}

// appendices brings "II/NC" and "" to the way a catalogue writes it.
func appendices(label string) string {
	var out []string
	for _, p := range strings.Split(label, "/") {
		if p != "NC" && p != "" {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), "/")
}

type reading int

const (
	plainly  reading = iota // for all populations
	withThem                // with what stands at lower taxa
	byRange                 // for the populations of its range States
)

// answer reads the appendix of a taxon in the ways in which a list may mean it,
// and gives the one that agrees, else the plain one: for all populations; with
// the taxa below it; for the populations of the countries where it occurs.
func (x *auditor) answer(t *Taxon, want string, on cites.Date) (string, reading) {
	first := x.law.Listings(t.ID, "", on).Label()
	if first == want {
		return first, plainly
	}
	for _, ask := range []func(*Taxon, cites.Date) []Listing{x.world, x.home} {
		all, lowest := map[string]bool{}, map[string]bool{}
		x.union(t.ID, on, all, lowest, 0, ask)
		how := withThem
		if len(t.Range) > 0 && slices.ContainsFunc(x.law.Listings(t.ID, "", on).Listings, divided) {
			how = byRange
		}
		if joinSet(all) == want || joinSet(lowest) == want {
			return want, how
		}
	}
	return first, plainly
}

// world is what holds for any population of a taxon, home for those of the
// countries where it is known to occur.
func (x *auditor) world(t *Taxon, on cites.Date) []Listing {
	return x.law.Listings(t.ID, "", on).Listings
}

func (x *auditor) home(t *Taxon, on cites.Date) []Listing {
	if len(t.Range) == 0 {
		return x.world(t, on)
	}
	var out []Listing
	for _, o := range t.Range {
		out = append(out, x.law.Listings(t.ID, o.Country, on).Listings...)
	}
	return out
}

// divided reports whether a listing means only some populations.
func divided(l Listing) bool { return len(l.Populations)+len(l.Except)+len(l.Part) > 0 }

// union gathers the appendices of a taxon and of all below it, and those of the
// lowest alone: lists write a genus of which each species stands in Appendix I
// as I, though its family is in Appendix II.
func (x *auditor) union(id ID, on cites.Date, all, lowest map[string]bool, depth int, ask func(*Taxon, cites.Date) []Listing) {
	t, ok := x.law.Taxon(id)
	if !ok || depth > 10 {
		return
	}
	for _, l := range ask(t, on) {
		all[string(l.Appendix)] = true
		if len(x.below[id]) == 0 {
			lowest[string(l.Appendix)] = true
		}
	}
	for _, lower := range x.below[id] {
		x.union(lower, on, all, lowest, depth+1, ask)
	}
}

func joinSet(set map[string]bool) string {
	var out []string
	for s := range set {
		out = append(out, s)
	}
	slices.Sort(out)
	return strings.Join(out, "/")
}

// since is the first day after the one asked for on which a listing that
// reaches the taxon began or ended.
func (x *auditor) since(id ID) cites.Date {
	first := cites.Date{}
	for _, l := range x.law.History(id) {
		for _, day := range []cites.Date{l.From, l.Until.AddDays(1)} {
			if (day != l.Until.AddDays(1) || !l.Until.IsZero()) && day.After(x.a.On) && (first.IsZero() || day.Before(first)) {
				first = day
			}
		}
	}
	return first
}

// explain says why, as far as the data tell.
func (x *auditor) explain(d *Disagreement, t *Taxon) {
	e := x.law.Listings(t.ID, "", x.a.On)
	newest := t.AsOf
	for _, l := range e.Listings {
		newest = l.AsOf
		d.Detail = fmt.Sprintf("Appendix %s since %s at %s; %s", l.Appendix, l.From, l.Taxon, l.Source)
	}
	d.Since = newest
	populations := slices.ContainsFunc(e.Listings, divided)
	lower := slices.ContainsFunc(x.below[t.ID], func(id ID) bool { return len(x.law.Own(id)) > 0 })
	to := x.since(t.ID)
	later := ""
	if !to.IsZero() {
		later, _ = x.answer(t, d.File, to)
	}
	switch {
	case later == d.File && later != "":
		d.Reason, d.Since = Ahead, to
	case populations:
		d.Reason = ByPopulation
	case newest.Before(x.a.AsOf):
		d.Reason = OlderLaw
	case lower:
		d.Reason = Lower
	case d.File == "":
		d.Reason = FileSilent
	case d.Catalogue == "":
		d.Reason = CatalogueSilent
	default:
		d.Reason = Differs
	}
}
