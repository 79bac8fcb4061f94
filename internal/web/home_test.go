package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/opencites/opencites/internal/actor"
)

func homeSamples() []sample {
	return []sample{
		{"home", Page{Title: "x", Wide: true, Data: homeView{Doors: []door{{"Apply for a permit", "Save at each step.", "/", "apply"}, {"x", "x", "/", "verify"}, {"x", "x", "/", "species"}}, Search: &Field{Name: "q", Label: "x", Hint: "x", Source: "/api/v1/species"}}}},
		{"text", Page{Title: "x", Data: textView{Title: "x", Intro: "x", Sections: []textSection{{"x", "x"}}, Contact: "a@example.org"}}},
	}
}

func TestHomeInEachLanguage(t *testing.T) {
	s := newTestServer(t)
	for path, want := range map[string]string{
		"/": `<html lang="en" dir="ltr"`, "/fr/": `<html lang="fr" dir="ltr"`, "/es/": `<html lang="es" dir="ltr"`, "/ar/": `<html lang="ar" dir="rtl"`,
		"/help": "Do I need a permit?", "/fr/privacy": "Organe de gestion CITES", "/ar/accessibility": "إمكانية الوصول",
	} {
		w := get(t, s, path)
		if w.Code != http.StatusOK {
			t.Errorf("%s answers %d", path, w.Code)
		}
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s does not contain %q", path, want)
		}
	}
}

func TestHomeShowsOnlyDoorsThatOpen(t *testing.T) {
	s := newTestServer(t)
	s.table = append(s.table, Route{Pattern: "GET /applications", Policy: Can(actor.WriteApplication)}, Route{Pattern: "GET /verify", Policy: Public()})
	for _, tc := range []struct {
		who   actor.Actor
		apply bool
	}{{actor.Actor{}, true}, {actor.Actor{ID: "1", Roles: []actor.Role{actor.Trader}}, true}, {actor.Actor{ID: "2", Roles: []actor.Role{actor.Customs}}, false}} {
		body := as(s, tc.who, "/").Body.String()
		if strings.Contains(body, `href="/applications"`) != tc.apply || !strings.Contains(body, `href="/verify"`) || strings.Contains(body, `href="/species"`) {
			t.Errorf("%v: apply is shown %v", tc.who.Roles, !tc.apply)
		}
	}
}
