package web

import (
	"html/template"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
)

// contentView is all that the applicant said, beside what was filed where that
// was different.
type contentView struct {
	Sections []contentSection
	Changed  bool
}

type contentSection struct {
	Title template.HTML
	Rows  []contentRow
	key   string // of the heading, or id of the line: what is compared with what
}

// contentRow is one answer; Filed is the answer at submission where it differs.
type contentRow struct {
	Key       string
	Value     template.HTML
	Filed     template.HTML
	Different bool
}

func (s *Server) newContent(l *Locale, c *caseFile) *contentView {
	v := &contentView{Sections: s.contentSections(l, c.Content)}
	defer addChains(l, c, v)
	if c.Filed.Type == "" {
		return v
	}
	filed := s.contentSections(l, c.Filed)
	for i := range v.Sections {
		at := slices.IndexFunc(filed, func(x contentSection) bool { return x.key == v.Sections[i].key })
		var old []contentRow
		if at >= 0 {
			old = filed[at].Rows
			filed = slices.Delete(filed, at, at+1)
		}
		for j := range v.Sections[i].Rows {
			row := &v.Sections[i].Rows[j]
			if was := answerOf(old, row.Key); was != row.Value {
				row.Filed, row.Different, v.Changed = was, true, true
			}
		}
	}
	for _, gone := range filed { // lines taken out since
		for j, row := range gone.Rows {
			gone.Rows[j] = contentRow{Key: row.Key, Filed: row.Value, Different: row.Value != ""}
		}
		v.Sections, v.Changed = append(v.Sections, gone), true
	}
	return v
}

func answerOf(rows []contentRow, key string) template.HTML {
	for _, r := range rows {
		if r.Key == key {
			return r.Value
		}
	}
	return ""
}

// contentRows collects rows; every question keeps its row, so that two versions
// can be compared.
type contentRows struct {
	l    *Locale
	rows []contentRow
}

func (b *contentRows) html(key string, value template.HTML) {
	b.rows = append(b.rows, contentRow{Key: b.l.T(key), Value: value})
}

func (b *contentRows) text(key, value string) {
	if value == "" {
		b.html(key, "")
		return
	}
	b.html(key, paragraphs(value))
}

// contentSections lists the answers: always the same sections in the same
// order, then one for each line.
func (s *Server) contentSections(l *Locale, c application.Content) []contentSection {
	section := func(title string, fill func(b *contentRows)) contentSection {
		b := &contentRows{l: l}
		fill(b)
		return contentSection{template.HTML(template.HTMLEscapeString(l.T(title))), b.rows, title}
	}
	out := []contentSection{
		section("case.content.exporter", func(b *contentRows) { s.addressRows(b, c.Exporter) }),
		section("case.content.importer", func(b *contentRows) { s.addressRows(b, c.Importer) }),
		section("case.content.purpose", func(b *contentRows) {
			b.text("case.content.document", c.Type.Name(l.Lang))
			b.text("case.content.purpose", coded(string(c.Purpose), c.Purpose.Name(l.Lang)))
			b.text("case.content.import_permit", referenceText(l, c.ImportPermit))
			b.text("case.content.export_permit", referenceText(l, c.ExportPermit))
			b.text("case.content.facilities", c.Facilities)
			b.text("case.content.own_reference", c.OwnReference)
			b.text("case.content.comments", c.Comments)
		}),
		section("case.content.transport", func(b *contentRows) {
			b.text("case.content.port", s.portText(l, c.Transport.Port))
			b.text("case.content.date", l.Date(c.Transport.Date))
			mode := ""
			if c.Transport.Mode != "" {
				mode = l.T("case.mode." + c.Transport.Mode)
			}
			b.text("case.content.mode", mode)
			b.text("case.content.transport_document", c.Transport.Document)
			b.text("case.content.crates", c.Transport.Crates)
		}),
		section("case.content.declaration", func(b *contentRows) {
			b.text("case.content.declared_by", c.Declaration.Name)
			b.text("case.content.declared_at", l.DateTime(c.Declaration.At))
		}),
	}
	for i, x := range c.Lines {
		b := &contentRows{l: l}
		lineRows(b, x)
		title := template.HTML(template.HTMLEscapeString(l.T("case.content.line", "letter", application.Letter(i))))
		out = append(out, contentSection{title + " · " + Latin(x.ScientificName), b.rows, "line " + x.ID})
	}
	return out
}

func (s *Server) addressRows(b *contentRows, a application.Address) {
	country := ""
	if a.Country != "" {
		country = coded(string(a.Country), s.countryName(b.l, a.Country))
	}
	b.text("case.content.name", a.Name)
	b.text("case.content.address", strings.Join(a.Lines, "\n"))
	b.text("case.content.country", country)
	b.text("case.content.contact", strings.TrimSpace(a.Email+"\n"+a.Phone))
}

func lineRows(b *contentRows, x application.Line) {
	l := b.l
	name := template.HTML("")
	if x.ScientificName != "" {
		name = Latin(x.ScientificName)
		if x.CommonName != "" {
			name += "<br>" + Bdi(x.CommonName)
		}
	}
	b.html("case.content.species", name)
	b.text("case.content.appendix", strings.TrimSpace(string(x.Appendix)+" "+x.Annotation))
	b.text("case.content.term", coded(string(x.Term), x.Term.Name(l.Lang)))
	b.text("case.content.description", x.Description)
	amount := amountText(l, x.Quantity, x.Unit)
	if amount == "" {
		amount = x.QuantityText
	}
	b.text("case.content.quantity", amount)
	b.text("case.content.unit", coded(string(x.Unit), x.Unit.Name(l.Lang)))
	source := coded(string(x.Source), x.Source.Name(l.Lang))
	for _, more := range []string{coded(string(x.SecondSource), x.SecondSource.Name(l.Lang)), x.SourceReason} {
		if more != "" {
			source += "\n" + more
		}
	}
	b.text("case.content.source", source)
	var marks []string
	for _, m := range x.Marks {
		marks = append(marks, m.Kind+" "+m.Value)
	}
	b.text("case.content.marks", strings.Join(marks, "\n"))
	b.text("case.content.sex_age", strings.Trim(x.Sex+" · "+x.Age, " ·"))
	b.text("case.content.origin", referenceText(l, x.Origin))
	b.text("case.content.last_reexport", referenceText(l, x.LastReexport))
	b.text("case.content.import_proof", referenceText(l, x.ImportProof))
	b.text("case.content.operation", x.Operation)
	b.text("case.content.acquired", l.Date(x.Acquired))
	b.text("case.content.seizure", x.SeizureRef)
}

// coded is a code with its name: "T – Commercial".
func coded(code, name string) string {
	if code == "" {
		return ""
	}
	return code + " – " + name
}

// referenceText tells an earlier document in one line.
func referenceText(l *Locale, r application.Reference) string {
	if r.Empty() {
		return ""
	}
	var parts []string
	if r.Country != "" {
		parts = append(parts, coded(string(r.Country), l.Country(r.Country)))
	}
	if r.Number != "" {
		parts = append(parts, r.Number)
	}
	if !r.Date.IsZero() {
		parts = append(parts, l.Date(r.Date))
	}
	if r.Unknown {
		parts = append(parts, l.T("case.content.unknown", "reason", r.Reason))
	}
	return strings.Join(parts, " · ")
}

func (s *Server) portText(l *Locale, code string) string {
	if code == "" || s.cfg.Profile == nil {
		return code
	}
	for _, p := range s.cfg.Profile.Ports {
		if p.Code == code {
			return p.Name.In(l.Lang) + " (" + code + ")"
		}
	}
	return code
}

// lineChoices are the lines of a case as choices; the first is all of them.
func lineChoices(l *Locale, c application.Content) []Option {
	out := []Option{{Value: "-1", Label: l.T("case.specimens.all")}}
	for i, x := range c.Lines {
		out = append(out, Option{Value: versionText(int64(i)), Label: application.Letter(i) + " · " + x.ScientificName + " · " + specimenFacts(l, x)})
	}
	return out
}

// unitChoices are the units in use, by name.
func unitChoices(l *Locale) []Option {
	out := []Option{{Value: "", Label: l.T("case.choose")}}
	for _, u := range cites.Units() {
		if u.Status == cites.Current {
			out = append(out, Option{Value: string(u.Code), Label: u.Code.Name(l.Lang)})
		}
	}
	return out
}
