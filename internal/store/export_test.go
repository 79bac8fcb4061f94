package store

import "database/sql"

// Raw is the writing pool, for tests that act behind the store.
func (d *DB) Raw() *sql.DB { return d.write }
