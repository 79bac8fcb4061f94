package profile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/opencites/opencites/internal/fault"
)

// Load reads and checks a profile file. A crest given as a path is read from
// beside the file.
func Load(path string) (*Profile, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read profile: %w", err)
	}
	p, err := Parse(data)
	if err != nil {
		return nil, err
	}
	if p.Crest != "" && !strings.HasPrefix(strings.TrimSpace(p.Crest), "<") {
		svg, err := os.ReadFile(filepath.Join(filepath.Dir(path), filepath.Base(p.Crest)))
		if err != nil {
			return nil, fault.Invalidf("profile.invalid").Add("crest", "profile.crest_unread", "path", p.Crest)
		}
		p.Crest = string(svg)
	}
	return p, nil
}

// Parse reads a profile from JSON. Unknown fields are refused, so that a typing
// mistake is not silently a default.
func Parse(data []byte) (*Profile, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var p Profile
	if err := dec.Decode(&p); err != nil {
		return nil, fault.Invalidf("profile.syntax", "place", place(data, err), "why", err.Error())
	}
	p.defaults()
	if err := p.Validate(); err != nil {
		return nil, err
	}
	return &p, nil
}

// place says in which line a JSON error is.
func place(data []byte, err error) string {
	var off int64 = -1
	var syn *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syn):
		off = syn.Offset
	case errors.As(err, &typ):
		off = typ.Offset
	}
	if off < 0 || off > int64(len(data)) {
		return "?"
	}
	return fmt.Sprint(1 + bytes.Count(data[:off], []byte("\n")))
}

func (p *Profile) defaults() {
	if p.Number.Pattern == "" {
		p.Number.Pattern = "WWxxYYYYYY/zz"
	}
	if p.DecideDays == 0 {
		p.DecideDays = 30
	}
	if p.FindingDays == 0 {
		p.FindingDays = 14
	}
	if p.Evidence.MaxBytes == 0 {
		p.Evidence.MaxBytes = 10 << 20
	}
	if p.Evidence.MaxFiles == 0 {
		p.Evidence.MaxFiles = 50
	}
}

func contains[T comparable](xs []T, x T) bool { return slices.Contains(xs, x) }
