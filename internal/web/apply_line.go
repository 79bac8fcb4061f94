package web

import (
	"html/template"
	"net/http"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
)

// applyLinesView is the list of specimen lines.
type applyLinesView struct {
	applyPost
	Caption string
	Title   string
	Rows    []applyLineRow
	New     string
	Table   string
	Next    string
	Full    bool
}

// applyLineRow is one line in the list.
type applyLineRow struct {
	Letter   string
	Name     string
	Common   string
	Appendix string
	What     string // source and term in words
	Quantity template.HTML
	Wrong    bool
	Edit     string
	Details  string
	Origin   string
	Copy     string // addresses of the POSTs
	Remove   string
	Marks    int
}

func (s *Server) showLines(w http.ResponseWriter, r *http.Request) error {
	f, err := s.openEditable(w, r)
	if err != nil || f == nil {
		return err
	}
	return s.renderLines(w, r, f.Application, nil, http.StatusOK)
}

func (s *Server) renderLines(w http.ResponseWriter, r *http.Request, a *application.Application, wrong error, status int) error {
	l := LocaleFrom(r.Context())
	base := applicationPath(a.ID, "/lines")
	view := applyLinesView{applyPost: applyPost{Version: a.Version}, Caption: applyCaption(l, a), Title: l.T("apply.lines.title"),
		New: l.Href(base + "/new"), Table: l.Href(base + "/table"), Next: l.Href(s.nextPath(a, application.StepSpecimens, r.FormValue("from"))),
		Full: len(a.Content.Lines) >= application.MaxLines}
	for i, line := range a.Content.Lines {
		row := s.lineRow(l, i, line)
		at := l.Href(base + "/" + line.ID)
		row.Edit, row.Details, row.Copy, row.Remove = at+"/what", at+"/details", at+"/copy", at+"/remove"
		if slices.Contains(application.Parts(a.Content.Type), application.LineOrigin) {
			row.Origin = at + "/origin"
		}
		for _, p := range application.Parts(a.Content.Type) {
			row.Wrong = row.Wrong || s.cfg.Applications.LineFaults(&a.Content, line, p) != nil
		}
		view.Rows = append(view.Rows, row)
	}
	page := Page{Title: view.Title, Back: applicationPath(a.ID, "/tasks"), Data: &view}
	if wrong != nil {
		page.Errors = []ErrorLink{{Text: s.faultText(l, wrong)}}
	}
	return s.render(w, r, status, "apply_lines", page)
}

// lineRow describes a line in words.
func (s *Server) lineRow(l *Locale, i int, line application.Line) applyLineRow {
	row := applyLineRow{Letter: l.T("apply.line.letter", "n", l.Int(int64(i+1))), Name: line.ScientificName, Marks: len(line.Marks)}
	if t, ok := s.cfg.Applications.Law().Taxon(taxonID(line)); ok {
		row.Common = t.CommonName(l.Lang)
	}
	if line.Appendix != "" {
		row.Appendix = line.Appendix.Name(l.Lang)
	}
	if line.Term != "" {
		row.What = line.Term.Name(l.Lang)
	}
	if line.Source != "" {
		row.What += " · " + nameWithCode(line.Source.Name(l.Lang), string(line.Source))
	}
	row.Quantity = quantityText(l, line)
	return row
}

// quantityText is the amount with its unit, or what was typed.
func quantityText(l *Locale, line application.Line) template.HTML {
	if line.QuantityText != "" {
		return Bdi(line.QuantityText)
	}
	if line.Quantity == 0 {
		return ""
	}
	unit := line.Unit.Symbol()
	if line.Unit == cites.Number && line.Quantity.Whole() {
		return template.HTML(template.HTMLEscapeString(l.Plural("apply.specimens", int(line.Quantity/1000))))
	}
	if unit == "" {
		return template.HTML(template.HTMLEscapeString(l.Quantity(line.Quantity) + " " + line.Unit.Name(l.Lang)))
	}
	return template.HTML(template.HTMLEscapeString(l.Quantity(line.Quantity) + "\u00a0" + unit))
}

func (s *Server) newLine(w http.ResponseWriter, r *http.Request) error {
	f, err := s.openEditable(w, r)
	if err != nil || f == nil {
		return err
	}
	form := application.Form{"unit": string(cites.Number)}
	return s.askLine(w, r, f.Application, "", application.LineWhat, form, nil, http.StatusOK)
}

func (s *Server) showLine(w http.ResponseWriter, r *http.Request) error {
	f, err := s.openEditable(w, r)
	if err != nil || f == nil {
		return err
	}
	line, ok := f.Content.Line(r.PathValue("line"))
	p := application.Part(r.PathValue("part"))
	if ok && p == "remove" {
		return s.confirmRemove(w, r, f.Application, line)
	}
	if !ok || !slices.Contains(application.Parts(f.Content.Type), p) {
		return fault.New(fault.NotFound, "apply.line_unknown")
	}
	var wrong error
	form := application.LineForm(&f.Content, line, p)
	if x := s.cfg.Applications.LineFaults(&f.Content, line, p); x != nil && seenPart(&f.Content, line.ID, p) {
		wrong = x
	}
	return s.askLine(w, r, f.Application, line.ID, p, form, wrong, http.StatusOK)
}

// seenPart reports whether the page was sent before, so that its gaps are errors.
func seenPart(c *application.Content, line string, p application.Part) bool {
	key := "line." + line + "." + string(p)
	return len(c.Typed[key]) > 0 || slices.Contains(c.Done, key)
}

// addLine saves the first page of a new line. The browser's double press does
// not add it twice: the version it carries is old by then.
func (s *Server) addLine(w http.ResponseWriter, r *http.Request) error {
	form, version, err := applyForm(r)
	if err != nil {
		return err
	}
	a, line, err := s.cfg.Applications.AddLine(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), version, s.picked(form))
	return s.lineSaved(w, r, a, line, application.LineWhat, form, err)
}

func (s *Server) saveLine(w http.ResponseWriter, r *http.Request) error {
	form, version, err := applyForm(r)
	if err != nil {
		return err
	}
	id, line, who := r.PathValue("id"), r.PathValue("line"), ActorFrom(r.Context())
	switch p := application.Part(r.PathValue("part")); p {
	case "copy":
		_, twin, err := s.cfg.Applications.CopyLine(r.Context(), who, id, version, line)
		if err != nil {
			return s.linesAgain(w, r, err)
		}
		s.notice(r.Context(), LocaleFrom(r.Context()).T("apply.lines.copied"))
		return s.seeOther(w, r, applicationPath(id, "/lines/"+twin+"/what"))
	case "remove":
		if _, err := s.cfg.Applications.RemoveLine(r.Context(), who, id, version, line); err != nil {
			return s.linesAgain(w, r, err)
		}
		s.notice(r.Context(), LocaleFrom(r.Context()).T("apply.lines.removed"))
		return s.seeOther(w, r, applicationPath(id, "/lines"))
	default:
		a, err := s.cfg.Applications.EditLine(r.Context(), who, id, version, line, p, s.picked(form))
		return s.lineSaved(w, r, a, line, p, form, err)
	}
}

// linesAgain shows the list again with what was wrong.
func (s *Server) linesAgain(w http.ResponseWriter, r *http.Request, err error) error {
	return s.againIfInvalid(err, func() error {
		f, e := s.openApplication(r)
		if e != nil {
			return e
		}
		return s.renderLines(w, r, f.Application, err, applyStatus(err))
	})
}

// lineSaved leads on after a page about a line, or shows it again.
func (s *Server) lineSaved(w http.ResponseWriter, r *http.Request, a *application.Application, line string, p application.Part, form application.Form, err error) error {
	id := r.PathValue("id")
	if form["later"] != "" && (err == nil || fault.KindOf(err) == fault.Invalid) {
		s.notice(r.Context(), LocaleFrom(r.Context()).T("apply.saved"))
		return s.seeOther(w, r, applicationPath(id, "/lines"))
	}
	if err == nil {
		parts := application.Parts(a.Content.Type)
		if i := slices.Index(parts, p); i+1 < len(parts) && !seenPart(&a.Content, line, parts[i+1]) {
			return s.seeOther(w, r, applicationPath(id, "/lines/"+line+"/"+string(parts[i+1])))
		}
		return s.seeOther(w, r, applicationPath(id, "/lines"))
	}
	return s.againIfInvalid(err, func() error {
		if a == nil {
			f, e := s.openApplication(r)
			if e != nil {
				return e
			}
			a = f.Application
		}
		return s.askLine(w, r, a, line, p, form, err, applyStatus(err))
	})
}

func (s *Server) confirmRemove(w http.ResponseWriter, r *http.Request, a *application.Application, line application.Line) error {
	l := LocaleFrom(r.Context())
	i := slices.IndexFunc(a.Content.Lines, func(x application.Line) bool { return x.ID == line.ID })
	row := s.lineRow(l, i, line)
	at := applicationPath(a.ID, "/lines/"+line.ID+"/remove")
	return s.render(w, r, http.StatusOK, "confirm", Page{Title: l.T("apply.lines.remove"), Back: applicationPath(a.ID, "/lines"), Data: Confirm{
		Title: l.T("apply.lines.remove"), Facts: []SummaryRow{{Key: l.T("apply.line.species"), Value: Latin(row.Name)}, {Key: l.T("apply.line.quantity"), Value: row.Quantity}},
		Action: l.Href(at), Button: l.T("apply.lines.remove.button"), Cancel: l.Href(applicationPath(a.ID, "/lines")), Hidden: seenVersion(a)}})
}
