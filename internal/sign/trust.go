package sign

import (
	"time"

	"github.com/opencites/opencites/seal"
)

// TrustList is the list of our public keys as of now. It is made anew every
// hour and at every change; its version is its time, so it only goes up. Keys
// past their verification are left out.
func (k *Keystore) TrustList(now time.Time) *seal.TrustList {
	k.mu.RLock()
	defer k.mu.RUnlock()
	issued := now.UTC().Truncate(time.Hour)
	if k.changed.After(issued) {
		issued = k.changed
	}
	t := &seal.TrustList{Party: k.party, Version: uint64(issued.Unix()), Issued: issued, NextUpdate: issued.Add(seal.TrustLifetime)}
	for _, e := range k.entries {
		if !now.After(e.key.VerifyUntil) {
			t.List = append(t.List, e.key)
		}
	}
	return t
}

// SignedTrustList is TrustList under the signature of the root, for verifiers
// that keep it offline.
func (k *Keystore) SignedTrustList(now time.Time) ([]byte, error) {
	t := k.TrustList(now)
	root, _, err := k.Signer(seal.UseRoot, now)
	if err != nil {
		return nil, err
	}
	return t.Encode(root)
}
