package crashtest

import (
	"io"
	"math/rand/v2"
	"slices"
	"sync"

	sqlite3 "github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
)

// sector is what a disk writes at once; larger writes can tear between sectors.
const sector = 512

// change is a write, or a truncation when data is nil.
type change struct {
	at   int64
	data []byte
}

// file has what readers see, what is certainly on the disk, and what was
// written since the last sync.
type file struct {
	seen, synced []byte
	pending      []change
}

// disk forgets what was not synced when its power is cut. Operations that change
// something are counted; each can be made to fail.
type disk struct {
	mu    sync.Mutex
	files map[string]*file
	left  int  // operations until the power fails; negative: never
	dead  bool // the power has failed: every operation fails
	once  bool // only one operation fails, then the disk works again
	done  int  // changing operations so far
}

// tick counts an operation and fails it when its time has come.
func (d *disk) tick() error {
	if d.dead {
		return sqlite3.IOERR
	}
	d.done++
	if d.left < 0 {
		return nil
	}
	if d.left--; d.left >= 0 {
		return nil
	}
	d.dead = !d.once
	d.left = -1
	return sqlite3.IOERR
}

func (c change) apply(b []byte) []byte {
	if c.data == nil {
		return slices.Clone(b[:min(int64(len(b)), c.at)])
	}
	if grow := c.at + int64(len(c.data)) - int64(len(b)); grow > 0 {
		b = append(b, make([]byte, grow)...)
	}
	copy(b[c.at:], c.data)
	return b
}

// copyOf is the disk as it would be with everything synced.
func copyOf(d *disk) *disk {
	n := &disk{files: map[string]*file{}, left: -1}
	for name, f := range d.files {
		n.files[name] = &file{seen: slices.Clone(f.seen), synced: slices.Clone(f.seen)}
	}
	return n
}

// afterCut is what the disk holds after the power came back: what was synced,
// and of the rest any sectors, in part or not at all.
func (d *disk) afterCut(r *rand.Rand) *disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := &disk{files: map[string]*file{}, left: -1}
	for name, f := range d.files {
		b := slices.Clone(f.synced)
		lucky := []float64{0, 0.5, 0.9, 1}[r.IntN(4)]
		for _, c := range f.pending {
			if c.data == nil {
				if r.Float64() < lucky {
					b = c.apply(b)
				}
				continue
			}
			for s := 0; s < len(c.data); s += sector {
				if r.Float64() < lucky {
					b = change{c.at + int64(s), c.data[s:min(s+sector, len(c.data))]}.apply(b)
				}
			}
		}
		n.files[name] = &file{seen: b, synced: slices.Clone(b)}
	}
	return n
}

// Open is vfs.VFS.
func (d *disk) Open(name string, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if name == "" {
		return nil, flags, sqlite3.CANTOPEN
	}
	f := d.files[name]
	if f == nil {
		if flags&vfs.OPEN_CREATE == 0 {
			return nil, flags, sqlite3.CANTOPEN
		}
		f = &file{}
		d.files[name] = f
	}
	return &handle{d: d, f: f}, flags, nil
}

// Delete is vfs.VFS.
func (d *disk) Delete(name string, _ bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.tick(); err != nil {
		return err
	}
	if d.files[name] == nil {
		return sqlite3.IOERR_DELETE_NOENT
	}
	delete(d.files, name)
	return nil
}

// Access is vfs.VFS.
func (d *disk) Access(name string, _ vfs.AccessFlag) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.files[name] != nil, nil
}

// FullPathname is vfs.VFS.
func (d *disk) FullPathname(name string) (string, error) { return name, nil }

// handle is an open file.
type handle struct {
	d *disk
	f *file
}

func (h *handle) Close() error { return nil }

func (h *handle) ReadAt(b []byte, at int64) (int, error) {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	if at >= int64(len(h.f.seen)) {
		return 0, io.EOF
	}
	n := copy(b, h.f.seen[at:])
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

func (h *handle) change(c change) error {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	if err := h.d.tick(); err != nil {
		return err
	}
	h.f.seen = c.apply(h.f.seen)
	h.f.pending = append(h.f.pending, c)
	return nil
}

func (h *handle) WriteAt(b []byte, at int64) (int, error) {
	if err := h.change(change{at, append([]byte{}, b...)}); err != nil {
		return 0, err
	}
	return len(b), nil
}

func (h *handle) Truncate(size int64) error { return h.change(change{at: size}) }

func (h *handle) Sync(vfs.SyncFlag) error {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	if err := h.d.tick(); err != nil {
		return err
	}
	for _, c := range h.f.pending {
		h.f.synced = c.apply(h.f.synced)
	}
	h.f.pending = nil
	return nil
}

func (h *handle) Size() (int64, error) {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	return int64(len(h.f.seen)), nil
}

func (h *handle) Lock(vfs.LockLevel) error                        { return nil }
func (h *handle) Unlock(vfs.LockLevel) error                      { return nil }
func (h *handle) CheckReservedLock() (bool, error)                { return false, nil }
func (h *handle) SectorSize() int                                 { return sector }
func (h *handle) DeviceCharacteristics() vfs.DeviceCharacteristic { return 0 }
