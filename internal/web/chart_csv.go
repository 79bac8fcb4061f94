package web

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
)

// writeCSV sends a table as a file for spreadsheets: UTF-8 with a mark, so that
// they read it as such, and no cell that they would run as a formula.
func writeCSV(w http.ResponseWriter, r *http.Request, name string, t Table) error {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	c := csv.NewWriter(&out)
	rows := [][]string{plainCells(t.Head)}
	for _, row := range t.Rows {
		cells := []string{plainCell(row.Name)}
		for _, v := range row.Raw {
			cells = append(cells, strconv.FormatInt(v, 10))
		}
		rows = append(rows, cells)
	}
	if err := c.WriteAll(rows); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
	writeBody(w, r, http.StatusOK, out.Bytes())
	return nil
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
