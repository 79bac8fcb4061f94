package quota

import (
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// Kind says to whom a share of a national quota belongs.
type Kind string

// The kinds of shares. A region may be given on to holders; a holder's share is
// not divided further.
const (
	Region Kind = "region"
	Holder Kind = "holder"
)

// Share is a part of a national quota. All quantities are in thousandths of the
// unit of the quota.
type Share struct {
	ID       string
	Quota    string
	Parent   string // share it is a part of; "" for the national quota
	Kind     Kind
	Name     string // of the region or the holder
	Holder   string // account or organisation that alone may draw from it
	Limit    cites.Quantity
	Shared   cites.Quantity // given on to holders
	Reserved cites.Quantity // by approvals, from the part that was not given on
	Used     cites.Quantity // by permits, likewise
	Closed   bool
	Version  int64
}

// Left is what may still be taken of the share itself.
func (s *Share) Left() cites.Quantity { return s.Limit - s.Shared - s.Reserved - s.Used }

// Act names a posting.
type Act string

// The acts.
const (
	Opened   Act = "open"     // what was used before there was a ledger
	SetLimit Act = "set"      // the national quantity was set
	Split    Act = "split"    // a share was given out of its parent
	Moved    Act = "move"     // a quantity went from one share to another
	Closed   Act = "close"    // a share gave back what was left, or a quota was closed
	Reserved Act = "reserve"  // an application was approved
	Released Act = "release"  // an approval ended without a permit
	Used     Act = "use"      // a permit was issued
	TrueUp   Act = "true_up"  // less was endorsed than was issued
	Returned Act = "return"   // a permit expired, was revoked or cancelled
	Replaced Act = "replace"  // a permit took the place of another; nothing is counted twice
	Redrawn  Act = "transfer" // what a permit or approval took was moved to another share
)

// Acts lists all acts, for texts and tests.
func Acts() []Act {
	return []Act{Opened, SetLimit, Split, Moved, Closed, Reserved, Released, Used, TrueUp, Returned, Replaced, Redrawn}
}

// Entry is one posting: how the figures of the quota, or of one share of it,
// changed and why. Entries are never changed.
type Entry struct {
	Quota    string
	Seq      int64  // from 1, without a gap within the quota
	Share    string // "" is the national quota itself
	Act      Act
	Limit    cites.Quantity // changes; negative when less
	Reserved cites.Quantity
	Used     cites.Quantity
	// UsedAfter and LimitAfter are the national figures after the posting: box
	// 11a of a permit (rule R06).
	UsedAfter   cites.Quantity
	LimitAfter  cites.Quantity
	Application string
	Permit      string
	Letter      string // line of the permit
	By, ByName  string
	Reason      string
	At          time.Time
}

// Posted is an entry as it is shown, with the names of what it points to.
type Posted struct {
	Entry
	ShareName string
	Reference string             // of the application
	Number    cites.PermitNumber // of the permit
}

// Draw is what one line of an application has taken of one quota.
type Draw struct {
	Application string
	Letter      string
	Quota       string
	Share       string
	Permit      string         // "" while only reserved
	Reserved    cites.Quantity // in the unit of the quota
	Used        cites.Quantity
	Settled     bool // nothing more is to come back
}

// Drawn is a draw as it is shown.
type Drawn struct {
	Draw
	Reference string
	Number    cites.PermitNumber
}

// Crossed is what customs counted of one line of a permit so far.
type Crossed struct {
	Letter string
	Unit   cites.Unit
	Used   cites.Quantity
}

// State is what can be said of a quota in a word.
type State string

// The states, in the order of the filter.
const (
	Open      State = "open"
	Spent     State = "spent" // all of it is taken
	Zero      State = "zero"
	Preparing State = "preparing"
	IsClosed  State = "closed"
	Divided   State = "split" // a filter only: some of it was given to shares
)

// States lists what a list may be filtered by.
func States() []State { return []State{Open, Spent, Zero, Preparing, Divided, IsClosed} }

// StateOf says how a quota stands.
func StateOf(q species.Quota) State {
	switch {
	case q.Quantity == species.Preparing:
		return Preparing
	case q.Closed:
		return IsClosed
	case q.Quantity == 0:
		return Zero
	case q.Left() <= 0:
		return Spent
	}
	return Open
}
