package sign

import (
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/opencites/opencites/seal"
)

// noteEd25519 is the number of Ed25519 in signed notes.
const noteEd25519 = 1

// NoteSigner gives the log key as a signer of checkpoints (signed notes) under
// the name of the log.
func (k *Keystore) NoteSigner(name string, at time.Time) (note.Signer, error) {
	s, key, err := k.Signer(seal.UseLog, at)
	if err != nil {
		return nil, err
	}
	return noteSigner{name: name, hash: noteHash(name, key.Public), key: s}, nil
}

// NoteVerifierKey is the public side in the text form that note.NewVerifier reads.
func (k *Keystore) NoteVerifierKey(name string, at time.Time) (string, error) {
	_, key, err := k.Signer(seal.UseLog, at)
	if err != nil {
		return "", err
	}
	return note.NewEd25519VerifierKey(name, ed25519.PublicKey(key.Public))
}

type noteSigner struct {
	name string
	hash uint32
	key  crypto.Signer
}

func (n noteSigner) Name() string    { return n.name }
func (n noteSigner) KeyHash() uint32 { return n.hash }

func (n noteSigner) Sign(msg []byte) ([]byte, error) { return n.key.Sign(nil, msg, crypto.Hash(0)) }

// noteHash names a key within notes: four bytes of SHA-256 over name and key.
func noteHash(name string, public []byte) uint32 {
	h := sha256.New()
	h.Write([]byte(name + "\n"))
	h.Write(append([]byte{noteEd25519}, public...))
	return binary.BigEndian.Uint32(h.Sum(nil))
}
