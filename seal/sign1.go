package seal

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/asn1"
	"math/big"
)

// Contexts separate what a signature was made for; they are the external_aad of
// COSE and cost no bytes in the seal.
const (
	permitContext      = "cites-permit-seal-v1"
	endorsementContext = "cites-endorsement-v1"
	trustContext       = "cites-trust-list-v1"
	// The status list is a public standard with readers of its own, which use
	// no context; the type in its header and the usage of its key stand in.
	statusContext = ""
)

const (
	headerAlg = 1
	headerKID = 4
	headerTyp = 16
	sign1Tag  = 0xD2 // CBOR tag 18
)

// kind is one kind of COSE_Sign1 message: what its signature means, which key
// makes it and how large it may be.
type kind struct {
	context string
	use     []Use
	typ     string // header 16, "" when absent
	limits  limits
	// lax leaves out the comparison with the deterministic encoding; only the
	// negative control of the tests sets it.
	lax bool
}

func permitKind() kind {
	return kind{context: permitContext, use: []Use{UsePermit, UseCertificate}, limits: sealLimits}
}

// sign1 signs the payload with a P-256 key and gives the tagged COSE_Sign1.
func (k kind) sign1(payload []byte, key crypto.Signer) ([]byte, error) {
	public, err := PublicBytes(key.Public())
	if err != nil {
		return nil, err
	}
	if len(public) != 33 {
		return nil, refuse(Malformed, "signing key is not ECDSA P-256")
	}
	kid := KIDOf(public)
	header := map[int]any{headerAlg: int64(ES256), headerKID: kid[:]}
	if k.typ != "" {
		header[headerTyp] = k.typ
	}
	protected, err := encMode.Marshal(header)
	if err != nil {
		return nil, err
	}
	signed, err := toBeSigned("Signature1", protected, k.context, payload)
	if err != nil {
		return nil, err
	}
	sig, err := signRaw(key, signed)
	if err != nil {
		return nil, err
	}
	body, err := encMode.Marshal([]any{protected, map[int]any{}, payload, sig})
	if err != nil {
		return nil, err
	}
	out := append([]byte{sign1Tag}, body...)
	if len(out) > k.limits.size {
		return nil, refuse(Malformed, "%d bytes, at most %d", len(out), k.limits.size)
	}
	return out, nil
}

func toBeSigned(name string, protected []byte, context string, payload []byte) ([]byte, error) {
	return encMode.Marshal([]any{name, protected, []byte(context), payload})
}

// signRaw signs with SHA-256 and gives r and s, 32 bytes each. Without a random
// source an ecdsa.PrivateKey signs deterministically (RFC 6979), so a repeated
// job makes the same bytes.
func signRaw(key crypto.Signer, signed []byte) ([]byte, error) {
	digest := sha256.Sum256(signed)
	der, err := key.Sign(nil, digest[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	var rs struct{ R, S *big.Int }
	if rest, err := asn1.Unmarshal(der, &rs); err != nil || len(rest) > 0 {
		return nil, refuse(Malformed, "signer gave no ECDSA signature")
	}
	size := elliptic.P256().Params().BitSize / 8
	if rs.R.Sign() <= 0 || rs.S.Sign() <= 0 || rs.R.BitLen() > 8*size || rs.S.BitLen() > 8*size {
		return nil, refuse(Malformed, "signature out of range")
	}
	out := make([]byte, 2*size)
	rs.R.FillBytes(out[:size])
	rs.S.FillBytes(out[size:])
	return out, nil
}

// checkRaw verifies r and s of a P-256 signature.
func checkRaw(key *Key, signed, sig []byte) bool {
	if key.point == nil && key.parse() != nil || key.point == nil {
		return false
	}
	digest := sha256.Sum256(signed)
	r, s := new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:])
	return ecdsa.Verify(key.point, digest[:], r, s)
}

// open verifies a tagged COSE_Sign1 in the order of the format: size, CBOR
// limits, protected header, key by name and usage, signature, deterministic
// encoding. It gives the claims as a tree and the key that made the signature.
func (k kind) open(b []byte, keys KeyLookup) (claims any, key Key, err error) {
	if len(b) > k.limits.size {
		return nil, key, refuse(Malformed, "%d bytes, at most %d", len(b), k.limits.size)
	}
	m, err := k.split(b)
	if err != nil {
		return nil, key, err
	}
	signed, err := toBeSigned("Signature1", m.protected, k.context, m.payload)
	if err != nil {
		return nil, key, err
	}
	if key, err = k.find(m.kid, keys, signed, m.signature); err != nil {
		return nil, key, err
	}
	if !k.lax && !m.deterministic() {
		return nil, key, refuse(Malformed, "not in deterministic encoding")
	}
	return m.claims, key, nil
}

// message is a COSE_Sign1 taken apart.
type message struct {
	outer, header, claims         any
	body                          []byte
	protected, payload, signature []byte
	kid                           KID
}

func (k kind) split(b []byte) (m message, err error) {
	if len(b) == 0 || b[0] != sign1Tag {
		return m, refuse(Malformed, "no COSE_Sign1")
	}
	m.body = b[1:]
	if m.outer, err = decode(m.body, k.limits); err != nil {
		return m, err
	}
	parts, _ := m.outer.([]any)
	if len(parts) != 4 {
		return m, refuse(Malformed, "no array of four")
	}
	var ok [4]bool
	m.protected, ok[0] = parts[0].([]byte)
	unprotected, isMap := parts[1].(map[any]any)
	ok[1] = isMap && len(unprotected) == 0
	m.payload, ok[2] = parts[2].([]byte)
	m.signature, ok[3] = parts[3].([]byte)
	if ok != [4]bool{true, true, true, true} || len(m.signature) != 64 {
		return m, refuse(Malformed, "no COSE_Sign1 of ours")
	}
	if m.claims, err = decode(m.payload, k.limits); err != nil {
		return m, err
	}
	return m, k.readHeader(&m)
}

// readHeader accepts exactly the algorithm, the key's name and the type.
func (k kind) readHeader(m *message) (err error) {
	if m.header, err = decode(m.protected, sealLimits); err != nil {
		return err
	}
	f := headerFields(m.header)
	alg, _ := f.take(headerAlg)
	if alg != int64(ES256) && alg != int64(ESP256) {
		return refuse(Malformed, "algorithm %v", alg)
	}
	kid := f.bytes(headerKID, len(KID{}))
	if k.typ != "" && f.text(headerTyp) != k.typ {
		return refuse(Malformed, "type is not %s", k.typ)
	}
	if f.err != nil || len(f.m) > 0 {
		return refuse(Malformed, "protected header")
	}
	m.kid = KID(kid)
	return nil
}

func headerFields(v any) fields {
	f := fieldsOf(v, "protected header")
	if f.m == nil {
		f.m = map[int64]any{}
	}
	return f
}

// find tries every key of the name that has the right usage.
func (k kind) find(kid KID, keys KeyLookup, signed, sig []byte) (Key, error) {
	if keys == nil {
		return Key{}, refuse(UnknownKey, "no keys")
	}
	found := keys.Keys(kid)
	if len(found) == 0 {
		return Key{}, refuse(UnknownKey, "key %s", kid)
	}
	usable := false
	for _, key := range found {
		for _, u := range k.use {
			if key.Use != u {
				continue
			}
			usable = true
			if checkRaw(&key, signed, sig) {
				return key, nil
			}
		}
	}
	if !usable {
		return Key{}, refuse(WrongUsage, "key %s is for %s", kid, found[0].Use)
	}
	return Key{}, refuse(Tampered, "signature does not fit key %s", kid)
}

// deterministic reports whether encoding what was read gives the same bytes.
func (m message) deterministic() bool {
	same := func(v any, b []byte) bool {
		again, err := encMode.Marshal(v)
		return err == nil && bytes.Equal(again, b)
	}
	return same(m.outer, m.body) && same(m.header, m.protected) && same(m.claims, m.payload)
}
