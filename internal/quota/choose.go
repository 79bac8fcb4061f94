package quota

import (
	"slices"

	"github.com/opencites/opencites/internal/species"
)

// Applicant is for whom a share is chosen: who owns the case, and what the case
// says.
type Applicant struct {
	Owner string   // account
	Org   string   // organisation, or ""
	Named []string // shares the line names
}

// Choice is the share a line draws from.
type Choice struct {
	Share Share // zero: the national quota itself
	// Asked says that the quota is split and the applicant has to name a share:
	// Options are those open to him.
	Asked   bool
	Options []Share
}

// Choose finds the share that a line draws from. A quota that is not split is
// drawn from itself; a holder's own share is taken by itself; otherwise the line
// names one. Shares of other holders are not for him.
func Choose(q species.Quota, shares []Share, a Applicant) Choice {
	var c Choice
	split := false
	for _, s := range shares {
		if s.Quota != q.ID || s.Closed {
			continue
		}
		split = true
		switch {
		case s.Kind == Region:
			c.Options = append(c.Options, s)
		case s.Holder == a.Owner || (a.Org != "" && s.Holder == a.Org):
			if !c.own() {
				c.Share = s
			}
			c.Options = append(c.Options, s)
		}
	}
	if !split {
		return Choice{}
	}
	for _, s := range c.Options {
		if slices.Contains(a.Named, s.ID) {
			c.Share = s
			return c
		}
	}
	c.Asked = !c.own()
	return c
}

func (c Choice) own() bool { return c.Share.ID != "" }
