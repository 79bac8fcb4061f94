package web

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
)

// AuditTrail is what the pages of auditors need; Office of package audit is one.
type AuditTrail interface {
	List(ctx context.Context, who actor.Actor, f audit.Filter) ([]audit.Logged, int, error)
	Find(ctx context.Context, who actor.Actor, index int64) (audit.Logged, audit.Proof, error)
	Each(ctx context.Context, who actor.Actor, f audit.Filter, fn func(audit.Logged) error) error
}

func (s *Server) auditRoutes() []Route {
	var routes []Route
	if s.cfg.Audit != nil {
		may := Can(actor.ReadAudit)
		routes = append(routes,
			Route{Pattern: "GET /audit", Policy: may, Handler: s.page(s.listEvents)},
			Route{Pattern: "GET /audit/events/{index}", Policy: may, Handler: s.page(s.showEvent)},
			Route{Pattern: "GET /audit/export.csv", Policy: may, Handler: s.page(s.exportCSV)},
			Route{Pattern: "GET /audit/export.json", Policy: may, Handler: s.page(s.exportJSON)})
	}
	if s.cfg.PublicLog != nil {
		routes = append(routes, s.logRoutes()...)
	}
	return routes
}

// auditList is the page with events.
type auditList struct {
	Person, Verb, Subject, From, Until Field
	Count                              string
	List                               List[auditRow]
	CSV, JSON                          string
}

type auditRow struct {
	When, ISO, Who, Role, What, Kind, Subject, Href string
}

// auditFilter reads the filter of the address; a date that is no date is told.
func (s *Server) auditFilter(r *http.Request, q ListQuery) (audit.Filter, error) {
	f := audit.Filter{Person: q.Q, Verb: q.Filters.Get("verb"), Subject: strings.TrimSpace(q.Filters.Get("subject")), Limit: q.Per, Offset: q.Offset()}
	wrong := fault.Invalidf("error.invalid")
	for name, set := range map[string]func(cites.Date){
		"from":  func(d cites.Date) { f.Since = d.Start(s.cfg.Zone) },
		"until": func(d cites.Date) { f.Until = d.AddDays(1).Start(s.cfg.Zone) },
	} {
		if text := westernDigits(strings.TrimSpace(q.Filters.Get(name))); text != "" {
			d, err := cites.ParseDate(text)
			if err != nil {
				wrong.Add(name, "audit.date.form")
				continue
			}
			set(d)
		}
	}
	return f, wrong.OrNil()
}

func auditQuery(r *http.Request) ListQuery {
	return readList(r, []string{"verb", "subject", "from", "until"}, nil)
}

func (s *Server) listEvents(w http.ResponseWriter, r *http.Request) error {
	l, q := LocaleFrom(r.Context()), auditQuery(r)
	view := auditList{
		Person:  Field{Name: "q", Label: l.T("audit.person"), Type: "search", Dir: "auto", Value: q.Q},
		Verb:    Field{Name: "verb", Label: l.T("audit.verb"), Value: q.Filters.Get("verb"), Options: verbOptions(l)},
		Subject: Field{Name: "subject", Label: l.T("audit.subject"), Dir: "ltr", Value: q.Filters.Get("subject")},
		From:    Field{Name: "from", Label: l.T("audit.from"), Type: "date", Dir: "ltr", Value: q.Filters.Get("from")},
		Until:   Field{Name: "until", Label: l.T("audit.until"), Type: "date", Dir: "ltr", Value: q.Filters.Get("until")}}
	f, wrong := s.auditFilter(r, q)
	page, status := Page{Title: l.T("audit.title")}, http.StatusOK
	if wrong != nil {
		page.Errors, status = formErrors(l, wrong, &view.From, &view.Until), http.StatusUnprocessableEntity
	}
	found, total, err := s.cfg.Audit.List(r.Context(), ActorFrom(r.Context()), f)
	if err != nil {
		return err
	}
	rows := make([]auditRow, len(found))
	for i, e := range found {
		rows[i] = s.auditRow(l, e)
	}
	view.List = newList(l, q, rows, total)
	view.List.Empty = Empty{l.T("audit.nothing"), l.T("audit.nothing.text"), l.Href("/audit"), l.T("audit.clear")}
	view.Count = l.Plural("audit.count", total)
	all := q.with(map[string]string{"page": "", "per": ""})
	_, query, _ := strings.Cut(all, "?")
	view.CSV, view.JSON = l.Href("/audit/export.csv?"+query), l.Href("/audit/export.json?"+query)
	page.Data = view
	return s.render(w, r, status, "audit_list", page)
}

func (s *Server) auditRow(l *Locale, e audit.Logged) auditRow {
	row := auditRow{When: l.DateTime(e.At), ISO: e.At.UTC().Format("2006-01-02T15:04:05Z"), Who: e.Actor.Name, What: verbName(l, e.Verb),
		Kind: nounName(l, e.SubjectKind), Subject: e.SubjectID, Href: l.Href("/audit/events/" + strconv.FormatInt(e.Index, 10))}
	if l.Has("role." + e.Actor.Role) {
		row.Role = l.T("role." + e.Actor.Role)
	}
	if len(row.Subject) > 13 {
		row.Subject = "…" + row.Subject[len(row.Subject)-12:] // ids made by time differ at their end
	}
	return row
}

// verbName is what an act is called in the reader's language, or the verb.
func verbName(l *Locale, verb string) string {
	if l.Has("verb." + verb) {
		return l.T("verb." + verb)
	}
	return verb
}

// nounName is what a subject is called; parts of one (exchange_message) go by
// the name of the whole.
func nounName(l *Locale, noun string) string {
	whole, _, _ := strings.Cut(noun, "_")
	for _, n := range []string{noun, whole} {
		if l.Has("noun." + n) {
			return l.T("noun." + n)
		}
	}
	return noun
}

// verbOptions lists nouns and verbs that have a name in the catalogue.
func verbOptions(l *Locale) []Option {
	out := []Option{{Label: l.T("audit.verb.all")}}
	for _, key := range slices.Sorted(maps.Keys(l.words)) {
		if noun, ok := strings.CutPrefix(key, "noun."); ok {
			out = append(out, Option{Value: noun + ".", Label: l.T("audit.verb.noun", "noun", l.T(key))})
			for _, verb := range slices.Sorted(maps.Keys(l.words)) {
				if strings.HasPrefix(verb, "verb."+noun+".") {
					out = append(out, Option{Value: strings.TrimPrefix(verb, "verb."), Label: "– " + l.T(verb)})
				}
			}
		}
	}
	return out
}

// auditEvent is the page of one event with its proof.
type auditEvent struct {
	Title   string
	Rows    []SummaryRow
	Details []SummaryRow
	Verdict Verdict
	Proof   []SummaryRow
	Path    []string
	Note    string
}

func (s *Server) showEvent(w http.ResponseWriter, r *http.Request) error {
	index, err := strconv.ParseInt(r.PathValue("index"), 10, 64)
	if err != nil {
		return fault.New(fault.NotFound, "fault.not_found", "noun", "event", "id", r.PathValue("index"))
	}
	e, p, err := s.cfg.Audit.Find(r.Context(), ActorFrom(r.Context()), index)
	if err != nil {
		return err
	}
	l := LocaleFrom(r.Context())
	view := auditEvent{Title: verbName(l, e.Verb), Verdict: proofVerdict(l, e, p), Note: p.Note}
	row := func(rows *[]SummaryRow, key, value string) {
		if value != "" {
			*rows = append(*rows, SummaryRow{Key: key, Value: Bdi(value)})
		}
	}
	row(&view.Rows, l.T("audit.when"), l.DateTime(e.At))
	row(&view.Rows, l.T("audit.who"), e.Actor.Name)
	if l.Has("role." + e.Actor.Role) {
		row(&view.Rows, l.T("audit.role"), l.T("role."+e.Actor.Role))
	}
	row(&view.Rows, l.T("audit.account"), e.Actor.ID)
	row(&view.Rows, l.T("audit.on_behalf"), e.OnBehalf)
	row(&view.Rows, l.T("audit.verb"), e.Verb)
	row(&view.Rows, l.T("audit.subject.of"), nounName(l, e.SubjectKind)+" "+e.SubjectID)
	for _, key := range slices.Sorted(maps.Keys(e.Detail)) {
		row(&view.Details, key, detailText(e.Detail[key]))
	}
	row(&view.Proof, l.T("audit.index"), l.Int(p.Index))
	row(&view.Proof, l.T("audit.size"), l.Int(p.Size))
	view.Proof = append(view.Proof, SummaryRow{Key: l.T("audit.leaf"), Value: Reference(hex.EncodeToString(p.Leaf))},
		SummaryRow{Key: l.T("audit.root"), Value: Reference(base64.StdEncoding.EncodeToString(p.Root[:]))})
	for _, h := range p.Path {
		view.Path = append(view.Path, base64.StdEncoding.EncodeToString(h[:]))
	}
	return s.render(w, r, http.StatusOK, "audit_event", Page{Title: view.Title, Back: "/audit", Data: view})
}

// proofVerdict says whether the event opens its leaf and the leaf is in the log.
func proofVerdict(l *Locale, e audit.Logged, p audit.Proof) Verdict {
	switch {
	case !p.Holds() || (len(e.Salt) > 0 && !e.Opens(p.Leaf)):
		return Verdict{l.T("audit.proof.bad"), l.T("audit.proof.bad.text"), "bad", 2}
	case len(e.Salt) == 0:
		return Verdict{l.T("audit.proof.erased"), l.T("audit.proof.erased.text"), "warn", 2}
	case p.Note == "":
		return Verdict{l.T("audit.proof.waiting"), l.T("audit.proof.waiting.text"), "warn", 2}
	}
	return Verdict{l.T("audit.proof.good"), l.T("audit.proof.good.text", "when", l.DateTime(p.At)), "good", 2}
}

// detailText shows a value of an event's details.
func detailText(v any) string {
	switch x := v.(type) {
	case []any:
		parts := make([]string, len(x))
		for i, y := range x {
			parts[i] = detailText(y)
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		var parts []string
		for _, key := range slices.Sorted(maps.Keys(x)) {
			parts = append(parts, key+": "+detailText(x[key]))
		}
		return strings.Join(parts, "; ")
	}
	return fmt.Sprint(v)
}
