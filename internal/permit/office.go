package permit

import (
	"context"
	"crypto"
	"io"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/seal"
)

// Office is the desk at which permits are prepared, sealed and withdrawn. Its
// fields are set once; it is safe for concurrent use.
type Office struct {
	Store   Store
	Profile *profile.Profile
	Law     func() *species.Catalogue
	Check   Check
	Keys    Keys
	Printer Printer
	Now     func() time.Time
	Rand    io.Reader // salts, tokens, codes, status indexes
	NewID   func() string
}

// Check runs the rules of issue over an application. The checker of package
// application is one.
type Check func(ctx context.Context, tx application.Facts, a *application.Application, stage rule.Stage, on cites.Date) ([]rule.Finding, error)

// Keys gives the key that signs permits of a type now. Package sign keeps them.
type Keys interface {
	PermitSigner(now time.Time, t cites.DocumentType) (crypto.Signer, seal.Key, error)
}

// Printer turns a sealed permit into the standard form as PDF. The same permit
// gives the same bytes.
type Printer interface {
	// Check refuses a record with a character that no font can draw.
	Check(r *Record) error
	Print(p *Permit, as Sheet) ([]byte, error)
}

// Sheet is what a printed page claims to be.
type Sheet struct {
	Copy      bool
	Crossings []Crossing // what customs recorded, the oldest first
}

// Crossing is one crossing of a border, as boxes 14 and 15 or a continuation sheet
// show it. Lines are quantities by letter.
type Crossing struct {
	Entering  bool
	Port      string
	Date      cites.Date
	Official  string
	Transport string
	Lines     map[string]cites.Quantity
}

// StatusListSize is the number of entries of one public status list: so many
// that an index says nothing about how many permits there are (trust sheet 2.7).
const StatusListSize = 1 << 17

// today is the date in the Party's zone.
func (o *Office) today() cites.Date { return o.Profile.Today(o.Now()) }
