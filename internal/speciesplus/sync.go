package speciesplus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"strconv"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/species"
)

// Details says for which taxa the history, the limits and the range are asked,
// each with requests of its own.
type Details string

// The choices. Listed are the taxa with a listing of their own.
const (
	Listed Details = "listed"
	All    Details = "all"
	None   Details = "none"
)

// perPage is the most the service gives at once.
const perPage = 500

// Sync brings the catalogue up to date with Species+.
type Sync struct {
	Client   *Client
	Importer *species.Importer
	Dir      string // folder for the answers, and for the day of the last run
	Details  Details
	Since    cites.Date // ask for what changed since this day; not set: since the last run, else everything
	Full     bool       // everything, whatever the last run was
	Today    func() cites.Date
	Now      func() time.Time
	// PerPage is how many taxa a page has; 0 means 500, the most.
	PerPage int
}

// Progress is told how many of the requests of a step are done; total is 0 while
// it is not known.
type Progress func(step string, done, total int)

// Run asks for everything that changed and imports it in one transaction. It may
// be repeated at any time and goes on where the last one was interrupted.
func (s *Sync) Run(ctx context.Context, who actor.Actor, progress Progress) (*species.Report, error) {
	if err := who.Must(actor.ImportSpecies); err != nil {
		return nil, err
	}
	since, err := s.since()
	if err != nil {
		return nil, err
	}
	st, p, err := openStage(filepath.Join(s.Dir, "answers"), plan{Base: s.Client.Base, Since: since, Details: s.Details}, s.Today())
	if err != nil {
		return nil, err
	}
	concepts, err := s.pages(ctx, st, since, progress)
	if err != nil {
		return nil, err
	}
	t := newTables()
	for i := range concepts {
		t.taxon(&concepts[i])
	}
	if err := s.details(ctx, st, concepts, t, progress); err != nil {
		return nil, err
	}
	report, err := s.bring(ctx, who, t, p.Started, progress)
	if err != nil {
		return nil, err
	}
	return report, st.done(filepath.Join(s.Dir, "last.json"), p.Started, s.Now())
}

// since is the day from which changes are asked, "" for everything. The day of
// the last run is asked for again: it may not have been over.
func (s *Sync) since() (string, error) {
	if s.Full {
		return "", nil
	}
	if !s.Since.IsZero() {
		return s.Since.String(), nil
	}
	var last lastRun
	err := stage{s.Dir}.read("last.json", &last)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return last.From.String(), err
}

// pages fetches the taxa page by page.
func (s *Sync) pages(ctx context.Context, st stage, since string, progress Progress) ([]concept, error) {
	var all []concept
	per := s.PerPage
	if per == 0 {
		per = perPage
	}
	for n, total := 1, 1; n <= total; n++ {
		progress("taxa", n-1, total)
		query := url.Values{"page": {strconv.Itoa(n)}, "per_page": {strconv.Itoa(per)}}
		if since != "" {
			query.Set("updated_since", since)
		}
		var p page
		if err := s.fetch(ctx, st, fmt.Sprintf("taxa/%06d.json", n), "/taxon_concepts", query, &p); err != nil {
			return nil, err
		}
		all = append(all, p.TaxonConcepts...)
		total = max(1, (p.Pagination.TotalEntries+per-1)/per)
	}
	return all, nil
}

// fetch reads an answer from the folder, or asks for it and puts it there.
func (s *Sync) fetch(ctx context.Context, st stage, name, path string, query url.Values, into any) error {
	if !st.has(name) {
		body, err := s.Client.get(ctx, path, query)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(body, into); err != nil {
			return fmt.Errorf("species+ %s: %w", path, err)
		}
		return st.write(name, body)
	}
	return st.read(name, into)
}

// details fetches history, limits and range of the taxa that are wanted. A taxon
// that the service no longer knows is left out.
func (s *Sync) details(ctx context.Context, st stage, concepts []concept, t *tables, progress Progress) error {
	var wanted []*concept
	for i := range concepts {
		if c := &concepts[i]; c.accepted() && s.wants(c) {
			wanted = append(wanted, c)
		}
	}
	for i, c := range wanted {
		progress("details", i, len(wanted))
		id := strconv.FormatInt(c.ID, 10)
		var l legislation
		err := s.fetch(ctx, st, "law/"+id+".json", "/taxon_concepts/"+id+"/cites_legislation", url.Values{"scope": {"all"}, "language": {"en"}}, &l)
		switch {
		case errors.Is(err, errAbsent):
			continue
		case err != nil:
			return err
		}
		t.law(c, &l)
		var where []occurrence
		err = s.fetch(ctx, st, "range/"+id+".json", "/taxon_concepts/"+id+"/distributions", url.Values{"language": {"en"}}, &where)
		if err != nil && !errors.Is(err, errAbsent) {
			return err
		}
		t.distribution(c, where)
	}
	return nil
}

func (s *Sync) wants(c *concept) bool {
	switch s.Details {
	case All:
		return c.CitesListing != nil
	case Listed:
		return len(c.Listings) > 0
	}
	return false
}

// bring imports the tables as one.
func (s *Sync) bring(ctx context.Context, who actor.Actor, t *tables, asOf cites.Date, progress Progress) (*species.Report, error) {
	files := t.files(asOf)
	if len(files) == 0 {
		return &species.Report{Source: source, AsOf: asOf}, nil
	}
	return s.Importer.ImportAll(ctx, who, source, files, func(p species.Phase, n int) { progress(string(p), n, 0) })
}

// source names where the records are from.
const source = "Species+ API"
