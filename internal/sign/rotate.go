package sign

import (
	"time"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/seal"
)

// Rotate makes the next key of a usage the current one, retires the current
// one and makes a new next key. Usages without a next key get a new current key.
func (k *Keystore) Rotate(use seal.Use, at time.Time) error {
	p, ok := policyOf(use)
	if !ok {
		return fault.New(fault.NotFound, "key.unknown_use", "use", use)
	}
	return k.change(at, func(es []entry) ([]entry, error) { return k.rotate(es, p, at.UTC().Truncate(time.Second)) })
}

func (k *Keystore) rotate(es []entry, p KeyPolicy, at time.Time) ([]entry, error) {
	promoted := false
	for i := range es {
		key := &es[i].key
		switch {
		case key.Use != p.Use:
		case key.State == seal.StateActive:
			retire(key, at)
		case key.State == seal.StateNext:
			key.State, promoted = seal.StateActive, true
			if end := at.AddDate(0, p.SignMonths, 0); key.SignUntil.After(end) {
				key.SignUntil, key.VerifyUntil = end, end.AddDate(0, p.AfterMonths, 0)
			}
		}
	}
	states := []seal.KeyState{seal.StateNext}
	switch {
	case !p.Next:
		states = []seal.KeyState{seal.StateActive}
	case !promoted:
		states = []seal.KeyState{seal.StateActive, seal.StateNext}
	}
	for _, s := range states {
		e, err := k.make(p, s, at)
		if err != nil {
			return nil, err
		}
		es = append(es, e)
	}
	return es, nil
}

// retire ends the signing period; what was signed stays good.
func retire(key *seal.Key, at time.Time) {
	key.State = seal.StateRetired
	if key.SignUntil.After(at) {
		key.SignUntil = at
	}
}

// Maintain rotates every usage whose current key ends within two weeks, each at
// the moment it was due, until nothing is due at now. It reports how many
// rotations were made. What another process changed in the file is read first.
func (k *Keystore) Maintain(now time.Time) (int, error) {
	k.mu.Lock()
	err := k.refresh()
	k.mu.Unlock()
	if err != nil {
		return 0, err
	}
	made := 0
	for _, p := range Policies() {
		for {
			due, ok := k.due(p.Use)
			if ok && due.After(now) {
				break
			}
			if !ok {
				due = now
			}
			if err := k.Rotate(p.Use, due); err != nil {
				return made, err
			}
			made++
		}
	}
	return made, nil
}

// due is when the current key of a usage is to be replaced, false when there is
// no current key.
func (k *Keystore) due(use seal.Use) (time.Time, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	for _, e := range k.entries {
		if e.key.Use == use && e.key.State == seal.StateActive {
			return e.key.SignUntil.Add(-renewal), true
		}
	}
	return time.Time{}, false
}

// Revoke ends a key from a log index on: what it signed for leaves before that
// index stays good, because it is in the log; everything else is refused. A nil
// index revokes everything. When the key was current or next, its usage is
// rotated in the same change.
func (k *Keystore) Revoke(kid seal.KID, from *uint64, at time.Time) error {
	at = at.UTC().Truncate(time.Second)
	return k.change(at, func(es []entry) ([]entry, error) {
		for i := range es {
			key := &es[i].key
			if key.KID != kid {
				continue
			}
			was := key.State
			if was == seal.StateRevoked {
				return nil, fault.New(fault.Conflict, "key.already_revoked", "key", kid)
			}
			retire(key, at)
			key.State, key.RevokedFrom = seal.StateRevoked, from
			p, ok := policyOf(key.Use)
			switch {
			case ok && was == seal.StateActive:
				return k.rotate(es, p, at)
			case ok && was == seal.StateNext:
				e, err := k.make(p, seal.StateNext, at)
				return append(es, e), err
			}
			return es, nil
		}
		return nil, fault.New(fault.NotFound, "key.not_found", "key", kid)
	})
}

// Retire ends the signing period of one key; a current key is rotated.
func (k *Keystore) Retire(kid seal.KID, at time.Time) error {
	for _, key := range k.Keys() {
		if key.KID != kid {
			continue
		}
		if key.State != seal.StateActive {
			return fault.New(fault.Conflict, "key.not_active", "key", kid)
		}
		return k.Rotate(key.Use, at)
	}
	return fault.New(fault.NotFound, "key.not_found", "key", kid)
}
