package need

import (
	"encoding/json"
	"math/big"
	"slices"
	"strings"

	"github.com/opencites/opencites/cites"
)

// element is one object of the input with what is read of it.
type element struct {
	r    *reader
	path string
	o    object
	read []string
}

// take gives a member; null counts as absent.
func (e *element) take(key string, required bool) (any, string, bool) {
	e.read = append(e.read, key)
	v, ok := e.o[key]
	path := below(e.path, key)
	if !ok || v == nil {
		if required {
			e.r.complain(path, "need.case.missing")
		}
		return nil, path, false
	}
	return v, path, true
}

// close complains of members that no one has read.
func (e *element) close() {
	var unknown []string
	for key := range e.o {
		if !slices.Contains(e.read, key) {
			unknown = append(unknown, key)
		}
	}
	slices.Sort(unknown)
	for _, key := range unknown {
		e.r.complain(below(e.path, key), "need.case.unknown")
	}
}

func (e *element) text(key string, required bool) string {
	v, path, ok := e.take(key, required)
	if !ok {
		return ""
	}
	s, ok := v.(string)
	if !ok {
		e.r.complain(path, "need.case.text")
	}
	if len(s) > 2000 {
		e.r.complain(path, "need.case.long")
		return ""
	}
	return strings.TrimSpace(s)
}

// code is a text in capitals.
func (e *element) code(key string, required bool) string {
	return strings.ToUpper(e.text(key, required))
}

func (e *element) flag(key string, required bool) bool {
	v, path, ok := e.take(key, required)
	if !ok {
		return false
	}
	b, ok := v.(bool)
	if !ok {
		e.r.complain(path, "need.case.boolean")
	}
	return b
}

func (e *element) date(key string, required bool) cites.Date {
	s := e.text(key, required)
	if s == "" {
		if v, ok := e.o[key]; ok && v != nil && required {
			e.r.complain(below(e.path, key), "need.case.date", "value", s)
		}
		return cites.Date{}
	}
	d, err := cites.ParseDate(s)
	if err != nil {
		e.r.complain(below(e.path, key), "need.case.date", "value", s)
	}
	return d
}

// country reads a code of the list; whether it may stand there is for the rules.
func (e *element) country(key string, required bool) cites.Country {
	return e.r.country(e.code(key, required), below(e.path, key))
}

func (r *reader) country(s, path string) cites.Country {
	if s == "" {
		return ""
	}
	c, err := cites.ParseCountry(s)
	if err != nil {
		r.complain(path, "need.case.country", "value", s)
	}
	return c
}

// choice reads one of some words.
func (e *element) choice(key string, required bool, words ...string) string {
	s := e.text(key, required)
	if s == "" && (!required || e.o[key] == nil) {
		return ""
	}
	if !slices.Contains(words, s) {
		e.r.complain(below(e.path, key), "need.case.choice", "value", s, "words", strings.Join(words, ", "))
	}
	return s
}

// child opens an object below; nil when it is absent.
func (e *element) child(key string) *element {
	v, path, ok := e.take(key, false)
	if !ok {
		return nil
	}
	return e.r.element(v, path)
}

func (r *reader) element(v any, path string) *element {
	o, ok := v.(object)
	if !ok {
		r.complain(path, "need.case.object")
		return nil
	}
	return &element{r: r, path: path, o: o}
}

func (e *element) list(key string, required bool) ([]any, string) {
	v, path, ok := e.take(key, required)
	if !ok {
		return nil, path
	}
	l, ok := v.([]any)
	if !ok {
		e.r.complain(path, "need.case.list")
	}
	return l, path
}

// quantity reads a number, or a text with one. A text that goes on with words,
// "2 boxes", names its unit in words.
func (e *element) quantity(key string) (cites.Quantity, string) {
	v, path, ok := e.take(key, true)
	if !ok {
		return 0, ""
	}
	text, words := "", ""
	switch v := v.(type) {
	case json.Number:
		text = v.String()
	case string:
		number, rest, _ := strings.Cut(strings.TrimSpace(v), " ")
		text, words = number, strings.TrimSpace(rest)
	}
	q, ok := thousandths(text)
	if !ok {
		e.r.complain(path, "need.case.quantity")
	}
	return q, words
}

// thousandths reads a decimal number; what is finer than a thousandth is rounded
// up, and below a ten-thousandth it is nothing.
func thousandths(s string) (cites.Quantity, bool) {
	if s == "" || len(s) > 40 || strings.Trim(s, "+-0123456789.eE") != "" {
		return 0, false
	}
	if i := strings.IndexAny(s, "eE"); i >= 0 && len(strings.TrimLeft(s[i+1:], "+-0")) > 1 {
		return 0, false
	}
	x, ok := new(big.Rat).SetString(s)
	if !ok {
		return 0, false
	}
	if x.Sign() > 0 && x.Cmp(big.NewRat(1, 10_000)) < 0 {
		return 0, true
	}
	x.Mul(x, big.NewRat(1000, 1))
	q, rest := new(big.Int).QuoRem(x.Num(), x.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		q.Add(q, big.NewInt(1))
	}
	if !q.IsInt64() || q.CmpAbs(big.NewInt(1<<60)) > 0 {
		return 1 << 60, true
	}
	if q.Sign() == 0 && x.Sign() < 0 {
		return -1, true
	}
	return cites.Quantity(q.Int64()), true
}
