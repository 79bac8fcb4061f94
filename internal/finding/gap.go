package finding

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/opencites/opencites/cites"
)

// GapKind is what is missing or wrong in a chain.
type GapKind string

// The gaps. A gap does not stop an officer; it is what he must answer for.
const (
	NoLinks     GapKind = "no_links"
	NoFirst     GapKind = "no_first"    // the first link is not a first acquisition for the source
	HolderGap   GapKind = "holder"      // who received is not who gave next
	DateGap     GapKind = "date"        // earlier than the link before it
	DateNone    GapKind = "undated"     //
	DateFuture  GapKind = "future"      //
	Grows       GapKind = "grows"       // more than the link before it
	TooFew      GapKind = "short"       // the last link proves less than the stock
	NotHolder   GapKind = "not_holder"  // the chain does not end with the applicant
	NoDocument  GapKind = "no_document" // neither file nor number
	NotBefore   GapKind = "not_before"  // pre-Convention proof not before the first listing
	NeverListed GapKind = "not_listed"  // pre-Convention proof of a taxon that was never listed
)

// Gap is one gap: at a link, or at the whole chain with Link -1.
type Gap struct {
	Kind GapKind
	Link int
	Args map[string]string // names, dates and quantities for the sentence
}

// Gaps tells what is missing in a chain. first is the day of the first listing
// of the taxon, today the day of asking.
func (c *Chain) Gaps(first, today cites.Date) []Gap {
	if len(c.Links) == 0 {
		return []Gap{{Kind: NoLinks, Link: -1}}
	}
	var out []Gap
	add := func(i int, k GapKind, args ...string) {
		g := Gap{Kind: k, Link: i, Args: map[string]string{}}
		for n := 0; n+1 < len(args); n += 2 {
			g.Args[args[n]] = args[n+1]
		}
		out = append(out, g)
	}
	if kinds := FirstKinds(c.Source); kinds != nil && !slices.Contains(kinds, c.Links[0].Kind) {
		add(0, NoFirst, "source", string(c.Source), "kind", string(kinds[0]))
	}
	for i, l := range c.Links {
		c.linkGaps(i, l, first, today, add)
		if i > 0 {
			passage(c.Links[i-1], l, func(k GapKind, args ...string) { add(i, k, args...) })
		}
	}
	last := c.Links[len(c.Links)-1]
	if !sameHolder(last.To, c.Holder) {
		add(len(c.Links)-1, NotHolder, "name", last.To, "holder", c.Holder)
	}
	if last.Quantity < c.Quantity {
		add(len(c.Links)-1, TooFew, "quantity", last.Quantity.String(), "stock", c.Quantity.String())
	}
	return out
}

// linkGaps looks at one link by itself.
func (c *Chain) linkGaps(i int, l Link, first, today cites.Date, add func(int, GapKind, ...string)) {
	switch {
	case l.Date.IsZero():
		add(i, DateNone)
	case l.Date.After(today):
		add(i, DateFuture, "date", l.Date.String())
	}
	if l.Document == "" && !slices.ContainsFunc(c.Files, func(f File) bool { return f.Link == l.ID }) {
		add(i, NoDocument)
	}
	if l.Kind != PreConvention || l.Date.IsZero() {
		return
	}
	switch {
	case first.IsZero():
		add(i, NeverListed)
	case !l.Date.Before(first):
		add(i, NotBefore, "date", l.Date.String(), "first", first.String())
	}
}

// passage looks at the step from one link to the next.
func passage(a, b Link, add func(GapKind, ...string)) {
	if !sameHolder(a.To, b.From) {
		add(HolderGap, "name", b.From, "holder", a.To)
	}
	if !a.Date.IsZero() && !b.Date.IsZero() && b.Date.Before(a.Date) {
		add(DateGap, "date", b.Date.String(), "before", a.Date.String())
	}
	if b.Quantity > a.Quantity {
		add(Grows, "quantity", b.Quantity.String(), "before", a.Quantity.String())
	}
}

// sameHolder compares names as people write them: case, blanks, full stops and
// commas do not matter.
func sameHolder(a, b string) bool { return holderKey(a) == holderKey(b) }

func holderKey(s string) string {
	s = strings.NewReplacer(".", " ", ",", " ").Replace(strings.ToLower(norm.NFKC.String(s)))
	return strings.Join(strings.Fields(s), " ")
}
