package store

import (
	"context"
	"fmt"
	"strings"
)

// Column is a column of one of our tables, in words that both engines share.
type Column struct {
	Table, Name string
	Type        string // "text", "integer" or "bytes", with " null" where allowed; any other type is named as it is
}

// Columns lists the columns of our tables, without those of the migrator and the
// job queue, in the order of tables and columns.
func (d *DB) Columns(ctx context.Context) ([]Column, error) {
	var out []Column
	err := d.View(ctx, func(t *Tx) (err error) {
		out, err = t.columns(ctx)
		return err
	})
	return out, err
}

func (t *Tx) columns(ctx context.Context) ([]Column, error) {
	query := `select m.name, c.name, lower(c.type), c."notnull" = 0 and c.pk = 0
		from pragma_table_list m, pragma_table_info(m.name) c
		where m.schema = 'main' and m.type = 'table' order by m.name, c.cid`
	if t.db.engine.name == "postgres" {
		query = `select table_name, column_name, data_type, is_nullable = 'YES'
			from information_schema.columns where table_schema = current_schema() order by table_name, ordinal_position`
	}
	rows, err := t.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("columns: %w", err)
	}
	defer rows.Close()
	var out []Column
	for rows.Next() {
		var c Column
		var null bool
		if err := rows.Scan(&c.Table, &c.Name, &c.Type, &null); err != nil {
			return nil, fmt.Errorf("columns: %w", err)
		}
		if !ours(c.Table) {
			continue
		}
		switch c.Type {
		case "bigint":
			c.Type = "integer"
		case "bytea", "blob":
			c.Type = "bytes"
		}
		if null {
			c.Type += " null"
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// ours tells our tables from those of the engine, the migrator and the queue.
func ours(table string) bool {
	for _, p := range []string{"sqlite_", "goose_", "river_"} {
		if strings.HasPrefix(table, p) {
			return false
		}
	}
	return true
}
