package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/opencites/opencites/internal/store/db"
)

// Tx is one transaction. It is valid only inside the function it was given to,
// and for one goroutine. It serves as the DBTX of generated queries.
type Tx struct {
	Q *db.Queries // generated queries, bound to this transaction

	db       *DB
	sql      *sql.Tx
	tree     *tree  // nil in a View
	changed  string // first audited table that was changed
	recorded int    // audit events
}

var errReadOnly = errors.New("a view cannot change rows")

func newTx(d *DB, s *sql.Tx, t *tree) *Tx {
	x := &Tx{db: d, sql: s, tree: t}
	x.Q = db.New(x)
	return x
}

// note marks the transaction as changed if the statement changes rows.
func (t *Tx) note(query string) error {
	table := changes(query)
	if table == "" {
		return nil
	}
	if t.tree == nil {
		return fmt.Errorf("%w: %s", errReadOnly, table)
	}
	if t.changed == "" && !unaudited(table) {
		t.changed = table
	}
	return nil
}

// ExecContext runs a statement. A caller who goes away does not interrupt it:
// an interrupted statement would take down the others in the same commit.
func (t *Tx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := t.note(query); err != nil {
		return nil, err
	}
	if s := t.prepared(query); s != nil {
		return t.sql.StmtContext(t.calm(ctx), s).ExecContext(t.calm(ctx), args...)
	}
	return t.sql.ExecContext(t.calm(ctx), query, args...)
}

// PrepareContext prepares a statement.
func (t *Tx) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	if err := t.note(query); err != nil {
		return nil, err
	}
	return t.sql.PrepareContext(t.calm(ctx), query)
}

// QueryContext runs a query.
func (t *Tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := t.note(query); err != nil {
		return nil, err
	}
	if s := t.prepared(query); s != nil {
		return t.sql.StmtContext(t.calm(ctx), s).QueryContext(t.calm(ctx), args...)
	}
	return t.sql.QueryContext(t.calm(ctx), query, args...)
}

// QueryRowContext runs a query for one row.
func (t *Tx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if err := t.note(query); err != nil {
		gone, cancel := context.WithCancelCause(ctx)
		cancel(err)
		return t.sql.QueryRowContext(gone, query, args...)
	}
	if s := t.prepared(query); s != nil {
		return t.sql.StmtContext(t.calm(ctx), s).QueryRowContext(t.calm(ctx), args...)
	}
	return t.sql.QueryRowContext(t.calm(ctx), query, args...)
}

// prepared is the prepared statement of a query, if there is one.
func (t *Tx) prepared(query string) *sql.Stmt {
	if t.tree == nil {
		return t.db.reads.get(query)
	}
	return t.db.writer.stmts.get(query)
}

func (t *Tx) calm(ctx context.Context) context.Context {
	if t.tree == nil {
		return ctx
	}
	return context.WithoutCancel(ctx)
}

// settled refuses changed rows without an audit event.
func (t *Tx) settled() error {
	if t.changed != "" && t.recorded == 0 {
		return fmt.Errorf("table %s was changed without an audit event: the transaction is refused", t.changed)
	}
	return nil
}

// View runs fn on one snapshot. fn may run only once; what it reads does not
// change while it runs.
func (d *DB) View(ctx context.Context, fn func(*Tx) error) error {
	s, err := d.read.BeginTx(ctx, d.engine.view)
	if err != nil {
		return d.fail(fmt.Errorf("begin view: %w", err))
	}
	defer d.reads.prepare() // after the rollback, which gives the connection back
	defer s.Rollback()
	return d.fail(fn(newTx(d, s, nil)))
}
