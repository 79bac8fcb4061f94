package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/permit"
)

// partRows tell of the other documents of the application, and of what the holder
// wrote into this one; and set the acts that follow from it.
func (s *Server) partRows(r *http.Request, l *Locale, p *permit.Permit, may *permitActs) ([]SummaryRow, error) {
	var rows []SummaryRow
	if p.Type.Facts().ManyCrossings {
		rows = append(rows, SummaryRow{Key: l.T("permit.use"), Value: Bdi(l.T("permit.many"))})
	}
	if p.Record.Retrospective != "" {
		rows = append(rows, SummaryRow{Key: l.T("permit.retrospective"), Value: Bdi(p.Record.Retrospective)})
	}
	if p.Record.Parts > 1 || len(p.Record.Complete) > 0 {
		all, err := s.cfg.Permits.OfApplication(r.Context(), p.ApplicationID)
		if err != nil {
			return nil, err
		}
		var links []string
		for _, x := range all {
			if x.ID != p.ID {
				links = append(links, `<a class="govuk-link" href="`+l.Href("/permits/"+x.ID)+`">`+string(Reference(string(x.Number)))+`</a>`)
			}
		}
		rows = append(rows, SummaryRow{Key: l.T("permit.parts"), Value: htmlJoin(links)})
	}
	c, err := s.cfg.Permits.CompletionOf(r.Context(), p)
	if err != nil || len(p.Record.Complete) == 0 {
		return rows, err
	}
	used := s.completionRows(l, p, c)
	if c == nil {
		may.Complete = p.State == permit.Valid && ActorFrom(r.Context()).Can(actor.WriteApplication)
		return append(rows, used...), nil
	}
	may.Copy = may.Replace && c.ReturnedOn.IsZero()
	back := l.T("permit.copy.open")
	if !c.ReturnedOn.IsZero() {
		back = l.Date(c.ReturnedOn)
	}
	return append(append(rows, used...), SummaryRow{Key: l.T("permit.copy"), Value: Bdi(back)}), nil
}

// completionRows tell what the holder wrote into a partially completed document;
// nil is one that is still blank.
func (s *Server) completionRows(l *Locale, p *permit.Permit, c *permit.Completion) []SummaryRow {
	if c == nil {
		return []SummaryRow{{Key: l.T("permit.use"), Value: Bdi(l.T("permit.complete.blank"))}}
	}
	units := map[string]cites.Unit{}
	for _, x := range p.Record.Lines {
		units[x.Letter] = x.Unit
	}
	used := append(append([]string{c.Consignee.Name}, c.Consignee.Lines...), s.countryName(l, c.Consignee.Country), l.Date(c.Day))
	for _, x := range c.Lines {
		used = append(used, strings.TrimSpace(x.Letter+": "+amount(l, x.Quantity, units[x.Letter])+" "+x.Marks))
	}
	return []SummaryRow{{Key: l.T("permit.use"), Value: htmlLines(used)}, {Key: l.T("permit.complete.by"), Value: Bdi(c.ByName)}}
}

// askComplete shows the holder the boxes that are left open.
func (s *Server) askComplete(w http.ResponseWriter, r *http.Request) error {
	return s.showComplete(w, r, http.StatusOK, nil)
}

func (s *Server) showComplete(w http.ResponseWriter, r *http.Request, status int, wrong error) error {
	p, err := s.cfg.Permits.Read(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	if len(p.Record.Complete) == 0 {
		return fault.New(fault.NotFound, "permit.not_for_completion", "number", p.Number)
	}
	l := LocaleFrom(r.Context())
	typed := func(name string) string { return r.PostFormValue(name) }
	fields := []Field{
		{Name: "name", Label: l.T("apply.party.name"), Value: typed("name"), Dir: "auto"},
		{Kind: "area", Name: "address", Label: l.T("apply.party.address"), Value: typed("address"), Rows: 4},
		{Kind: "select", Name: "country", Label: l.T("apply.party.country"), Value: typed("country"), Options: s.countryOptions(l, true)},
		{Kind: "date", Name: "day", Label: l.T("permit.complete.used"), Date: DateParts{typed("day.day"), typed("day.month"), typed("day.year")}},
	}
	for _, x := range p.Record.Lines {
		fields = append(fields,
			Field{Name: "lines." + x.Letter, Label: l.T("permit.complete.quantity.label", "letter", x.Letter, "most", amount(l, x.Quantity, x.Unit)), Hint: x.ScientificName,
				Value: typed("lines." + x.Letter), Width: 10, Mode: "decimal", Dir: "ltr"},
			Field{Name: "marks." + x.Letter, Label: l.T("permit.complete.marks", "letter", x.Letter), Value: typed("marks." + x.Letter), Dir: "ltr", Optional: true})
	}
	return s.lifeForm(w, r, status, p, "complete", []string{l.T("permit.complete.intro")}, fields, nil, wrong)
}

func (s *Server) completePermit(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 1<<20); err != nil {
		return err
	}
	who := ActorFrom(r.Context())
	p, err := s.cfg.Permits.Read(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	in, err := readCompletion(r, p)
	if err == nil {
		_, err = s.cfg.Permits.Complete(r.Context(), who, p.ID, in)
	}
	if fault.KindOf(err) == fault.Invalid {
		return s.showComplete(w, r, http.StatusUnprocessableEntity, err)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).T("permit.complete.done", "number", p.Number))
	return s.seeOther(w, r, "/permits/"+p.ID)
}

func readCompletion(r *http.Request, p *permit.Permit) (permit.Completion, error) {
	f := fault.Invalidf("permit.complete")
	in := permit.Completion{Consignee: permit.Party{Name: r.PostFormValue("name"), Country: cites.Country(r.PostFormValue("country"))}}
	in.Consignee.Lines = addressLines(r.PostFormValue("address"))
	var ok bool
	if in.Day, ok = (DateParts{r.PostFormValue("day.day"), r.PostFormValue("day.month"), r.PostFormValue("day.year")}).Parse(); !ok {
		f.Add("day", "border.date_unread")
	}
	for _, x := range p.Record.Lines {
		q, err := cites.ParseQuantity(r.PostFormValue("lines." + x.Letter))
		var code *cites.CodeError
		if err != nil && !(errors.As(err, &code) && code.Reason == cites.Empty) {
			f.Add("lines."+x.Letter, "border.quantity_unread")
		}
		in.Lines = append(in.Lines, permit.CompletedLine{Letter: x.Letter, Quantity: q, Marks: strings.TrimSpace(r.PostFormValue("marks." + x.Letter))})
	}
	return in, f.OrNil()
}

// takeCopy records that the copy of a completed document came back.
func (s *Server) takeCopy(w http.ResponseWriter, r *http.Request) error {
	if err := s.cfg.Permits.TakeCopy(r.Context(), ActorFrom(r.Context()), r.PathValue("id")); err != nil {
		return err
	}
	return s.seeOther(w, r, "/permits/"+r.PathValue("id"))
}
