package sign

import (
	"crypto"
	"io"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/seal"
)

// PermitSigner gives the key that signs a document of type t issued at the
// moment issued, with its public side.
func (k *Keystore) PermitSigner(issued time.Time, t cites.DocumentType) (crypto.Signer, seal.Key, error) {
	return k.Signer(useOf(t), issued)
}

// Signer gives the key of a usage for something dated at: the current key; a
// retired one when the date lies in its period (what was logged before a
// rotation is sealed after it); the next one when no other is left.
func (k *Keystore) Signer(use seal.Use, at time.Time) (crypto.Signer, seal.Key, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	best, rank := entry{}, 0
	for _, e := range k.entries {
		if e.key.Use != use || at.Before(e.key.From) || at.After(e.key.SignUntil) {
			continue
		}
		if r := preference(e.key.State); r > rank || r > 0 && r == rank && e.key.From.After(best.key.From) {
			best, rank = e, r
		}
	}
	if rank == 0 {
		return nil, seal.Key{}, fault.New(fault.Unavailable, "key.none", "use", use, "date", at.UTC().Format(time.DateOnly))
	}
	return guarded{store: k, kid: best.key.KID, public: best.signer.Public()}, best.key, nil
}

func preference(s seal.KeyState) int {
	switch s {
	case seal.StateActive:
		return 3
	case seal.StateRetired:
		return 2
	case seal.StateNext:
		return 1
	}
	return 0
}

// guarded is a key as it is handed out: it asks the store at every signature,
// so that a revoked key is dead at once, and never shows the private part.
type guarded struct {
	store  *Keystore
	kid    seal.KID
	public crypto.PublicKey
}

func (g guarded) Public() crypto.PublicKey { return g.public }

func (g guarded) Sign(random io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	g.store.mu.RLock()
	defer g.store.mu.RUnlock()
	for _, e := range g.store.entries {
		if e.key.KID == g.kid && e.key.State != seal.StateRevoked {
			return e.signer.Sign(random, digest, opts)
		}
	}
	return nil, fault.New(fault.Unavailable, "key.revoked", "key", g.kid)
}
