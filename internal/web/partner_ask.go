package web

import (
	"html/template"
	"net/http"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/exchange"
	"github.com/opencites/opencites/internal/fault"
)

// maxAsked bounds the choice of partners; there are fewer Parties.
const maxAsked = 500

// askForm asks for a permit of another Party.
type askForm struct {
	None                          Empty // when there is nobody to ask
	Partner, Number, Token, Final Field
}

// fetchedView is a permit of another Party that was fetched.
type fetchedView struct {
	exchange.Fetched
	Rows  []SummaryRow
	Lines []epermit.Line
}

func (s *Server) newAskForm(r *http.Request) (askForm, error) {
	l := LocaleFrom(r.Context())
	found, _, err := s.cfg.Partners.Partners(r.Context(), ActorFrom(r.Context()), exchange.PartnerFilter{Limit: maxAsked})
	if err != nil {
		return askForm{}, err
	}
	form := askForm{
		Partner: Field{Name: "partner", Label: l.T("partner.ask.partner")},
		Number:  Field{Name: "number", Label: l.T("partner.number"), Hint: l.T("partner.ask.number.hint"), Dir: "ltr", Width: 20, Complete: "off"},
		Token:   Field{Name: "token", Label: l.T("partner.ask.token"), Hint: l.T("partner.ask.token.hint"), Dir: "ltr", Optional: true, Complete: "off"},
		Final: Field{Name: "final", Label: l.T("partner.operation"), Value: "no", Options: []Option{
			{Value: "no", Label: l.T("partner.operation.GetNonFinalCitesCertificate")}, {Value: "yes", Label: l.T("partner.operation.GetFinalCitesCertificate"), Hint: l.T("partner.ask.final.hint")}}},
	}
	for _, p := range found {
		if p.State == exchange.Active && p.Endpoint != "" {
			form.Partner.Options = append(form.Partner.Options, Option{Value: p.Name, Label: p.Name + " (" + l.Country(p.Party) + ")"})
		}
	}
	if len(form.Partner.Options) == 0 {
		form.None = Empty{Title: l.T("partner.ask.none"), Text: l.T("partner.ask.none.text")}
	}
	return form, nil
}

func (s *Server) askForPermit(w http.ResponseWriter, r *http.Request) error {
	form, err := s.newAskForm(r)
	if err != nil {
		return err
	}
	return s.showAsk(w, r, http.StatusOK, form, nil)
}

func (s *Server) showAsk(w http.ResponseWriter, r *http.Request, status int, form askForm, wrong []ErrorLink) error {
	return s.render(w, r, status, "partner_ask", Page{Title: LocaleFrom(r.Context()).T("partner.ask.title"), Data: form, Errors: wrong})
}

// fetchPermit asks the partner. Whatever the partner answers short of a permit
// is told above the form, with what was typed kept.
func (s *Server) fetchPermit(w http.ResponseWriter, r *http.Request) error {
	l := LocaleFrom(r.Context())
	form, err := s.newAskForm(r)
	if err != nil {
		return err
	}
	form.Partner.Value, form.Number.Value = r.PostFormValue("partner"), r.PostFormValue("number")
	form.Token.Value, form.Final.Value = r.PostFormValue("token"), r.PostFormValue("final")
	number, err := cites.ParsePermitNumber(form.Number.Value)
	if err != nil {
		form.Number.Error = l.T("partner.ask.number.wrong")
		return s.showAsk(w, r, http.StatusUnprocessableEntity, form, []ErrorLink{{form.Number.Error, "#" + form.Number.FieldID()}})
	}
	q := exchange.Ask{Operation: exchange.GetNonFinal, Number: number, Token: form.Token.Value}
	if form.Final.Value == "yes" {
		q.Operation = exchange.GetFinal
	}
	got, err := s.cfg.Partners.Fetch(r.Context(), ActorFrom(r.Context()), form.Partner.Value, q)
	if f := fault.Of(err); f != nil && l.Has(f.Key) && f.Kind != fault.Denied {
		return s.showAsk(w, r, statusOf(f.Kind), form, formErrors(l, err, &form.Partner, &form.Number))
	}
	if err != nil {
		return err
	}
	return s.showFetched(w, r, got)
}

func (s *Server) showFetched(w http.ResponseWriter, r *http.Request, got *exchange.Fetched) error {
	l, d := LocaleFrom(r.Context()), got.Document
	party := func(p epermit.Party, c epermit.Country) SummaryRow {
		return SummaryRow{Value: below(p.Name, countryName(l, c))}
	}
	importer, exporter := party(d.Importer, d.Destination), party(d.Exporter, d.Exporter.Address.Country)
	importer.Key, exporter.Key = l.T("partner.permit.importer"), l.T("partner.permit.exporter")
	view := fetchedView{Fetched: *got, Lines: d.Lines, Rows: []SummaryRow{
		{Key: l.T("partner.number"), Value: Reference(string(d.Number))},
		{Key: l.T("partner.permit.authority"), Value: below(d.Authority.Name, countryName(l, d.Authority.Address.Country))},
		{Key: l.T("partner.permit.issued"), Value: Bdi(l.Date(d.IssuedOn))},
		{Key: l.T("partner.permit.until"), Value: Bdi(l.Date(d.ValidUntil))},
		importer, exporter,
		{Key: l.T("partner.permit.purpose"), Value: Bdi(d.Purpose.Name(l.Lang))},
	}}
	if !d.Endorsement.On.IsZero() {
		view.Rows = append(view.Rows, SummaryRow{Key: l.T("partner.permit.endorsed"), Value: below(l.Date(d.Endorsement.On), d.Endorsement.Port.Name, d.Endorsement.Port.ID)})
	}
	return s.render(w, r, http.StatusOK, "partner_permit", Page{Title: l.T("partner.permit.title"), Back: "/partners/ask", Data: view})
}

// below puts texts under each other, each in its own direction.
func below(texts ...string) template.HTML {
	var out template.HTML
	for _, s := range texts {
		if s == "" {
			continue
		}
		if out != "" {
			out += "<br>"
		}
		out += Bdi(s)
	}
	return out
}

// countryName is the name in the reader's language; of a code that no list
// names, such as that of a demo Party, the name that the partner sent.
func countryName(l *Locale, c epermit.Country) string {
	if i, listed := c.Code.Info(); c.Name != "" && (!listed || i.Kind == cites.UserAssigned) {
		return c.Name
	}
	return c.Code.Name(l.Lang)
}
