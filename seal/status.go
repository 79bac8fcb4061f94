package seal

import (
	"bytes"
	"compress/zlib"
	"crypto"
	"fmt"
	"io"
	"time"

	"github.com/opencites/opencites/cites"
)

// Status is the two-bit state of a permit in a status list (IETF Token Status
// List; 3 is the value left to applications).
type Status uint8

// The states of a permit in a status list.
const (
	StatusValid     Status = 0
	StatusInvalid   Status = 1 // revoked or replaced
	StatusSuspended Status = 2
	StatusUsed      Status = 3
)

// Sizes and periods of status lists. Lists are large even when few permits use
// them, so that fetching one says nothing about which permit is checked.
const (
	MinEntries = 1 << 17
	maxEntries = 1 << 22

	StatusTTL      = 6 * time.Hour
	StatusLifetime = 7 * 24 * time.Hour
	statusFresh    = 24 * time.Hour
)

const (
	claimSubject    = 2
	claimStatusList = 65533
	claimTTL        = 65534
	statusType      = "application/statuslist+cwt"
)

// StatusList is the state of every permit that refers to one list of a Party.
type StatusList struct {
	Party   cites.Country
	List    uint64
	Issued  time.Time
	Expires time.Time
	bits    []byte // two bits per entry, lowest first
}

// NewStatusList starts a list in which every entry is valid; it has at least
// MinEntries entries.
func NewStatusList(party cites.Country, list uint64, entries int, issued time.Time) *StatusList {
	entries = min(max(entries, MinEntries), maxEntries)
	issued = issued.UTC().Truncate(time.Second)
	return &StatusList{Party: party, List: list, Issued: issued, Expires: issued.Add(StatusLifetime), bits: make([]byte, (entries+3)/4)}
}

// Entries is the number of entries.
func (l *StatusList) Entries() int { return 4 * len(l.bits) }

// Set gives entry i a state; an index outside the list is an error.
func (l *StatusList) Set(i uint64, s Status) error {
	if i >= uint64(l.Entries()) || s > StatusUsed {
		return refuse(Malformed, "status %d at index %d of %d", s, i, l.Entries())
	}
	shift := i % 4 * 2
	l.bits[i/4] = l.bits[i/4]&^(3<<shift) | byte(s)<<shift
	return nil
}

// At gives the state of entry i, false outside the list.
func (l *StatusList) At(i uint64) (Status, bool) {
	if i >= uint64(l.Entries()) {
		return 0, false
	}
	return Status(l.bits[i/4] >> (i % 4 * 2) & 3), true
}

func statusKind() kind {
	return kind{context: statusContext, use: []Use{UseStatus}, typ: statusType, limits: statusLimits}
}

// Subject names a list of a Party independently of the host that serves it.
func Subject(party cites.Country, list uint64) string { return fmt.Sprintf("%s/%d", party, list) }

// Encode signs the list as a status list token in CWT form.
func (l *StatusList) Encode(key crypto.Signer) ([]byte, error) {
	var packed bytes.Buffer
	w, err := zlib.NewWriterLevel(&packed, zlib.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(l.bits); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	payload, err := encMode.Marshal(map[int64]any{
		claimIssuer: string(l.Party), claimSubject: Subject(l.Party, l.List),
		claimExpires: l.Expires.Unix(), claimIssued: l.Issued.Unix(),
		claimTTL:        int64(StatusTTL / time.Second),
		claimStatusList: map[string]any{"bits": 2, "lst": packed.Bytes()},
	})
	if err != nil {
		return nil, err
	}
	return statusKind().sign1(payload, key)
}

// ParseStatus verifies a status list token of the party's list. Its key must
// be good on the day the list was made; a key revoked signs no list.
func ParseStatus(b []byte, keys KeyLookup, party cites.Country, list uint64) (*StatusList, error) {
	tree, key, err := statusKind().open(b, keys)
	if err != nil {
		return nil, err
	}
	f := fieldsOf(tree, "claims")
	issuer, subject := cites.Country(f.text(claimIssuer)), f.text(claimSubject)
	l := &StatusList{Party: party, List: list, Issued: moment(f.uint(claimIssued)), Expires: moment(f.uint(claimExpires))}
	f.uint(claimTTL)
	body, _ := f.take(claimStatusList)
	if _, err := f.rest(); err != nil {
		return nil, err
	}
	if issuer != party || key.Party != party || subject != Subject(party, list) {
		return nil, refuse(WrongIssuer, "status list %s of %s", subject, issuer)
	}
	if key.State == StateRevoked || l.Issued.Before(key.From) || l.Issued.After(key.SignUntil) {
		return nil, refuse(KeyPeriod, "status key %s", key.KID)
	}
	if l.bits, err = unpack(body); err != nil {
		return nil, err
	}
	return l, nil
}

// unpack reads the status_list claim, a map with text keys.
func unpack(v any) ([]byte, error) {
	m, ok := v.(map[any]any)
	packed, isBytes := m["lst"].([]byte)
	if !ok || !isBytes || m["bits"] != uint64(2) {
		return nil, refuse(Malformed, "status_list")
	}
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, refuse(Malformed, "status_list: %v", err)
	}
	bits, err := io.ReadAll(io.LimitReader(r, maxEntries/4+1))
	if err != nil {
		return nil, refuse(Malformed, "status_list: %v", err)
	}
	if len(bits) < MinEntries/4 || len(bits) > maxEntries/4 {
		return nil, refuse(Malformed, "status_list of %d entries", 4*len(bits))
	}
	return bits, nil
}

// StatusSource gives the newest known list of a Party, nil when none is known.
type StatusSource interface {
	StatusList(party cites.Country, list uint64) *StatusList
}

// Statuses is a collection of lists as a StatusSource.
type Statuses []*StatusList

// StatusList gives the newest list of that name.
func (s Statuses) StatusList(party cites.Country, list uint64) *StatusList {
	var newest *StatusList
	for _, l := range s {
		if l.Party == party && l.List == list && (newest == nil || l.Issued.After(newest.Issued)) {
			newest = l
		}
	}
	return newest
}
