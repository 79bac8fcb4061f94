package species

import (
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
)

// Parents reads a name like "Falco cherrug x Falco rusticolus" or "Falco cherrug
// × rusticolus" and returns the taxa crossed, with the parts of the name that no
// taxon has. Both are empty for a name that is no cross.
func (c *Catalogue) Parents(name string) (parents []*Taxon, unknown []string) {
	halves := strings.Split(strings.NewReplacer(" X ", " × ", " x ", " × ").Replace(name), " × ")
	if len(halves) < 2 {
		return nil, nil
	}
	genus := ""
	for _, h := range halves {
		h = strings.TrimSpace(h)
		found := c.Find(h)
		if len(found) == 0 && genus != "" {
			found = c.Find(genus + " " + h)
		}
		if genus == "" {
			genus, _, _ = strings.Cut(h, " ")
		}
		if len(found) == 0 {
			unknown = append(unknown, h)
			continue
		}
		parents = append(parents, found[0])
	}
	return parents, unknown
}

// Cross is what holds for a hybrid: the strictest of what holds for the taxa in
// its recent lineage (Res. Conf. 10.17 and 11.11, rule T09). Parents in
// different appendices do not make the answer a split one.
func (c *Catalogue) Cross(parents []ID, country cites.Country, on cites.Date) Effective {
	out, sure := Effective{Appendix: cites.NotListed}, cites.AppendixIII
	for _, id := range parents {
		e := c.Listings(id, country, on)
		out.Listings = append(out.Listings, e.Listings...)
		if out.Split = out.Split || e.Split; !e.Split && e.Listed() {
			sure = min(sure, e.Appendix)
		}
	}
	out.Listings = slices.DeleteFunc(out.Listings, func(l Listing) bool { return l.Appendix > sure })
	slices.SortStableFunc(out.Listings, byAppendix)
	if len(out.Listings) > 0 {
		out.Appendix = out.Listings[0].Appendix
	}
	return out
}
