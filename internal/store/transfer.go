package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/opencites/opencites/internal/job"
)

// dump writes everything to a new SQLite file from one snapshot.
func (d *DB) dump(ctx context.Context, file string) error {
	target, err := Open(ctx, Config{Path: file, Now: d.cfg.Now, Log: d.cfg.Log})
	if err != nil {
		return err
	}
	err = d.View(ctx, func(t *Tx) error { return target.fill(ctx, t) })
	if closed := target.Close(); err == nil {
		err = closed // moves the write-ahead log into the file
	}
	return err
}

// fill copies all rows of another database into this one, which must be empty,
// and queues the jobs that wait there. It happens whole or not at all.
func (d *DB) fill(ctx context.Context, from *Tx) error {
	here, err := d.emptyColumns(ctx)
	if err != nil {
		return err
	}
	there, err := from.columns(ctx)
	if err != nil {
		return err
	}
	jobs, err := from.jobs(ctx)
	if err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	order, err := fillOrder(ctx, d, from)
	if err != nil {
		return err
	}
	s, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer s.Rollback()
	for _, table := range order {
		columns := both(table, here, there)
		if err := copyTable(ctx, from, s, table, columns); err != nil {
			return fmt.Errorf("table %s: %w", table, err)
		}
	}
	t := newTx(d, s, &tree{})
	for _, j := range jobs {
		if err := t.Enqueue(ctx, j); err != nil {
			return err
		}
	}
	return s.Commit()
}

// emptyColumns lists our columns, or refuses when there is an event already.
func (d *DB) emptyColumns(ctx context.Context) (out []Column, err error) {
	err = d.View(ctx, func(t *Tx) error {
		size, err := t.Q.LogSize(ctx)
		if err != nil {
			return err
		}
		if size > 0 {
			return fmt.Errorf("the database has %d events already and is not overwritten", size)
		}
		out, err = t.columns(ctx)
		return err
	})
	return out, err
}

// both lists the columns of a table that both sides have.
func both(table string, here, there []Column) []string {
	has := map[string]bool{}
	for _, c := range there {
		has[c.Table+"."+c.Name] = true
	}
	var out []string
	for _, c := range here {
		if c.Table == table && has[table+"."+c.Name] {
			out = append(out, c.Name)
		}
	}
	return out
}

// copyTable replaces the rows of a table (a migration may have put some there).
func copyTable(ctx context.Context, from *Tx, to *sql.Tx, table string, columns []string) error {
	names := `"` + strings.Join(columns, `", "`) + `"`
	if _, err := to.ExecContext(ctx, `delete from "`+table+`"`); err != nil {
		return err
	}
	places := make([]string, len(columns))
	for i := range places {
		places[i] = fmt.Sprint("$", i+1)
	}
	insert, err := to.PrepareContext(ctx, `insert into "`+table+`" (`+names+`) values (`+strings.Join(places, ", ")+`)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	rows, err := from.QueryContext(ctx, `select `+names+` from "`+table+`"`)
	if err != nil {
		return err
	}
	defer rows.Close()
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		if _, err := insert.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
	return rows.Err()
}

// fillOrder lists our tables, those that are referred to first.
func fillOrder(ctx context.Context, d *DB, from *Tx) (order []string, err error) {
	lite := from
	if from.db.engine.name == "postgres" { // one of the two sides is always SQLite, which tells more simply
		s, err := d.read.BeginTx(ctx, d.engine.view)
		if err != nil {
			return nil, err
		}
		defer s.Rollback()
		lite = newTx(d, s, nil)
	}
	tables, err := lite.texts(ctx, `select name from pragma_table_list where schema = 'main' and type = 'table' order by name`)
	if err != nil {
		return nil, err
	}
	refers := map[string][]string{}
	for _, t := range tables {
		if refers[t], err = lite.texts(ctx, `select distinct "table" from pragma_foreign_key_list('`+t+`')`); err != nil {
			return nil, err
		}
	}
	seen := map[string]bool{}
	var visit func(string)
	visit = func(t string) {
		if seen[t] || !ours(t) {
			return
		}
		seen[t] = true
		for _, r := range refers[t] {
			visit(r)
		}
		order = append(order, t)
	}
	for _, t := range tables {
		visit(t)
	}
	return order, nil
}

// jobs lists the jobs that are still to be done.
func (t *Tx) jobs(ctx context.Context) ([]job.Job, error) {
	query := `select kind, json(args), cast(scheduled_at as text) from river_job where state not in ('completed', 'cancelled', 'discarded') order by id`
	layout := "2006-01-02 15:04:05.999"
	if t.db.engine.name == "postgres" {
		query = `select kind, cast(args as text), to_char(scheduled_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') from river_job
			where cast(state as text) not in ('completed', 'cancelled', 'discarded') order by id`
	}
	rows, err := t.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []job.Job
	for rows.Next() {
		var kind, args, at string
		if err := rows.Scan(&kind, &args, &at); err != nil {
			return nil, err
		}
		var e envelope
		if err := json.Unmarshal([]byte(args), &e); err != nil {
			return nil, fmt.Errorf("%s: %w", kind, err)
		}
		when, err := time.Parse(layout, at)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", kind, err)
		}
		out = append(out, job.Job{Kind: kind, Args: e.Args, UniqueKey: e.Key, RunAt: when})
	}
	return out, rows.Err()
}
