package sign

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/crypto/argon2"
)

// box encrypts the key file: AES-256-GCM under a key that argon2id derives from
// the passphrase. The parameters are authenticated with the content.
type box struct {
	head boxHead
	aead cipher.AEAD
}

// boxHead is the part of the file that is not secret.
type boxHead struct {
	Format  string `json:"format"`
	KDF     string `json:"kdf"`
	Time    uint32 `json:"time"`
	Memory  uint32 `json:"memory_kib"`
	Threads uint8  `json:"threads"`
	Salt    []byte `json:"salt"`
}

// boxFile is the file.
type boxFile struct {
	boxHead
	Nonce []byte `json:"nonce"`
	Box   []byte `json:"box"`
}

const (
	boxFormat  = "opencites-keys-1"
	boxKDF     = "argon2id"
	boxMode    = 0o600
	maxMemory  = 1 << 20 // KiB; a file that asks for more is refused
	maxTime    = 100
	maxBoxSize = 4 << 20
)

// newBox draws a salt and derives a key. The cost is the one recommended for
// 19 MiB, so that starting on a small machine stays quick; the passphrases the
// program generates have 256 bits and need none of it.
func newBox(passphrase string, random io.Reader) (box, error) {
	if passphrase == "" {
		return box{}, fmt.Errorf("key store: empty passphrase")
	}
	h := boxHead{Format: boxFormat, KDF: boxKDF, Time: 2, Memory: 19 * 1024, Threads: 1, Salt: make([]byte, 16)}
	if _, err := io.ReadFull(random, h.Salt); err != nil {
		return box{}, err
	}
	return openBox(h, passphrase)
}

func openBox(h boxHead, passphrase string) (box, error) {
	if h.Format != boxFormat || h.KDF != boxKDF || h.Time == 0 || h.Time > maxTime || h.Memory > maxMemory || h.Threads == 0 {
		return box{}, ErrPassphrase
	}
	block, err := aes.NewCipher(argon2.IDKey([]byte(passphrase), h.Salt, h.Time, h.Memory, h.Threads, 32))
	if err != nil {
		return box{}, err
	}
	aead, err := cipher.NewGCM(block)
	return box{head: h, aead: aead}, err
}

// readFile reads the file at path, unless others can read it too.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("key store: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, ErrReadable
	}
	if info.Size() > maxBoxSize {
		return nil, ErrPassphrase
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("key store: %w", err)
	}
	return raw, nil
}

// readBox opens the content of a file with a passphrase.
func readBox(raw []byte, passphrase string) (box, document, error) {
	var f boxFile
	if err := json.Unmarshal(raw, &f); err != nil {
		return box{}, document{}, ErrPassphrase
	}
	b, err := openBox(f.boxHead, passphrase)
	if err != nil {
		return box{}, document{}, err
	}
	doc, err := b.read(raw)
	return b, doc, err
}

// read opens the content of a file that this box wrote.
func (b box) read(raw []byte) (doc document, err error) {
	var f boxFile
	if err := json.Unmarshal(raw, &f); err != nil || len(f.Nonce) != b.aead.NonceSize() {
		return doc, ErrPassphrase
	}
	aad, err := json.Marshal(f.boxHead)
	if err != nil {
		return doc, err
	}
	plain, err := b.aead.Open(nil, f.Nonce, f.Box, aad)
	if err != nil {
		return doc, ErrPassphrase
	}
	return doc, json.Unmarshal(plain, &doc)
}

// write replaces the file at path: written beside it, forced to disk, renamed.
func (b box) write(path string, doc document, random io.Reader) ([]byte, error) {
	plain, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	aad, err := json.Marshal(b.head)
	if err != nil {
		return nil, err
	}
	f := boxFile{boxHead: b.head, Nonce: make([]byte, b.aead.NonceSize())}
	if _, err := io.ReadFull(random, f.Nonce); err != nil {
		return nil, err
	}
	f.Box = b.aead.Seal(nil, f.Nonce, plain, aad)
	raw, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		return nil, err
	}
	return raw, replace(path, raw)
}

func replace(path string, raw []byte) (err error) {
	dir := filepath.Dir(path)
	t, err := os.CreateTemp(dir, ".keys-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("%w (left unchanged: %s)", err, path)
			os.Remove(t.Name())
		}
	}()
	if _, err = t.Write(raw); err == nil {
		err = t.Sync()
	}
	if e := t.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Chmod(t.Name(), boxMode)
	}
	if err == nil {
		err = os.Rename(t.Name(), path)
	}
	if err != nil {
		return err
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if e := d.Sync(); e != nil && runtime.GOOS != "windows" {
		return e
	}
	return nil
}
