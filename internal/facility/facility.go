package facility

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
)

// Kind is what a facility does.
type Kind string

// The kinds.
const (
	Breeding    Kind = "breeding"    // breeding operation: animals in captivity
	Nursery     Kind = "nursery"     // propagates plants
	Ranch       Kind = "ranch"       // rears eggs or young from the wild
	Institution Kind = "institution" // scientific institution, code as XX001
)

// Kinds lists all kinds in the order shown.
func Kinds() []Kind { return []Kind{Breeding, Nursery, Ranch, Institution} }

// State is where a registration stands.
type State string

// The states.
const (
	Proposed   State = "proposed"
	Objection  State = "objection" // told to the Secretariat; 90 days run
	Registered State = "registered"
	Suspended  State = "suspended"
	Withdrawn  State = "withdrawn"
)

// States lists all states in order.
func States() []State { return []State{Proposed, Objection, Registered, Suspended, Withdrawn} }

var next = map[State][]State{
	Proposed:   {Objection, Registered, Withdrawn},
	Objection:  {Registered, Withdrawn},
	Registered: {Registered, Suspended, Withdrawn},
	Suspended:  {Registered, Withdrawn},
}

// objectionDays is how long Parties may object to a registration (permit-rules 4.10).
const objectionDays = 90

// registeredMonths is for how long a registration holds, renewable (permit-rules 2.1).
const registeredMonths = 60

// Facility is one entry of the register.
type Facility struct {
	ID         string
	Number     string // registration number, box 12b; of an institution its code, XX001
	Name       string
	Kind       Kind
	Country    cites.Country
	Holder     string // account of the holder, "" for foreign ones
	HolderName string
	Org        string // organisation of the holder
	Address    string
	State      State
	Version    int64
	From       cites.Date // first day of the registration
	Until      cites.Date // last day; not set: without end
	SEC        bool       // in the Secretariat's register (source D)
	SECDate    cites.Date // day on which the Secretariat was told, or entered it
	Founder    string     // notes on the founder stock
	Reason     string     // of suspension or withdrawal
	Created    time.Time
	Changed    time.Time
	Species    []Output
}

// Output is what a facility can plausibly produce of a species in a year, and
// the sources it may give. Year 0 stands for every year that has no entry.
type Output struct {
	TaxonID        string
	ScientificName string
	Year           int
	Sources        []cites.Source
	Quantity       cites.Quantity // thousandths of Unit; 0: nothing was said
	Unit           cites.Unit
}

// Amount is a quantity with its unit.
type Amount struct {
	Quantity cites.Quantity
	Unit     cites.Unit
}

// Sources lists the sources that a facility of the register can carry.
func Sources() []cites.Source {
	return []cites.Source{cites.BredCommercially, cites.Bred, cites.Propagated, cites.Ranched}
}

// Asked reports whether a facility is asked for with this source.
func Asked(s cites.Source) bool { return slices.Contains(Sources(), s) }

// Key is the form in which numbers are compared: capitals, letters and digits only.
func Key(number string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r > 127 {
			return r
		}
		return -1
	}, strings.ToUpper(number))
}

var institutionCode = regexp.MustCompile(`^[A-Z]{2}[0-9]{3}$`)

// ObjectionsUntil is the last day on which Parties may object.
func (f *Facility) ObjectionsUntil() cites.Date {
	if f.SECDate.IsZero() {
		return cites.Date{}
	}
	return f.SECDate.AddDays(objectionDays)
}

// Active reports whether the registration holds on a day.
func (f *Facility) Active(on cites.Date) bool {
	return f.State == Registered && !f.From.After(on) && (f.Until.IsZero() || !f.Until.Before(on))
}

// Allows reports whether the facility may give a source for any of the taxa: the
// species itself or a higher taxon that is registered.
func (f *Facility) Allows(taxa []string, s cites.Source) bool {
	return slices.ContainsFunc(f.Species, func(o Output) bool {
		return slices.Contains(taxa, o.TaxonID) && slices.Contains(o.Sources, s)
	})
}

// Plausible is the output of a taxon in a year; false when the register says
// nothing.
func (f *Facility) Plausible(taxon string, year int) (Amount, bool) {
	for _, y := range []int{year, 0} {
		for _, o := range f.Species {
			if o.TaxonID == taxon && o.Year == y && o.Quantity > 0 {
				return Amount{o.Quantity, o.Unit}, true
			}
		}
	}
	return Amount{}, false
}

// Total adds amounts in a unit, exactly; what cannot be turned into the unit is
// left out (kilograms of meat do not count against a number of animals).
func Total(amounts []Amount, unit cites.Unit) cites.Quantity {
	var sum cites.Quantity
	for _, a := range amounts {
		if q, ok := cites.Convert(a.Quantity, a.Unit, unit); ok || a.Unit == unit {
			if a.Unit == unit {
				q = a.Quantity
			}
			sum += q
		}
	}
	return sum
}

// to moves the registration to another state: the only place where it changes.
func (f *Facility) to(s State, at time.Time) error {
	if !slices.Contains(next[f.State], s) {
		return fault.New(fault.Conflict, "fault.state", "from", string(f.State), "to", string(s))
	}
	f.State, f.Changed = s, at
	return nil
}

// Filter selects facilities. Zero fields do not filter; Holder and Org are the
// scope of a trader and are enforced in SQL.
type Filter struct {
	Text    string
	Kind    Kind
	State   State
	Country cites.Country
	Scoped  bool
	Holder  string
	Org     string
	Limit   int
	Offset  int
}
