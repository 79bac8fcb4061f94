package application

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// Columns lists the columns of a table of lines in their fixed order. With a
// header line they may stand in any order and some may be missing.
func Columns() []string {
	return []string{"scientific_name", "source", "term", "quantity", "unit", "description", "mark_kind", "marks", "sex", "age",
		"second_source", "operation", "acquired", "source_reason", "seizure_ref",
		"origin_country", "origin_permit", "origin_date", "import_proof", "import_date"}
}

// needed are the columns without which a line says nothing.
func needed() []string { return Columns()[:5] }

// Bounds of one table; maxShown is how many faults are listed at once.
const (
	maxTable = 2 << 20
	maxShown = 30
)

// ImportLines adds the lines of a pasted or uploaded table: comma, semicolon or
// tab between the cells, UTF-8, with a header or in the fixed order. Either all
// lines are added or none: the Invalid fault names row (as in the file, from 1)
// and column as "row.N.COLUMN".
func (o *Office) ImportLines(ctx context.Context, who actor.Actor, id string, version int64, data []byte) (*Application, int, error) {
	rows, err := readTable(data)
	if err != nil {
		return nil, 0, err
	}
	a, err := o.edit(ctx, who, id, version, func(a *Application) (map[string]any, error) {
		if n := len(a.Content.Lines) + len(rows); n > MaxLines {
			return nil, fault.Invalidf("apply.table.many", "n", len(rows), "max", MaxLines-len(a.Content.Lines))
		}
		lines, err := o.tableLines(&a.Content, rows)
		if err != nil {
			return nil, err
		}
		a.Content.Lines = append(a.Content.Lines, lines...)
		for _, l := range lines {
			for _, p := range Parts(a.Content.Type) {
				a.Content.Done = append(a.Content.Done, typedKey(l.ID, p))
			}
		}
		return map[string]any{"act": "import_lines", "lines": len(lines)}, nil
	})
	return a, len(rows), err
}

// tableRow is one row of a table by column.
type tableRow struct {
	n     int // line in the file, from 1
	cells map[string]string
}

// readTable checks encoding, separator and header and cuts the text into rows.
func readTable(data []byte) ([]tableRow, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch {
	case len(data) > maxTable:
		return nil, fault.Invalidf("apply.table.large", "max", maxTable>>20)
	case len(bytes.TrimSpace(data)) == 0:
		return nil, fault.Invalidf("apply.table.empty")
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}), bytes.IndexByte(data, 0) >= 0:
		return nil, fault.Invalidf("apply.table.binary")
	}
	if i := badByte(data); i >= 0 {
		return nil, fault.Invalidf("apply.table.encoding", "row", bytes.Count(data[:i], []byte("\n"))+1)
	}
	if n := bytes.Count(data, []byte("\n")); n > 10*MaxLines {
		return nil, fault.Invalidf("apply.table.many", "n", n, "max", MaxLines)
	}
	comma, err := separator(data)
	if err != nil {
		return nil, err
	}
	return cut(data, comma)
}

// badByte is the offset of the first byte that is no UTF-8, or -1.
func badByte(data []byte) int {
	for i := 0; i < len(data); {
		c, n := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// separator is the one of comma, semicolon and tab that the first line uses most.
func separator(data []byte) (rune, error) {
	first, _, _ := strings.Cut(string(bytes.TrimSpace(data)), "\n")
	best, most := ',', 0
	for _, c := range "\t;," {
		if n := strings.Count(first, string(c)); n > most {
			best, most = c, n
		}
	}
	if most == 0 {
		return 0, fault.Invalidf("apply.table.separator", "columns", strings.Join(needed(), ", "))
	}
	return best, nil
}

func cut(data []byte, comma rune) ([]tableRow, error) {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace, r.LazyQuotes = comma, -1, true, false
	var header []string
	var out []tableRow
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			return nil, fault.Invalidf("apply.table.quotes", "row", bad.StartLine, "column", bad.Column)
		}
		if err != nil {
			return nil, fmt.Errorf("read table: %w", err)
		}
		n, _ := r.FieldPos(0)
		if header == nil {
			h, isHeader, err := headerOf(record)
			if err != nil {
				return nil, err
			}
			if header = h; isHeader {
				continue
			}
		}
		if strings.Join(record, "") == "" {
			continue
		}
		if len(record) > len(header) {
			return nil, fault.Invalidf("apply.table.cells", "row", n, "n", len(record), "max", len(header))
		}
		row := tableRow{n, map[string]string{}}
		for i, cell := range record {
			row.cells[header[i]] = strings.TrimSpace(cell)
		}
		out = append(out, row)
	}
}

// headerOf reads the first row as header when any of its cells is the name of a
// column; then all must be. Otherwise the fixed order holds.
func headerOf(record []string) (columns []string, isHeader bool, err error) {
	var unknown []string
	for _, cell := range record {
		name := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(clean(cell))), " ", "_")
		switch {
		case slices.Contains(Columns(), name):
			isHeader = true
		default:
			unknown = append(unknown, cell)
		}
		columns = append(columns, name)
	}
	if !isHeader {
		return Columns(), false, nil
	}
	if len(unknown) > 0 {
		return nil, false, fault.Invalidf("apply.table.header", "column", unknown[0], "columns", strings.Join(Columns(), ", "))
	}
	for i, c := range columns {
		if slices.Contains(columns[:i], c) {
			return nil, false, fault.Invalidf("apply.table.twice", "column", c)
		}
	}
	for _, c := range needed() {
		if !slices.Contains(columns, c) {
			return nil, false, fault.Invalidf("apply.table.missing", "column", c)
		}
	}
	return columns, true, nil
}

// tableLines reads every row as the pages would and collects what is wrong.
func (o *Office) tableLines(c *Content, rows []tableRow) ([]Line, error) {
	if len(rows) == 0 {
		return nil, fault.Invalidf("apply.table.empty")
	}
	wrong := fault.Invalidf("apply.table.wrong")
	var out []Line
	for _, row := range rows {
		l := Line{ID: o.NewID()}
		f := tableForm(row.cells)
		for _, p := range Parts(c.Type) {
			r := newReader(f, o.today())
			o.readLine(r, c, &l, p)
			for _, x := range r.wrong.Fields {
				if len(wrong.Fields) < maxShown {
					args := fault.Args{"row": fmt.Sprint(row.n), "column": columnOf(x.Name)}
					for k, v := range x.Args {
						args[k] = v
					}
					wrong.Fields = append(wrong.Fields, fault.Field{Name: fmt.Sprintf("row.%d.%s", row.n, columnOf(x.Name)), Key: x.Key, Args: args})
				}
			}
		}
		out = append(out, l)
	}
	return out, wrong.OrNil()
}

// tableForm writes the cells of a row into the fields of the pages.
func tableForm(cells map[string]string) Form {
	f := Form{"taxon": cells["scientific_name"], "source": cells["source"], "term": cells["term"], "quantity": cells["quantity"],
		"unit": cells["unit"], "description": cells["description"], "mark_kind": strings.ToUpper(cells["mark_kind"]),
		"marks": strings.NewReplacer(";", "\n", "|", "\n").Replace(cells["marks"]), "sex": strings.ToUpper(cells["sex"]), "age": cells["age"],
		"second_o": cells["second_source"], "second_i": cells["second_source"], "operation": cells["operation"],
		"source_reason": cells["source_reason"], "seizure_ref": cells["seizure_ref"],
		"origin_country": cells["origin_country"], "origin_number": cells["origin_permit"], "proof_number": cells["import_proof"]}
	f.tableDate("acquired", cells["acquired"])
	f.tableDate("origin_date", cells["origin_date"])
	f.tableDate("proof_date", cells["import_date"])
	return f
}

// tableDate splits 2026-11-23 into the fields of a date.
func (f Form) tableDate(name, s string) {
	if s == "" {
		return
	}
	parts := strings.SplitN(s, "-", 3)
	if len(parts) != 3 {
		parts = []string{s, s, s}
	}
	f[name+".year"], f[name+".month"], f[name+".day"] = parts[0], parts[1], parts[2]
}

// columnOf is the column whose cell filled a field.
func columnOf(field string) string {
	for prefix, column := range map[string]string{"taxon": "scientific_name", "second_": "second_source", "acquired": "acquired",
		"origin_number": "origin_permit", "origin_date": "origin_date", "proof_number": "import_proof", "proof_date": "import_date",
		"origin_reason": "origin_permit", "proof_reason": "import_proof"} {
		if strings.HasPrefix(field, prefix) {
			return column
		}
	}
	return field
}
