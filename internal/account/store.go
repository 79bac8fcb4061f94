package account

import (
	"context"
	"time"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/job"
)

// Store runs transactions over accounts.
type Store interface {
	Update(ctx context.Context, fn func(Tx) error) error
	View(ctx context.Context, fn func(Tx) error) error
}

// Tx is what the verbs of this package need of a transaction. Loading something
// absent gives a NotFound fault; saving an old version gives a Conflict fault.
type Tx interface {
	Record(ctx context.Context, e audit.Event) (int64, error)
	Enqueue(ctx context.Context, j job.Job) error

	Account(ctx context.Context, id string) (*Account, error)
	AccountByLogin(ctx context.Context, login string) (*Account, error)
	// InsertAccount gives a Conflict fault when the login is taken.
	InsertAccount(ctx context.Context, a *Account) error
	// SaveAccount writes a where the stored version equals a.Version, and raises
	// the version.
	SaveAccount(ctx context.Context, a *Account) error
	// ListAccounts gives one page of accounts and how many there are in all.
	ListAccounts(ctx context.Context, f Filter) ([]Account, int, error)
	// CountActive counts active accounts that hold the role.
	CountActive(ctx context.Context, role actor.Role) (int, error)

	// Attempts gives the wrong tries counted under a key; zero when there are none.
	Attempts(ctx context.Context, key string) (Attempts, error)
	SaveAttempts(ctx context.Context, key string, a Attempts) error
	DropAttempts(ctx context.Context, key string) error
	// DropAttemptsBefore forgets keys that were silent since a moment.
	DropAttemptsBefore(ctx context.Context, before time.Time) error

	SaveLink(ctx context.Context, l Link) error
	// LinkByHash gives an unused link that has not expired.
	LinkByHash(ctx context.Context, hash string, now time.Time) (*Link, error)
	// UseLink marks it as used; false when somebody was faster.
	UseLink(ctx context.Context, hash string, now time.Time) (bool, error)
	// DropLinks removes all links of an account.
	DropLinks(ctx context.Context, account string) error

	// SessionsOf lists the sessions of an account that have not expired.
	SessionsOf(ctx context.Context, account string, now time.Time) ([]Session, error)
	// DropSessions ends all sessions of an account but the named one.
	DropSessions(ctx context.Context, account, except string) error
}

// Filter selects accounts. Zero fields do not filter.
type Filter struct {
	Text   string // name, login, organisation
	Role   actor.Role
	State  State
	Sort   string // "name" (default), "-name", "seen", "-seen", "login", "-login"
	Limit  int
	Offset int
}

// Attempts are the tries counted against one key.
type Attempts struct {
	Count int
	Until time.Time // no try before this moment
	Last  time.Time
}

// Link is a secret that was mailed, known to the store only by its hash.
type Link struct {
	Hash    string // hex of SHA-256
	Account string
	Expires time.Time
	Used    time.Time
}

// Session is one device that is signed in.
type Session struct {
	ID      string // hash of its token
	Device  string // "Firefox, Windows"
	Created time.Time
	Seen    time.Time
}
