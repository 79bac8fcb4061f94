package account

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"github.com/opencites/opencites/internal/fault"
)

// Cost is how much work a password hash takes.
type Cost struct {
	Memory  uint32 // KiB
	Passes  uint32
	Threads uint8
}

// DefaultCost is argon2id with 19 MiB, two passes, one lane: the second choice
// of the OWASP password storage sheet, about 34 ms here.
var DefaultCost = Cost{Memory: 19 << 10, Passes: 2, Threads: 1}

const (
	saltLength = 16
	keyLength  = 32
	// hashersAtOnce bounds memory and processor that strangers can occupy.
	hashersAtOnce = 2
)

// Hasher turns passwords into PHC strings, two at a time.
type Hasher struct {
	rand  io.Reader
	cost  Cost
	slots chan struct{}
	decoy string // what unknown logins are compared with: the same work
}

// NewHasher makes a hasher; rand gives the salts.
func NewHasher(rand io.Reader, cost Cost) (*Hasher, error) {
	h := &Hasher{rand: rand, cost: cost, slots: make(chan struct{}, hashersAtOnce)}
	var err error
	if h.decoy, err = h.Hash(context.Background(), "no account has this password"); err != nil {
		return nil, err
	}
	return h, nil
}

// enter waits for a free slot; an Unavailable fault when the caller gives up.
func (h *Hasher) enter(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return &fault.Error{Kind: fault.Unavailable, Key: "fault.unavailable", Cause: ctx.Err()}
	}
}

// Hash makes the PHC string of a password.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLength)
	if _, err := io.ReadFull(h.rand, salt); err != nil {
		return "", fmt.Errorf("salt of a password: %w", err)
	}
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer func() { <-h.slots }()
	key := derive(password, salt, h.cost)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		h.cost.Memory, h.cost.Passes, h.cost.Threads, b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

// Verify reports whether the password belongs to the hash, and whether the hash
// should be made anew because the cost has changed. An empty hash never fits,
// but takes the same work.
func (h *Hasher) Verify(ctx context.Context, password, hash string) (fits, stale bool, err error) {
	known := hash != ""
	if !known {
		hash = h.decoy
	}
	cost, salt, key, err := parsePHC(hash)
	if err != nil {
		return false, false, err
	}
	if err := h.enter(ctx); err != nil {
		return false, false, err
	}
	defer func() { <-h.slots }()
	same := subtle.ConstantTimeCompare(derive(password, salt, cost), key) == 1
	return same && known, cost != h.cost, nil
}

// derive treats the same text typed on different keyboards alike (NFC).
func derive(password string, salt []byte, c Cost) []byte {
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, c.Passes, c.Memory, c.Threads, keyLength)
}

func parsePHC(s string) (c Cost, salt, key []byte, err error) {
	parts := strings.Split(s, "$")
	var version int
	bad := fmt.Errorf("a stored password hash is not an argon2id PHC string")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return c, nil, nil, bad
	}
	if n, err := fmt.Sscanf(parts[2], "v=%d", &version); n != 1 || err != nil || version != argon2.Version {
		return c, nil, nil, bad
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Passes, &c.Threads); n != 3 || err != nil || c.Passes == 0 || c.Threads == 0 || c.Memory > 1<<20 {
		return c, nil, nil, bad
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(key) != keyLength {
		return c, nil, nil, bad
	}
	return c, salt, key, nil
}
