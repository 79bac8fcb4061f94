package web

import "net/http"

// homeView is the public front page.
type homeView struct {
	Doors  []door // only those whose pages this program serves
	Search *Field // nil where this Party does not serve the species pages
}

// door is one of the main ways in.
type door struct {
	Title, Text, Href, Icon string
}

func (s *Server) homeRoutes() []Route {
	return []Route{
		{Pattern: "GET /{$}", Policy: Public(), Handler: s.page(s.showHome)},
		{Pattern: "GET /accessibility", Policy: Public(), Handler: s.page(s.showText("accessibility"))},
		{Pattern: "GET /privacy", Policy: Public(), Handler: s.page(s.showText("privacy"))},
		{Pattern: "GET /help", Policy: Public(), Handler: s.page(s.showText("help"))},
	}
}

func (s *Server) shellRoutes() []Route {
	return []Route{
		{Pattern: "GET /theme.css", Policy: Public(), Handler: s.page(s.serveTheme)},
		{Pattern: "GET /crest.svg", Policy: Public(), Handler: s.page(s.serveCrest)},
	}
}

func (s *Server) showHome(w http.ResponseWriter, r *http.Request) error {
	l := LocaleFrom(r.Context())
	var view homeView
	for _, d := range []struct{ pattern, path, key, icon string }{
		{"GET /need", "/need", "home.need", "need"},
		{"GET /applications", "/applications", "home.apply", "apply"},
		{"GET /verify", "/verify", "home.verify", "verify"},
		{"GET /species", "/species", "home.species", "species"},
	} {
		if s.leads(d.pattern, ActorFrom(r.Context())) {
			view.Doors = append(view.Doors, door{l.T(d.key), l.T(d.key + ".text"), l.Href(d.path), d.icon})
		}
	}
	if s.serves("GET /species") {
		view.Search = &Field{ID: "q", Name: "q", Label: l.T("home.search"), Hint: l.T("home.search.hint"), Source: l.Href("/species/suggest"), Dir: "auto"}
	}
	return s.render(w, r, http.StatusOK, "home", Page{Title: l.T("home.title"), Wide: true, Data: view})
}

// textView is a page of plain sections: KEY.1.title, KEY.1.text, KEY.2.title, ...
type textView struct {
	Title    string
	Intro    string
	Sections []textSection
	Contact  string
}

type textSection struct{ Title, Text string }

// showText shows one of the plain pages, whose words all stand in the catalogue.
func (s *Server) showText(area string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		l := LocaleFrom(r.Context())
		names := s.cfg.Identity().Names[l.Lang]
		key := "text." + area
		view := textView{Title: l.T(key + ".title"), Intro: l.T(key+".intro", "authority", names.Authority, "service", names.Service), Contact: s.cfg.Identity().Contact}
		for i := 1; l.Has(sectionKey(key, i, "title")); i++ {
			view.Sections = append(view.Sections, textSection{l.T(sectionKey(key, i, "title")), l.T(sectionKey(key, i, "text"), "authority", names.Authority)})
		}
		return s.render(w, r, http.StatusOK, "text", Page{Title: view.Title, Data: view})
	}
}

func sectionKey(key string, i int, part string) string {
	return key + "." + string(rune('0'+i)) + "." + part
}
