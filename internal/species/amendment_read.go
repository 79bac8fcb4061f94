package species

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/opencites/opencites/internal/fault"
)

// Bounds of a file of amendments.
const (
	MaxAmendmentBytes = 4 << 20
	MaxAmendmentRows  = 5000
	maxWrongRows      = 50 // named one by one
)

// amendmentColumns are the names that a row may have, in JSON and in CSV.
func amendmentColumns() []string {
	return strings.Fields("act taxon kingdom appendix to party country populations except part except_taxa annotation note from until " +
		"quantity unit terms not_terms sources purposes imports reexports kind reason citation")
}

// ReadAmendments reads a file of amendments: JSON when it begins with a brace,
// else CSV with a header. Every row is read and understood by itself; what is
// wrong is told with its row and column, and then nothing is returned.
func ReadAmendments(name string, body io.Reader) (*Amendments, error) {
	data, err := io.ReadAll(io.LimitReader(body, MaxAmendmentBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", name, err)
	case len(data) > MaxAmendmentBytes:
		return nil, fault.New(fault.Invalid, "law.file.large", "limit", MaxAmendmentBytes>>20)
	case !utf8.Valid(data):
		return nil, fault.New(fault.Invalid, "law.file.encoding", "row", 1+bytes.Count(data[:bytes.IndexRune(data, utf8.RuneError)], []byte("\n")))
	}
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	s := &Amendments{Name: clean(name)}
	var rows []amendmentRow
	if bytes.HasPrefix(data, []byte("{")) {
		rows, err = readAmendmentJSON(s, data)
	} else {
		rows, err = readAmendmentCSV(data)
	}
	switch {
	case err != nil:
		return nil, err
	case len(rows) == 0:
		return nil, fault.New(fault.Invalid, "law.file.empty")
	case len(rows) > MaxAmendmentRows:
		return nil, fault.New(fault.Invalid, "law.file.rows", "limit", MaxAmendmentRows)
	}
	f := fault.Invalidf("law.file.invalid")
	for _, r := range rows {
		r.wrong = f
		s.Rows = append(s.Rows, r.read())
	}
	s.First, s.Last = s.Rows[0].From, s.Rows[0].From
	for _, r := range s.Rows {
		if r.From.Before(s.First) {
			s.First = r.From
		}
		if r.From.After(s.Last) {
			s.Last = r.From
		}
	}
	return s, trim(f)
}

// trim keeps the first faults of a file.
func trim(f *fault.Error) error {
	if len(f.Fields) == 0 {
		return nil
	}
	f.Fields = f.Fields[:min(len(f.Fields), maxWrongRows)]
	return f
}

func readAmendmentJSON(s *Amendments, data []byte) ([]amendmentRow, error) {
	var file struct {
		Name     string                       `json:"name"`
		Citation string                       `json:"citation"`
		From     string                       `json:"from"`
		Changes  []map[string]json.RawMessage `json:"changes"`
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		var syntax *json.SyntaxError
		line := 1
		if at := d.InputOffset(); errors.As(err, &syntax) {
			line += bytes.Count(data[:min(int64(len(data)), syntax.Offset)], []byte("\n"))
		} else {
			line += bytes.Count(data[:min(int64(len(data)), at)], []byte("\n"))
		}
		return nil, fault.New(fault.Invalid, "law.file.json", "line", line, "why", err.Error())
	}
	if file.Name != "" {
		s.Name = clean(file.Name)
	}
	s.Citation = clean(file.Citation)
	var rows []amendmentRow
	for n, change := range file.Changes {
		r := amendmentRow{row: n + 1, cells: map[string]string{"from": file.From}}
		for name, raw := range change {
			text, ok := jsonCell(raw, name)
			if !ok || !slices.Contains(amendmentColumns(), name) {
				return nil, fault.New(fault.Invalid, "law.file.column", "row", n+1, "column", name)
			}
			r.cells[name] = text
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// jsonCell writes a JSON value as a cell of CSV has it: lists of codes between
// spaces, of names between semicolons.
func jsonCell(raw json.RawMessage, name string) (string, bool) {
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		if name == "except_taxa" {
			return strings.Join(list, ";"), true
		}
		return strings.Join(list, " "), true
	}
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text, true
	}
	switch t := string(bytes.TrimSpace(raw)); {
	case t == "" || t[0] == '{' || t[0] == '[':
		return "", false
	default:
		return t, true // a number, true or false
	}
}

func readAmendmentCSV(data []byte) ([]amendmentRow, error) {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil || !slices.Contains(head, "act") {
		return nil, fault.New(fault.Invalid, "law.file.header")
	}
	for _, h := range head {
		if !slices.Contains(amendmentColumns(), h) {
			return nil, fault.New(fault.Invalid, "law.file.column", "row", 1, "column", h)
		}
	}
	var rows []amendmentRow
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return rows, nil
		}
		line, _ := r.FieldPos(0)
		var broken *csv.ParseError
		switch {
		case errors.As(err, &broken):
			return nil, fault.New(fault.Invalid, "law.file.csv", "row", broken.Line)
		case err != nil:
			return nil, err
		case len(cells) != len(head):
			return nil, fault.New(fault.Invalid, "law.file.columns", "row", line, "count", len(cells), "want", len(head))
		case len(rows) > MaxAmendmentRows:
			return rows, nil // ReadAmendments refuses it
		}
		row := amendmentRow{row: line, cells: map[string]string{}}
		for i, h := range head {
			row.cells[h] = cells[i]
		}
		rows = append(rows, row)
	}
}
