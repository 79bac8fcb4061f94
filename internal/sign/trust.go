package sign

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/opencites/opencites/seal"
)

// TrustList is the list of our public keys as of now. It is made anew every
// hour and at every change; its version is its time, so it only goes up. Keys
// past their verification are left out.
func (k *Keystore) TrustList(now time.Time) *seal.TrustList {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.trustList(now)
}

func (k *Keystore) trustList(now time.Time) *seal.TrustList {
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

// publicName is the file beside the key store with the public keys alone.
func publicName(path string) string { return strings.TrimSuffix(path, ".json") + ".public.json" }

// writePublic writes the public keys beside the key store, so that commands
// which only verify need no passphrase. The caller holds the lock.
func (k *Keystore) writePublic() error {
	text, err := json.MarshalIndent(k.trustList(k.changed), "", " ")
	if err != nil {
		return err
	}
	name := publicName(k.path)
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, text) {
		return nil
	}
	if err := replace(name, text); err != nil {
		return fmt.Errorf("write public keys: %w", err)
	}
	return nil
}

// ReadPublic reads the public keys of the key store at path as a trust list of
// now: the folder is our own, so its word is never old.
func ReadPublic(path string, now time.Time) (*seal.TrustList, error) {
	text, err := os.ReadFile(publicName(path))
	if err != nil {
		return nil, fmt.Errorf("public keys: %w", err)
	}
	var t seal.TrustList
	if err := json.Unmarshal(text, &t); err != nil {
		return nil, fmt.Errorf("public keys: %w", err)
	}
	t.NextUpdate = now.Add(seal.TrustLifetime)
	return &t, nil
}
