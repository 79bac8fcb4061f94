package speciesplus

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/store/storetest"
)

// recorded reads a response that the service gave in 2022.
func recorded(t *testing.T, name string) []byte {
	t.Helper()
	dir := os.Getenv("OPENCITES_DATA_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	path := filepath.Join(dir, "speciesplus", name)
	b, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the recorded responses of Species+ are not here: " + path)
	}
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if b, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// service replays recorded responses. Each address is refused some times before
// it answers, in another way each time.
type service struct {
	*httptest.Server
	mu     sync.Mutex
	asked  map[string]int
	good   int // answers given whole
	faults bool
	dead   string // an address that never answers
	since  string // updated_since of the last request
}

func newService(t *testing.T, faults bool) *service {
	t.Helper()
	family, elephant := recorded(t, "taxon_concepts_page43_per10.json"), recorded(t, "taxon_concepts_name_loxodonta_africana.json")
	law, where, broken := recorded(t, "cites_legislation_4521_current_en.json"), recorded(t, "distributions_4521_en.json"), recorded(t, "cites_legislation_0_error500.json")
	s := &service{asked: map[string]int{}, faults: faults}
	answer := func(r *http.Request) []byte {
		switch path := r.URL.Path; {
		case path == "/taxon_concepts" && r.URL.Query().Get("updated_since") > "2030":
			return recorded(t, "taxon_concepts_name_no_match.json")
		case path == "/taxon_concepts" && r.URL.Query().Get("page") == "1":
			return totalled(t, family)
		case path == "/taxon_concepts":
			return totalled(t, elephant)
		case path == "/taxon_concepts/4521/cites_legislation":
			return law
		case path == "/taxon_concepts/4521/distributions":
			return where
		case strings.HasSuffix(path, "/cites_legislation"):
			return []byte(`{"cites_listings":[],"cites_quotas":[],"cites_suspensions":[]}`)
		}
		return []byte(`[]`)
	}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Authentication-Token") != "token" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		s.mu.Lock()
		n := s.asked[r.URL.String()]
		s.asked[r.URL.String()]++
		if r.URL.Path == "/taxon_concepts" {
			s.since = r.URL.Query().Get("updated_since")
		}
		dead := s.dead != "" && strings.Contains(r.URL.Path, s.dead)
		s.mu.Unlock()
		body := answer(r)
		if dead || s.faults && n < 4 {
			fail(w, r, n%4, body, broken)
			return
		}
		s.mu.Lock()
		s.good++
		s.mu.Unlock()
		_, _ = w.Write(body)
	}))
	t.Cleanup(s.Close)
	return s
}

// totalled makes a recorded page one of two.
func totalled(t *testing.T, b []byte) []byte {
	var p map[string]json.RawMessage
	if err := json.Unmarshal(b, &p); err != nil {
		t.Error(err)
	}
	p["pagination"] = json.RawMessage(`{"current_page":1,"per_page":10,"total_entries":12}`)
	out, err := json.Marshal(p)
	if err != nil {
		t.Error(err)
	}
	return out
}

// fail refuses in one of four ways.
func fail(w http.ResponseWriter, r *http.Request, how int, body, broken []byte) {
	switch how {
	case 0:
		w.Header().Set("Retry-After", "0")
		w.WriteHeader(http.StatusTooManyRequests)
	case 1:
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = w.Write(broken)
	case 2: // cut short, though it says that all is there
		_, _ = w.Write(body[:len(body)/2])
	case 3: // slow
		select {
		case <-r.Context().Done():
		case <-time.After(5 * time.Second):
		}
	}
}

func newSync(t *testing.T, s *service, dir string) (*Sync, *species.Library) {
	t.Helper()
	return syncOver(t, s, dir, storetest.Open(t))
}

func syncOver(t *testing.T, s *service, dir string, d *store.DB) (*Sync, *species.Library) {
	t.Helper()
	today := func() cites.Date { return cites.Date{Year: 2022, Month: 12, Day: 1} }
	now := func() time.Time { return time.Date(2022, 12, 1, 12, 0, 0, 0, time.UTC) }
	library := &species.Library{Store: store.Species{DB: d}, Today: today}
	n := 0
	i := &species.Importer{Store: store.Species{DB: d}, Library: library, Now: now, Today: today, NewID: func() string { n++; return fmt.Sprint("id", n) }}
	return &Sync{Client: &Client{Base: s.URL, Token: "token", Pause: time.Millisecond, Try: 300 * time.Millisecond}, Importer: i, Dir: dir,
		Details: Listed, Today: today, Now: now, PerPage: 10}, library
}

func admin() actor.Actor {
	return actor.Actor{ID: "a", Name: "A", Roles: []actor.Role{actor.Administrator}}
}

func quiet(string, int, int) {}

func TestSyncComesThroughABadLine(t *testing.T) {
	s := newService(t, true)
	dir := t.TempDir()
	y, library := newSync(t, s, dir)
	r, err := y.Run(t.Context(), admin(), quiet)
	if err != nil {
		t.Fatal(err)
	}
	if r.RefusedInAll > 0 {
		t.Errorf("refused: %+v", r.Refused)
	}
	law := library.Current()
	found := law.Find("Loxodonta cyclotis")
	if len(found) != 1 || found[0].Name != "Loxodonta africana" || found[0].SpeciesPlus != 4521 {
		t.Fatalf("the synonym leads to %+v", found)
	}
	on := cites.Date{Year: 2022, Month: 12, Day: 1}
	for country, want := range map[cites.Country]cites.Appendix{"KE": cites.AppendixI, "BW": cites.AppendixII, "ZW": cites.AppendixII} {
		if got := law.Listings(found[0].ID, country, on); got.Appendix != want {
			t.Errorf("%s: Appendix %s, want %s: %+v", country, got.Appendix, want, got.Listings)
		}
	}
	if found[0].Occurs("BW") != species.Native || found[0].Occurs("BR") != "" {
		t.Error("the range is wrong")
	}
	if nasua := law.Find("Nasua narica"); len(nasua) != 1 {
		t.Errorf("Nasua narica: %v", nasua)
	}
	// The same again changes nothing.
	y.Full = true
	again, err := y.Run(t.Context(), admin(), quiet)
	if err != nil {
		t.Fatal(err)
	}
	if again.Edition != 0 || again.Added+again.Changed+again.Opened+again.Closed > 0 {
		t.Errorf("the second time: %+v", again)
	}
}

func TestSyncGoesOnWhereItStopped(t *testing.T) {
	s := newService(t, false)
	d := storetest.Open(t)
	dir := t.TempDir()
	s.dead = "/distributions"
	y, library := syncOver(t, s, dir, d)
	if _, err := y.Run(t.Context(), admin(), quiet); fault.KindOf(err) != fault.Unavailable {
		t.Fatalf("a service that does not answer: %v", err)
	}
	if library.Current().Len() > 0 {
		t.Error("half of it was imported")
	}
	s.mu.Lock()
	s.dead, s.good = "", 0
	s.asked = map[string]int{}
	s.mu.Unlock()
	y, library = syncOver(t, s, dir, d)
	if _, err := y.Run(t.Context(), admin(), quiet); err != nil {
		t.Fatal(err)
	}
	if library.Current().Len() == 0 {
		t.Error("nothing was imported")
	}
	for path := range s.asked {
		if strings.HasPrefix(path, "/taxon_concepts?") {
			t.Errorf("asked again for %s", path)
		}
	}
	// The next run asks for what changed since the day of this one.
	y, _ = syncOver(t, s, dir, d)
	if _, err := y.Run(t.Context(), admin(), quiet); err != nil {
		t.Fatal(err)
	}
	if s.since != "2022-12-01" {
		t.Errorf("updated_since %q", s.since)
	}
	y.Since = cites.Date{Year: 2031, Month: 1, Day: 1}
	r, err := y.Run(t.Context(), admin(), quiet)
	if err != nil || r.Edition != 0 {
		t.Errorf("nothing changed: %+v, %v", r, err)
	}
}

func TestSyncSaysWhatIsWrong(t *testing.T) {
	s := newService(t, false)
	y, _ := newSync(t, s, t.TempDir())
	y.Client.Token = "other"
	if _, err := y.Run(t.Context(), admin(), quiet); fault.Of(err) == nil || fault.Of(err).Key != "species.sync.token" {
		t.Errorf("a wrong token: %v", err)
	}
	y.Client.Token = "token"
	if _, err := y.Run(t.Context(), actor.Actor{ID: "t", Roles: []actor.Role{actor.Trader}}, quiet); fault.KindOf(err) != fault.Denied {
		t.Errorf("a trader: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := y.Run(ctx, admin(), quiet); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestPopulationsInWords(t *testing.T) {
	for note, want := range map[string][2]string{
		"The populations of Botswana, Namibia, South Africa and Zimbabwe are listed in Appendix II for": {"BW,NA,ZA,ZW", ""},
		"Except the populations of Botswana, Namibia, South Africa and Zimbabwe, which are included in": {"", "BW,NA,ZA,ZW"},
		"Population of Guinea-Bissau":                           {"GW", ""},
		"Formerly included in Nasua nasua.":                     {"", ""},
		"Except the population of Argentina, listed in App. II": {"", "AR"},
	} {
		in, except := populations(note)
		if codes(in) != want[0] || codes(except) != want[1] {
			t.Errorf("%s: %s; except %s", note, codes(in), codes(except))
		}
	}
}
