package web

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"strconv"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
)

// SpeciesImport is what the pages about imports need; the importer of package
// species is one.
type SpeciesImport interface {
	Upload(ctx context.Context, who actor.Actor, files ...species.File) (string, error)
	Uploads(ctx context.Context, who actor.Actor, n int) ([]species.Upload, error)
	Watch(ctx context.Context, who actor.Actor, id string) (species.Upload, error)
}

// speciesUpload bounds the body of an upload: the index of 2017 has 98 MB
// unpacked.
const speciesUpload = 256 << 20

// importAsk is the page that asks for a file.
type importAsk struct {
	File, AsOf Field
	Last       []importRow
}

type importRow struct {
	Name, When, Who, AsOf string
	Href                  string
	State                 Tag
}

// lastImports is how many imports the page lists.
const lastImports = 10

func (s *Server) askSpeciesImport(w http.ResponseWriter, r *http.Request) error {
	file, asOf := importFields(LocaleFrom(r.Context()))
	return s.showSpeciesImport(w, r, http.StatusOK, file, asOf, nil)
}

func importFields(l *Locale) (file, asOf Field) {
	return Field{Kind: "file", Name: "file", Label: l.T("species.import.file"), Hint: l.T("species.import.file.hint"), Bold: true, Accept: ".csv,.gz,text/csv,application/gzip"},
		Field{Kind: "date", Name: "as_of", Label: l.T("species.import.as_of"), Hint: l.T("species.import.as_of.hint"), Bold: true, Optional: true}
}

func (s *Server) showSpeciesImport(w http.ResponseWriter, r *http.Request, status int, file, asOf Field, wrong []ErrorLink) error {
	l := LocaleFrom(r.Context())
	uploads, err := s.cfg.SpeciesImport.Uploads(r.Context(), ActorFrom(r.Context()), lastImports)
	if err != nil {
		return err
	}
	view := importAsk{File: file, AsOf: asOf}
	for _, u := range uploads {
		view.Last = append(view.Last, importRow{Name: u.Name, When: l.DateTime(u.Created), Who: u.Actor.Name, AsOf: l.Date(u.AsOf),
			Href: l.Href("/species/import/" + u.ID), State: importState(l, u.State)})
	}
	return s.render(w, r, status, "species_import", Page{Title: l.T("species.import.title"), Back: "/species", Errors: wrong, Data: view})
}

func importState(l *Locale, state species.UploadState) Tag {
	colour := map[species.UploadState]string{species.Waiting: "grey", species.Running: "blue", species.Done: "green", species.Refused: "red"}[state]
	return Tag{l.T("species.import.state." + string(state)), colour}
}

// takeSpeciesImport keeps an uploaded file and queues its import.
func (s *Server) takeSpeciesImport(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r, 8<<20); err != nil {
		return err
	}
	if r.MultipartForm != nil {
		defer r.MultipartForm.RemoveAll()
	}
	l := LocaleFrom(r.Context())
	file, asOf := importFields(l)
	asOf.Date = DateParts{Day: r.FormValue("as_of.day"), Month: r.FormValue("as_of.month"), Year: r.FormValue("as_of.year")}
	f := fault.Invalidf("species.import.no_file")
	day, ok := asOf.Date.Parse()
	if !ok || day.After(cites.DateOf(s.cfg.Now(), s.cfg.Zone)) {
		f.Add("as_of", "species.import.as_of.wrong")
	}
	body, head, err := r.FormFile("file")
	if err != nil {
		if !errors.Is(err, http.ErrMissingFile) && !errors.Is(err, http.ErrNotMultipart) {
			return err
		}
		f.Add("file", "species.import.no_file")
	} else {
		defer body.Close()
	}
	if f.OrNil() == nil {
		id, err := s.cfg.SpeciesImport.Upload(r.Context(), ActorFrom(r.Context()), species.File{Name: filepath.Base(head.Filename), AsOf: day, Body: body})
		if err == nil {
			s.notice(r.Context(), l.T("species.import.queued"))
			return s.seeOther(w, r, "/species/import/"+id)
		}
		why := fault.Of(err)
		if why == nil || why.Kind != fault.Invalid {
			return err
		}
		f.Fields = append(f.Fields, fault.Field{Name: "file", Key: why.Key, Args: why.Args})
	}
	wrong := formErrors(l, f, &file, &asOf)
	return s.showSpeciesImport(w, r, http.StatusUnprocessableEntity, file, asOf, wrong)
}

// importWatch is the page of one import: its progress, then its report.
type importWatch struct {
	Name     string
	State    Tag
	Ended    bool
	Progress string
	Why      string // it was refused
	Rows     []SummaryRow
	Changes  []species.Change
	Refused  []refusalRow
	LeftOut  []refusalRow
	First    string // said when not all are shown
}

type refusalRow struct{ Row, Column, Value, Why string }

func (s *Server) watchSpeciesImport(w http.ResponseWriter, r *http.Request) error {
	u, err := s.cfg.SpeciesImport.Watch(r.Context(), ActorFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	l := LocaleFrom(r.Context())
	view := importWatch{Name: u.Name, State: importState(l, u.State), Ended: u.State.Ended()}
	if u.Phase != "" {
		view.Progress = l.T("species.import.progress", "phase", l.T("species.import.phase."+string(u.Phase)), "n", l.Int(int64(u.Rows)))
	}
	if u.Fault != nil {
		view.Why = l.Fault(u.Fault.Key, u.Fault.Args)
	}
	if u.Report != nil {
		view.report(l, u.Report)
	}
	if !view.Ended {
		w.Header().Set("Refresh", "2") // works without script
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, http.StatusOK, "species_report", Page{Title: l.T("species.import.title"), Back: "/species/import", Data: view})
}

func (v *importWatch) report(l *Locale, r *species.Report) {
	for _, x := range []struct {
		key string
		n   int
	}{{"species.import.rows", r.Rows}, {"species.import.added", r.Added}, {"species.import.changed", r.Changed}, {"species.import.same", r.Same},
		{"species.import.kept", r.Kept}, {"species.import.opened", r.Opened}, {"species.import.closed", r.Closed},
		{"species.import.refused", r.RefusedInAll}, {"species.import.left_out", r.LeftOutInAll}} {
		v.Rows = append(v.Rows, SummaryRow{Key: l.T(x.key), Value: Bdi(l.Int(int64(x.n)))})
	}
	edition := Bdi(l.T("species.import.edition.none"))
	if r.Edition > 0 {
		edition = Bdi(l.Int(r.Edition))
	}
	v.Rows = append([]SummaryRow{{Key: l.T("species.import.as_of"), Value: Bdi(l.Date(r.AsOf))}, {Key: l.T("species.import.edition"), Value: edition}}, v.Rows...)
	v.Changes, v.Refused, v.LeftOut = r.Changes, refusals(l, r.Refused), refusals(l, r.LeftOut)
	if r.RefusedInAll > len(r.Refused) || r.LeftOutInAll > len(r.LeftOut) {
		v.First = l.T("species.import.first", "n", l.Int(species.MaxRefusals))
	}
}

func refusals(l *Locale, all []species.Refusal) []refusalRow {
	rows := make([]refusalRow, len(all))
	for i, x := range all {
		rows[i] = refusalRow{strconv.Itoa(x.Row), x.Column, x.Value, l.T(x.Key)}
	}
	return rows
}
