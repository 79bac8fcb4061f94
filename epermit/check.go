package epermit

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/opencites/opencites/cites"
)

// MaxNumber is the longest permit number we write; later generations of the
// message have 35 characters where earlier ones had 70.
const MaxNumber = 35

// Check lists where a document lacks what the standard form requires (Res.
// Conf. 12.3), whatever the schemas leave optional. A document without
// problems can be written in every generation of the message.
func Check(d Document) []Problem {
	c := &checker{}
	c.header(d)
	if len(d.Lines) == 0 {
		c.say("lines", "there must be at least one line")
	}
	seen := map[string]bool{}
	for i, l := range d.Lines {
		path := fmt.Sprintf("lines.%d", i)
		c.line(path, d.Type, l)
		if l.ID != "" && seen[l.ID] {
			c.say(path+".id", "the block letter stands twice")
		}
		seen[l.ID] = true
	}
	return c.found
}

type checker struct{ found []Problem }

func (c *checker) say(path, what string) {
	c.found = append(c.found, Problem{Path: path, What: what})
}

func (c *checker) need(path, value string) {
	if strings.TrimSpace(value) == "" {
		c.say(path, "is missing")
	}
}

func (c *checker) header(d Document) {
	switch d.Type {
	case Export, Reexport, Import:
	case Other:
		c.need("typeText", d.TypeText)
	default:
		c.say("type", "must be E, R, I or O")
	}
	c.need("number", string(d.Number))
	if utf8.RuneCountInString(string(d.Number)) > MaxNumber {
		c.say("number", fmt.Sprintf("is longer than %d characters", MaxNumber))
	}
	if d.ValidUntil.IsZero() {
		c.say("validUntil", "is missing")
	} else if d.ValidUntil.Before(d.ValidFrom) {
		c.say("validUntil", "lies before the first day")
	}
	if d.IssuedOn.IsZero() {
		c.say("issuedOn", "is missing")
	}
	// Box 3 stays open where the holder completes it or crosses many borders.
	if d.Type != Other && d.Destination.Code != cites.CountryVarious {
		c.need("importer.name", d.Importer.Name)
	}
	c.need("exporter.name", d.Exporter.Name)
	c.country("destination", d.Destination, true)
	c.country("exporter.address.country", d.Exporter.Address.Country, true)
	c.need("authority.name", d.Authority.Name)
	c.country("authority.address.country", d.Authority.Address.Country, true)
	c.need("official", d.Official)
	none := d.Purpose == "" && d.Type == Other // a certificate of origin has no purpose
	if !none && (len(d.Purpose) != 1 || !strings.Contains("TZGQSHPMENBL", string(d.Purpose))) {
		c.say("purpose", "is not a purpose code")
	}
}

func (c *checker) country(path string, v Country, needed bool) {
	switch {
	case v.Code == "" && needed:
		c.say(path, "is missing")
	case v.Code != "" && !countryCode(string(v.Code)):
		c.say(path, "is not a two-letter country code")
	}
}

func countryCode(s string) bool {
	return len(s) == 2 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

func (c *checker) line(path string, t Type, l Line) {
	c.need(path+".id", l.ID)
	if strings.ContainsAny(l.ID, " \t\r\n") {
		c.say(path+".id", "must be a token without spaces")
	}
	c.need(path+".scientificName", l.ScientificName)
	switch l.Appendix {
	case cites.AppendixI, cites.AppendixII, cites.AppendixIII:
	default:
		c.say(path+".appendix", "must be I, II or III")
	}
	if !sourceCode(l.Source) {
		c.say(path+".source", "is not a source code")
	}
	if l.Qualifier != "" && !Qualifies(l.Qualifier) {
		c.say(path+".qualifier", "must be I or O")
	}
	if !l.Amount.Set {
		c.say(path+".amount", "is missing")
	}
	c.country(path+".origin", l.Origin, t == Reexport)
	c.country(path+".lastReexport", l.LastReexport, false)
}

func sourceCode(s cites.Source) bool {
	return len(s) == 1 && strings.Contains("WXRDACFYUIO", string(s))
}

// Qualifies reports whether a source code may accompany another one: I
// (confiscated or seized) and O (pre-Convention).
func Qualifies(s cites.Source) bool { return s == "I" || s == "O" }
