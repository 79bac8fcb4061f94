package app

import (
	"fmt"
	"os"
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/seal"
)

// statusLists finds the status list a seal refers to: among the files named, in
// our own database, or at the address the list of keys gives. A list that cannot
// be had is none, which is an amber answer and said on the error stream.
type statusLists struct {
	cmd  *VerifyCmd
	env  *Env
	keys *seal.TrustList
	db   *store.DB
	err  error // of our own database: no answer at all
}

func (s *statusLists) close() {
	if s.db != nil {
		s.db.Close()
	}
}

// StatusList gives a list or nil.
func (s *statusLists) StatusList(party cites.Country, list uint64) *seal.StatusList {
	switch {
	case len(s.cmd.Status) > 0:
		for _, name := range s.cmd.Status {
			if l := s.parse(readSome(name))(party, list); l != nil {
				return l
			}
		}
		return nil
	case s.cmd.Trust == "":
		return s.own(party, list)
	}
	address := statusAddress(s.keys, party, list)
	if address == "" {
		return nil
	}
	return s.parse(fetch(s.env.Ctx, address))(party, list)
}

// parse verifies a token; what is wrong with it is told.
func (s *statusLists) parse(token []byte, err error) func(cites.Country, uint64) *seal.StatusList {
	return func(party cites.Country, list uint64) *seal.StatusList {
		var l *seal.StatusList
		if err == nil {
			l, err = seal.ParseStatus(token, s.keys, party, list)
		}
		if err != nil {
			fmt.Fprintf(s.env.Err, "opencites: status list %s: %v\n", seal.Subject(party, list), err)
			return nil
		}
		return l
	}
}

// own reads the list from the database of --data or --database.
func (s *statusLists) own(party cites.Country, list uint64) *seal.StatusList {
	if party != s.keys.Party {
		return nil
	}
	if s.cmd.Database == "" {
		if _, err := os.Stat(s.cmd.path(databaseFile)); err != nil {
			fmt.Fprintf(s.env.Err, "opencites: status list %s: %v\n", seal.Subject(party, list), err)
			return nil
		}
	}
	if s.db == nil && s.err == nil {
		cfg := store.Config{DSN: s.cmd.Database, Now: s.env.Now}
		if cfg.DSN == "" {
			cfg.Path = s.cmd.path(databaseFile)
		}
		s.db, s.err = store.Open(s.env.Ctx, cfg)
	}
	if s.err != nil {
		return nil
	}
	lists, err := s.db.StatusLists(s.env.Ctx)
	if err != nil || !slices.Contains(lists, int64(list)) {
		s.err = err
		return nil
	}
	entries, err := s.db.StatusOf(s.env.Ctx, int64(list))
	if err != nil {
		s.err = err
		return nil
	}
	l := seal.NewStatusList(party, list, seal.MinEntries, s.env.Now())
	for i, v := range entries {
		if s.err = l.Set(uint64(i), seal.Status(v)); s.err != nil {
			return nil
		}
	}
	return l
}
