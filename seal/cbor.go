package seal

import (
	"github.com/fxamacker/cbor/v2"
)

// The decoder reads only what RFC 8949 section 4.2.1 (deterministic encoding)
// can write from integers, text, bytes, null, booleans, arrays and maps with
// integer keys; shape and size are bounded before anything is looked at.
const (
	maxDepth   = 8
	maxInteger = 1<<53 - 1 // what every verifier language holds exactly
)

// limits bound a CBOR document.
type limits struct {
	size, array, pairs int
	textKeys           bool // the status list's inner map is keyed by text
}

var (
	sealLimits   = limits{size: 2048, array: 64, pairs: 32}
	statusLimits = limits{size: 1 << 20, array: 64, pairs: 32, textKeys: true}
	trustLimits  = limits{size: 1 << 20, array: 8192, pairs: 32}
)

var encMode = func() cbor.EncMode {
	m, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		panic(err) // options are constants
	}
	return m
}()

var decMode = func() cbor.DecMode {
	m, err := cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		MaxNestedLevels: 2 * maxDepth, MaxArrayElements: trustLimits.array, MaxMapPairs: sealLimits.pairs,
	}.DecMode()
	if err != nil {
		panic(err) // options are constants
	}
	return m
}()

// decode reads one CBOR document into uint64, int64, string, []byte, bool, nil,
// []any and map[any]any with integer keys, within l.
func decode(b []byte, l limits) (any, error) {
	if len(b) > l.size {
		return nil, refuse(Malformed, "%d bytes, at most %d", len(b), l.size)
	}
	var v any
	if err := decMode.Unmarshal(b, &v); err != nil {
		return nil, refuse(Malformed, "CBOR: %v", err)
	}
	return v, walk(v, l, 0)
}

func walk(v any, l limits, depth int) error {
	switch v := v.(type) {
	case nil, bool, string, []byte:
		return nil
	case uint64:
		if v > maxInteger {
			return refuse(Malformed, "integer %d too large", v)
		}
		return nil
	case int64:
		if v < -maxInteger {
			return refuse(Malformed, "integer %d too small", v)
		}
		return nil
	case []any:
		if depth == maxDepth || len(v) > l.array {
			return refuse(Malformed, "array too deep or too long")
		}
		for _, e := range v {
			if err := walk(e, l, depth+1); err != nil {
				return err
			}
		}
		return nil
	case map[any]any:
		if depth == maxDepth || len(v) > l.pairs {
			return refuse(Malformed, "map too deep or too large")
		}
		return walkMap(v, l, depth+1)
	}
	return refuse(Malformed, "value of type %T", v)
}

func walkMap(m map[any]any, l limits, depth int) error {
	for k, e := range m {
		switch k.(type) {
		case uint64, int64:
		case string:
			if !l.textKeys {
				return refuse(Malformed, "map key is text")
			}
		default:
			return refuse(Malformed, "map key of type %T", k)
		}
		if err := walk(k, l, depth); err != nil {
			return err
		}
		if err := walk(e, l, depth); err != nil {
			return err
		}
	}
	return nil
}

// fields is a map with integer keys from which known keys are taken one by one;
// the first mismatch is kept and what is left over is unknown to this version.
type fields struct {
	m   map[int64]any
	err error
}

// fieldsOf reads a tree as a map.
func fieldsOf(v any, what string) fields {
	in, ok := v.(map[any]any)
	if !ok {
		return fields{err: refuse(Malformed, "%s is not a map", what)}
	}
	m := make(map[int64]any, len(in))
	for k, e := range in {
		switch k := k.(type) {
		case uint64:
			m[int64(k)] = e
		case int64:
			m[k] = e
		default:
			return fields{err: refuse(Malformed, "%s has a key of type %T", what, k)}
		}
	}
	return fields{m: m}
}

func (f *fields) take(k int64) (any, bool) {
	v, ok := f.m[k]
	delete(f.m, k)
	return v, ok
}

func (f *fields) fail(format string, args ...any) {
	if f.err == nil {
		f.err = refuse(Malformed, format, args...)
	}
}

// text takes required text.
func (f *fields) text(k int64) string {
	v, _ := f.take(k)
	s, ok := v.(string)
	if !ok {
		f.fail("key %d is not text", k)
	}
	return s
}

// uint takes a required unsigned integer.
func (f *fields) uint(k int64) uint64 {
	v, _ := f.take(k)
	n, ok := v.(uint64)
	if !ok {
		f.fail("key %d is not an unsigned integer", k)
	}
	return n
}

// bytes takes required bytes of one length; any length when n is negative.
func (f *fields) bytes(k int64, n int) []byte {
	v, _ := f.take(k)
	b, ok := v.([]byte)
	if !ok || n >= 0 && len(b) != n {
		f.fail("key %d is not %d bytes", k, n)
	}
	return b
}

// array takes a required array of min to max elements.
func (f *fields) array(k int64, minLen, maxLen int) []any {
	v, _ := f.take(k)
	a, ok := v.([]any)
	if !ok || len(a) < minLen || len(a) > maxLen {
		f.fail("key %d is not an array of %d to %d", k, minLen, maxLen)
		return nil
	}
	return a
}

// rest judges the keys nobody took: below 64 they come from a newer version of
// the format that stays compatible, from 64 on they are critical and refuse the
// document, negative ones were never given out.
func (f *fields) rest() (newer bool, err error) {
	if f.err != nil {
		return false, f.err
	}
	for k := range f.m {
		if k < 0 {
			return false, refuse(Malformed, "key %d", k)
		}
	}
	for k := range f.m {
		if k >= 64 {
			return false, refuse(Unsupported, "critical key %d", k)
		}
	}
	return len(f.m) > 0, nil
}
