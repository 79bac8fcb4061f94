package store

import (
	"context"
	"database/sql"
	"strings"
	"sync"
)

// ownStatement marks statements of the store itself, as generated queries are
// marked by their name: their text never varies, so that they are prepared once.
const ownStatement = "-- name: own\n"

// mostStatements bounds the cache.
const mostStatements = 1000

// statements keeps a pool's statements prepared: SQLite spends a quarter of a
// short transaction, and a third of a short read, on parsing otherwise.
// PostgreSQL's driver does it itself.
type statements struct {
	mu     sync.Mutex
	pool   *sql.DB
	known  map[string]*sql.Stmt // nil while wanted or if it cannot be prepared
	wanted []string
}

// newStatements returns nil, which prepares nothing, where the driver does it.
func newStatements(e engine, pool *sql.DB) *statements {
	if e.name != "sqlite" {
		return nil
	}
	return &statements{pool: pool, known: map[string]*sql.Stmt{}}
}

// get returns a prepared statement, or nil and notes that it is wanted: it
// cannot be prepared while the transaction holds a connection of the pool.
func (s *statements) get(query string) *sql.Stmt {
	if s == nil || !strings.HasPrefix(query, "-- name: ") {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	st, ok := s.known[query]
	if !ok && len(s.known) < mostStatements {
		s.known[query] = nil
		s.wanted = append(s.wanted, query)
	}
	return st
}

// prepare prepares what was wanted; call it when no transaction is open. What
// cannot be prepared goes on to run unprepared.
func (s *statements) prepare() {
	if s == nil {
		return
	}
	s.mu.Lock()
	wanted := s.wanted
	s.wanted = nil
	s.mu.Unlock()
	for _, query := range wanted {
		st, err := s.pool.PrepareContext(context.Background(), query)
		if err != nil {
			continue
		}
		s.mu.Lock()
		s.known[query] = st
		s.mu.Unlock()
	}
}

func (s *statements) close() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, st := range s.known {
		if st != nil {
			st.Close()
		}
	}
}
