package sign

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/seal"
)

// StatusStore is what the publisher reads: the numbers of the lists in use and
// the entries of a list that are not zero.
type StatusStore interface {
	StatusLists(ctx context.Context) ([]int64, error)
	StatusOf(ctx context.Context, list int64) (map[int64]byte, error)
}

// republish is how old a published list may become while the program runs: a
// revocation is public within fifteen minutes (promise P8), with room to spare.
const republish = 2 * time.Minute

// Publisher makes the signed status lists of the Party and keeps each for two
// minutes, so that a crowd of readers costs one signature.
type Publisher struct {
	Keys  *Keystore
	Store StatusStore
	Now   func() time.Time

	mu   sync.Mutex
	kept map[uint64]published
}

type published struct {
	list  *seal.StatusList
	token []byte
}

// StatusToken gives the signed list in CWT form; NotFound for a list that holds
// no permit.
func (p *Publisher) StatusToken(ctx context.Context, list uint64) ([]byte, error) {
	made, err := p.publish(ctx, list)
	return made.token, err
}

// StatusList gives the list itself; NotFound for a list that holds no permit.
func (p *Publisher) StatusList(ctx context.Context, list uint64) (*seal.StatusList, error) {
	made, err := p.publish(ctx, list)
	return made.list, err
}

// Judge gives the verdict on the bytes of a seal with our keys and the status
// lists of now. Seals of other Parties are unknown here.
func (p *Publisher) Judge(ctx context.Context, b []byte) (seal.Verdict, error) {
	now := p.Now()
	trust := p.Keys.TrustList(now)
	var lists seal.Statuses
	if claims, err := seal.Parse(b); err == nil && claims.Issuer == trust.Party {
		list, err := p.StatusList(ctx, claims.Status.List)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return seal.Verdict{}, err
		}
		if err == nil {
			lists = append(lists, list)
		}
	}
	return seal.Judge(b, trust, lists, now), nil
}

func (p *Publisher) publish(ctx context.Context, list uint64) (published, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.Now()
	if made, ok := p.kept[list]; ok && now.Sub(made.list.Issued) < republish && !now.Before(made.list.Issued) {
		return made, nil
	}
	lists, err := p.Store.StatusLists(ctx)
	if err != nil {
		return published{}, err
	}
	if list > 1<<53 || !slices.Contains(lists, int64(list)) {
		return published{}, fault.New(fault.NotFound, "fault.not_found")
	}
	made, err := p.make(ctx, list, now)
	if err != nil {
		return published{}, err
	}
	if p.kept == nil {
		p.kept = map[uint64]published{}
	}
	p.kept[list] = made
	return made, nil
}

func (p *Publisher) make(ctx context.Context, list uint64, now time.Time) (published, error) {
	entries, err := p.Store.StatusOf(ctx, int64(list))
	if err != nil {
		return published{}, err
	}
	l := seal.NewStatusList(p.Keys.Party(), list, seal.MinEntries, now)
	for i, v := range entries {
		if err := l.Set(uint64(i), seal.Status(v)); err != nil {
			return published{}, err
		}
	}
	key, _, err := p.Keys.Signer(seal.UseStatus, now)
	if err != nil {
		return published{}, err
	}
	token, err := l.Encode(key)
	return published{l, token}, err
}
