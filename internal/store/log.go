package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/store/db"
)

// Head is the state of the log at one size, as somebody has seen it.
type Head struct {
	Size int64
	Root tlog.Hash
}

// Checkpoint is a head with the signed note that publishes it (C2SP
// tlog-checkpoint: origin, size, root in base64, signatures).
type Checkpoint struct {
	Head
	At   time.Time
	Note string
}

// Checkpoint signs the log as it stands and keeps the note. It refuses when the
// log does not contain the last checkpoint's: then rows were changed behind the
// program, and nothing may be signed. The signature is made outside any
// transaction; when nothing was added the last checkpoint is returned.
func (d *DB) Checkpoint(ctx context.Context, signer note.Signer) (Checkpoint, error) {
	var c Checkpoint
	var last *Checkpoint
	err := d.View(ctx, func(t *Tx) (err error) {
		if last, err = t.LatestCheckpoint(ctx); err != nil {
			return err
		}
		if last != nil {
			if err := t.contains(ctx, last.Head); err != nil {
				return err
			}
		}
		if c.Size, err = t.Q.LogSize(ctx); err != nil {
			return err
		}
		c.Root, err = tlog.TreeHash(c.Size, hashReader{ctx, t})
		return err
	})
	if err != nil {
		return c, fmt.Errorf("checkpoint: %w", err)
	}
	if last != nil && last.Size == c.Size {
		return *last, nil
	}
	text := fmt.Sprintf("%s\n%d\n%s\n", signer.Name(), c.Size, base64.StdEncoding.EncodeToString(c.Root[:]))
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return c, fmt.Errorf("checkpoint: %w", err)
	}
	c.At, c.Note = time.UnixMicro(d.cfg.Now().UnixMicro()).UTC(), string(signed)
	err = d.Update(ctx, func(t *Tx) error {
		return t.Q.InsertLogCheckpoint(ctx, db.InsertLogCheckpointParams{Size: c.Size, At: c.At.UnixMicro(), Root: c.Root[:], Note: c.Note})
	})
	if fault.KindOf(err) == fault.Conflict { // another instance was faster with the same head
		return c, nil
	}
	return c, err
}

// LatestCheckpoint returns the newest checkpoint, nil if there is none yet.
func (t *Tx) LatestCheckpoint(ctx context.Context) (*Checkpoint, error) {
	r, err := t.Q.LatestLogCheckpoint(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("latest checkpoint: %w", err)
	}
	c := toCheckpoint(r)
	return &c, nil
}

func toCheckpoint(r db.LogCheckpoint) Checkpoint {
	c := Checkpoint{Head: Head{Size: r.Size}, At: time.UnixMicro(r.At).UTC(), Note: r.Note}
	copy(c.Root[:], r.Root)
	return c
}

// contains says whether the log still holds what somebody has seen of it.
func (t *Tx) contains(ctx context.Context, h Head) error {
	size, err := t.Q.LogSize(ctx)
	if err != nil {
		return err
	}
	if size < h.Size {
		return fmt.Errorf("the log has %d events but %d were seen: it was cut or restored from an old backup", size, h.Size)
	}
	root, err := tlog.TreeHash(h.Size, hashReader{ctx, t})
	if err != nil {
		return err
	}
	if root != h.Root {
		return fmt.Errorf("the log's first %d events are not those that were seen", h.Size)
	}
	return nil
}

// Contains refuses when the log does not hold a head that a witness has seen;
// call it at start-up with every head known from outside.
func (d *DB) Contains(ctx context.Context, heads ...Head) error {
	return d.View(ctx, func(t *Tx) error {
		for _, h := range heads {
			if err := t.contains(ctx, h); err != nil {
				return err
			}
		}
		return nil
	})
}

// LogSize is the number of leaves.
func (t *Tx) LogSize(ctx context.Context) (int64, error) { return t.Q.LogSize(ctx) }

// LogRoot is the root of the first size leaves.
func (t *Tx) LogRoot(ctx context.Context, size int64) (tlog.Hash, error) {
	if err := t.within(ctx, size); err != nil {
		return tlog.Hash{}, err
	}
	return tlog.TreeHash(size, hashReader{ctx, t})
}

// ProveLeaf returns a leaf and the proof that the log of the given size holds
// it at index; verify with tlog.CheckRecord and tlog.RecordHash(leaf).
func (t *Tx) ProveLeaf(ctx context.Context, size, index int64) (leaf []byte, proof tlog.RecordProof, err error) {
	if err := t.within(ctx, size); err != nil {
		return nil, nil, err
	}
	if index < 0 || index >= size {
		return nil, nil, fault.New(fault.NotFound, "fault.not_found", "noun", "leaf", "id", index)
	}
	if leaf, err = t.Q.LogLeaf(ctx, index); err != nil {
		return nil, nil, fmt.Errorf("prove leaf %d: %w", index, err)
	}
	proof, err = tlog.ProveRecord(size, index, hashReader{ctx, t})
	return leaf, proof, err
}

// ProveConsistency proves that the log of size begins with the log of old;
// verify with tlog.CheckTree.
func (t *Tx) ProveConsistency(ctx context.Context, size, old int64) (tlog.TreeProof, error) {
	if err := t.within(ctx, size); err != nil {
		return nil, err
	}
	if old < 1 || old > size {
		return nil, fault.New(fault.NotFound, "fault.not_found", "noun", "log", "id", old)
	}
	return tlog.ProveTree(size, old, hashReader{ctx, t})
}

func (t *Tx) within(ctx context.Context, size int64) error {
	now, err := t.Q.LogSize(ctx)
	if err != nil {
		return err
	}
	if size < 0 || size > now {
		return fault.New(fault.NotFound, "fault.not_found", "noun", "log", "id", size)
	}
	return nil
}
