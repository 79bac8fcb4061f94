package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/opencites/opencites/cites"
)

const languageCookie = "language"

// withLanguage takes the language from the path prefix and hands the rest of
// the path on. ?lang=xx is the switch: it is remembered and answered with the
// same page in that language. Only the bare home page follows the memory, and
// nothing follows Accept-Language, which can only suggest: so no loops.
func (s *Server) withLanguage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := s.cfg.Identity()
		lang, path := splitLanguage(id, r.URL.Path)
		if want := cites.Lang(r.URL.Query().Get("lang")); r.Method == http.MethodGet && slices.Contains(id.Languages, want) {
			s.remember(w, want)
			http.Redirect(w, r, s.address(want, path, r.URL.Query()), http.StatusSeeOther)
			return
		}
		if c, err := r.Cookie(languageCookie); err == nil && path == "/" && r.URL.Path == "/" && r.Method == http.MethodGet {
			if want := cites.Lang(c.Value); want != lang && slices.Contains(id.Languages, want) {
				w.Header().Set("Vary", "Cookie")
				http.Redirect(w, r, s.address(want, path, r.URL.Query()), http.StatusSeeOther)
				return
			}
		}
		inner := r.WithContext(withLocale(r.Context(), s.locales[lang]))
		inner.URL = new(url.URL)
		*inner.URL = *r.URL
		inner.URL.Path, inner.URL.RawPath = path, ""
		if r.URL.RawPath != "" {
			_, inner.URL.RawPath = splitLanguage(id, r.URL.RawPath)
		}
		next.ServeHTTP(w, inner)
	})
}

// splitLanguage takes "/fr/x" apart; the first language has no prefix.
func splitLanguage(id Identity, path string) (cites.Lang, string) {
	for _, lang := range id.Languages[1:] {
		if rest, ok := strings.CutPrefix(path, "/"+string(lang)); ok && (rest == "" || rest[0] == '/') {
			return lang, "/" + strings.TrimPrefix(rest, "/")
		}
	}
	return id.Languages[0], path
}

// address builds a path of this site in a language, without the switch itself.
func (s *Server) address(lang cites.Lang, path string, query url.Values) string {
	query.Del("lang")
	if strings.HasPrefix(path, "//") || strings.HasPrefix(path, "/\\") {
		path = "/" // would be read as another host
	}
	out := s.locales[lang].Href((&url.URL{Path: path}).EscapedPath())
	if len(query) > 0 {
		out += "?" + query.Encode()
	}
	return out
}

func (s *Server) remember(w http.ResponseWriter, lang cites.Lang) {
	http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: string(lang), Path: "/", HttpOnly: true,
		Secure: s.cfg.Secure, SameSite: http.SameSiteLaxMode, MaxAge: int(cookieYear.Seconds())})
}

// suggested gives the language the browser prefers when nothing was chosen yet
// and the page is in another one.
func (s *Server) suggested(r *http.Request, l *Locale) *Locale {
	if _, err := r.Cookie(languageCookie); err == nil || r.Header.Get("Accept-Language") == "" {
		return nil
	}
	id := s.cfg.Identity()
	tags := make([]language.Tag, len(id.Languages))
	for i, lang := range id.Languages {
		tags[i] = language.Make(string(lang))
	}
	want, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(want) == 0 {
		return nil
	}
	_, i, sure := language.NewMatcher(tags).Match(want...)
	if sure == language.No || id.Languages[i] == l.Lang {
		return nil
	}
	return s.locales[id.Languages[i]]
}
