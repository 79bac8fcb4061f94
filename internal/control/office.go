package control

import (
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/profile"
	"github.com/opencites/opencites/internal/rule"
)

// Office is the desk at the border. Its fields are set once; it is safe for
// concurrent use.
type Office struct {
	Store   Store
	Profile *profile.Profile
	Now     func() time.Time
	NewID   func() string
}

// Goods is what an officer compares with the goods: the permit, what of each
// line is left, and the endorsements so far.
type Goods struct {
	Permit       *permit.Permit
	Left         map[string]cites.Quantity // by letter
	Endorsements []Endorsement
	// Abroad tells that a document for many crossings was last stamped on leaving:
	// the specimens must return before its last day (rule D14).
	Abroad   bool
	Findings []rule.Finding // of the rules of the border, today
	// Completion is what the holder wrote into a partially completed document; nil
	// while it is blank. What is left is counted from it.
	Completion *permit.Completion
}
