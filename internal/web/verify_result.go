package web

import (
	"html/template"
	"net/http"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/seal"
)

// verdictView is the answer to "is this permit genuine and valid": never a bare
// tick, always what to compare with paper and goods.
type verdictView struct {
	Code    string // stable word of the verdict
	Box     Verdict
	Checked string
	AsOf    string // when the status list was made
	Notes   []string
	Rows    []SummaryRow
	Items   []verdictItem
	Contact string
}

// verdictItem is one line of the permit, species and quantity large.
type verdictItem struct {
	Name     template.HTML
	Common   string
	Quantity template.HTML
	Facts    []Fact
}

// verdictCodes are the answers beside those of a seal.
func verdictCodes() []string {
	codes := []string{"not_found", "replaced", "endorsed"}
	for _, c := range []seal.Code{seal.Valid, seal.StatusOld, seal.StatusUnknown, seal.TrustOld, seal.ClockWrong, seal.NotYetValid,
		seal.Expired, seal.Revoked, seal.Suspended, seal.Used, seal.Tampered, seal.Malformed, seal.Unsupported, seal.UnknownKey,
		seal.WrongUsage, seal.WrongIssuer, seal.KeyRevoked, seal.KeyPeriod, seal.KeyExpired, seal.TestSeal} {
		codes = append(codes, string(c))
	}
	return codes
}

// verdictBox gives title, sentence and colour of a verdict.
func verdictBox(l *Locale, code string, args ...any) Verdict {
	kind := map[seal.Colour]string{seal.Green: "good", seal.Amber: "warn", seal.Red: "bad"}[seal.Code(code).Colour()]
	if code == "endorsed" { // right for the shipment that was endorsed, wrong for any other
		kind = "warn"
	}
	return Verdict{Title: l.T("verify.is." + code), Text: l.T("verify.why."+code, args...), Kind: kind}
}

func (s *Server) showVerdict(w http.ResponseWriter, r *http.Request, status int, view verdictView) error {
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, status, "verify_result", Page{Title: view.Box.Title, Back: "/verify", Data: view})
}

func (s *Server) plainVerdict(r *http.Request, code string) verdictView {
	l := LocaleFrom(r.Context())
	return verdictView{Code: code, Box: verdictBox(l, code), Contact: s.cfg.Identity().Contact,
		Checked: l.T("verify.checked", "when", l.DateTime(s.cfg.Now()))}
}

// verdictOfSeal shows what a seal says, only when its signature is good.
func (s *Server) verdictOfSeal(r *http.Request, v seal.Verdict) verdictView {
	view := s.plainVerdict(r, string(v.Code))
	if v.Permit == nil {
		return view
	}
	l, p := LocaleFrom(r.Context()), v.Permit
	if !v.StatusAsOf.IsZero() {
		view.AsOf = l.T("verify.as_of", "when", l.DateTime(v.StatusAsOf))
	}
	view.Notes = sealNotes(l, v)
	view.Rows = verdictRows(l, verdictFacts{
		Number: Reference(string(p.Number)), Type: typeName(l, p.Type.Document()), Issuer: s.issuerName(l, p.Issuer),
		Issued: l.DayOf(p.Issued), Until: l.DayOf(p.Expires), Exporter: s.sealParty(l, p.Consignor), Importer: s.sealParty(l, p.Consignee),
		Purpose: purposeText(l, p.Purpose)})
	for _, it := range p.Items {
		view.Items = append(view.Items, newVerdictItem(l, verdictLine{Name: it.Name, Quantity: it.Quantity, Unit: it.Unit, Term: it.Term,
			Appendix: it.Appendix, Source: it.Source, Origin: s.countryName(l, it.Origin), OriginPermit: it.OriginPermit, Marks: it.Marks}))
	}
	return view
}

// sealNotes are the facts of a seal that change what an officer does.
func sealNotes(l *Locale, v seal.Verdict) (notes []string) {
	p := v.Permit
	for _, n := range []struct {
		is  bool
		key string
	}{
		{p.Flags.Has(seal.Sample), "verify.note.sample"},
		{v.Newer, "verify.note.newer"},
		{p.Flags.Has(seal.AnnexExists) && p.Annex.Page == 0, "verify.note.has_annex"},
		{p.Flags.Has(seal.Retrospective), "verify.note.retrospective"},
		{p.Flags.Has(seal.PartialAllowed), "verify.note.partial"},
	} {
		if n.is {
			notes = append(notes, l.T(n.key))
		}
	}
	if p.Annex.Page > 0 {
		notes = append(notes, l.T("verify.note.annex", "page", l.Int(int64(p.Annex.Page)), "pages", l.Int(int64(p.Annex.Pages))))
	}
	if p.Linked != "" {
		notes = append(notes, l.T("verify.note.linked", "number", p.Linked))
	}
	return notes
}

// verdictOfPermit shows a permit found by number and code from its own record.
func (s *Server) verdictOfPermit(r *http.Request, p *permit.Permit) verdictView {
	l, rec := LocaleFrom(r.Context()), p.Record
	code, args := stateVerdict(p, cites.DateOf(s.cfg.Now(), s.cfg.Zone)), []any{}
	if code == "replaced" {
		args = []any{"number", string(p.ReplacedBy)}
	}
	view := s.plainVerdict(r, code)
	view.Box = verdictBox(l, code, args...)
	view.Rows = verdictRows(l, verdictFacts{
		Number: Reference(string(p.Number)), Type: typeName(l, p.Type), Issuer: s.issuerName(l, rec.Party),
		Issued: l.Date(rec.Issued), Until: l.Date(rec.ValidUntil), Exporter: s.recordParty(l, rec.Consignor), Importer: s.recordParty(l, rec.Consignee),
		Purpose: purposeText(l, rec.Purpose)})
	if rec.Sample {
		view.Notes = append(view.Notes, l.T("verify.note.sample"))
	}
	if rec.Partial {
		view.Notes = append(view.Notes, l.T("verify.note.partial"))
	}
	for _, line := range rec.Lines {
		view.Items = append(view.Items, newVerdictItem(l, verdictLine{Name: line.ScientificName, Common: line.CommonName, Quantity: line.Quantity,
			Unit: line.Unit, Term: line.Term, Appendix: line.Appendix, Source: line.Source, Origin: s.countryName(l, line.Origin.Country),
			OriginPermit: line.Origin.Number, Marks: line.Marks}))
	}
	return view
}

// stateVerdict is the verdict on a permit of ours by its state and the day.
func stateVerdict(p *permit.Permit, today cites.Date) string {
	switch {
	case p.State == permit.Cancelled || p.State == permit.Revoked:
		return string(seal.Revoked)
	case p.State == permit.Replaced, p.State == permit.Endorsed, p.State == permit.Used:
		return string(p.State)
	case p.State == permit.Expired || today.After(p.Record.ValidUntil):
		return string(seal.Expired)
	case p.Record.Sample && !seal.Imaginary(p.Record.Party):
		return string(seal.TestSeal)
	case p.State == permit.Valid && p.Lost != "":
		return string(seal.Suspended)
	case p.State == permit.Valid:
		return string(seal.Valid)
	}
	return "not_found"
}

// issuerName is our own name for our permits and the country for others.
func (s *Server) issuerName(l *Locale, c cites.Country) template.HTML {
	id := s.cfg.Identity()
	if string(c) == id.Party {
		names := id.Names[l.Lang]
		return Bdi(names.Authority + " · " + names.Country)
	}
	return Bdi(nameWithCode(c.Name(l.Lang), string(c)))
}

// countryName is the name of a country; a Party with a code of its own choice
// has the name of its profile.
func (s *Server) countryName(l *Locale, c cites.Country) string {
	return l.Country(c)
}

// nameWithCode writes a name with its code: "Commercial (T)".
func nameWithCode(name, code string) string {
	if name == "" || name == code {
		return code
	}
	return name + " (" + code + ")"
}

// purposeText is a purpose with its code; a document that states none says so.
func purposeText(l *Locale, p cites.Purpose) string {
	if p == "" || p == seal.NoPurpose {
		return l.T("verify.purpose.none")
	}
	if _, ok := p.Info(); !ok {
		return ""
	}
	return nameWithCode(p.Name(l.Lang), string(p))
}

func typeName(l *Locale, d cites.DocumentType) string {
	if name := d.Name(l.Lang); name != "" {
		return name
	}
	return l.T("verify.other_type")
}

func (s *Server) sealParty(l *Locale, p seal.Party) template.HTML {
	return Bdi(p.Name) + "<br>" + Bdi(s.countryName(l, p.Country))
}

func (s *Server) recordParty(l *Locale, p permit.Party) template.HTML {
	out := Bdi(p.Name)
	for _, line := range p.Lines {
		out += "<br>" + Bdi(line)
	}
	return out + "<br>" + Bdi(s.countryName(l, p.Country))
}
