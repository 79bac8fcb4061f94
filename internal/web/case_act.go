package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// caseAct is one step that an officer takes on a case.
type caseAct struct {
	name   string // in the address
	verb   actor.Verb
	listed string // key of its label in the panel; empty where it has its own link
	done   string // key of the notice afterwards
	can    func(c *caseFile) (ok bool, missing string)
	// form shows what is asked; nil is an act without questions.
	form func(s *Server, l *Locale, c *caseFile, in caseInput) actForm
	do   func(s *Server, r *http.Request, c *caseFile, in caseInput) error
}

// actForm is the page of a step.
type actForm struct {
	Title   string
	Intro   []string
	Warning string
	Facts   []SummaryRow
	Fields  []Field
	Hidden  []string // names of inputs that come back as they are
	Button  string
	Stern   bool // the act cannot be undone: the button warns
}

// caseInput is what was typed: of a POST the form, of a first visit the address.
type caseInput struct {
	values  url.Values
	version int64
	posted  bool
	wrong   *fault.Error // what this page could not read
}

func (in *caseInput) get(name string) string { return in.values.Get(name) }

func (in *caseInput) date(name string) DateParts {
	return DateParts{Day: in.get(name + ".day"), Month: in.get(name + ".month"), Year: in.get(name + ".year")}
}

// fail notes a field that could not be read.
func (in *caseInput) fail(name, key string) {
	if in.wrong == nil {
		in.wrong = fault.Invalidf("apply.invalid")
	}
	in.wrong.Add(name, key)
}

// line reads the number of a line; -1 is the whole.
func (in *caseInput) line() int {
	n, err := strconv.Atoi(in.get("line"))
	if err != nil {
		in.fail("line", "case.line.needed")
		return -2
	}
	return n
}

// actView is the page of a step as shown.
type actView struct {
	actForm
	Reference string
	Action    string
	Cancel    string
	Version   string
	Seen      string
	Kept      []keptInput
	Stale     *staleView
	Stuck     bool // the step is not possible any more: only the text is kept
}

type keptInput struct{ Name, Value string }

// staleView tells what somebody else did meanwhile.
type staleView struct {
	Text   string
	State  Tag
	Events []Event
}

// askAct shows the page of a step.
func (s *Server) askAct(act caseAct) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, err := s.openCase(r)
		if err != nil {
			return err
		}
		if ok, missing := act.can(c); !ok {
			return notNow(missing)
		}
		return s.showAct(w, r, act, c, caseInput{values: r.URL.Query()}, http.StatusOK, nil)
	}
}

func notNow(missing string) error {
	if missing == "" {
		missing = "case.not_now"
	}
	return fault.New(fault.Conflict, missing)
}

// showAct shows the page of a step, with what was wrong or what changed.
func (s *Server) showAct(w http.ResponseWriter, r *http.Request, act caseAct, c *caseFile, in caseInput, status int, wrong error) error {
	l := LocaleFrom(r.Context())
	form := act.form(s, l, c, in)
	here := "/cases/" + c.ID
	v := &actView{actForm: form, Reference: c.Reference, Action: l.Href(here + "/" + act.name), Cancel: l.Href(here),
		Version: versionText(c.Version), Seen: strconv.Itoa(len(c.history))}
	for _, name := range form.Hidden {
		v.Kept = append(v.Kept, keptInput{name, in.get(name)})
	}
	page := Page{Title: form.Title + " " + c.Reference, Back: here, Data: v}
	switch fault.KindOf(wrong) {
	case fault.Conflict:
		ok, _ := act.can(c)
		v.Stuck, v.Stale = !ok, s.stale(l, c, in)
		page.Errors = []ErrorLink{{Text: v.Stale.Text}}
		if f := fault.Of(wrong); f.Key != "apply.stale" && l.Has(f.Key) {
			page.Errors = append(page.Errors, ErrorLink{Text: l.Fault(f.Key, s.faultWords(l, f.Args))})
		}
	case fault.Invalid:
		fields := make([]*Field, len(v.Fields))
		for i := range v.Fields {
			fields[i] = &v.Fields[i]
		}
		page.Errors = formErrors(l, s.inWords(l, wrong), fields...)
	}
	return s.render(w, r, status, "case_act", page)
}

// stale lists what happened since the reader opened the page.
func (s *Server) stale(l *Locale, c *caseFile, in caseInput) *staleView {
	v := &staleView{Text: l.T("case.stale", "name", c.ChangedBy), State: caseState(l, c.State, c.WithSA, c.Proposal)}
	seen, err := strconv.Atoi(in.get("seen"))
	if err != nil || seen < 0 || seen > len(c.history) {
		return v
	}
	v.Events = timeline(l, c.history[seen:])
	slices.Reverse(v.Events)
	return v
}

// inWords prepares the fields of a fault for the page: dates are one question,
// and codes in the arguments are said in words.
func (s *Server) inWords(l *Locale, err error) error {
	f := fault.Of(err)
	if f == nil {
		return err
	}
	out := *f
	out.Fields = nil
	for _, x := range f.Fields {
		for _, part := range []string{"_day", "_month", "_year"} {
			x.Name = strings.TrimSuffix(x.Name, part)
		}
		x.Args = s.faultWords(l, x.Args)
		out.Fields = append(out.Fields, x)
	}
	return &out
}

func (s *Server) faultWords(l *Locale, args fault.Args) fault.Args {
	out := fault.Args{}
	for name, value := range args {
		for kind, prefix := range map[string]string{"kind": "case.finding.", "state": "case.state."} {
			if key := prefix + value; name == kind && l.Has(key) {
				value = l.T(key)
			}
		}
		out[name] = value
	}
	return out
}

// doAct takes a step. A fault of the input shows the page again; when somebody
// else was faster, it tells what changed, keeps what was typed, and lets the
// reader decide again.
func (s *Server) doAct(act caseAct) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := readForm(r, 0); err != nil {
			return err
		}
		c, err := s.openCase(r)
		if err != nil {
			return err
		}
		in := caseInput{values: r.PostForm, version: versionOf(r), posted: true}
		err = act.do(s, r, c, in)
		kind := fault.KindOf(err)
		if err == nil {
			return s.acted(w, r, act, c)
		}
		var stopped *notPrepared
		if errors.As(err, &stopped) && (kind == fault.Invalid || kind == fault.Conflict) {
			return s.showStopped(w, r, err)
		}
		if kind != fault.Invalid && kind != fault.Conflict {
			return err
		}
		if act.form == nil {
			return s.overtaken(w, r, err)
		}
		if c, err2 := s.openCase(r); err2 == nil { // as it is now
			return s.showAct(w, r, act, c, in, statusOf(kind), err)
		}
		return err
	}
}

// acted goes on after a step, to the queue when it was taken from there.
func (s *Server) acted(w http.ResponseWriter, r *http.Request, act caseAct, c *caseFile) error {
	s.notice(r.Context(), LocaleFrom(r.Context()).T(act.done, "reference", c.Reference))
	if r.PostFormValue("from") == "queue" {
		return s.seeOther(w, r, "/cases?tab=unassigned")
	}
	return s.seeOther(w, r, "/cases/"+c.ID)
}

// overtaken answers a step without a page of its own that somebody else made
// impossible: the case as it is now.
func (s *Server) overtaken(w http.ResponseWriter, r *http.Request, wrong error) error {
	now, err := s.openCase(r)
	if err != nil {
		return err
	}
	links := []ErrorLink{{Text: LocaleFrom(r.Context()).T("case.stale", "name", now.ChangedBy)}}
	return s.renderCase(w, r, now, "history", statusOf(fault.KindOf(wrong)), func(*caseView) []ErrorLink { return links })
}

// showStopped shows an approved case whose permit could not be prepared.
func (s *Server) showStopped(w http.ResponseWriter, r *http.Request, wrong error) error {
	now, err := s.openCase(r)
	if err != nil {
		return err
	}
	links := s.stopped(LocaleFrom(r.Context()), wrong)
	return s.renderCase(w, r, now, "checks", statusOf(fault.KindOf(wrong)), func(*caseView) []ErrorLink { return links })
}

// stopped says why a permit could not be prepared and what to do.
func (s *Server) stopped(l *Locale, wrong error) []ErrorLink {
	f := fault.Of(wrong)
	links := []ErrorLink{{Text: l.T("case.prepare.stopped")}}
	if f.Key == "permit.quota_used_up" {
		links = append(links, ErrorLink{Text: l.T("case.prepare.quota")})
	}
	for _, x := range f.Fields {
		links = append(links, ErrorLink{Text: l.Fault(x.Key, s.faultWords(l, x.Args))})
	}
	return append(links, ErrorLink{Text: l.T("case.prepare.what_now")})
}
