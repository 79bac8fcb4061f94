package seal

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"time"

	"github.com/opencites/opencites/cites"
)

// TrustLifetime is how long a trust list may be used: a verifier that cannot
// get a newer one must not stay green for ever.
const TrustLifetime = 30 * 24 * time.Hour

const signTag = 98 // COSE_Sign

// TrustList is the list of public keys that verifiers believe. Its version only
// goes up; clients keep the last one seen and refuse an older one.
type TrustList struct {
	Party      cites.Country // publisher; empty in the signed form, which may hold many Parties
	Version    uint64
	Issued     time.Time
	NextUpdate time.Time
	// StatusLists is the address below which the publisher's status lists lie;
	// only the JSON form has it.
	StatusLists string
	List        []Key
}

// Keys gives the keys of that name.
func (t *TrustList) Keys(kid KID) []Key {
	if t == nil {
		return nil
	}
	return Keyring(t.List).Keys(kid)
}

// Encode signs the list with every given root key, P-256 or Ed25519, and gives
// the tagged COSE_Sign.
func (t *TrustList) Encode(roots ...crypto.Signer) ([]byte, error) {
	keys := make([]any, len(t.List))
	for i, k := range t.List {
		keys[i] = k.tree()
	}
	payload, err := encMode.Marshal(map[int64]any{1: t.Version, 2: t.Issued.Unix(), 3: t.NextUpdate.Unix(), 4: keys})
	if err != nil {
		return nil, err
	}
	signatures := make([]any, len(roots))
	for i, root := range roots {
		if signatures[i], err = signTrust(payload, root); err != nil {
			return nil, err
		}
	}
	body, err := encMode.Marshal([]any{[]byte{}, map[int]any{}, payload, signatures})
	if err != nil {
		return nil, err
	}
	return append([]byte{0xD8, signTag}, body...), nil
}

func (k Key) tree() []any {
	t := []any{string(k.Party), k.KID[:], int64(k.Alg), k.Public, uint64(k.Use),
		k.From.Unix(), k.SignUntil.Unix(), k.VerifyUntil.Unix(), uint64(k.State)}
	if k.RevokedFrom != nil {
		t = append(t, *k.RevokedFrom)
	}
	return t
}

func signTrust(payload []byte, root crypto.Signer) ([]any, error) {
	public, err := PublicBytes(root.Public())
	if err != nil {
		return nil, err
	}
	kid, alg := KIDOf(public), ES256
	if len(public) == ed25519.PublicKeySize {
		alg = Ed25519
	}
	protected, err := encMode.Marshal(map[int]any{headerAlg: int64(alg), headerKID: kid[:]})
	if err != nil {
		return nil, err
	}
	signed, err := trustToBeSigned(protected, payload)
	if err != nil {
		return nil, err
	}
	var sig []byte
	if alg == Ed25519 {
		sig, err = root.Sign(nil, signed, crypto.Hash(0))
	} else {
		sig, err = signRaw(root, signed)
	}
	return []any{protected, map[int]any{}, sig}, err
}

// trustToBeSigned is the Sig_structure of COSE_Sign; the body's protected
// header is empty.
func trustToBeSigned(protected, payload []byte) ([]byte, error) {
	return encMode.Marshal([]any{"Signature", []byte{}, protected, []byte(trustContext), payload})
}

// ParseTrust verifies a signed trust list: at least threshold different root
// keys must have signed it, and its version must not be below minVersion, the
// highest seen so far. Whether it is too old is for Judge.
func ParseTrust(b []byte, roots []Key, threshold int, minVersion uint64) (*TrustList, error) {
	if len(b) < 2 || len(b) > trustLimits.size || b[0] != 0xD8 || b[1] != signTag {
		return nil, refuse(Malformed, "no trust list")
	}
	tree, err := decode(b[2:], trustLimits)
	if err != nil {
		return nil, err
	}
	parts, _ := tree.([]any)
	if len(parts) != 4 {
		return nil, refuse(Malformed, "no array of four")
	}
	payload, _ := parts[2].([]byte)
	signatures, _ := parts[3].([]any)
	claims, err := decode(payload, trustLimits)
	if err != nil {
		return nil, err
	}
	if n := countSigners(payload, signatures, roots); n < max(threshold, 1) {
		return nil, refuse(Tampered, "%d of %d signatures", n, threshold)
	}
	again, err := encMode.Marshal([]any{[]byte{}, map[int]any{}, payload, signatures})
	if err != nil || !bytes.Equal(again, b[2:]) {
		return nil, refuse(Malformed, "not in deterministic encoding")
	}
	t, err := trustOf(claims)
	if err == nil && t.Version < minVersion {
		return nil, refuse(Malformed, "version %d, but %d was seen", t.Version, minVersion)
	}
	return t, err
}

// countSigners counts the different roots with a good signature.
func countSigners(payload []byte, signatures []any, roots []Key) int {
	seen := map[KID]bool{}
	for _, s := range signatures {
		parts, _ := s.([]any)
		if len(parts) != 3 {
			continue
		}
		protected, _ := parts[0].([]byte)
		sig, _ := parts[2].([]byte)
		for i := range roots {
			if roots[i].Use == UseRoot && len(sig) == 64 && checkTrust(&roots[i], protected, payload, sig) {
				seen[roots[i].KID] = true
			}
		}
	}
	return len(seen)
}

func checkTrust(root *Key, protected, payload, sig []byte) bool {
	want, err := encMode.Marshal(map[int]any{headerAlg: int64(root.Alg), headerKID: root.KID[:]})
	if err != nil || !bytes.Equal(want, protected) {
		return false
	}
	signed, err := trustToBeSigned(protected, payload)
	if err != nil {
		return false
	}
	if root.Alg == Ed25519 {
		return len(root.Public) == ed25519.PublicKeySize && ed25519.Verify(root.Public, signed, sig)
	}
	return checkRaw(root, signed, sig)
}

func trustOf(claims any) (*TrustList, error) {
	f := fieldsOf(claims, "trust list")
	t := &TrustList{Version: f.uint(1), Issued: moment(f.uint(2)), NextUpdate: moment(f.uint(3))}
	for _, v := range f.array(4, 0, trustLimits.array) {
		k, err := keyOf(v)
		if err != nil {
			return nil, err
		}
		t.List = append(t.List, k)
	}
	if _, err := f.rest(); err != nil {
		return nil, err
	}
	if t.NextUpdate.Sub(t.Issued) > TrustLifetime {
		return nil, refuse(Malformed, "trust list lives longer than %s", TrustLifetime)
	}
	return t, nil
}

func keyOf(v any) (k Key, err error) {
	a, _ := v.([]any)
	if len(a) != 9 && len(a) != 10 {
		return k, refuse(Malformed, "key is not an array of 9 or 10")
	}
	f := fields{m: make(map[int64]any, len(a))}
	for i, e := range a {
		f.m[int64(i)] = e
	}
	k.Party = cites.Country(f.text(0))
	copy(k.KID[:], f.bytes(1, len(k.KID)))
	alg, _ := f.take(2)
	n, ok := alg.(int64)
	if !ok {
		f.fail("algorithm")
	}
	k.Alg, k.Public = Alg(n), f.bytes(3, -1)
	use, state := f.uint(4), uint64(0)
	k.From, k.SignUntil, k.VerifyUntil = moment(f.uint(5)), moment(f.uint(6)), moment(f.uint(7))
	state = f.uint(8)
	if _, ok := f.m[9]; ok {
		index := f.uint(9)
		k.RevokedFrom = &index
	}
	if f.err != nil {
		return k, f.err
	}
	if use > 255 || state >= uint64(len(stateNames)) {
		return k, refuse(Malformed, "usage %d, state %d", use, state)
	}
	k.Use, k.State = Use(use), KeyState(state)
	return k, k.parse()
}
