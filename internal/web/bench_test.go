package web

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func benchConfig() Config {
	return Config{Identity: testIdentity, Now: time.Now, Random: func() string { return "r" }}
}

// BenchmarkNew is what the pages add to the start of the program.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(benchConfig()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHome is a whole page through all layers; BenchmarkHealth is the
// bare answer to compare with.
func BenchmarkHome(b *testing.B)   { benchPath(b, "/") }
func BenchmarkHealth(b *testing.B) { benchPath(b, "/healthz") }

func benchPath(b *testing.B, path string) {
	s, err := New(benchConfig())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}
