package web

import (
	"html/template"
	"strings"

	"github.com/opencites/opencites/internal/application"
)

// applyAnswers are the answers of an application in words, with links to change
// them or without. Partial "apply-answers".
type applyAnswers struct {
	Sections  []applySection
	Lines     []applyLineAnswers
	Documents []applyDocument
	Change    string // address of the list of lines, "" when it cannot be changed
	Upload    string
}

type applySection struct {
	Title string
	Rows  []SummaryRow
}

// applyLineAnswers is one line in full.
type applyLineAnswers struct {
	Title template.HTML
	Rows  []SummaryRow
}

// answers lists what was answered; edit adds links that come back to the check.
func (s *Server) answers(l *Locale, f *application.File, edit bool) applyAnswers {
	out := applyAnswers{Documents: s.documentRows(l, f, false)}
	if edit {
		out.Change, out.Upload = l.Href(applicationPath(f.ID, "/lines?from=check")), l.Href(applicationPath(f.ID, "/documents?from=check"))
	}
	for _, st := range application.StepsOf(&f.Content) {
		rows := s.stepAnswers(l, &f.Content, st)
		if rows == nil {
			continue
		}
		for i := range rows {
			if edit && i == 0 {
				rows[i].Action = l.Href(stepPath(f.ID, st) + "?from=check")
			}
			if rows[i].Value == "" {
				rows[i].Value = template.HTML(template.HTMLEscapeString(l.T("apply.none")))
			}
		}
		out.Sections = append(out.Sections, applySection{l.T(stepKey(f.Content.Type, st)), rows})
	}
	for i, line := range f.Content.Lines {
		out.Lines = append(out.Lines, s.lineAnswers(l, &f.Content, i, line))
	}
	return out
}

func (s *Server) stepAnswers(l *Locale, c *application.Content, st application.Step) []SummaryRow {
	switch st {
	case application.StepExporter:
		return s.partyAnswers(l, c.Exporter)
	case application.StepImporter:
		return s.partyAnswers(l, c.Importer)
	case application.StepPurpose:
		var rows []SummaryRow
		required := c.Type.Facts().PurposeRequired
		if required {
			rows = append(rows, SummaryRow{Key: l.T("apply.purpose"), Value: codeHTML(string(c.Purpose), c.Purpose.Name(l.Lang))})
		}
		if c.OwnReference != "" || !required {
			rows = append(rows, SummaryRow{Key: l.T("apply.own_reference"), Value: Bdi(c.OwnReference)})
		}
		if c.Comments != "" {
			rows = append(rows, SummaryRow{Key: l.T("apply.comments"), Value: multiline(strings.Split(c.Comments, "\n"))})
		}
		return rows
	case application.StepCertificate:
		return s.questionRows(l, application.Asked(c), c.Answers)
	case application.StepImportPermit:
		return []SummaryRow{{Key: l.T("apply.permit.number"), Value: s.referenceHTML(l, c.ImportPermit)}}
	case application.StepExportPermit:
		return []SummaryRow{{Key: l.T("apply.permit.number"), Value: s.referenceHTML(l, c.ExportPermit)}}
	case application.StepFacilities:
		return []SummaryRow{{Key: l.T("apply.facilities"), Value: multiline(strings.Split(c.Facilities, "\n"))}}
	case application.StepShipment:
		return s.shipmentAnswers(l, c)
	}
	return nil
}

func (s *Server) partyAnswers(l *Locale, a application.Address) []SummaryRow {
	lines := a.Lines
	if a.Country != "" {
		lines = append(append([]string{}, lines...), s.countryName(l, a.Country))
	}
	rows := []SummaryRow{{Key: l.T("apply.party.name"), Value: Bdi(a.Name)}, {Key: l.T("apply.party.address"), Value: multiline(lines)}}
	if a.Email != "" || a.Phone != "" {
		rows = append(rows, SummaryRow{Key: l.T("apply.party.contact"), Value: multiline(strings.Fields(a.Email + "\n" + strings.ReplaceAll(a.Phone, " ", "\u00a0")))})
	}
	return rows
}

func (s *Server) shipmentAnswers(l *Locale, c *application.Content) []SummaryRow {
	t := c.Transport
	var rows []SummaryRow
	if c.ShipmentAsked() {
		rows = append(rows, SummaryRow{Key: l.T(portKey(c.Type)), Value: template.HTML(template.HTMLEscapeString(s.cfg.Applications.Profile.PortName(t.Port, l.Lang)))})
	}
	if t.Mode != "" {
		rows = append(rows, SummaryRow{Key: l.T("apply.mode"), Value: template.HTML(template.HTMLEscapeString(l.T("apply.mode." + t.Mode)))})
	}
	if !t.Date.IsZero() {
		rows = append(rows, SummaryRow{Key: l.T("apply.shipment.date"), Value: template.HTML(template.HTMLEscapeString(l.Date(t.Date)))})
	}
	if t.Document != "" {
		rows = append(rows, SummaryRow{Key: l.T("apply.shipment.document"), Value: Reference(t.Document)})
	}
	if t.Crates != "" {
		rows = append(rows, SummaryRow{Key: l.T("apply.crates"), Value: multiline(strings.Split(t.Crates, "\n"))})
	}
	return rows
}

// lineAnswers tells one line in full.
func (s *Server) lineAnswers(l *Locale, c *application.Content, i int, line application.Line) applyLineAnswers {
	row := s.lineRow(l, i, line)
	out := applyLineAnswers{Title: template.HTML(template.HTMLEscapeString(row.Letter)) + " · " + Latin(row.Name)}
	add := func(key string, v template.HTML) {
		if v != "" {
			out.Rows = append(out.Rows, SummaryRow{Key: l.T(key), Value: v})
		}
	}
	text := func(s string) template.HTML { return template.HTML(template.HTMLEscapeString(s)) }
	add("apply.line.common", bdiOrNothing(row.Common))
	add("apply.line.appendix", text(row.Appendix))
	add("apply.line.source", codeHTML(string(line.Source), line.Source.Name(l.Lang)))
	if line.SecondSource != "" {
		add("apply.line.second", codeHTML(string(line.SecondSource), line.SecondSource.Name(l.Lang)))
	}
	add("apply.line.acquired", text(l.Date(line.Acquired)))
	add("apply.line.operation", bdiOrNothing(line.Operation))
	add("apply.line.seizure", bdiOrNothing(line.SeizureRef))
	add("apply.line.unknown", bdiOrNothing(line.SourceReason))
	add("apply.line.term", codeHTML(string(line.Term), line.Term.Name(l.Lang)))
	add("apply.line.quantity", row.Quantity)
	if line.Description != "" {
		add("apply.line.description", multiline(strings.Split(line.Description, "\n")))
	}
	add("apply.line.marks", s.marksHTML(l, line))
	if line.Sex != "" {
		add("apply.line.sex", text(l.T("apply.sex."+line.Sex)))
	}
	add("apply.line.age", bdiOrNothing(line.Age))
	if line.Chain != "" {
		add("chain.line", template.HTML(`<a class="govuk-link" href="`+l.Href("/chains/"+template.URLQueryEscaper(line.Chain))+`">`+template.HTMLEscapeString(l.T("chain.line.see"))+`</a>`))
	}
	for _, row := range s.questionRows(l, application.AskedOf(c, line), line.Answers) {
		if row.Value != "" {
			out.Rows = append(out.Rows, row)
		}
	}
	if c.Type.Facts().OriginAsked {
		add("apply.origin.country_label", s.referenceHTML(l, line.Origin))
		add("apply.last.country_label", s.referenceHTML(l, line.LastReexport))
		line.ImportProof.Country = ""
		add("apply.proof", s.referenceHTML(l, line.ImportProof))
	}
	return out
}

// shownMarks is how many marks of a line are written out.
const shownMarks = 12

func (s *Server) marksHTML(l *Locale, line application.Line) template.HTML {
	var out []string
	for i, m := range line.Marks {
		if i == shownMarks {
			out = append(out, template.HTMLEscapeString(l.Plural("apply.marks.more", len(line.Marks)-i)))
			break
		}
		out = append(out, template.HTMLEscapeString(l.T("apply.mark."+m.Kind))+" "+string(Reference(m.Value)))
	}
	return template.HTML(strings.Join(out, "<br>"))
}

// referenceHTML writes an earlier document: country, number, date, or why not.
func (s *Server) referenceHTML(l *Locale, ref application.Reference) template.HTML {
	var parts []string
	if ref.Country != "" {
		parts = append(parts, template.HTMLEscapeString(s.countryName(l, ref.Country)))
	}
	if ref.Number != "" {
		parts = append(parts, string(Reference(ref.Number)))
	}
	if !ref.Date.IsZero() {
		parts = append(parts, template.HTMLEscapeString(l.Date(ref.Date)))
	}
	if ref.Unknown {
		parts = append(parts, template.HTMLEscapeString(l.T("apply.unknown")))
	}
	if ref.Reason != "" {
		parts = append(parts, string(multiline(strings.Split(ref.Reason, "\n"))))
	}
	return template.HTML(strings.Join(parts, "<br>"))
}

// codeHTML is a name with its code; "" without a code.
func codeHTML(code, name string) template.HTML {
	if code == "" {
		return ""
	}
	return template.HTML(template.HTMLEscapeString(nameWithCode(name, code)))
}

// bdiOrNothing is Bdi that leaves nothing for nothing.
func bdiOrNothing(text string) template.HTML {
	if text == "" {
		return ""
	}
	return Bdi(text)
}
