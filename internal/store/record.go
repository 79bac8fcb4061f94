package store

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/google/uuid"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/store/db"
)

// tree is the log inside one commit. Its hashes are kept here and written once,
// before the commit, outside the savepoints of the single functions.
type tree struct {
	edge  edge
	added []tlog.Hash // stored hashes from index first on
	first int64
}

// size is the number of leaves, with those of this commit.
func (t *tree) size() int64 { return t.edge.size }

// add appends a leaf.
func (t *tree) add(leaf []byte) { t.added = append(t.added, t.edge.add(leaf)...) }

// back forgets what was added after the edge was old.
func (t *tree) back(old edge) {
	t.added = t.added[:tlog.StoredHashCount(old.size)-t.first]
	t.edge = old
}

// Record appends an event to the log in this transaction: the event's row, its
// salted leaf and the hashes of the RFC 6962 tree. It fills in id, moment and
// salt where they are empty and returns the leaf's index.
func (t *Tx) Record(ctx context.Context, e audit.Event) (int64, error) {
	if t.tree == nil {
		return 0, errReadOnly
	}
	e, err := t.complete(e)
	if err != nil {
		return 0, fmt.Errorf("record %s: %w", e.Verb, err)
	}
	detail, err := e.DetailJSON()
	if err != nil {
		return 0, fmt.Errorf("record %s: %w", e.Verb, err)
	}
	canonical, err := audit.CanonicalWith(e, detail)
	if err != nil {
		return 0, fmt.Errorf("record %s: %w", e.Verb, err)
	}
	index, leaf := t.tree.size(), audit.Leaf(e.Salt, canonical)
	err = t.Q.InsertAuditEvent(ctx, db.InsertAuditEventParams{
		LeafIndex: index, Leaf: leaf[:], ID: e.ID, At: e.At.UnixMicro(),
		ActorID: e.Actor.ID, ActorName: e.Actor.Name, ActorRole: e.Actor.Role, OnBehalf: e.OnBehalf,
		Verb: e.Verb, SubjectKind: e.SubjectKind, SubjectID: e.SubjectID, Detail: detail, Salt: e.Salt,
	})
	if err != nil {
		return 0, fmt.Errorf("record %s: %w", e.Verb, err)
	}
	t.tree.add(leaf[:])
	t.recorded++
	return index, nil
}

// complete fills in what an event lacks.
func (t *Tx) complete(e audit.Event) (audit.Event, error) {
	if e.Verb == "" || e.Actor.ID == "" || e.SubjectKind == "" {
		return e, errors.New("an event needs an actor, a verb and a subject")
	}
	if e.ID == "" {
		id, err := uuid.NewV7FromReader(t.db.cfg.Rand)
		if err != nil {
			return e, err
		}
		e.ID = id.String()
	}
	if e.At.IsZero() {
		e.At = t.db.cfg.Now()
	}
	if len(e.Salt) != audit.SaltSize {
		e.Salt = make([]byte, audit.SaltSize)
		if _, err := io.ReadFull(t.db.cfg.Rand, e.Salt); err != nil {
			return e, err
		}
	}
	return e.Clean(), nil
}

// hashReader reads stored hashes of the tree inside a transaction.
type hashReader struct {
	ctx context.Context
	tx  *Tx
}

// ReadHashes is tlog.HashReader.
func (r hashReader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if t := r.tx.tree; t != nil && x >= t.first && x-t.first < int64(len(t.added)) {
			out[i] = t.added[x-t.first]
			continue
		}
		b, err := r.tx.Q.LogHash(r.ctx, x)
		if err != nil {
			return nil, fmt.Errorf("stored hash %d: %w", x, err)
		}
		if copy(out[i][:], b) != tlog.HashSize {
			return nil, fmt.Errorf("stored hash %d has %d bytes", x, len(b))
		}
	}
	return out, nil
}
