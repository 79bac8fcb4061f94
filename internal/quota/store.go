package quota

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/species"
)

// Book is what reading the ledger needs of a transaction.
type Book interface {
	// QuotasOf gives the quotas of a country that are open on a day.
	QuotasOf(ctx context.Context, country cites.Country, on cites.Date) ([]species.Quota, error)
	// SharesOn gives the shares of those quotas.
	SharesOn(ctx context.Context, country cites.Country, on cites.Date) ([]Share, error)
	// QuotaDrawsOf gives what an application has taken, by quota and letter.
	QuotaDrawsOf(ctx context.Context, application string) ([]Draw, error)
}

// Ledger is what drawing needs of a transaction.
type Ledger interface {
	Book
	// Post changes the balances of a quota and its share as an entry says, and
	// writes the entry with its number and the national figures. It gives a
	// Conflict fault when a balance would fall below nothing or pass a limit, or
	// when the quota or share is closed: one conditional update each, so that no
	// race can take more than there is (promise P2).
	Post(ctx context.Context, e *Entry) error
	Quota(ctx context.Context, id string) (species.Quota, error)
	SaveDraw(ctx context.Context, d Draw) error
	QuotaDrawsOfPermit(ctx context.Context, permit string) ([]Draw, error)
	// CrossedOf gives what customs counted of a permit's lines.
	CrossedOf(ctx context.Context, permit string) ([]Crossed, error)
}

// Store runs transactions over the ledger.
type Store interface {
	Update(ctx context.Context, fn func(Tx) error) error
	View(ctx context.Context, fn func(Tx) error) error
}

// Tx is what the verbs of officers need of a transaction.
type Tx interface {
	Ledger
	Record(ctx context.Context, e audit.Event) (int64, error)

	// SaveQuota writes the terms of a quota; a quantity below what is taken or
	// given to shares is a Conflict fault.
	SaveQuota(ctx context.Context, q *species.Quota) error
	// CloseQuota ends or opens again the drawing from a quota.
	CloseQuota(ctx context.Context, id string, closed bool) error

	Share(ctx context.Context, quotaID, id string) (Share, error)
	SharesOfQuota(ctx context.Context, id string) ([]Share, error)
	// AddShare inserts a share with a limit of nothing; Give fills it.
	AddShare(ctx context.Context, s Share) error
	// Give moves part of the limit of a parent to its share, or back when it is
	// negative. It gives a Conflict fault when either would have taken more than
	// it holds.
	Give(ctx context.Context, s Share, amount cites.Quantity) error
	CloseShare(ctx context.Context, id string) error

	ListQuotas(ctx context.Context, f Filter) ([]species.Quota, int, error)
	// YearsOf lists the years for which a country has quotas, newest first.
	YearsOf(ctx context.Context, country cites.Country) ([]int, error)
	EntriesOf(ctx context.Context, f EntryFilter) ([]Posted, int, error)
	// DrawsOfQuota gives what is taken now, by application.
	DrawsOfQuota(ctx context.Context, id string) ([]Drawn, error)
}

// Filter selects quotas. Zero fields do not filter.
type Filter struct {
	Taxa    []species.ID
	NoTaxa  bool // nothing has the name that was looked for
	Year    int
	Country cites.Country
	State   State
	Limit   int
	Offset  int
}

// EntryFilter selects postings of one quota, newest first. Share is a share, ""
// for the quota itself, or AnyShare.
type EntryFilter struct {
	Quota  string
	Share  string
	Limit  int
	Offset int
}

// AnyShare selects postings of a quota and all its shares.
const AnyShare = "*"
