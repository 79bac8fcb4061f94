package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/store/db"
)

// tileHeight is the height that C2SP tlog-tiles fixes: 256 hashes per tile.
const tileHeight = 8

// Tile returns a tile of the log by its C2SP tlog-tiles path without prefix:
// "0/x001/067", "1/000.p/70" or, with the leaves themselves, "entries/000.p/5".
// A full tile never changes; a tile that is not there yet is NotFound.
func (t *Tx) Tile(ctx context.Context, path string) ([]byte, error) {
	absent := fault.New(fault.NotFound, "fault.not_found", "noun", "tile", "id", path)
	data := false
	if rest, ok := strings.CutPrefix(path, "entries/"); ok {
		data, path = true, "0/"+rest
	}
	tile, err := tlog.ParseTilePath(fmt.Sprintf("tile/%d/%s", tileHeight, path))
	if err != nil || tile.L < 0 {
		return nil, absent
	}
	size, err := t.Q.LogSize(ctx)
	if err != nil {
		return nil, err
	}
	// The tile's last hash covers leaves up to here; shifting beyond 62 bits would overflow.
	if tile.L > 7 || tile.N > size || (tile.N<<tileHeight+int64(tile.W))<<(tileHeight*tile.L) > size {
		return nil, absent
	}
	if data {
		return t.entries(ctx, tile)
	}
	b, err := tlog.ReadTileData(tile, hashReader{ctx, t})
	if err != nil {
		return nil, fmt.Errorf("tile %s: %w", path, err)
	}
	return b, nil
}

// entries is an entry bundle: each leaf behind its length in two bytes.
func (t *Tx) entries(ctx context.Context, tile tlog.Tile) ([]byte, error) {
	first := tile.N << tileHeight
	leaves, err := t.Q.LogLeaves(ctx, db.LogLeavesParams{First: first, After: first + int64(tile.W)})
	if err != nil {
		return nil, fmt.Errorf("entries from %d: %w", first, err)
	}
	var out []byte
	for _, l := range leaves {
		out = binary.BigEndian.AppendUint16(out, uint16(len(l.Leaf)))
		out = append(out, l.Leaf...)
	}
	return out, nil
}
