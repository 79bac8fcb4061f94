package seal

import (
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/opencites/opencites/cites"
)

// Bounds of the format. Text is counted in characters (code points).
const (
	maxNumber       = 20
	maxName         = 60
	maxSpecies      = 48
	maxMarks        = 48
	maxOriginPermit = 24
	maxStamp        = 16
	maxDays         = 2932896      // 9999-12-31
	maxUnix         = 253402300799 // 9999-12-31T23:59:59Z
)

// check holds the claims against the format, for writing and reading alike.
func (p Permit) check() error {
	c := checker{}
	c.country("issuer", p.Issuer)
	c.moment("issued", p.Issued)
	c.moment("expires", p.Expires)
	c.that(!p.Expires.Before(p.Issued), "expires before it is issued")
	c.text("number", string(p.Number), 1, maxNumber)
	c.that(p.Type >= 1 && int(p.Type) < len(documentTypes) || p.Type == TypeOther, "document type")
	c.party("consignee", p.Consignee)
	c.party("consignor", p.Consignor)
	c.capitals("purpose", string(p.Purpose), 1)
	c.that(p.Status.List <= maxInteger && p.Status.Index < maxEntries, "status reference")
	c.that(p.Flags&^knownFlags == 0, "flags")
	c.text("stamp number", p.StampNo, 0, maxStamp)
	c.that(len(p.Items) >= 1 && len(p.Items) <= MaxItems, "number of items")
	for _, it := range p.Items {
		c.item(it)
	}
	c.that(p.LogIndex <= maxInteger, "log index")
	c.that(p.Annex.Page <= p.Annex.Pages && p.Annex.Pages < 1000 && (p.Annex.Page > 0 || p.Annex.Pages == 0), "annex page")
	c.text("linked permit", p.Linked, 0, maxNumber)
	return c.err
}

// Clip brings text into the form a seal can hold: NFC and at most n characters.
// What is cut off is on the paper and in the record.
func Clip(s string, n int) string {
	s = norm.NFC.String(s)
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// ClipName, ClipSpecies and ClipMarks clip to the bounds of their fields.
func ClipName(s string) string { return Clip(s, maxName) }

// ClipSpecies clips a scientific name.
func ClipSpecies(s string) string { return Clip(s, maxSpecies) }

// ClipMarks clips marks and numbers.
func ClipMarks(s string) string { return Clip(s, maxMarks) }

type checker struct{ err error }

func (c *checker) that(ok bool, what string) {
	if !ok && c.err == nil {
		c.err = refuse(Malformed, "%s", what)
	}
}

func (c *checker) text(what, s string, least, most int) {
	n := utf8.RuneCountInString(s)
	c.that(utf8.ValidString(s) && norm.NFC.IsNormalString(s) && n >= least && n <= most, what)
}

func (c *checker) capitals(what, s string, n int) {
	ok := len(s) == n
	for i := 0; i < len(s); i++ {
		ok = ok && s[i] >= 'A' && s[i] <= 'Z'
	}
	c.that(ok, what)
}

func (c *checker) country(what string, v cites.Country) { c.capitals(what, string(v), 2) }

func (c *checker) party(what string, p Party) {
	c.text(what, p.Name, 1, maxName)
	c.country(what, p.Country)
}

func (c *checker) moment(what string, t time.Time) {
	c.that(t.Unix() >= 0 && t.Unix() <= maxUnix && t.Nanosecond() == 0, what)
}

func (c *checker) item(it Item) {
	c.text("scientific name", it.Name, 1, maxSpecies)
	c.that(it.TaxonID <= maxInteger, "taxon id")
	c.capitals("term", string(it.Term), 3)
	c.that(it.Quantity >= 0 && it.Quantity <= cites.MaxQuantity, "quantity")
	c.text("unit", string(it.Unit), 0, 3)
	c.that(it.Appendix == cites.AppendixI || it.Appendix == cites.AppendixII || it.Appendix == cites.AppendixIII, "appendix")
	c.capitals("source", string(it.Source), 1)
	c.country("origin", it.Origin)
	c.text("origin permit", it.OriginPermit, 0, maxOriginPermit)
	c.that(it.OriginDate.IsZero() || it.OriginDate.Year >= 1970 && it.OriginDate.Year <= 9999, "origin date")
	c.text("marks", it.Marks, 0, maxMarks)
}
