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

// tree is the size of the log inside one commit, and the hashes this commit
// added. A function that is rolled back gives the former size back.
type tree struct {
	size  int64
	added map[int64]tlog.Hash
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
	index := t.tree.size
	err = t.Q.InsertAuditEvent(ctx, db.InsertAuditEventParams{
		ID: e.ID, LeafIndex: index, At: e.At.UnixMicro(),
		ActorID: e.Actor.ID, ActorName: e.Actor.Name, ActorRole: e.Actor.Role, OnBehalf: e.OnBehalf,
		Verb: e.Verb, SubjectKind: e.SubjectKind, SubjectID: e.SubjectID, Detail: detail, Salt: e.Salt,
	})
	if err != nil {
		return 0, fmt.Errorf("record %s: %w", e.Verb, err)
	}
	leaf := audit.Leaf(e.Salt, canonical)
	if err := t.appendLeaf(ctx, leaf[:]); err != nil {
		return 0, fmt.Errorf("record %s: %w", e.Verb, err)
	}
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

// appendLeaf adds a leaf's data and the hashes that become final with it.
func (t *Tx) appendLeaf(ctx context.Context, leaf []byte) error {
	n := t.tree.size
	hashes, err := tlog.StoredHashes(n, leaf, hashReader{ctx, t})
	if err != nil {
		return fmt.Errorf("append leaf %d: %w", n, err)
	}
	if err := t.Q.InsertLogLeaf(ctx, db.InsertLogLeafParams{LeafIndex: n, Leaf: leaf}); err != nil {
		return fmt.Errorf("append leaf %d: %w", n, err)
	}
	first := tlog.StoredHashIndex(0, n)
	for i, h := range hashes {
		at := first + int64(i)
		if err := t.Q.InsertLogHash(ctx, db.InsertLogHashParams{HashIndex: at, Hash: h[:]}); err != nil {
			return fmt.Errorf("append leaf %d: hash %d: %w", n, at, err)
		}
		t.tree.added[at] = h
	}
	t.tree.size = n + 1
	return nil
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
		if r.tx.tree != nil {
			if h, ok := r.tx.tree.added[x]; ok {
				out[i] = h
				continue
			}
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
