package store

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// ParseHead reads the head of a checkpoint's note: origin, size and root in its
// first three lines. It checks no signature: a head is used to refuse, never to
// trust.
func ParseHead(text string) (Head, error) {
	lines := strings.SplitN(text, "\n", 4)
	if len(lines) < 4 || lines[0] == "" {
		return Head{}, errors.New("a checkpoint has an origin, a size and a root in its first three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return Head{}, fmt.Errorf("checkpoint: %q is no size", lines[1])
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return Head{}, fmt.Errorf("checkpoint: %q is no root", lines[2])
	}
	return Head{Size: size, Root: tlog.Hash(root)}, nil
}

// ReadHead reads a checkpoint's note from a file; ok is false when there is none.
func ReadHead(file string) (h Head, ok bool, err error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return h, false, nil
	}
	if err != nil {
		return h, false, err
	}
	h, err = ParseHead(string(text))
	return h, err == nil, err
}

// KeepNote keeps a checkpoint beside the database, replacing the older one
// durably. It is a witness of the same house: it is not part of a backup, so
// that an old backup put in place of the database is noticed at start-up.
func KeepNote(file string, c Checkpoint) error {
	f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return fmt.Errorf("keep checkpoint: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(c.Note)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("keep checkpoint: %w", err)
	}
	if err := os.Rename(f.Name(), file); err != nil {
		return fmt.Errorf("keep checkpoint: %w", err)
	}
	return nil
}
