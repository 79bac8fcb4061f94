package exchange

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/profile"
)

// PartnerState says whether a partner may ask and be asked.
type PartnerState string

// The states of a partner.
const (
	Active   PartnerState = "active"
	Disabled PartnerState = "disabled"
)

// Partner is another Party's system.
type Partner struct {
	ID         string
	Name       string        // short, unique, used on the command line
	Party      cites.Country // the country it speaks for
	Endpoint   string        // where its permits are asked for; may be empty
	TokenHash  []byte        // SHA-256 of the token it presents to us
	Credential string        // the token that it gave us to present to it
	State      PartnerState
	Version    int64
	Created    time.Time
	Changed    time.Time
}

// Direction tells who began an exchange.
type Direction string

// The directions.
const (
	In  Direction = "in"  // somebody asked us
	Out Direction = "out" // we asked a partner
)

// Message is one exchange as the log keeps it: who, what, when, how it ended,
// and digests by which the bytes can be recognised (Decision 18.125 on audit
// trails). Tokens are never kept.
type Message struct {
	ID             string
	PartnerID      string // empty when a permit's own token was presented
	PartnerName    string // filled when read
	Party          cites.Country
	Direction      Direction
	Operation      Operation
	Number         cites.PermitNumber // as asked for
	Outcome        string             // "ok" or the key of the fault
	RequestDigest  []byte             // SHA-256 of the request
	ResponseDigest []byte             // SHA-256 of the response, nil when none came
	At             time.Time
}

// OK is the outcome of a message that did what it asked for.
const OK = "ok"

// Operation is one of the services of the exchange.
type Operation string

// The operations. A final certificate is one whose box 14 customs has filled.
const (
	GetNonFinal Operation = "GetNonFinalCitesCertificate"
	GetFinal    Operation = "GetFinalCitesCertificate"
)

// Desk is where partners are managed, asked and answered. Its fields are set
// once; it is safe for concurrent use.
type Desk struct {
	Store    Store
	Profile  *profile.Profile
	Source   Source   // our permits
	Caller   Caller   // how partners are asked
	Receiver Receiver // who keeps what they send
	Misses   *Misses
	Now      func() time.Time
	Rand     io.Reader // tokens
	NewID    func() string
}

// The acts of this package that no person does.
const (
	answer actor.Verb = "exchange.answer"
	locked actor.Verb = "exchange.locked"
)

// tokenBytes is the size of a token: 128 random bits.
const tokenBytes = 16

// newToken draws a token and its hash. Only the hash is kept.
func (d *Desk) newToken() (token string, hash []byte, err error) {
	b := make([]byte, tokenBytes)
	if _, err := io.ReadFull(d.Rand, b); err != nil {
		return "", nil, fmt.Errorf("draw partner token: %w", err)
	}
	token = strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
	return token, digest(token), nil
}

func digest[T string | []byte](v T) []byte {
	h := sha256.Sum256([]byte(v))
	return h[:]
}
