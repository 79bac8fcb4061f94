package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// SaltSize is the length of an event's salt in bytes.
const SaltSize = 32

// LeafSize is the length of a leaf's data in bytes.
const LeafSize = sha256.Size

// header separates our commitments from any other use of SHA-256.
const header = "opencites audit event v1\n"

// Actor is who did it, as far as the record needs to know.
type Actor struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Role string `json:"role"`
}

// Event is one act. Store fills ID, At and Salt when they are empty.
type Event struct {
	ID          string         // UUID, never reused
	At          time.Time      // moment, UTC, microseconds
	Actor       Actor          // who did it
	OnBehalf    string         // account or organisation the actor acted for; empty for oneself
	Verb        string         // actor.Verb, "noun.verb"
	SubjectKind string         // noun: "application", "permit"
	SubjectID   string         // id or number of the noun
	Detail      map[string]any // safe values only: strings, integers, booleans, lists and maps of them; no secrets, no floats
	Salt        []byte         // SaltSize random bytes; nil once erased
}

// canonical is the fixed order of an event's fields; never change it, add a new
// header with a new order instead.
type canonical struct {
	ID          string          `json:"id"`
	At          int64           `json:"at"`
	Actor       Actor           `json:"actor"`
	OnBehalf    string          `json:"on_behalf"`
	Verb        string          `json:"verb"`
	SubjectKind string          `json:"subject_kind"`
	SubjectID   string          `json:"subject_id"`
	Detail      json.RawMessage `json:"detail"`
}

// Clean returns the event with the moment cut to microseconds in UTC and with
// text that every engine can hold: valid UTF-8 without NUL.
func (e Event) Clean() Event {
	e.At = time.UnixMicro(e.At.UnixMicro()).UTC()
	for _, s := range []*string{&e.ID, &e.Actor.ID, &e.Actor.Name, &e.Actor.Role, &e.OnBehalf, &e.Verb, &e.SubjectKind, &e.SubjectID} {
		*s = strings.ReplaceAll(strings.ToValidUTF8(*s, "\uFFFD"), "\x00", "")
	}
	return e
}

// DetailJSON is the canonical text of the details: keys sorted, nothing escaped
// that need not be. It refuses floats, which have no place in a record.
func (e Event) DetailJSON() (string, error) {
	if len(e.Detail) == 0 {
		return "{}", nil
	}
	if err := exact("detail", e.Detail); err != nil {
		return "", err
	}
	return encode(e.Detail)
}

// Canonical returns the bytes that the leaf commits to.
func (e Event) Canonical() ([]byte, error) {
	detail, err := e.DetailJSON()
	if err != nil {
		return nil, fmt.Errorf("canonical event %s: %w", e.ID, err)
	}
	return CanonicalWith(e, detail)
}

// CanonicalWith is Canonical with the details as they were stored, so that a
// check opens exactly what was written.
func CanonicalWith(e Event, detail string) ([]byte, error) {
	s, err := encode(canonical{e.ID, e.At.UnixMicro(), e.Actor, e.OnBehalf, e.Verb, e.SubjectKind, e.SubjectID, json.RawMessage(detail)})
	if err != nil {
		return nil, fmt.Errorf("canonical event %s: %w", e.ID, err)
	}
	return []byte(header + s), nil
}

// Leaf is the data of the event's leaf in the tree: SHA-256(salt || canonical).
func Leaf(salt, canonical []byte) [LeafSize]byte {
	h := sha256.New()
	h.Write(salt)
	h.Write(canonical)
	return [LeafSize]byte(h.Sum(nil))
}

// Opens reports whether the event with its salt is what the leaf commits to.
func (e Event) Opens(leaf []byte) bool {
	c, err := e.Canonical()
	if err != nil || len(e.Salt) != SaltSize {
		return false
	}
	l := Leaf(e.Salt, c)
	return bytes.Equal(l[:], leaf)
}

func encode(v any) (string, error) {
	var b strings.Builder
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	if err := w.Encode(v); err != nil {
		return "", err
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// exact refuses values whose text would not come back as written.
func exact(path string, v any) error {
	switch x := v.(type) {
	case float32, float64:
		return fmt.Errorf("%s: a float has no place in an audit event", path)
	case map[string]any:
		for k, y := range x {
			if err := exact(path+"."+k, y); err != nil {
				return err
			}
		}
	case []any:
		for i, y := range x {
			if err := exact(fmt.Sprint(path, ".", i), y); err != nil {
				return err
			}
		}
	}
	return nil
}
