package quota

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/species"
)

// Office is the desk that keeps the ledger. Its fields are set once; it is safe
// for concurrent use.
type Office struct {
	Store Store
	Party cites.Country
	// FindHolder turns a login into the account or organisation that holds a
	// share and its name. It gives a NotFound fault.
	FindHolder func(ctx context.Context, login string) (id, name string, err error)
	Now        func() time.Time
	NewID      func() string
}

// Longest texts, in characters.
const (
	maxName   = 100
	maxReason = 1000
)

// event describes an act on a quota for the log.
func event(who actor.Actor, verb actor.Verb, id string, detail map[string]any) audit.Event {
	return audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: string(who.RoleFor(verb))}, Verb: string(verb),
		SubjectKind: "quota", SubjectID: id, Detail: detail}
}

// act runs an officer's act: may they, one transaction, load, change, log.
func (o *Office) act(ctx context.Context, who actor.Actor, verb actor.Verb, id string, do func(tx Tx, q species.Quota, by Poster) (map[string]any, error)) error {
	if err := who.Must(verb); err != nil {
		return err
	}
	return o.Store.Update(ctx, func(tx Tx) error {
		q, err := tx.Quota(ctx, id)
		if err != nil {
			return err
		}
		detail, err := do(tx, q, Poster{ID: who.ID, Name: who.Name, At: o.Now()})
		if err != nil {
			return err
		}
		_, err = tx.Record(ctx, event(who, verb, id, detail))
		return err
	})
}

// text cleans a line of text and says what is wrong with it.
func text(f *fault.Error, field, s string, most int, needed string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	switch {
	case s == "" && needed != "":
		f.Add(field, needed)
	case utf8.RuneCountInString(s) > most:
		f.Add(field, "quota.long", "max", most)
	}
	return s
}

// amount reads a quantity in the unit of a quota.
func amount(f *fault.Error, field, s string, q species.Quota) cites.Quantity {
	n, err := cites.ParseQuantity(strings.TrimSpace(s))
	switch {
	case err != nil || n < 0:
		f.Add(field, "quota.amount")
	case plain(q.Unit) == cites.Number && !n.Whole():
		f.Add(field, "quota.whole")
	}
	return n
}
