package need

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"

	"github.com/opencites/opencites/internal/fault"
)

// Bounds of what is read: more is no consignment.
const (
	MaxBytes = 1 << 20
	maxDepth = 8
	maxLines = 500
)

// object is a JSON object whose keys stand once each.
type object map[string]any

// reader turns JSON into a case and notes every element that is wrong.
type reader struct {
	bad *fault.Error
}

// complain notes what is wrong with an element; the first complaint stands.
func (r *reader) complain(path, key string, args ...any) {
	if !slices.ContainsFunc(r.bad.Fields, func(f fault.Field) bool { return f.Name == path }) {
		r.bad.Add(path, key, args...)
	}
}

// parse reads one JSON value and nothing after it.
func (r *reader) parse(body io.Reader) (any, error) {
	limited := &io.LimitedReader{R: body, N: MaxBytes + 1}
	d := json.NewDecoder(limited)
	d.UseNumber()
	v, err := r.value(d, "", 0)
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			return nil, fault.New(fault.Invalid, "need.case.more")
		}
	}
	switch {
	case limited.N <= 0:
		return nil, fault.New(fault.Invalid, "need.case.large", "limit", strconv.Itoa(MaxBytes>>10))
	case fault.Of(err) != nil:
		return nil, err
	case err != nil:
		return nil, &fault.Error{Kind: fault.Invalid, Key: "need.case.json", Args: fault.Args{"place": strconv.FormatInt(d.InputOffset(), 10)}, Cause: err}
	}
	return v, nil
}

func (r *reader) value(d *json.Decoder, path string, depth int) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	delim, ok := t.(json.Delim)
	switch {
	case !ok:
		return t, nil
	case depth >= maxDepth:
		return nil, fault.New(fault.Invalid, "need.case.json", "place", strconv.FormatInt(d.InputOffset(), 10))
	case delim == '{':
		return r.object(d, path, depth)
	}
	var list []any
	for d.More() {
		v, err := r.value(d, path+"["+strconv.Itoa(len(list))+"]", depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err = d.Token()
	return list, err
}

func (r *reader) object(d *json.Decoder, path string, depth int) (any, error) {
	out := object{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		key, ok := t.(string)
		if !ok {
			return nil, fault.New(fault.Invalid, "need.case.json", "place", strconv.FormatInt(d.InputOffset(), 10))
		}
		v, err := r.value(d, below(path, key), depth+1)
		if err != nil {
			return nil, err
		}
		if _, twice := out[key]; twice {
			r.complain(below(path, key), "need.case.twice")
		}
		out[key] = v
	}
	_, err := d.Token()
	return out, err
}

func below(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
