package web

import (
	"html/template"
	"slices"

	"golang.org/x/text/collate"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
)

// stepAsks are the questions of a step; nil for steps with pages of their own.
func (s *Server) stepAsks(l *Locale, c *application.Content, st application.Step, f application.Form) []applyAsk {
	switch st {
	case application.StepExporter, application.StepImporter:
		own := (st == application.StepImporter) == c.Type.Facts().Direction.In()
		return s.partyAsks(l, f, own)
	case application.StepPurpose:
		return purposeAsks(l, c, f)
	case application.StepCertificate:
		return s.questionAsks(l, application.Asked(c), f)
	case application.StepImportPermit, application.StepExportPermit:
		return referenceAsks(l, f, "permit", "apply.permit")
	case application.StepFacilities:
		return []applyAsk{{"area", &Field{Name: "facilities", Label: l.T("apply.facilities"), Hint: l.T("apply.facilities.hint"), Value: f["facilities"], Rows: 8, Max: 4000}}}
	case application.StepShipment:
		return s.shipmentAsks(l, c, f)
	}
	return nil
}

func (s *Server) partyAsks(l *Locale, f application.Form, own bool) []applyAsk {
	name, hint := l.T("apply.party.name"), l.T("apply.party.name.hint")
	complete := map[string]string{}
	if own {
		complete = map[string]string{"name": "organization", "address": "street-address", "email": "email", "phone": "tel"}
	}
	asks := []applyAsk{
		{"text", &Field{Name: "name", Label: name, Hint: hint, Value: f["name"], Dir: "auto", Complete: complete["name"]}},
		{"area", &Field{Name: "address", Label: l.T("apply.party.address"), Hint: l.T("apply.party.address.hint"), Value: f["address"], Rows: 4}},
	}
	if !own {
		asks = append(asks, applyAsk{"select", &Field{Name: "country", Label: l.T("apply.party.country"), Value: f["country"], Options: s.countryOptions(l, true)}})
	}
	return append(asks,
		applyAsk{"text", &Field{Name: "email", Label: l.T("apply.party.email"), Value: f["email"], Type: "email", Dir: "ltr", Optional: true, Complete: complete["email"]}},
		applyAsk{"text", &Field{Name: "phone", Label: l.T("apply.party.phone"), Value: f["phone"], Type: "tel", Dir: "ltr", Width: 20, Optional: true, Complete: complete["phone"]}})
}

func purposeAsks(l *Locale, c *application.Content, f application.Form) []applyAsk {
	var options []Option
	for _, p := range cites.Purposes() {
		options = append(options, Option{Value: string(p.Code), Label: nameWithCode(p.Names.In(l.Lang), string(p.Code))})
	}
	var asks []applyAsk
	if c.Type.Facts().PurposeRequired {
		asks = append(asks, applyAsk{"radios", &Field{Name: "purpose", Label: l.T("apply.purpose"), Hint: l.T("apply.purpose.hint"), Bold: true, Value: f["purpose"], Options: options, Small: true}})
	}
	return append(asks, []applyAsk{
		{"text", &Field{Name: "own_reference", Label: l.T("apply.own_reference"), Hint: l.T("apply.own_reference.hint"), Value: f["own_reference"], Width: 20, Dir: "auto", Optional: true}},
		{"area", &Field{Name: "comments", Label: l.T("apply.comments"), Value: f["comments"], Rows: 4, Max: 500, Optional: true}},
	}...)
}

// referenceAsks ask for an earlier document: number and date, or why unknown.
func referenceAsks(l *Locale, f application.Form, prefix, key string) []applyAsk {
	return []applyAsk{
		{"text", &Field{Name: prefix + "_number", Label: l.T(key + ".number"), Value: f[prefix+"_number"], Dir: "ltr", Width: 20}},
		{"date", &Field{Name: prefix + "_date", Label: l.T(key + ".date"), Hint: l.T("apply.date.hint"), Date: formDate(f, prefix+"_date")}},
		{"checks", &Field{Name: prefix + "_unknown", Label: l.T("apply.unknown.legend"), Small: true, Value: f[prefix+"_unknown"], Options: []Option{{Value: "1", Label: l.T(key + ".unknown")}}}},
		{"area", &Field{Name: prefix + "_reason", Label: l.T("apply.unknown.reason"), Hint: l.T("apply.unknown.hint"), Value: f[prefix+"_reason"], Rows: 3, Max: 500, Optional: true}},
	}
}

func (s *Server) shipmentAsks(l *Locale, c *application.Content, f application.Form) []applyAsk {
	var asks []applyAsk
	live := c.CratesAsked()
	if c.ShipmentAsked() {
		asks = s.transportAsks(l, c, f, live)
	}
	if live {
		asks = append(asks, applyAsk{"area", &Field{Name: "crates", Label: l.T("apply.crates"), Hint: l.T("apply.crates.hint"), Value: f["crates"], Rows: 4, Max: 500}})
	}
	return asks
}

func (s *Server) transportAsks(l *Locale, c *application.Content, f application.Form, live bool) []applyAsk {
	var ports, modes []Option
	for _, p := range s.cfg.Applications.Profile.Ports {
		if !live || p.Live {
			ports = append(ports, Option{Value: p.Code, Label: p.Name.In(l.Lang)})
		}
	}
	for _, m := range application.Modes() {
		modes = append(modes, Option{Value: m, Label: l.T("apply.mode." + m)})
	}
	hint := ""
	if live {
		hint = l.T("apply.port.hint")
	}
	return []applyAsk{
		{"radios", &Field{Name: "port", Label: l.T(portKey(c.Type)), Hint: hint, Bold: true, Value: f["port"], Options: ports, Small: true}},
		{"radios", &Field{Name: "mode", Label: l.T("apply.mode"), Bold: true, Value: f["mode"], Options: modes, Small: true}},
		{"date", &Field{Name: "date", Label: l.T("apply.shipment.date"), Hint: l.T("apply.date.hint.future"), Bold: true, Optional: true, Date: formDate(f, "date")}},
		{"text", &Field{Name: "document", Label: l.T("apply.shipment.document"), Hint: l.T("apply.shipment.document.hint"), Value: f["document"], Dir: "ltr", Width: 20, Optional: true}},
	}
}

// portKey names the question for the port: where goods leave or come in.
func portKey(t cites.DocumentType) string {
	if t.Facts().Direction.In() {
		return "apply.port.in"
	}
	return "apply.port.out"
}

// formDate takes the parts of a date out of a form.
func formDate(f application.Form, name string) DateParts {
	return DateParts{Day: f[name+".day"], Month: f[name+".month"], Year: f[name+".year"]}
}

// countryOptions lists the places of the world by their names in the language;
// abroad leaves out the Party itself.
func (s *Server) countryOptions(l *Locale, abroad bool) []Option {
	p := s.cfg.Applications.Profile
	var out []Option
	for _, c := range cites.Countries() {
		if c.Code.Place() && c.Code != p.Party {
			out = append(out, Option{Value: string(c.Code), Label: c.Names.In(l.Lang)})
		}
	}
	if !abroad {
		out = append(out, Option{Value: string(p.Party), Label: p.Country.In(l.Lang)})
	}
	order := collate.New(l.tag)
	slices.SortFunc(out, func(a, b Option) int { return order.CompareString(a.Label, b.Label) })
	return append([]Option{{Value: "", Label: l.T("apply.choose")}}, out...)
}

// multiline shows text that people typed with its lines.
func multiline(lines []string) template.HTML {
	out := template.HTML("")
	for i, s := range lines {
		if i > 0 {
			out += "<br>"
		}
		out += Bdi(s)
	}
	return out
}
