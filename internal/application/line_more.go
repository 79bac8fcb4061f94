package application

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// readDetails reads the description, the marks and, for living specimens, sex
// and age. Marks come in two groups of one kind each, one mark on each line.
func readDetails(r *reader, c *Content, l *Line) {
	l.Answers = maps.Clone(l.Answers)
	for _, q := range AskedOf(c, *l) {
		l.Answers = answer(l.Answers, q.ID, q.read(r))
	}
	l.Description = r.note("description", maxText)
	l.Marks = nil
	for _, group := range []string{"", "2"} {
		readMarks(r, l, group)
	}
	l.Sex = r.text("sex", 1)
	if l.Sex != "" && !slices.Contains([]string{"M", "F", "U"}, l.Sex) {
		r.fail("sex", "apply.sex.needed")
	}
	l.Age = r.text("age", maxName)
	l.Chain = r.text("chain", maxName)
}

func readMarks(r *reader, l *Line, group string) {
	kind, values := r.text("mark_kind"+group, 2), r.lines("marks"+group, maxMarks)
	if len(values) == 0 {
		return
	}
	if !slices.Contains(MarkKinds(), kind) {
		r.fail("mark_kind"+group, "apply.mark.kind")
	}
	for _, v := range values {
		v = MarkValue(v)
		if utf8.RuneCountInString(v) > maxMark {
			r.fail("marks"+group, "apply.mark.long", "mark", v[:20], "max", maxMark)
			return
		}
		m := Mark{Kind: kind, Value: v}
		if slices.Contains(l.Marks, m) {
			r.fail("marks"+group, "apply.mark.twice", "mark", v)
			return
		}
		l.Marks = append(l.Marks, m)
	}
}

// MarkValue brings a mark to the form in which marks are compared: capitals,
// no blanks.
func MarkValue(s string) string { return strings.ToUpper(strings.Join(strings.Fields(s), "")) }

func writeDetails(c *Content, l Line, f Form) {
	for _, q := range AskedOf(c, l) {
		q.write(l.Answers[q.ID], f)
	}
	f["description"], f["sex"], f["age"], f["chain"] = l.Description, l.Sex, l.Age, l.Chain
	first := ""
	var groups [2][]string
	for _, m := range l.Marks {
		if first == "" {
			first = m.Kind
		}
		n := 0
		if m.Kind != first {
			n = 1
			f["mark_kind2"] = m.Kind
		}
		groups[n] = append(groups[n], m.Value)
	}
	f["mark_kind"], f["marks"], f["marks2"] = first, strings.Join(groups[0], "\n"), strings.Join(groups[1], "\n")
}

// readOrigin reads boxes 12 and 12a, and for a re-export how the goods came in
// (rules L05, L06). "Not known" is always possible, with a reason.
func (o *Office) readOrigin(r *reader, c *Content, l *Line) {
	if c.Type == cites.ReexportCertificate {
		if readLots(r, l); len(l.Lots) > 0 {
			return // the lots fill the boxes
		}
	}
	country := r.country("origin_country")
	if country == "" && r.form["origin_country"] == "" {
		r.fail("origin_country", "apply.origin.country")
	}
	l.Origin = r.reference("origin", country)
	if country == "XX" && l.Origin.Reason == "" {
		l.Origin.Reason = r.note("origin_reason", maxText)
		if l.Origin.Reason == "" {
			r.fail("origin_reason", "apply.reference.reason")
		}
	}
	// The export permit of the origin is the document of the exporter when the
	// goods come straight from there.
	// What comes from the issuing Party itself has no earlier document at all.
	direct := c.Type.Facts().Direction == cites.Importing && country == c.Exporter.Country || country == o.Profile.Party
	if country != "XX" && country != "" && !direct {
		r.known("origin", l.Origin)
	}
	if last := r.country("last_country"); last != "" {
		l.LastReexport = r.reference("last", last)
		r.known("last", l.LastReexport)
		if last == o.Profile.Party && c.Type == cites.ReexportCertificate {
			r.fail("last_country", "apply.origin.last")
		}
	} else {
		l.LastReexport = Reference{}
	}
	if c.Type == cites.ReexportCertificate {
		l.ImportProof = r.reference("proof", o.Profile.Party)
		r.known("proof", l.ImportProof)
	}
}

func writeOrigin(l Line, f Form) {
	f.reference("origin", l.Origin)
	f.reference("last", l.LastReexport)
	f.reference("proof", l.ImportProof)
	writeLots(l, f)
}

// deduce settles what nobody types: appendix and annotation of the taxon for
// the population the specimens come from, today (rule T03).
func (o *Office) deduce(c *Content, l *Line) { o.deduceOn(c, l, o.today()) }

func (o *Office) deduceOn(c *Content, l *Line, on cites.Date) {
	if l.TaxonID == "" {
		return
	}
	if l.Split = o.splitListing(c, *l, on); l.Split {
		l.Population = cites.Country(c.LineAnswer(*l, "population"))
	} else {
		l.Population = ""
	}
	e := o.Law().Listings(species.ID(l.TaxonID), Population(*c, *l), on)
	l.Appendix, l.Annotation = e.Appendix, ""
	if len(e.Listings) > 0 {
		l.Annotation = e.Listings[0].Hash
	}
}

// instead is the current code that replaces a historic one.
func instead(err error) string {
	var c *cites.CodeError
	if errors.As(err, &c) {
		return c.Instead
	}
	return ""
}
