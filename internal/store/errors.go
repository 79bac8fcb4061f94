package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/opencites/opencites/internal/fault"
)

// errClosed is what an update gets that comes after Close.
var errClosed = errors.New("store is closed")

// fail turns what an engine says into the faults that users may see; other
// errors stay internal, faults stay as they are.
func (d *DB) fail(err error) error {
	if err == nil || fault.Of(err) != nil {
		return err
	}
	if _, ok := d.engine.broken(err); ok {
		return &fault.Error{Kind: fault.Conflict, Key: "fault.conflict", Cause: err}
	}
	if errors.Is(err, errClosed) || errors.Is(err, context.DeadlineExceeded) || d.engine.lost(err) || d.engine.retry(err) {
		return &fault.Error{Kind: fault.Unavailable, Key: "fault.unavailable", Cause: err}
	}
	return err
}

// Broken returns the name of the constraint that err violated, on both engines
// the name that PostgreSQL gives by default (table_column_key, table_pkey) or
// the one the schema gives; empty when err is something else.
func (t *Tx) Broken(err error) string {
	name, _ := t.db.engine.broken(err)
	return name
}

// Saved ends a save that is conditional on the version: no row means that
// somebody else was faster, which is a Conflict.
func Saved(rows int64, err error, noun, id string) error {
	if err != nil {
		return err
	}
	if rows == 0 {
		return fault.New(fault.Conflict, "fault.stale", "noun", noun, "id", id)
	}
	return nil
}

// Found turns an absent row into a NotFound fault.
func Found(err error, noun, id string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "fault.not_found", "noun", noun, "id", id)
	}
	return err
}
