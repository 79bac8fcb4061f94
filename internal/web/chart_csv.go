package web

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
)

// writeCSV sends the table of a figure as a file for spreadsheets.
func writeCSV(w http.ResponseWriter, r *http.Request, name string, t Table) error {
	rows := [][]string{plainCells(t.Head)}
	for _, row := range t.Rows {
		cells := []string{plainCell(row.Name)}
		for _, v := range row.Raw {
			cells = append(cells, strconv.FormatInt(v, 10))
		}
		rows = append(rows, cells)
	}
	return sendCSV(w, r, name, rows)
}

func plainCells(in []string) []string {
	out := make([]string, len(in))
	for i, s := range in {
		out[i] = plainCell(s)
	}
	return out
}

// plainCell keeps spreadsheets from running what somebody typed.
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// sendCSV sends rows as a file for spreadsheets: UTF-8 with a mark, so that they
// read it as such. Cells with text of people went through plainCell.
func sendCSV(w http.ResponseWriter, r *http.Request, name string, rows [][]string) error {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	c := csv.NewWriter(&out)
	for _, row := range rows {
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
	writeBody(w, r, http.StatusOK, out.Bytes())
	return nil
}
