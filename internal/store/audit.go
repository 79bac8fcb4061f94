package store

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"strings"

	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/store/db"
)

// AuditLog is the store of package audit, and what of the log is public.
type AuditLog struct{ DB *DB }

// ListEvents gives one page of events, newest first, and how many match.
func (s AuditLog) ListEvents(ctx context.Context, f audit.Filter) (out []audit.Logged, total int, err error) {
	p := db.AuditPageParams{Before: math.MaxInt64, Since: math.MinInt64, Until: math.MaxInt64, Person: f.Person, PersonLike: contains(f.Person), PersonLow: contains(strings.ToLower(f.Person)),
		Verb: f.Verb, VerbLike: verbPattern(f.Verb), Subject: f.Subject, SubjectLike: contains(f.Subject), Most: int64(f.Limit), Skip: int64(f.Offset)}
	if f.Before > 0 {
		p.Before = f.Before
	}
	if !f.Since.IsZero() {
		p.Since = micros(f.Since)
	}
	if !f.Until.IsZero() {
		p.Until = micros(f.Until)
	}
	err = s.DB.View(ctx, func(t *Tx) error {
		n, err := t.Q.CountAuditPage(ctx, db.CountAuditPageParams{Before: p.Before, Since: p.Since, Until: p.Until, Person: p.Person, PersonLike: p.PersonLike,
			PersonLow: p.PersonLow, Verb: p.Verb, VerbLike: p.VerbLike, Subject: p.Subject, SubjectLike: p.SubjectLike})
		if err != nil {
			return err
		}
		total = int(n)
		rows, err := t.Q.AuditPage(ctx, p)
		found, err := logged(rows, err)
		for _, e := range found {
			out = append(out, audit.Logged(e))
		}
		return err
	})
	return out, total, err
}

// contains is the pattern that finds a text anywhere, as it is.
func contains(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}

// verbPattern finds all verbs of a noun when only "noun." is given.
func verbPattern(verb string) string {
	if strings.HasSuffix(verb, ".") {
		return strings.TrimPrefix(contains(verb), "%")
	}
	return strings.Trim(contains(verb), "%")
}

// ReadEvent gives the event of a leaf; NotFound if there is none.
func (s AuditLog) ReadEvent(ctx context.Context, index int64) (e audit.Logged, err error) {
	err = s.DB.View(ctx, func(t *Tx) error {
		found, err := t.EventAt(ctx, index)
		e = audit.Logged(found)
		return err
	})
	return e, err
}

// ProveEvent proves that the log holds the event: in the first checkpoint that
// covers it, or else as the log stands.
func (s AuditLog) ProveEvent(ctx context.Context, index int64) (p audit.Proof, err error) {
	err = s.DB.View(ctx, func(t *Tx) error {
		p = audit.Proof{Index: index}
		c, err := t.Q.FirstCheckpointOver(ctx, index)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			if p.Size, err = t.LogSize(ctx); err != nil {
				return err
			}
		case err != nil:
			return err
		default:
			p.Size, p.Note, p.At = c.Size, c.Note, moment(c.At)
		}
		if p.Root, err = t.LogRoot(ctx, p.Size); err != nil {
			return err
		}
		leaf, path, err := t.ProveLeaf(ctx, p.Size, index)
		p.Leaf, p.Path = leaf, path
		return err
	})
	return p, err
}

// LatestNote gives the newest signed checkpoint; empty while there is none.
func (s AuditLog) LatestNote(ctx context.Context) (note string, err error) {
	err = s.DB.View(ctx, func(t *Tx) error {
		c, err := t.LatestCheckpoint(ctx)
		if c != nil {
			note = c.Note
		}
		return err
	})
	return note, err
}

// published is how much of the log the newest checkpoint covers: what is beyond
// is not public yet.
func published(ctx context.Context, t *Tx) (int64, error) {
	c, err := t.LatestCheckpoint(ctx)
	if err != nil || c == nil {
		return 0, err
	}
	return c.Size, nil
}

// Tile gives a tile of the published log by its path.
func (s AuditLog) Tile(ctx context.Context, path string) (data []byte, err error) {
	err = s.DB.View(ctx, func(t *Tx) error {
		data, err = t.Tile(ctx, path)
		return err
	})
	return data, err
}

// Inclusion proves that the published log of size holds the leaf at index.
func (s AuditLog) Inclusion(ctx context.Context, size, index int64) (p audit.Proof, err error) {
	err = s.DB.View(ctx, func(t *Tx) error {
		most, err := published(ctx, t)
		if err != nil {
			return err
		}
		if size == 0 {
			size = most
		}
		if size > most {
			return Found(sql.ErrNoRows, "log", "")
		}
		p = audit.Proof{Size: size, Index: index}
		if p.Root, err = t.LogRoot(ctx, size); err != nil {
			return err
		}
		leaf, path, err := t.ProveLeaf(ctx, size, index)
		p.Leaf, p.Path = leaf, path
		return err
	})
	return p, err
}

// Consistency proves that the published log of size begins with that of old.
func (s AuditLog) Consistency(ctx context.Context, size, old int64) (path [][]byte, err error) {
	err = s.DB.View(ctx, func(t *Tx) error {
		most, err := published(ctx, t)
		if err != nil {
			return err
		}
		if size > most {
			return Found(sql.ErrNoRows, "log", "")
		}
		proof, err := t.ProveConsistency(ctx, size, old)
		for _, h := range proof {
			path = append(path, h[:])
		}
		return err
	})
	return path, err
}
