package seal

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/opencites/opencites/cites"
)

// KID names a key: the first eight bytes of the SHA-256 of its public form.
// It is a hint for finding keys, not a proof of identity.
type KID [8]byte

func (k KID) String() string { return hex.EncodeToString(k[:]) }

// Use is the one usage of a key.
type Use uint8

// The usages. A signature counts only under a key of the usage it needs.
const (
	UsePermit      Use = 1 // PS: permits and certificates valid up to twelve months
	UseCertificate Use = 2 // LS: certificates valid up to three years
	UseEndorsement Use = 3 // ES
	UseStatus      Use = 4 // ST: status lists
	UseLog         Use = 5 // TL: checkpoints of the log, Ed25519
	UseExchange    Use = 6 // XS: messages between Parties
	UseRoot        Use = 9 // NCA: national root, signs the trust list
)

var useNames = map[Use]string{UsePermit: "PS", UseCertificate: "LS", UseEndorsement: "ES", UseStatus: "ST",
	UseLog: "TL", UseExchange: "XS", UseRoot: "NCA"}

func (u Use) String() string { return useNames[u] }

// Alg is a COSE algorithm number.
type Alg int64

// The algorithms. ES256 is issued because readers know it; ESP256, its fully
// specified successor of RFC 9864, is read as well.
const (
	ES256   Alg = -7
	Ed25519 Alg = -8
	ESP256  Alg = -9
)

var algNames = map[Alg]string{ES256: "ES256", Ed25519: "Ed25519", ESP256: "ESP256"}

func (a Alg) String() string { return algNames[a] }

// KeyState is where a key stands in its life.
type KeyState uint8

// The states. Next keys are published before they sign; retired keys sign no
// more but verify; test keys never make a real permit.
const (
	StateActive KeyState = iota
	StateNext
	StateRetired
	StateRevoked
	StateTest
)

var stateNames = [...]string{"active", "next", "retired", "revoked", "test"}

func (s KeyState) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return ""
}

// Key is a public key with its one usage and its periods.
type Key struct {
	Party       cites.Country
	KID         KID
	Alg         Alg
	Use         Use
	Public      []byte // compressed P-256 point (33 bytes) or Ed25519 key (32 bytes)
	From        time.Time
	SignUntil   time.Time
	VerifyUntil time.Time
	State       KeyState
	// RevokedFrom is the first log index that a revoked key no longer covers;
	// nil revokes everything it ever signed.
	RevokedFrom *uint64

	point *ecdsa.PublicKey // parsed Public, so that verifying does not repeat it
}

// PublicBytes gives the public form of a key: the compressed P-256 point or the
// Ed25519 key.
func PublicBytes(pub crypto.PublicKey) ([]byte, error) {
	switch k := pub.(type) {
	case *ecdsa.PublicKey:
		if k.Curve != elliptic.P256() {
			return nil, refuse(Malformed, "key is not on P-256")
		}
		raw, err := k.Bytes()
		if err != nil {
			return nil, err
		}
		out := append([]byte{2 + raw[64]&1}, raw[1:33]...)
		return out, nil
	case ed25519.PublicKey:
		return k, nil
	}
	return nil, refuse(Malformed, "key of type %T", pub)
}

// KIDOf names a public form.
func KIDOf(public []byte) KID {
	h := sha256.Sum256(public)
	return KID(h[:8])
}

// NewKey describes a public key for one use, active from one moment, with its
// signing and verifying periods.
func NewKey(party cites.Country, use Use, pub crypto.PublicKey, from, signUntil, verifyUntil time.Time) (Key, error) {
	public, err := PublicBytes(pub)
	if err != nil {
		return Key{}, err
	}
	k := Key{Party: party, KID: KIDOf(public), Alg: ES256, Use: use, Public: public,
		From: from.UTC(), SignUntil: signUntil.UTC(), VerifyUntil: verifyUntil.UTC()}
	if len(public) == ed25519.PublicKeySize {
		k.Alg = Ed25519
	}
	return k, k.parse()
}

// parse checks Public against KID and Alg and keeps the curve point.
func (k *Key) parse() error {
	if KIDOf(k.Public) != k.KID {
		return refuse(Malformed, "key %s: name does not fit the key", k.KID)
	}
	if k.Alg == Ed25519 {
		if len(k.Public) != ed25519.PublicKeySize {
			return refuse(Malformed, "key %s: %d bytes", k.KID, len(k.Public))
		}
		return nil
	}
	if len(k.Public) != 33 || k.Alg != ES256 && k.Alg != ESP256 {
		return refuse(Malformed, "key %s: %d bytes for algorithm %d", k.KID, len(k.Public), k.Alg)
	}
	x, y := elliptic.UnmarshalCompressed(elliptic.P256(), k.Public)
	if x == nil {
		return refuse(Malformed, "key %s: no point of P-256", k.KID)
	}
	raw := make([]byte, 65)
	raw[0] = 4
	x.FillBytes(raw[1:33])
	y.FillBytes(raw[33:])
	var err error
	k.point, err = ecdsa.ParseUncompressedPublicKey(elliptic.P256(), raw)
	return err
}

// KeyLookup finds the keys a name may stand for. Several keys can share one
// name; every one of them is tried.
type KeyLookup interface {
	Keys(KID) []Key
}

// Keyring is a list of keys as a KeyLookup.
type Keyring []Key

// Keys gives the keys of that name.
func (r Keyring) Keys(kid KID) []Key {
	var out []Key
	for _, k := range r {
		if k.KID == kid {
			out = append(out, k)
		}
	}
	return out
}
