package web

import (
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/profile"
)

// profileView is the page with what the Party has decided. It is read only: the
// file is the one place where a Party decides, reviewed and kept like a document.
type profileView struct {
	Tabs   []Tab
	File   string
	Wrong  []profileFault
	Groups []profileGroup
}

type profileFault struct{ Path, Text string }

type profileGroup struct {
	Title string
	Rows  []profileRow
}

// profileRow is one setting: its name in the file, what it means, its value.
type profileRow struct {
	Path, Label, Doc string
	Values           []template.HTML
	Colour           string // a swatch of the value, #rrggbb
}

func (s *Server) showProfile(w http.ResponseWriter, r *http.Request) error {
	l, p := LocaleFrom(r.Context()), s.cfg.Profile
	view := profileView{Tabs: s.adminTabs(l, "/admin/profile"), File: s.cfg.File}
	if f := fault.Of(p.Validate()); f != nil {
		for _, x := range f.Fields {
			text := x.Key
			if l.Has(x.Key) {
				text = l.Fault(x.Key, x.Args)
			}
			view.Wrong = append(view.Wrong, profileFault{x.Name, text})
		}
	}
	view.Groups = s.profileGroups(l, p)
	return s.render(w, r, http.StatusOK, "admin_profile", Page{Title: l.T("admin.profile"), Data: view})
}

// settings collects rows; empty values show as "not set".
type settings struct {
	l     *Locale
	money func(l *Locale, minor int64, currency string) string
	rows  []profileRow
}

func (x *settings) add(path string, values ...template.HTML) *profileRow {
	if len(values) == 0 || (len(values) == 1 && strings.TrimSpace(string(values[0])) == "") {
		values = []template.HTML{template.HTML(`<span class="oc-muted">` + template.HTMLEscapeString(x.l.T("admin.not_set")) + `</span>`)}
	}
	x.rows = append(x.rows, profileRow{Path: path, Label: x.l.T("setting." + path), Doc: x.l.T("setting." + path + ".doc"), Values: values})
	return &x.rows[len(x.rows)-1]
}

func (x *settings) text(path, value string) {
	if value == "" {
		x.add(path)
		return
	}
	x.add(path, Bdi(value))
}

func (x *settings) yes(path string, value bool) {
	x.add(path, Bdi(x.l.T("admin.yes."+strconv.FormatBool(value))))
}

func (x *settings) names(path string, n profile.Names) {
	var out []template.HTML
	for _, lang := range knownLanguages() {
		if n[lang] != "" {
			out = append(out, template.HTML(`<span lang="`+string(lang)+`" dir="auto">`+template.HTMLEscapeString(n[lang])+`</span>`))
		}
	}
	x.add(path, out...)
}

func (x *settings) group(title string) profileGroup {
	g := profileGroup{Title: x.l.T("admin.profile." + title), Rows: x.rows}
	x.rows = nil
	return g
}

func (s *Server) profileGroups(l *Locale, p *profile.Profile) []profileGroup {
	x := &settings{l: l, money: s.money}
	x.text("party", l.Country(p.Party)+" ("+string(p.Party)+")")
	x.names("country", p.Country)
	x.names("service", p.Service)
	x.names("authority", p.Authority)
	x.names("scientific_authority", p.ScientificAuthority)
	x.add("address", markedLines(p.Address)...)
	x.text("place", p.Place)
	x.add("contact", markedLines([]string{p.Contact.Email, p.Contact.Phone, p.Contact.Web})...)
	groups := []profileGroup{x.group("party")}
	x.add("languages", languageNames(p.Languages)...)
	x.yes("arabic_digits", p.ArabicDigits)
	x.text("time_zone", p.TimeZone)
	x.add("base_url", Reference(p.BaseURL))
	x.add("colours.brand", Reference(p.Colours.Brand)).Colour = p.Colours.Brand
	x.add("colours.accent", Reference(p.Colours.Accent)).Colour = p.Colours.Accent
	groups = append(groups, x.group("service"))
	return append(append(groups, decisionGroups(l, x, p)...), placeGroups(l, x, p)...)
}

// decisionGroups are numbering, time limits, fees and the work on a case.
func decisionGroups(l *Locale, x *settings, p *profile.Profile) []profileGroup {
	x.add("number.pattern", Reference(p.Number.Pattern))
	x.add("number.suffix", Reference(p.Number.Suffix))
	x.add("references", byType(l, p.References, func(s string) template.HTML { return Reference(s) })...)
	x.add("valid_months", byType(l, p.ValidMonths, func(n int) template.HTML { return Bdi(l.Plural("admin.months", n)) })...)
	x.text("decide_days", l.Plural("admin.days", p.DecideDays))
	x.text("finding_days", l.Plural("admin.days", p.FindingDays))
	x.add("conditions", byType(l, p.Conditions, func(c []string) template.HTML { return Bdi(strings.Join(c, " ")) })...)
	x.names("appeal", p.Appeal)
	x.text("appeal_days", l.Plural("admin.days", p.AppealDays))
	var boxes []string
	for _, c := range slices.Sorted(maps.Keys(p.Notify)) {
		boxes = append(boxes, string(c)+" "+p.Notify[c].Email+" ("+string(p.Notify[c].Language)+")")
	}
	x.add("notify", markedLines(boxes)...)
	groups := []profileGroup{x.group("permits")}
	x.text("currency", p.Currency)
	var fees []template.HTML
	for _, f := range p.Fees {
		var types, free []string
		for _, t := range f.Types {
			types = append(types, t.Name(l.Lang))
		}
		for _, pu := range f.FreePurposes {
			free = append(free, string(pu))
		}
		fees = append(fees, Bdi(l.T("admin.fee", "types", strings.Join(types, l.T("account.list_mark")), "base", x.money(l, f.Base, p.Currency), "line", x.money(l, f.PerLine, p.Currency), "free", strings.Join(free, " "))))
	}
	x.add("fees", fees...)
	x.yes("workflow.fee_first", p.Workflow.FeeFirst)
	x.yes("workflow.partial_shipments", p.Workflow.PartialShipments)
	x.yes("workflow.publish_used", p.Workflow.PublishUsed)
	x.yes("workflow.phytosanitary", p.Workflow.Phytosanitary)
	x.text("evidence.max_bytes", l.T("admin.megabytes", "n", l.Int(p.Evidence.MaxBytes>>20)))
	x.text("evidence.max_files", l.Int(int64(p.Evidence.MaxFiles)))
	return append(groups, x.group("work"))
}

// placeGroups are offices, ports and mail.
func placeGroups(l *Locale, x *settings, p *profile.Profile) []profileGroup {
	var offices, ports []template.HTML
	for _, o := range p.Offices {
		offices = append(offices, Reference(o.Code)+" "+Bdi(o.Name.In(l.Lang)))
	}
	for _, o := range p.Ports {
		ports = append(ports, Reference(o.Code)+" "+Bdi(o.Name.In(l.Lang)))
	}
	x.add("offices", offices...)
	x.add("ports", ports...)
	groups := []profileGroup{x.group("places")}
	host := p.Mail.Host
	if host != "" && p.Mail.Port != 0 {
		host += ":" + strconv.Itoa(p.Mail.Port)
	}
	x.text("mail.host", host)
	x.text("mail.from", p.Mail.From)
	x.text("mail.user", p.Mail.User)
	x.text("mail.password_file", p.Mail.PasswordFile)
	x.yes("mail.insecure", p.Mail.Insecure)
	x.yes("sample", p.Sample)
	return append(groups, x.group("mail"))
}

func markedLines(in []string) []template.HTML {
	var out []template.HTML
	for _, s := range in {
		if s != "" {
			out = append(out, Bdi(s))
		}
	}
	return out
}

func languageNames(in []cites.Lang) []template.HTML {
	var out []template.HTML
	for _, lang := range in {
		out = append(out, Bdi(newLocale(lang, nil, nil, "").Name))
	}
	return out
}

// byType lists values by document type, in the order of the treaty's list.
func byType[T any](l *Locale, m map[cites.DocumentType]T, show func(T) template.HTML) []template.HTML {
	var out []template.HTML
	for _, info := range cites.DocumentTypes() {
		t := info.Code
		if v, ok := m[t]; ok {
			out = append(out, Bdi(t.Name(l.Lang)+": ")+show(v))
		}
	}
	return out
}
