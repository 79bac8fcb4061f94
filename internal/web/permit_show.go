package web

import (
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"rsc.io/qr"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/seal"
)

// permitView is the page of one permit.
type permitView struct {
	*permit.Permit
	Type      string
	State     Tag
	Explain   string // of a state that needs words
	Details   []SummaryRow
	Proof     []SummaryRow
	Crossings []crossingView
	Code      template.HTML // QR code as SVG
	History   []Event
	PDF       bool
	May       permitActs
	Life      lifeView
	Lost      *Tag
	Back      bool // tells the holder that an unused permit goes back
}

// permitActs are the buttons that the reader may use now.
type permitActs struct {
	Replace, Revoke, Cancel, Confirm, Endorse, Complete, Copy bool
	Amend, Lose, Found, Return, Offer, Keep                   bool
}

// crossingView is one endorsement.
type crossingView struct {
	control.Endorsement
	Kind, Port string
	Crossed    []crossedLine
}

// crossedLine is how much of a line crossed, with its unit.
type crossedLine struct{ Letter, Amount string }

// crossings shows the endorsements of a permit.
func (s *Server) crossings(l *Locale, p *permit.Permit, all []control.Endorsement) []crossingView {
	units := map[string]cites.Unit{}
	for _, x := range p.Record.Lines {
		units[x.Letter] = x.Unit
	}
	var out []crossingView
	for _, e := range all {
		v := crossingView{Endorsement: e, Kind: l.T("permit.crossing." + string(e.Kind)), Port: s.cfg.Profile.PortName(e.Port, l.Lang)}
		for _, x := range e.Lines {
			v.Crossed = append(v.Crossed, crossedLine{x.Letter, amount(l, x.Quantity, units[x.Letter])})
		}
		out = append(out, v)
	}
	return out
}

func (s *Server) showPermit(w http.ResponseWriter, r *http.Request) error {
	l, who := LocaleFrom(r.Context()), ActorFrom(r.Context())
	p, err := s.cfg.Permits.Read(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	ends, err := s.cfg.Border.Of(r.Context(), p)
	if err != nil {
		return err
	}
	view := permitView{Permit: p, Type: p.Type.Name(l.Lang), State: permitState(l, p.State), Explain: explainPermit(l, p),
		Details: s.permitDetails(l, p), Proof: permitProof(l, p), PDF: len(p.Seals) > 0, May: actsOn(who, p)}
	parts, err := s.partRows(r, l, p, &view.May)
	if err != nil {
		return err
	}
	view.Details = append(view.Details, parts...)
	if view.Life, err = s.life(r, l, p, &view.May); err != nil {
		return err
	}
	if p.State == permit.Valid && p.Lost != "" {
		view.Lost = &Tag{l.T("permit.lost.tag." + string(p.Lost)), "orange"}
		view.Explain = l.T("permit.lost.explain")
	}
	if !p.Offered.IsZero() {
		view.Lost = &Tag{l.T("permit.offer.tag"), "yellow"}
	}
	view.Back = p.Offered.IsZero() && !who.Staff() && p.Returnable() && p.State != permit.Replaced
	view.Crossings = s.crossings(l, p, ends)
	if len(p.Seals) > 0 {
		if view.Code, err = qrSVG(strings.TrimSuffix(s.cfg.Profile.BaseURL, "/")+"/v#"+seal.Digits(p.Seals[0]), l.T("permit.scan")); err != nil {
			return err
		}
	}
	if view.History, err = s.timeline(r, "permit", p.ID, who.Staff()); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "permit_show", Page{Title: l.T("permit.heading", "number", p.Number), Back: "/permits", Data: view})
}

// explainPermit says what a state means where that is not plain.
func explainPermit(l *Locale, p *permit.Permit) string {
	switch p.State {
	case permit.Prepared:
		if p.Reason != "" {
			return l.T("permit.stopped")
		}
		return l.T("permit.sealing")
	case permit.Replaced:
		return l.T("permit.replaced_by", "number", p.ReplacedBy)
	case permit.Revoked, permit.Cancelled:
		if !p.Returned.IsZero() {
			return l.T("permit.returned_unused")
		}
		return l.T("permit.withdrawn_because", "reason", reasonWords(l, p.Reason))
	}
	return ""
}

// reasonWords says in the reader's words why a permit ended, where the program
// keeps a word of its own; what people wrote stays as it is.
func reasonWords(l *Locale, reason string) string {
	switch key := "permit.replace.reason." + reason; {
	case reason == permit.ReturnedUnused:
		return l.T("permit.returned_unused")
	case l.Has(key):
		return l.T(key)
	}
	return reason
}

func actsOn(who actor.Actor, p *permit.Permit) permitActs {
	return permitActs{
		Replace: who.Can(actor.ReplacePermit) && (p.State == permit.Valid || p.State == permit.Endorsed && !p.Record.Partial),
		Revoke:  who.Can(actor.RevokePermit) && (p.State == permit.Valid || p.State == permit.Endorsed),
		Cancel:  who.Can(actor.RevokePermit) && p.State == permit.Prepared,
		Confirm: who.Can(actor.ConfirmImport) && (p.State == permit.Endorsed || p.State == permit.Valid && p.Record.Departed()),
		Endorse: who.Can(actor.EndorsePermit) && p.State == permit.Valid && control.Endorsable(p),
	}
}

func (s *Server) permitDetails(l *Locale, p *permit.Permit) []SummaryRow {
	rec := p.Record
	rows := []SummaryRow{
		{Key: l.T("permit.issued"), Value: Bdi(l.Date(rec.Issued))},
		{Key: l.T("permit.valid_until"), Value: Bdi(l.Date(rec.ValidUntil))},
		{Key: l.T("permit.exporter"), Value: s.partyHTML(l, rec.Consignor)},
		{Key: l.T("permit.importer"), Value: s.partyHTML(l, rec.Consignee)},
	}
	if rec.Purpose != "" {
		rows = append(rows, SummaryRow{Key: l.T("permit.purpose"), Value: Bdi(rec.Purpose.Name(l.Lang) + " (" + string(rec.Purpose) + ")")})
	}
	if len(rec.Conditions) > 0 {
		rows = append(rows, SummaryRow{Key: l.T("permit.conditions"), Value: htmlLines(rec.Conditions)})
	}
	if rec.Replaces != "" {
		rows = append(rows, SummaryRow{Key: l.T("permit.replaces"), Value: Reference(rec.Replaces)})
	}
	return append(rows, SummaryRow{Key: l.T("permit.signatory"), Value: Bdi(rec.Signatory)})
}

// partyHTML is a name and address, line by line, with the country in full.
func (s *Server) partyHTML(l *Locale, p permit.Party) template.HTML {
	country := l.Country(p.Country)
	if p.Country == s.cfg.Profile.Party {
		country = s.cfg.Profile.Country.In(l.Lang)
	}
	return htmlLines(append(append([]string{p.Name}, p.Lines...), country))
}

// htmlLines shows texts of people one below the other.
func htmlLines(texts []string) template.HTML {
	var b strings.Builder
	for i, t := range texts {
		if i > 0 {
			b.WriteString("<br>")
		}
		b.WriteString(string(Bdi(t)))
	}
	return template.HTML(b.String()) // #nosec: every part was escaped by Bdi
}

// permitProof is what proves the permit to those who keep records.
func permitProof(l *Locale, p *permit.Permit) []SummaryRow {
	return []SummaryRow{
		{Key: l.T("permit.digest"), Value: Reference(fmt.Sprintf("%x", p.Digest))},
		{Key: l.T("permit.log_index"), Value: Reference(strconv.FormatInt(p.LeafIndex, 10))},
		{Key: l.T("permit.status_place"), Value: Reference(fmt.Sprintf("%d / %d", p.Record.StatusList, p.Record.StatusIndex))},
	}
}

// qrSVG draws a QR code as SVG: one path of modules on white, with the quiet
// zone of four modules that readers need.
func qrSVG(text, label string) (template.HTML, error) {
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", fmt.Errorf("draw code: %w", err)
	}
	const quiet = 4
	side := c.Size + 2*quiet
	var path strings.Builder
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			run := 0
			for x+run < c.Size && c.Black(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
				x += run
			}
		}
	}
	return template.HTML(fmt.Sprintf(`<svg class="oc-qr" role="img" aria-label="%s" viewBox="0 0 %d %d" shape-rendering="crispEdges"><rect width="%d" height="%d" fill="#fff"/><path d="%s" fill="#000"/></svg>`,
		template.HTMLEscapeString(label), side, side, side, side, path.String())), nil
}

// printPermit sends the standard form. What goes to the applicant and to the
// authority is the original until it is marked as a copy by ?copy=1; the seal
// and the single use protect it, not the paper (trust sheet 1.3).
func (s *Server) printPermit(w http.ResponseWriter, r *http.Request) error {
	p, err := s.cfg.Permits.Read(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	ends, err := s.cfg.Border.Of(r.Context(), p)
	if err != nil {
		return err
	}
	as := permit.Sheet{Copy: r.URL.Query().Get("copy") != "" || p.State != permit.Valid && p.State != permit.Endorsed}
	for _, e := range ends {
		c := permit.Crossing{Entering: e.Kind == control.Import, Port: s.cfg.Profile.PortName(e.Port, cites.English), Date: e.Date, Official: e.ByName,
			Transport: e.Transport, Lines: map[string]cites.Quantity{}}
		for _, x := range e.Lines {
			c.Lines[x.Letter] = x.Quantity
		}
		as.Crossings = append(as.Crossings, c)
	}
	pdf, err := s.cfg.Permits.Sheets(p, as)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", `attachment; filename="`+numberText(p.Number)+`.pdf"`)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Content-Length", strconv.Itoa(len(pdf)))
	_, err = w.Write(pdf)
	return err
}

// htmlJoin sets safe pieces one below the other.
func htmlJoin(parts []string) template.HTML { return template.HTML(strings.Join(parts, "<br>")) }
