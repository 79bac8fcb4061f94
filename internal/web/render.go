package web

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
)

//go:embed templates
var templateFS embed.FS

// Page is what a handler hands to render.
type Page struct {
	Title  string // in the reader's language; the service name is added
	Back   string // path of the page before, shown as back link inside main
	Data   any    // typed view struct: the dot of the template
	Errors []ErrorLink
	Script string // plain name of a further script, "verify.js"
	Wide   bool   // no back link or frame paddings: the page draws its own sections
}

// ErrorLink is one line of the error summary.
type ErrorLink struct{ Text, Href string }

// frame is what the layout shows around a page.
type frame struct {
	Page
	L        *Locale
	Names    Names
	Identity Identity
	Nav      []navLink
	Langs    []langLink
	Suggest  *langLink
	Who      actor.Actor
	SignIn   bool
	Notice   string
	CSS, JS  string
	Theme    string
	Crest    string
	Links    []navLink
	Rules    string // address of the rule book, which everybody may read
	Path     string
}

type langLink struct {
	Lang    cites.Lang
	Dir     string
	Name    string
	Href    string
	Current bool
	Text    string
	Stay    string // of a suggestion: keeps the language of the page
}

// templates holds the layout and partials, and each page for each language once
// it was asked for: nobody waits at start for pages of a language not spoken.
type templates struct {
	server *Server
	base   map[cites.Lang]*template.Template
	mu     sync.Mutex
	pages  map[string]*template.Template
}

func newTemplates(s *Server) (*templates, error) {
	t := &templates{server: s, base: map[cites.Lang]*template.Template{}, pages: map[string]*template.Template{}}
	for lang, l := range s.locales {
		base, err := template.New("layout").Option("missingkey=error").Funcs(s.funcs(l)).
			ParseFS(templateFS, "templates/layout.html", "templates/parts_*.html")
		if err != nil {
			return nil, err
		}
		foldWords(base, l)
		t.base[lang] = base
	}
	return t, nil
}

// pageNames lists the page templates.
func (t *templates) pageNames() ([]string, error) {
	files, err := fs.Glob(templateFS, "templates/*.html")
	var names []string
	for _, f := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(f, "templates/"), ".html")
		if name != "layout" && !strings.HasPrefix(name, "parts_") {
			names = append(names, name)
		}
	}
	return names, err
}

func (t *templates) get(lang cites.Lang, name string) (*template.Template, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := string(lang) + "/" + name
	if page := t.pages[key]; page != nil {
		return page, nil
	}
	page, err := t.base[lang].Clone()
	if err != nil {
		return nil, err
	}
	if page, err = page.ParseFS(templateFS, "templates/"+name+".html"); err != nil {
		return nil, err
	}
	foldWords(page, t.server.locales[lang])
	t.pages[key] = page
	return page, nil
}

// render writes a page. Nothing is sent before the whole page was made, so a
// failing template gives a clean error page.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, name string, page Page) error {
	l := LocaleFrom(r.Context())
	var body bytes.Buffer
	if err := s.execute(&body, l, name, s.frame(r, l, page)); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(l.Lang))
	h.Add("Vary", "Accept-Encoding, Accept-Language, Cookie")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	writeBody(w, r, status, squeeze(h, r, body.Bytes()))
	return nil
}

func (s *Server) execute(body *bytes.Buffer, l *Locale, name string, f frame) error {
	t, err := s.templates.get(l.Lang, name)
	if err != nil {
		return fmt.Errorf("template %s: %w", name, err)
	}
	if err := t.ExecuteTemplate(body, "layout", f); err != nil {
		return fmt.Errorf("template %s in %s: %w", name, l.Lang, err)
	}
	return nil
}

func (s *Server) frame(r *http.Request, l *Locale, page Page) frame {
	id, who := s.cfg.Identity(), ActorFrom(r.Context())
	f := frame{Page: page, L: l, Identity: id, Names: id.Names[l.Lang], Who: who, Path: r.URL.Path,
		Nav: s.navFor(l, who, r.URL.Path), SignIn: s.hasSignIn(), JS: s.assets.url("app.js"), CSS: s.assets.url("app.css"),
		Theme: "/theme.css?v=" + version([]byte(id.Brand), []byte(id.Accent)), Crest: "/crest.svg?v=" + version(id.Crest)}
	if l.Dir == "rtl" {
		f.CSS = s.assets.url("app.rtl.css")
	}
	if sessionLoaded(r.Context()) {
		f.Notice = s.sessions.PopString(r.Context(), sessionNotice)
	}
	for _, lang := range id.Languages {
		f.Langs = append(f.Langs, s.langLink(r, lang, l))
	}
	if want := s.suggested(r, l); want != nil {
		link := s.langLink(r, want.Lang, l)
		link.Text, link.Stay = want.T("common.suggest"), s.langLink(r, l.Lang, l).Href
		f.Suggest = &link
	}
	if s.serves("GET /rules") {
		f.Rules = l.Href("/rules")
	}
	for _, link := range id.Links {
		f.Links = append(f.Links, navLink{Label: link.Label[l.Lang], Href: link.Href})
	}
	return f
}

// langLink is the switch to a language: same page, same query.
func (s *Server) langLink(r *http.Request, lang cites.Lang, current *Locale) langLink {
	query := url.Values{}
	if r.Method == http.MethodGet {
		query = r.URL.Query()
	}
	query.Set("lang", string(lang))
	to := s.locales[lang]
	return langLink{Lang: lang, Dir: to.Dir, Name: to.Name, Current: lang == current.Lang,
		Href: current.Href((&url.URL{Path: r.URL.Path}).EscapedPath()) + "?" + query.Encode()}
}

// squeeze compresses a page when the client takes it. Pages carry no secret
// tokens, so the length tells nothing.
func squeeze(h http.Header, r *http.Request, body []byte) []byte {
	if len(body) < 1024 || !accepts(r, "gzip") {
		return body
	}
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = z.Write(body) // a bytes.Buffer does not fail
	_ = z.Close()
	h.Set("Content-Encoding", "gzip")
	return out.Bytes()
}
