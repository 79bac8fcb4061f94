package web

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/actor"
)

// TestMain serves the sample pages instead of running the tests when
// OPENCITES_PREVIEW names an address: the browser tests look at each template
// in each language that way, whatever state its page needs in real life.
func TestMain(m *testing.M) {
	addr := os.Getenv("OPENCITES_PREVIEW")
	if addr == "" {
		os.Exit(m.Run())
	}
	if err := servePreview(addr); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// servePreview answers /_sample/N with the N-th sample and /_samples with the
// list, beside the real pages.
func servePreview(addr string) error {
	cfg := Config{Identity: testIdentity, Now: time.Now, Random: func() string { return fmt.Sprint(time.Now().UnixNano()) }}
	dir, err := os.MkdirTemp("", "opencites-preview")
	if err != nil {
		return err
	}
	d := &desk{now: time.Now()}
	if err := d.open(&cfg, dir); err != nil {
		return err
	}
	seals, err := d.previewSeals()
	if err != nil {
		return err
	}
	cfg.Reports = &shelf{}
	s, err := New(cfg)
	if err != nil {
		return err
	}
	if err := addGallery(s); err != nil {
		return err
	}
	who := actor.Actor{ID: "preview", Name: "M. Okafor", Roles: actor.Roles()}
	s.mux.HandleFunc("GET /_sample/{n}", s.page(func(w http.ResponseWriter, r *http.Request) error {
		if r.PathValue("n") == "gallery" {
			l := LocaleFrom(r.Context())
			return s.render(w, r.WithContext(WithActor(r.Context(), who)), http.StatusOK, "gallery", Page{Title: "Gallery", Back: "/", Errors: []ErrorLink{{"Enter a real date", "#arrival"}}, Data: newGallery(s, l)})
		}
		var n int
		if _, err := fmt.Sscan(r.PathValue("n"), &n); err != nil || n < 0 || n >= len(samples()) {
			s.showError(w, r, http.StatusNotFound, "error.not_found")
			return nil
		}
		sm := samples()[n]
		return s.render(w, r.WithContext(WithActor(r.Context(), who)), http.StatusOK, sm.name, sm.page)
	}))
	s.mux.HandleFunc("GET /api/v1/species", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `[{"id":"1","name":"Loxodonta africana","common":"African elephant","note":"I, II"},{"id":"2","name":"Elephas maximus","common":"Asian elephant","note":"I"}]`)
	})
	s.mux.HandleFunc("GET /_samples", func(w http.ResponseWriter, r *http.Request) {
		for i, sm := range samples() {
			fmt.Fprintln(w, i, sm.name)
		}
		fmt.Fprintln(w, "gallery gallery")
	})
	s.mux.HandleFunc("GET /_seals", func(w http.ResponseWriter, r *http.Request) {
		_ = json.NewEncoder(w).Encode(seals) // the test client is gone: nobody to tell
	})
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Println("http://" + ln.Addr().String())
	server := s.HTTP()
	return server.Serve(ln)
}
