package sign

import (
	"context"
	"testing"
	"time"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/seal"
)

// statuses is a status store in memory.
type statuses map[int64]map[int64]byte

func (s statuses) StatusLists(context.Context) (out []int64, err error) {
	for l := range s {
		out = append(out, l)
	}
	return out, nil
}

func (s statuses) StatusOf(_ context.Context, list int64) (map[int64]byte, error) {
	return s[list], nil
}

func TestPublish(t *testing.T) {
	k := create(t)
	now := start.Add(time.Hour)
	store := statuses{7: {3: 1, 131071: 3}}
	p := &Publisher{Keys: k, Store: store, Now: func() time.Time { return now }}
	state := func(i uint64) seal.Status {
		t.Helper()
		token, err := p.StatusToken(t.Context(), 7)
		if err != nil {
			t.Fatal(err)
		}
		l, err := seal.ParseStatus(token, k.TrustList(now), "QZ", 7)
		if err != nil {
			t.Fatal(err)
		}
		s, _ := l.At(i)
		return s
	}
	if state(3) != seal.StatusInvalid || state(131071) != seal.StatusUsed || state(4) != seal.StatusValid {
		t.Error("entries differ from the store")
	}
	store[7][4] = 2
	now = now.Add(15 * time.Minute)
	if state(4) != seal.StatusSuspended {
		t.Error("a change is not public after fifteen minutes")
	}
	if _, err := p.StatusToken(t.Context(), 8); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a list nobody uses: %v", err)
	}
}
