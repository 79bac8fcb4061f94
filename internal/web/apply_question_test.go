package web

import (
	"net/url"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
)

func TestEveryQuestionAndDocumentHasWords(t *testing.T) {
	for lang, c := range catalogues(t) {
		need := func(key string) {
			if c[key] == "" {
				t.Errorf("%s: no words for %s", lang, key)
			}
		}
		for _, q := range application.AllQuestions() {
			need("apply.q." + q.ID)
			for _, x := range q.Choices {
				need("apply.q." + q.ID + "." + x)
			}
			if q.Kind == "tick" {
				need("apply.q." + q.ID + ".yes")
			}
		}
		for _, d := range application.Types() {
			need("apply.type." + string(d))
			need("apply.types." + typeGroup(d))
		}
		for _, x := range choices() {
			need("apply.move." + x.move)
			need("apply.kind." + x.kind)
			need("apply.kind." + x.kind + ".hint")
			if _, ok := x.document.Info(); !ok {
				t.Errorf("the questions lead to %q, which is no document", x.document)
			}
		}
	}
	for _, d := range application.Types() {
		found := false
		for _, x := range choices() {
			found = found || x.document == d
		}
		if !found {
			t.Errorf("no answers lead to %s", d)
		}
	}
}

// Two plain questions lead to the start page with the document chosen, and what
// a link knew is still there.
func TestPlainQuestionsLeadToADocument(t *testing.T) {
	a := newApplicant(t)
	if w := a.get("/applications/choose?sent=1"); !strings.Contains(w.Body.String(), `href="#move"`) {
		t.Error("nothing asks for the first answer")
	}
	if w := a.get("/applications/choose?move=return&sent=1&to=DE"); !strings.Contains(w.Body.String(), `value="instrument"`) || strings.Contains(w.Body.String(), `href="#kind"`) {
		t.Errorf("the second question: %d", w.Code)
	}
	w := a.get("/applications/choose?move=return&kind=instrument&to=DE&sent=1")
	to, err := url.Parse(w.Header().Get("Location"))
	if err != nil || to.Path != "/applications/new" || to.Query().Get("type") != "MIC" || to.Query().Get("to") != "DE" {
		t.Errorf("led to %q", w.Header().Get("Location"))
	}
	if w := a.get("/applications/choose?move=in&sent=1"); !strings.Contains(w.Header().Get("Location"), "type=IMP") {
		t.Error("one kind is no question")
	}
}

// The keys of the public checker fill a draft; what cannot be read does not stop.
func TestLinksFillADraft(t *testing.T) {
	a := newApplicant(t)
	q := "taxon=Python+regius&to=de&purpose=t&source=W&term=SKI&quantity=12&unit=NAR&date=2026-12-24&from=%3Cscript%3E"
	w := a.get("/applications/new?type=EXP&" + q)
	for _, want := range []string{"Python regius", "Germany", `name="to" value="de"`, `value="EXP" checked`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the start page lacks %q", want)
		}
	}
	in, _ := url.ParseQuery(q)
	fields := []string{"type", "EXP"}
	for k := range in {
		fields = append(fields, k, in.Get(k))
	}
	w = a.post("/applications/new", fields...)
	id := strings.TrimSuffix(strings.TrimPrefix(w.Header().Get("Location"), "/applications/"), "/tasks")
	f, err := a.cfg.Applications.Read(t.Context(), a.who, id)
	if err != nil {
		t.Fatal(err)
	}
	c := f.Content
	if len(c.Lines) != 1 || c.Lines[0].Quantity != 12_000 || c.Lines[0].Appendix != cites.AppendixII || c.Importer.Country != "DE" || c.Purpose != "T" || c.Transport.Date.IsZero() || len(c.Done) != 0 {
		t.Errorf("filled %+v", c)
	}
	w = a.post("/applications/new", "type", "POC", "procedure", "retrospective")
	if w.Code != 422 {
		t.Errorf("a retrospective certificate of ownership: %d", w.Code)
	}
}
