package web

import (
	"cmp"
	"context"
	"io"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
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
	return Field{Kind: "file", Name: "file", Label: l.T("species.import.file"), Hint: l.T("species.import.file.hint"), Bold: true, Multiple: true, Accept: ".csv,.tsv,.gz,.zip,text/csv,text/tab-separated-values,application/gzip,application/zip"},
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
	l := LocaleFrom(r.Context())
	file, asOf := importFields(l)
	asOf.Date = DateParts{Day: r.FormValue("as_of.day"), Month: r.FormValue("as_of.month"), Year: r.FormValue("as_of.year")}
	f := fault.Invalidf("species.import.no_file")
	day, ok := asOf.Date.Parse()
	if !ok || day.After(cites.DateOf(s.cfg.Now(), s.cfg.Zone)) {
		f.Add("as_of", "species.import.as_of.wrong")
	}
	files, end, err := uploadedFiles(r, "file", day)
	defer end()
	if err != nil {
		return err
	}
	if len(files) == 0 {
		f.Add("file", "species.import.no_file")
	}
	if f.OrNil() == nil {
		id, err := s.cfg.SpeciesImport.Upload(r.Context(), ActorFrom(r.Context()), files...)
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

// uploadedFiles opens the files of a form; end closes them.
func uploadedFiles(r *http.Request, name string, asOf cites.Date) (files []species.File, end func(), err error) {
	var open []io.Closer
	end = func() {
		for _, c := range open {
			_ = c.Close() // nothing was written
		}
	}
	if r.MultipartForm == nil {
		return nil, end, nil
	}
	for _, head := range r.MultipartForm.File[name] {
		if head.Filename == "" {
			continue
		}
		body, err := head.Open()
		if err != nil {
			return nil, end, err
		}
		open = append(open, body)
		files = append(files, species.File{Name: filepath.Base(head.Filename), AsOf: asOf, Body: body})
	}
	return files, end, nil
}

// importWatch is the page of one import: its progress, then its report.
type importWatch struct {
	Name     string
	State    Tag
	Ended    bool
	Progress string
	Why      string // it was refused
	Rows     []SummaryRow
	Files    []importFile
	Reasons  []importReason
	Changes  []species.Change
	Refused  []refusalRow
	LeftOut  []refusalRow
	First    string // said when not all are shown
}

// importFile is one file of an import, importReason how often a reason was met.
type importFile struct{ Name, Shape, AsOf, Rows, Refused, LeftOut, Note string }
type importReason struct{ Why, Count string }

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
		if file := u.Fault.Args["file"]; file != "" && file != u.Name {
			view.Why = file + ": " + view.Why
		}
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
		{"species.import.kept", r.Kept}, {"species.import.opened", r.Opened}, {"species.import.closed", r.Closed}, {"species.import.removed", r.Removed},
		{"species.import.refused", r.RefusedInAll}, {"species.import.left_out", r.LeftOutInAll}} {
		v.Rows = append(v.Rows, SummaryRow{Key: l.T(x.key), Value: Bdi(l.Int(int64(x.n)))})
	}
	for _, x := range []struct {
		key string
		n   species.Counts
	}{{"species.import.reservations", r.Reservations}, {"species.import.quotas", r.Quotas}, {"species.import.suspensions", r.Suspensions}} {
		pair := l.T("species.import.pair", "added", l.Int(int64(x.n.Added)), "changed", l.Int(int64(x.n.Changed)))
		v.Rows = append(v.Rows, SummaryRow{Key: l.T(x.key), Value: Bdi(pair)})
	}
	v.files(l, r)
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

// files tells of each file, and how often each reason was met.
func (v *importWatch) files(l *Locale, r *species.Report) {
	for _, f := range r.Files {
		row := importFile{Name: f.Name, Shape: l.T("species.import.shape." + string(f.Shape)), AsOf: l.Date(f.AsOf), Rows: l.Int(int64(f.Rows)),
			Refused: l.Int(int64(f.Refused)), LeftOut: l.Int(int64(f.LeftOut))}
		if f.Unused {
			row.Note = l.T("species.import.unused")
		}
		v.Files = append(v.Files, row)
	}
	keys := slices.SortedFunc(maps.Keys(r.Reasons), func(a, b string) int { return cmp.Or(r.Reasons[b]-r.Reasons[a], cmp.Compare(a, b)) })
	for _, k := range keys {
		v.Reasons = append(v.Reasons, importReason{l.T(k), l.Int(int64(r.Reasons[k]))})
	}
}

func refusals(l *Locale, all []species.Refusal) []refusalRow {
	rows := make([]refusalRow, len(all))
	for i, x := range all {
		row := strconv.Itoa(x.Row)
		if x.File != "" {
			row = x.File + " · " + row
		}
		rows[i] = refusalRow{row, x.Column, x.Value, l.T(x.Key)}
	}
	return rows
}
