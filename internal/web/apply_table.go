package web

import (
	"io"
	"net/http"
	"strings"

	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/fault"
)

// applyTableView takes a table of lines, pasted or as a file.
type applyTableView struct {
	applyPost
	Caption string
	Title   string
	Paste   Field
	File    Field
	Columns []tableColumn
	Example string
	Cancel  string
}

type tableColumn struct {
	Name, Text string
	Needed     bool
}

// tableExample is a table that works as it stands.
const tableExample = "scientific_name,source,term,quantity,unit\nPython regius,R,LIV,12,NAR\nHippopotamus amphibius,W,TEE,4,NAR\n"

func (s *Server) showTable(w http.ResponseWriter, r *http.Request) error {
	f, err := s.openEditable(w, r)
	if err != nil || f == nil {
		return err
	}
	return s.askTable(w, r, f.Application, "", nil, http.StatusOK)
}

func (s *Server) askTable(w http.ResponseWriter, r *http.Request, a *application.Application, pasted string, wrong error, status int) error {
	l := LocaleFrom(r.Context())
	view := applyTableView{applyPost: applyPost{l.Href(applicationPath(a.ID, "/lines/table")), a.Version}, Caption: applyCaption(l, a), Title: l.T("apply.table.title"),
		Paste:   Field{Name: "table", Label: l.T("apply.table.paste"), Hint: l.T("apply.table.paste.hint"), Bold: true, Value: pasted, Rows: 10, Dir: "ltr"},
		File:    Field{Name: "file", Label: l.T("apply.table.file"), Hint: l.T("apply.table.file.hint"), Bold: true, Accept: ".csv,.tsv,.txt,text/csv"},
		Example: tableExample, Cancel: l.Href(applicationPath(a.ID, "/lines"))}
	for i, c := range application.Columns() {
		view.Columns = append(view.Columns, tableColumn{c, l.T("apply.column." + c), i < 5})
	}
	page := Page{Title: view.Title, Back: applicationPath(a.ID, "/lines"), Data: &view}
	if wrong != nil {
		page.Errors = s.tableErrors(l, wrong)
		view.Paste.Error = page.Errors[0].Text
	}
	return s.render(w, r, status, "apply_table", page)
}

// tableErrors names row and column before each sentence.
func (s *Server) tableErrors(l *Locale, wrong error) []ErrorLink {
	f := fault.Of(wrong)
	var out []ErrorLink
	for _, x := range f.Fields {
		out = append(out, ErrorLink{Text: l.T("apply.table.cell", "row", x.Args["row"], "column", x.Args["column"], "text", l.Fault(x.Key, x.Args)), Href: "#table"})
	}
	if len(out) == 0 {
		out = append(out, ErrorLink{Text: s.faultText(l, wrong), Href: "#table"})
	}
	return out
}

func (s *Server) importTable(w http.ResponseWriter, r *http.Request) error {
	form, version, err := applyForm(r)
	if err != nil {
		return err
	}
	data, err := tableData(r, form["table"])
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	_, n, err := s.cfg.Applications.ImportLines(r.Context(), ActorFrom(r.Context()), id, version, data)
	if err != nil {
		return s.againIfInvalid(err, func() error {
			f, e := s.openApplication(r)
			if e != nil {
				return e
			}
			return s.askTable(w, r, f.Application, strings.ToValidUTF8(string(data), "\uFFFD"), err, applyStatus(err))
		})
	}
	s.notice(r.Context(), LocaleFrom(r.Context()).Plural("apply.table.added", n))
	return s.seeOther(w, r, applicationPath(id, "/lines"))
}

// tableData is the file when one was chosen, else what was pasted.
func tableData(r *http.Request, pasted string) ([]byte, error) {
	file, _, err := r.FormFile("file")
	if err != nil {
		return []byte(pasted), nil // no file: the text counts
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil || len(data) == 0 {
		return []byte(pasted), err
	}
	return data, nil
}
