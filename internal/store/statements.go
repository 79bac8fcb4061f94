package store

import (
	"context"
	"database/sql"
	"strings"
)

// ownStatement marks statements of the store itself, as generated queries are
// marked by their name: their text never varies, so that they are prepared once.
const ownStatement = "-- name: own\n"

// mostStatements bounds the cache.
const mostStatements = 1000

// statements keeps the writer's statements prepared: SQLite spends a quarter of
// a short transaction on parsing otherwise. PostgreSQL's driver does it itself.
// Only the writer and the function that has the turn use it, never both.
type statements struct {
	on     bool
	known  map[string]*sql.Stmt
	wanted []string
}

func newStatements(d *DB) statements {
	return statements{on: d.engine.name == "sqlite", known: map[string]*sql.Stmt{}}
}

// get returns a prepared statement, or nil and notes that it is wanted: it
// cannot be prepared while the transaction holds the only connection.
func (s *statements) get(query string) *sql.Stmt {
	if !s.on || !strings.HasPrefix(query, "-- name: ") {
		return nil
	}
	st, ok := s.known[query]
	if !ok && len(s.known) < mostStatements {
		s.known[query] = nil
		s.wanted = append(s.wanted, query)
	}
	return st
}

// prepare prepares what was wanted. What cannot be prepared runs unprepared.
func (s *statements) prepare(pool *sql.DB) {
	for _, query := range s.wanted {
		if st, err := pool.PrepareContext(context.Background(), query); err == nil {
			s.known[query] = st
		}
	}
	s.wanted = s.wanted[:0]
}

func (s *statements) close() {
	for _, st := range s.known {
		if st != nil {
			st.Close()
		}
	}
}
