package web

import (
	"net/http"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/control"
	"github.com/opencites/opencites/internal/fault"
)

func (s *Server) askTransit(w http.ResponseWriter, r *http.Request) error {
	return s.showTransit(w, r, control.Passing{}, "", nil)
}

// showTransit asks what an officer found of goods in transit.
func (s *Server) showTransit(w http.ResponseWriter, r *http.Request, in control.Passing, stay string, wrong error) error {
	l, who := LocaleFrom(r.Context()), ActorFrom(r.Context())
	choice := func(name, value string, options ...string) Field {
		f := Field{Kind: "radios", Name: name, Label: l.T("border.transit." + name), Value: value, Bold: true}
		for _, o := range options {
			f.Options = append(f.Options, Option{Value: o, Label: l.T("border.transit." + name + "." + o)})
		}
		return f
	}
	form := Form{Title: l.T("border.transit"), Intro: []string{l.T("border.transit.intro")}, Action: l.Href("/border/transit"), Button: l.T("border.transit.record"),
		Cancel: l.Href("/border"), Fields: []Field{
			choice("shown", string(in.Shown), "original", "copy", "nothing"),
			{Name: "number", Label: l.T("border.transit.number"), Value: in.Number, Dir: "ltr", Width: 20, Complete: "off"},
			{Kind: "select", Name: "country", Label: l.T("border.transit.country"), Value: string(in.Country), Options: s.countryOptions(l, false)},
			{Name: "importer", Label: l.T("border.transit.importer"), Hint: l.T("border.transit.importer.hint"), Value: in.Importer, Dir: "auto", Complete: "off"},
			choice("entry", string(in.Entry), "shown", "missing", "not_needed"),
			choice("stored", stay, "no", "yes"),
			{Kind: "select", Name: "port", Label: l.T("border.port"), Value: in.Port},
			{Kind: "area", Name: "remarks", Label: l.T("border.remarks"), Rows: 3, Max: 1000, Dir: "auto", Value: in.Remarks, Optional: true},
		}}
	ports := &form.Fields[6]
	for _, p := range s.cfg.Profile.Ports {
		if who.Office == "" || p.Office == "" || p.Office == who.Office {
			ports.Options = append(ports.Options, Option{Value: p.Code, Label: p.Name.In(l.Lang)})
		}
	}
	return s.showForm(w, r, form.Title, "/border", form, wrong)
}

// recordTransit notes a consignment in transit and tells whether it may pass on.
func (s *Server) recordTransit(w http.ResponseWriter, r *http.Request) error {
	l, stay := LocaleFrom(r.Context()), r.PostFormValue("stored")
	in := control.Passing{Number: r.PostFormValue("number"), Country: cites.Country(r.PostFormValue("country")), Shown: control.Shown(r.PostFormValue("shown")),
		Importer: r.PostFormValue("importer"), Entry: control.Entry(r.PostFormValue("entry")), Stored: stay == "yes", Port: r.PostFormValue("port"), Remarks: r.PostFormValue("remarks")}
	if stay != "yes" && stay != "no" {
		if err := ActorFrom(r.Context()).Must(actor.RecordTransit); err != nil {
			return err
		}
		return s.showTransit(w, r, in, stay, fault.Invalidf("control.transit").Add("stored", "control.transit.choose"))
	}
	found, err := s.cfg.Border.Transit(r.Context(), ActorFrom(r.Context()), in)
	if fault.KindOf(err) == fault.Invalid {
		return s.showTransit(w, r, in, stay, err)
	}
	if err != nil {
		return err
	}
	said := []string{l.T("border.transit.passes", "number", in.Number)}
	if len(found) > 0 {
		said[0] = l.T("border.transit.refused")
		for _, f := range found {
			said = append(said, l.Fault(f.Key, f.Args))
		}
	}
	s.notice(r.Context(), strings.Join(said, " "))
	return s.seeOther(w, r, "/border")
}
