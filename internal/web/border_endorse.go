package web

import (
	"crypto/rand"
	"errors"
	"net/http"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/fault"
)

// endorseForm is the form of an endorsement as it was typed.
type endorseForm struct {
	Actual                        map[string]string // by letter
	Port, Transport, Remarks, Key string
	Seen                          bool   // the officer holds the original of a lost permit
	Way                           string // of a document for many crossings
	Date                          DateParts
}

// freshEndorsing proposes that all of what is left crosses today.
func (s *Server) freshEndorsing(g *control.Goods) *endorseForm {
	f := &endorseForm{Actual: map[string]string{}, Date: dateParts(s.cfg.Profile.Today(s.cfg.Now())), Key: rand.Text(), Transport: g.Permit.Record.Transport}
	f.Way = string(control.Export)
	if g.Abroad {
		f.Way = string(control.Import)
	}
	for letter, left := range g.Left {
		f.Actual[letter] = left.String()
	}
	return f
}

// endorseFields fills the view's fields and lists them for the error summary.
func (s *Server) endorseFields(l *Locale, who actor.Actor, view *goodsView, g *control.Goods, f *endorseForm) []*Field {
	view.Key = f.Key
	var fields []*Field
	view.Lines = make([]goodsLine, len(g.Permit.Record.Lines))
	for i, x := range g.Permit.Record.Lines {
		view.Lines[i] = goodsLine{Line: x, Term: x.Term.Name(l.Lang), Source: x.Source.Name(l.Lang), Left: g.Left[x.Letter],
			Actual: Field{Name: quantityField(x.Letter), Label: l.T("border.actual", "letter", x.Letter), Mode: "decimal", Width: 10, Dir: "ltr",
				Suffix: unitSuffix(l, x.Unit), Value: f.Actual[x.Letter], Complete: "off"}}
		fields = append(fields, &view.Lines[i].Actual)
	}
	view.Way = Field{Kind: "radios", Name: "kind", Label: l.T("border.way"), Value: f.Way, Inline: true, Options: []Option{
		{Value: string(control.Export), Label: l.T("permit.crossing.export")}, {Value: string(control.Import), Label: l.T("permit.crossing.import")}}}
	view.Seen = Field{Kind: "checks", Name: "seen", Label: l.T("border.seen"), Bold: true, Options: []Option{{Value: "yes", Label: l.T("border.seen.yes")}}}
	if f.Seen {
		view.Seen.Values = []string{"yes"}
	}
	view.Ports = Field{Kind: "select", Name: "port", Label: l.T("border.port"), Value: f.Port}
	for _, p := range s.cfg.Profile.Ports {
		if who.Office == "" || p.Office == "" || p.Office == who.Office {
			view.Ports.Options = append(view.Ports.Options, Option{Value: p.Code, Label: p.Name.In(l.Lang)})
		}
	}
	view.Date = Field{Kind: "date", Name: "date", Label: l.T("border.date"), Date: f.Date}
	view.Transport = Field{Name: "transport", Label: l.T("border.transport"), Hint: l.T("border.transport.hint"), Dir: "ltr", Value: f.Transport, Optional: true}
	view.Remarks = Field{Kind: "area", Name: "remarks", Label: l.T("border.remarks"), Rows: 3, Max: 1000, Dir: "auto", Value: f.Remarks, Optional: true}
	return append(fields, &view.Seen, &view.Way, &view.Ports, &view.Date, &view.Transport, &view.Remarks)
}

// endorse records what really crossed.
func (s *Server) endorse(w http.ResponseWriter, r *http.Request) error {
	who := ActorFrom(r.Context())
	g, err := s.cfg.Border.Read(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	form := &endorseForm{Actual: map[string]string{}, Port: r.PostFormValue("port"), Transport: r.PostFormValue("transport"),
		Remarks: r.PostFormValue("remarks"), Key: r.PostFormValue("key"), Way: r.PostFormValue("kind"), Seen: r.PostFormValue("seen") != "",
		Date: DateParts{r.PostFormValue("date.day"), r.PostFormValue("date.month"), r.PostFormValue("date.year")}}
	in, err := s.readEndorsing(r, g, form)
	if err == nil {
		_, err = s.cfg.Border.Endorse(r.Context(), who, in)
	}
	if wrong := endorseFault(err); wrong != nil {
		return s.showGoods(w, r, http.StatusUnprocessableEntity, form, wrong)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("border.done", "number", g.Permit.Number))
	return s.seeOther(w, r, "/border/permits/"+g.Permit.ID+"?done=1")
}

// readEndorsing reads the form; every wrong field is named at once.
func (s *Server) readEndorsing(r *http.Request, g *control.Goods, form *endorseForm) (control.Endorsing, error) {
	in := control.Endorsing{PermitID: g.Permit.ID, Port: form.Port, Transport: form.Transport, Remarks: form.Remarks, Key: form.Key, Kind: control.Kind(form.Way), Seen: form.Seen}
	f := fault.Invalidf("control.endorse")
	for _, x := range g.Permit.Record.Lines {
		name := quantityField(x.Letter)
		form.Actual[x.Letter] = r.PostFormValue(name)
		q, err := cites.ParseQuantity(form.Actual[x.Letter])
		var code *cites.CodeError
		switch {
		case errors.As(err, &code) && code.Reason == cites.Empty:
			q = 0
		case err != nil:
			f.Add(name, "border.quantity_unread")
		}
		in.Lines = append(in.Lines, control.Counted{Letter: x.Letter, Quantity: q})
	}
	day, ok := form.Date.Parse()
	if !ok {
		f.Add("date", "border.date_unread")
	}
	in.Date = day
	return in, f.OrNil()
}

// endorseFault turns what can be mended on the form into faults of its fields:
// more than permitted is said at its line.
func endorseFault(err error) error {
	f := fault.Of(err)
	switch {
	case f == nil:
		return nil
	case f.Kind == fault.Invalid:
		return f
	case f.Key == "control.more_than_permitted":
		return fault.Invalidf(f.Key).Add(quantityField(f.Args["letter"]), f.Key, "letter", f.Args["letter"])
	}
	return nil
}
