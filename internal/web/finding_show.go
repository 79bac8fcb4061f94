package web

import (
	"fmt"
	"html/template"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/finding"
)

// recordView is the page of one finding of the register.
type recordView struct {
	Number  string
	Taxon   string
	State   Tag
	Rows    []SummaryRow
	Meter   *meterView
	Draws   []drawRow
	Files   []fileRow
	Upload  *uploadForm
	History []Event
	Edit    string // addresses of what the reader may do now; empty where not
	Force   string
	Review  string
	End     string
}

// meterView is a limit with what was taken of it, in words and as a bar.
type meterView struct {
	Total, Used, Reserved, Left string
	UsedPart, ReservedPart      int // of 100
}

// drawRow is what one line of a case takes.
type drawRow struct {
	Case, CaseHref string
	Permit         string
	PermitHref     string
	Letter         string
	Reserved, Used string
	Returned       string
}

// fileRow is one evidence file.
type fileRow struct {
	Name, Href, Size, When string
	Withdrawn              string // when, by whom and why; empty while it counts
	End                    string // where to withdraw it
}

// uploadForm takes one more file.
type uploadForm struct {
	Action string
	File   Field
}

func newMeter(l *Locale, total, reserved, used cites.Quantity, unit cites.Unit) *meterView {
	part := func(q cites.Quantity) int { return int(int64(q) / max(1, int64(total)/100)) }
	m := &meterView{Total: amountText(l, total, unit), Used: quantityOrZero(l, used, unit), Reserved: quantityOrZero(l, reserved, unit),
		Left: quantityOrZero(l, total-used-reserved, unit), UsedPart: min(100, part(used))}
	m.ReservedPart = min(100-m.UsedPart, part(reserved))
	return m
}

func drawRows(l *Locale, draws []finding.Draw, staff bool) []drawRow {
	out := make([]drawRow, len(draws))
	for i, d := range draws {
		row := drawRow{Case: d.Reference, Letter: d.Letter, Permit: d.Number, Reserved: quantityOrZero(l, d.Reserved, d.Unit),
			Used: quantityOrZero(l, d.Used, d.Unit), Returned: quantityOrZero(l, d.Returned, d.Unit)}
		row.CaseHref = l.Href("/applications/" + d.Application)
		if staff {
			row.CaseHref = l.Href("/cases/" + d.Application)
		}
		if d.Permit != "" {
			row.PermitHref = l.Href("/permits/" + d.Permit)
		}
		out[i] = row
	}
	return out
}

func fileRows(l *Locale, base string, files []finding.File, link string) []fileRow {
	var out []fileRow
	for _, f := range files {
		if f.Link == link {
			row := fileRow{Name: f.Name, Href: l.Href(base + "/files/" + f.ID), Size: fileSize(l, f.Size), When: l.DateTime(f.At)}
			if f.Withdrawn != "" {
				row.Withdrawn = l.T("finding.file.withdrawn", "date", l.DayOf(f.WithdrawnAt), "name", f.WithdrawnBy, "reason", f.Withdrawn)
			}
			out = append(out, row)
		}
	}
	return out
}

func (s *Server) readFinding(r *http.Request) (*finding.Record, error) {
	return s.cfg.Findings.Read(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
}

func (s *Server) showFinding(w http.ResponseWriter, r *http.Request) error {
	n, err := s.readFinding(r)
	if err != nil {
		return err
	}
	return s.renderFinding(w, r, n, http.StatusOK, nil)
}

// renderFinding shows a finding, with what was wrong with an upload.
func (s *Server) renderFinding(w http.ResponseWriter, r *http.Request, n *finding.Record, status int, wrong error) error {
	l, who := LocaleFrom(r.Context()), ActorFrom(r.Context())
	here := "/findings/" + n.ID
	v := recordView{Number: n.Number, Taxon: n.TaxonName, State: standingTag(l, n.NonDetriment, s.cfg.Findings.Today()), Rows: s.findingRows(l, n.NonDetriment),
		Draws: drawRows(l, n.Draws, true), Files: fileRows(l, here, n.Files, "")}
	if n.Limited() {
		v.Meter = newMeter(l, n.Quantity, n.Reserved, n.Used, n.Unit)
	}
	if who.Can(actor.MakeFinding) && (n.State == finding.Draft || n.State == finding.InForce) {
		v.Upload = &uploadForm{l.Href(here + "/files"), s.fileField(l)}
		for i := range v.Files {
			if v.Files[i].Withdrawn == "" {
				v.Files[i].End = v.Files[i].Href + "/withdraw"
			}
		}
		v.End = l.Href(here + "/withdraw")
		if n.State == finding.Draft {
			v.Edit, v.Force = l.Href(here+"/edit"), l.Href(here+"/force")
		} else {
			v.Review = l.Href(here + "/review")
		}
	}
	var err error
	if v.History, err = s.actsOn(r, "non_detriment", n.ID, "finding.act.", true); err != nil {
		return err
	}
	page := Page{Title: n.Number, Back: "/findings", Data: &v}
	if wrong != nil && v.Upload != nil {
		page.Errors = formErrors(l, wrong, &v.Upload.File)
	}
	return s.render(w, r, status, "finding_show", page)
}

func (s *Server) fileField(l *Locale) Field {
	limits := s.cfg.Profile.Evidence
	return Field{Kind: "file", Name: "file", Label: l.T("apply.upload.file"), Accept: ".pdf,.jpg,.jpeg,.png",
		Hint: l.T("apply.upload.hint", "size", l.Int(limits.MaxBytes>>20), "files", l.Int(int64(limits.MaxFiles)))}
}

// namedCodes lists codes with their names, or says that any is meant.
func namedCodes[T ~string](l *Locale, codes []T, name func(T) string) template.HTML {
	if len(codes) == 0 {
		return Bdi(l.T("finding.any"))
	}
	parts := make([]string, len(codes))
	for i, c := range codes {
		parts[i] = coded(string(c), name(c))
	}
	return paragraphs(strings.Join(parts, "\n"))
}

// findingRows is what a finding says.
func (s *Server) findingRows(l *Locale, n *finding.NonDetriment) []SummaryRow {
	var rows []SummaryRow
	add := func(key string, v template.HTML) { rows = append(rows, SummaryRow{Key: l.T(key), Value: v}) }
	add("finding.taxon", Latin(n.TaxonName))
	add("finding.population", Bdi(coded(string(n.Population), s.countryName(l, n.Population))))
	add("finding.sources", namedCodes(l, n.Sources, func(c cites.Source) string { return c.Name(l.Lang) }))
	add("finding.terms", namedCodes(l, n.Terms, func(c cites.Term) string { return c.Name(l.Lang) }))
	add("finding.purposes", namedCodes(l, n.Purposes, func(c cites.Purpose) string { return c.Name(l.Lang) }))
	add("finding.period_label", Bdi(periodText(l, n)))
	if !n.Review.IsZero() {
		add("finding.review", Bdi(l.Date(n.Review)))
	}
	if !n.Limited() {
		add("finding.limit", Bdi(l.T("finding.limit.none")))
	}
	if n.Conditions != "" {
		key := "finding.conditions.officer"
		if n.Print {
			key = "finding.conditions.box5"
		}
		add(key, paragraphs(n.Conditions))
	}
	add("finding.grounds", paragraphs(n.Grounds))
	add("finding.author", l.THTML("case.finding.by_on", "name", Bdi(n.AuthorName), "date", l.DayOf(n.Made)))
	if n.Reason != "" {
		add("finding.reason", paragraphs(n.Reason))
	}
	if n.SupersededBy != "" {
		add("finding.superseded_by", Reference(n.SupersededBy))
	}
	return rows
}

// openFinding sends an evidence file as an attachment.
func (s *Server) openFinding(w http.ResponseWriter, r *http.Request) error {
	f, data, err := s.cfg.Findings.Open(r.Context(), ActorFrom(r.Context()), r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return err
	}
	return sendUploaded(w, f.ID, f.Name, f.Media, data)
}

// sendUploaded sends a file that somebody uploaded so that it does nothing in
// the reader's browser.
func sendUploaded(w http.ResponseWriter, id, name, media string, data []byte) error {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", evidencePolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Length", strconv.Itoa(len(data)))
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("send document %s: %w", id, err)
	}
	return nil
}

// actsOn is the history of a finding or chain, newest first, each act in words.
func (s *Server) actsOn(r *http.Request, kind, id, prefix string, names bool) ([]Event, error) {
	out, err := s.timeline(r, kind, id, names)
	if err != nil || len(out) == 0 {
		return out, err
	}
	events, err := s.cfg.History(r.Context(), kind, id)
	if err != nil || len(events) != len(out) {
		return out, err
	}
	l := LocaleFrom(r.Context())
	for i, e := range events {
		act, _ := e.Detail["act"].(string)
		if key := prefix + act; l.Has(key) {
			out[len(out)-1-i].Title = l.T(key)
		}
	}
	return out, nil
}
