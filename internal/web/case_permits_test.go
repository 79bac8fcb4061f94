package web

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/permit"
)

// block gives the documents that one application became.
type block struct {
	CasePermits
	all []*permit.Permit
}

func (b block) OfApplication(context.Context, string) ([]*permit.Permit, error) { return b.all, nil }

// TestCaseLinksEveryDocument wants each document of a case linked by its number,
// and a single one as before.
func TestCaseLinksEveryDocument(t *testing.T) {
	all := []*permit.Permit{{ID: "p1", Number: "26XX000001"}, {ID: "p2", Number: "26XX000002"}, {ID: "p3", Number: "26XX000003"}}
	l := newLocale(cites.English, catalogue{}, nil, "")
	c := &caseFile{File: &application.File{Application: &application.Application{ID: "a1", PermitID: "p1"}}}
	for _, n := range []int{1, 3} {
		s := &Server{cfg: Config{Cases: CaseDesk{Permits: block{all: all[:n]}}}}
		f, err := s.issuedFact(httptest.NewRequest("GET", "/cases/a1", nil), l, c)
		if err != nil {
			t.Fatal(err)
		}
		links := f.Link + string(f.Value)
		for i, p := range all {
			if got := strings.Contains(links, "/permits/"+p.ID); got != (i < n) {
				t.Errorf("%d documents: %s is linked: %v", n, p.Number, got)
			}
		}
	}
}
