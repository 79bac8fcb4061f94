package store

import (
	"bytes"
	"context"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/store/db"
)

// chunk is how many leaves a check reads at once.
const chunk = 4096

// edge recomputes a tree from its leaves and keeps only its right edge: the
// roots of the complete subtrees, one per level.
type edge struct {
	size int64
	left [63]tlog.Hash
}

// add appends a leaf and returns the hashes that become final, in stored order.
func (e *edge) add(leaf []byte) []tlog.Hash {
	h := tlog.RecordHash(leaf)
	out := []tlog.Hash{h}
	level := 0
	for ; e.size>>level&1 == 1; level++ {
		h = tlog.NodeHash(e.left[level], h)
		out = append(out, h)
	}
	e.left[level] = h
	e.size++
	return out
}

// root is the RFC 6962 root of what was added.
func (e *edge) root() tlog.Hash {
	h, _ := tlog.TreeHash(0, nil)
	first := true
	for s := e.size; s != 0; s &= s - 1 {
		level := bits.TrailingZeros64(uint64(s))
		if first {
			h, first = e.left[level], false
		} else {
			h = tlog.NodeHash(e.left[level], h)
		}
	}
	return h
}

// CheckTree recomputes the whole tree from its leaves and compares it with the
// stored hashes, the tree's size, every event, every checkpoint kept here and
// the heads known from outside. It returns what does not fit, in words. A
// changed inner hash breaks no proof of its neighbours: only this finds it.
func (d *DB) CheckTree(ctx context.Context, heads ...Head) (wrong []string, err error) {
	err = d.View(ctx, func(t *Tx) error {
		wrong, err = t.checkTree(ctx, heads)
		return err
	})
	return wrong, err
}

// treeCheck is one run of CheckTree.
type treeCheck struct {
	ctx   context.Context
	tx    *Tx
	edge  edge
	heads map[int64][]Head
	wrong []string
}

func (c *treeCheck) say(format string, args ...any) {
	if len(c.wrong) < 100 {
		c.wrong = append(c.wrong, fmt.Sprintf(format, args...))
	}
}

func (t *Tx) checkTree(ctx context.Context, heads []Head) ([]string, error) {
	c := &treeCheck{ctx: ctx, tx: t, heads: map[int64][]Head{}}
	kept, err := t.Q.LogCheckpoints(ctx)
	if err != nil {
		return nil, err
	}
	for _, k := range kept {
		heads = append(heads, toCheckpoint(k).Head)
	}
	for _, h := range heads {
		c.heads[h.Size] = append(c.heads[h.Size], h)
	}
	size, err := t.Q.LogSize(ctx)
	if err != nil {
		return nil, err
	}
	counts, err := t.Q.LogCounts(ctx)
	if err != nil {
		return nil, err
	}
	if counts.Events != size || counts.Hashes != tlog.StoredHashCount(size) {
		c.say("the tree has size %d, but there are %d events and %d stored hashes", size, counts.Events, counts.Hashes)
	}
	c.meet()
	for from := int64(0); from < size; from += chunk {
		if err := c.leaves(from, min(from+chunk, size)); err != nil {
			return nil, err
		}
	}
	for n, hs := range c.heads {
		if n > size {
			c.say("the log has %d events, but %d were seen: it was cut or restored from an old backup (root %v)", size, n, hs[0].Root)
		}
	}
	return c.wrong, nil
}

// meet compares the tree so far with heads of its size.
func (c *treeCheck) meet() {
	for _, h := range c.heads[c.edge.size] {
		if r := c.edge.root(); r != h.Root {
			c.say("the first %d events have root %v, but %v was seen", h.Size, r, h.Root)
		}
	}
}

// leaves checks the leaves, hashes and events of one range.
func (c *treeCheck) leaves(from, to int64) error {
	leaves, err := c.tx.Q.LogLeaves(c.ctx, db.LogLeavesParams{First: from, After: to})
	if err != nil {
		return err
	}
	hashes, err := c.tx.Q.LogHashes(c.ctx, db.LogHashesParams{First: tlog.StoredHashCount(from), After: tlog.StoredHashCount(to)})
	if err != nil {
		return err
	}
	stored := make(map[int64][]byte, len(hashes))
	for _, h := range hashes {
		stored[h.HashIndex] = h.Hash
	}
	data := make(map[int64][]byte, len(leaves))
	for _, l := range leaves {
		data[l.LeafIndex] = l.Leaf
	}
	for n := from; n < to; n++ {
		if data[n] == nil {
			c.say("leaf %d is missing", n)
		}
		base := tlog.StoredHashIndex(0, n)
		for i, h := range c.edge.add(data[n]) {
			if !bytes.Equal(stored[base+int64(i)], h[:]) {
				c.say("stored hash %d is not that of its leaves up to %d", base+int64(i), n)
			}
		}
		c.meet()
	}
	return c.events(from, to, data)
}

// events checks that each event opens its leaf. An event whose salt was erased
// says nothing any more; its leaf stays.
func (c *treeCheck) events(from, to int64, leaves map[int64][]byte) error {
	rows, err := c.tx.Q.AuditEventsBetween(c.ctx, db.AuditEventsBetweenParams{First: from, After: to})
	if err != nil {
		return err
	}
	next := from
	for _, r := range rows {
		for ; next < r.LeafIndex; next++ {
			c.say("leaf %d has no event", next)
		}
		next = r.LeafIndex + 1
		if len(r.Salt) == 0 {
			continue
		}
		canonical, err := audit.CanonicalWith(eventOf(r), r.Detail)
		if err != nil {
			c.say("event %s cannot be read: %v", r.ID, err)
			continue
		}
		if leaf := audit.Leaf(r.Salt, canonical); !bytes.Equal(leaf[:], leaves[r.LeafIndex]) {
			c.say("event %s of %s %s does not open leaf %d", r.ID, r.SubjectKind, r.SubjectID, r.LeafIndex)
		}
	}
	for ; next < to; next++ {
		c.say("leaf %d has no event", next)
	}
	return nil
}
