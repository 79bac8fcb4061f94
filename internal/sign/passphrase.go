package sign

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"
)

// Where the passphrase comes from.
const (
	PassphraseEnv     = "OPENCITES_KEY_PASSPHRASE"
	PassphraseFileEnv = "OPENCITES_KEY_PASSPHRASE_FILE"
)

// Passphrase reads the passphrase from the environment or from the file that
// the environment names.
func Passphrase(getenv func(string) string) (string, error) {
	if p := getenv(PassphraseEnv); p != "" {
		return p, nil
	}
	path := getenv(PassphraseFileEnv)
	if path == "" {
		return "", fmt.Errorf("no passphrase for the key store: set %s or %s", PassphraseEnv, PassphraseFileEnv)
	}
	return PassphraseFile(path)
}

// PassphraseFile reads the passphrase from a file that only its owner can read.
func PassphraseFile(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("passphrase: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return "", fmt.Errorf("passphrase: %s: %w", path, ErrReadable)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("passphrase: %w", err)
	}
	p := strings.TrimRight(string(b), "\r\n")
	if p == "" {
		return "", fmt.Errorf("passphrase: %s is empty", path)
	}
	return p, nil
}

// EnsurePassphraseFile reads the file or makes it with a passphrase of 256
// random bits, for the demo and for first starts.
func EnsurePassphraseFile(path string, random io.Reader) (string, error) {
	p, err := PassphraseFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return p, err
	}
	b := make([]byte, 32)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	p = base64.RawURLEncoding.EncodeToString(b)
	return p, replace(path, []byte(p+"\n"))
}
