package web

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:embed all:dist
var distFS embed.FS

// assets serves the built style sheets, scripts and pictures under names that
// carry the hash of their content, so that browsers may keep them for ever.
type assets struct {
	files fs.FS
	names map[string]string // plain name to hashed name
}

func newAssets() (*assets, error) {
	files, err := fs.Sub(distFS, "dist")
	if err != nil {
		return nil, err
	}
	a := &assets{files: files, names: map[string]string{}}
	data, err := fs.ReadFile(files, "manifest.json")
	if err != nil {
		return a, nil // not built: Built reports it, pages still work without style
	}
	return a, json.Unmarshal(data, &a.names)
}

// built reports whether "make assets" ran before the program was compiled.
func (a *assets) built() bool { return a.names["app.css"] != "" }

// url gives the address of an asset by its plain name.
func (a *assets) url(name string) string {
	if hashed, ok := a.names[name]; ok {
		name = hashed
	}
	return "/assets/" + name
}

// ServeHTTP answers /assets/NAME with the smallest form the client accepts.
func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/assets/")
	if strings.ContainsAny(name, "/\\") || name == "" || name[0] == '.' {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	for _, enc := range []struct{ name, ext string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if !accepts(r, enc.name) {
			continue
		}
		body, err := fs.ReadFile(a.files, name+enc.ext)
		if err != nil {
			continue
		}
		h.Set("Content-Encoding", enc.name)
		a.write(w, r, name, body)
		return
	}
	body, err := fs.ReadFile(a.files, name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	a.write(w, r, name, body)
}

func (a *assets) write(w http.ResponseWriter, r *http.Request, name string, body []byte) {
	h := w.Header()
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Content-Type", assetType(name))
	writeBody(w, r, http.StatusOK, body)
}

// assetType names the media type; the machine's own table is not asked, so
// that all machines answer alike.
func assetType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".wasm":
		return "application/wasm"
	case ".json":
		return "application/json"
	}
	return "application/octet-stream"
}

// accepts reports whether the client takes the content coding.
func accepts(r *http.Request, coding string) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == coding && strings.TrimSpace(q) != "q=0" {
			return true
		}
	}
	return false
}
