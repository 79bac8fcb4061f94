package sign

import (
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/seal"
)

// Errors of opening a key store.
var (
	ErrPassphrase = errors.New("key store: wrong passphrase or damaged file")
	ErrReadable   = errors.New("key store: file can be read by others: set its mode to 0600")
	ErrExists     = errors.New("key store: file exists already")
)

// Keystore is an open key store. It is safe for concurrent use; every change is
// on disk before it is seen.
type Keystore struct {
	path   string
	box    box
	random io.Reader

	mu      sync.RWMutex
	seen    [sha256.Size]byte // digest of the file as last read or written
	party   cites.Country
	changed time.Time
	entries []entry
}

// entry is one key of the store.
type entry struct {
	key    seal.Key
	signer crypto.Signer
}

// document is the plain content of the file.
type document struct {
	Party   cites.Country `json:"party"`
	Changed time.Time     `json:"changed"`
	Keys    []record      `json:"keys"`
}

type record struct {
	Use         seal.Use      `json:"use"`
	State       seal.KeyState `json:"state"`
	From        time.Time     `json:"from"`
	SignUntil   time.Time     `json:"sign_until"`
	VerifyUntil time.Time     `json:"verify_until"`
	RevokedFrom *uint64       `json:"revoked_from,omitempty"`
	Private     []byte        `json:"private"` // PKCS #8
}

// Create makes the file at path with a full set of keys for the Party, good
// from the moment at. It fails with ErrExists rather than replace keys.
func Create(path, passphrase string, party cites.Country, at time.Time, random io.Reader) (*Keystore, error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return nil, ErrExists
	}
	b, err := newBox(passphrase, random)
	if err != nil {
		return nil, err
	}
	at = at.UTC().Truncate(time.Second)
	k := &Keystore{path: path, box: b, random: random, party: party}
	var made []entry
	for _, p := range Policies() {
		e, err := k.make(p, seal.StateActive, at)
		if err != nil {
			return nil, err
		}
		made = append(made, e)
		if !p.Next {
			continue
		}
		if e, err = k.make(p, seal.StateNext, at); err != nil {
			return nil, err
		}
		made = append(made, e)
	}
	return k, k.commit(made, at)
}

// Open reads the file at path. A file that others can read is refused.
func Open(path, passphrase string, random io.Reader) (*Keystore, error) {
	raw, err := readFile(path)
	if err != nil {
		return nil, err
	}
	b, plain, err := readBox(raw, passphrase)
	if err != nil {
		return nil, err
	}
	k := &Keystore{path: path, box: b, random: random}
	if err := k.adopt(raw, plain); err != nil {
		return nil, err
	}
	return k, k.writePublic()
}

// adopt takes over what a file holds.
func (k *Keystore) adopt(raw []byte, plain document) error {
	entries := make([]entry, len(plain.Keys))
	for i, r := range plain.Keys {
		var err error
		if entries[i], err = r.entry(plain.Party); err != nil {
			return err
		}
	}
	k.seen, k.party, k.changed, k.entries = sha256.Sum256(raw), plain.Party, plain.Changed, entries
	return nil
}

// refresh reads the file again if another process of the Party changed it:
// nobody's new key may be lost. The caller holds the lock.
func (k *Keystore) refresh() error {
	raw, err := readFile(k.path)
	if err != nil || sha256.Sum256(raw) == k.seen {
		return err
	}
	plain, err := k.box.read(raw)
	if err != nil {
		return err
	}
	return k.adopt(raw, plain)
}

// Party is whose keys these are.
func (k *Keystore) Party() cites.Country { return k.party }

// Keys lists the public side of all keys, oldest first.
func (k *Keystore) Keys() []seal.Key {
	k.mu.RLock()
	defer k.mu.RUnlock()
	out := make([]seal.Key, len(k.entries))
	for i, e := range k.entries {
		out[i] = e.key
	}
	return out
}

// make generates a key. A next key has its waiting time before its signing time.
func (k *Keystore) make(p KeyPolicy, state seal.KeyState, at time.Time) (entry, error) {
	signer, err := generate(p.Use, k.random)
	if err != nil {
		return entry{}, err
	}
	months := p.SignMonths
	if state == seal.StateNext {
		months *= 2
	}
	end := at.AddDate(0, months, 0)
	key, err := seal.NewKey(k.party, p.Use, signer.Public(), at, end, end.AddDate(0, p.AfterMonths, 0))
	key.State = state
	return entry{key, signer}, err
}

// commit writes the new set of keys and then makes it the one in use. The
// caller holds the lock or is the only one to know k.
func (k *Keystore) commit(entries []entry, at time.Time) error {
	doc := document{Party: k.party, Changed: at}
	for _, e := range entries {
		r, err := e.record()
		if err != nil {
			return err
		}
		doc.Keys = append(doc.Keys, r)
	}
	raw, err := k.box.write(k.path, doc, k.random)
	if err != nil {
		return fmt.Errorf("write key store: %w", err)
	}
	k.seen, k.entries, k.changed = sha256.Sum256(raw), entries, at
	return k.writePublic()
}

// change runs fn over a copy of the keys on disk and commits what it gives.
func (k *Keystore) change(at time.Time, fn func([]entry) ([]entry, error)) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.refresh(); err != nil {
		return err
	}
	entries, err := fn(slices.Clone(k.entries))
	if err != nil {
		return err
	}
	return k.commit(entries, at.UTC().Truncate(time.Second))
}

func (e entry) record() (record, error) {
	private, err := x509.MarshalPKCS8PrivateKey(e.signer)
	return record{Use: e.key.Use, State: e.key.State, From: e.key.From, SignUntil: e.key.SignUntil, VerifyUntil: e.key.VerifyUntil,
		RevokedFrom: e.key.RevokedFrom, Private: private}, err
}

func (r record) entry(party cites.Country) (entry, error) {
	private, err := x509.ParsePKCS8PrivateKey(r.Private)
	if err != nil {
		return entry{}, fmt.Errorf("key store: %w", err)
	}
	signer, ok := private.(crypto.Signer)
	if !ok {
		return entry{}, fmt.Errorf("key store: key of type %T", private)
	}
	key, err := seal.NewKey(party, r.Use, signer.Public(), r.From, r.SignUntil, r.VerifyUntil)
	key.State, key.RevokedFrom = r.State, r.RevokedFrom
	return entry{key, signer}, err
}
