package need

import (
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// judge works out the answer for one line. The steps are methods, one file per
// step of permit-rules 1.2.
type judge struct {
	law Law
	c   *Case
	l   *Line
	n   int // of the line

	// from place: who moves what where
	dir      Direction // Export, Reexport, or Sea for the case of one State
	from, to cites.Country
	flagged  bool // sea, two States: an export by the State of the flag

	// from resolve: what the law says of the taxon
	taxon     *species.Taxon // nil when no catalogue has it
	lineage   []species.ID   // taxon, or the listed parents of a hybrid, with all above
	kingdom   cites.Kingdom  // "" when not known
	appendix  cites.Appendix
	listings  []species.Listing // those that hold in that appendix
	first     cites.Date        // first listing in any appendix, not set when not known
	exempted  bool              // hybrid animal without a recent pure ancestor
	unmarked  bool              // hybrid plant of an Appendix I taxon not annotated for hybrids
	unlisted  bool              // no listing at all for this line
	decidable bool              // an appendix was found
	otherwise cites.Appendix    // what the law says where the case gives another appendix

	source   cites.Source // how the specimen was obtained: second code of I and O
	reserved map[cites.Country][]species.Reservation
	blocked  bool
	officer  bool
	exempt   bool // no import permit for Appendix I
	out      LineAnswer
}

func newJudge(law Law, c *Case, n int) *judge {
	j := &judge{law: law, c: c, l: &c.Lines[n], n: n}
	if i, ok := j.l.Term.Info(); ok && i.Status == cites.Old && i.Replacement != "" {
		current := *j.l
		current.Term = i.Replacement // Q05: an old code is replaced
		j.l = &current
	}
	j.source = j.l.Source
	if j.source == cites.Confiscated || j.source == cites.PreConventionStock {
		j.source = j.l.SecondarySource
	}
	j.place()
	j.resolve()
	return j
}

// place says who moves the line where. An import is the export or re-export
// behind it: a re-export when the origin, or a last re-export, is another State.
// An introduction from the sea by a vessel of another State is an export of the
// State of the flag (Res. Conf. 14.6).
func (j *judge) place() {
	j.dir, j.from, j.to = j.c.Direction, j.c.ExportCountry, j.c.ImportCountry
	if j.dir == Import {
		j.dir = Export
		if (j.l.OriginCountry != "" && j.l.OriginCountry != j.from) || j.l.LastReexportCountry != "" {
			j.dir = Reexport
		}
		if j.from == cites.CountryHighSeas {
			j.dir = Sea
		}
	}
	if j.dir != Sea {
		return
	}
	j.from = j.to
	if f := j.c.VesselFlag; f != "" && f != j.to {
		j.dir, j.from, j.flagged = Export, f, true
	}
}

// decide gives the answer for a line whose taxon was resolved. sums are what the
// whole consignment holds.
func (j *judge) decide(s *sums) LineAnswer {
	j.out.Appendix = j.appendix
	switch {
	case !j.decidable:
		j.out.Verdict = Unknown
		return j.out
	case j.denied():
		j.out.Verdict = Blocked
		return j.out
	case j.notListed(), j.outsideAnnotation(s), j.neitherBound(), j.personalEffect(s):
		return j.free()
	case j.scientificExchange(), j.passport(), j.exemption():
	default:
		j.standard()
	}
	if len(j.out.Documents) == 0 && !j.blocked {
		return j.free()
	}
	j.findings()
	j.partial()
	j.codes()
	j.restrictions(s)
	j.measures()
	j.remarks()
	switch {
	case j.blocked:
		j.out.Verdict = Blocked
	case j.officer:
		j.out.Verdict = Officer
	default:
		j.out.Verdict = OK
	}
	return j.out
}

// free ends with no document of the Convention; a stricter measure may still ask
// for one.
func (j *judge) free() LineAnswer {
	j.measures()
	j.out.Verdict = None
	if len(j.out.Documents) > 0 {
		j.out.Verdict = OK
	}
	return j.out
}

// say gives a reason, unless its rule is switched off. A reason stands once for a
// line.
func (j *judge) say(id, variant string, args ...string) {
	if j.law.Setting(id) == rule.Off {
		return
	}
	r := because(id, j.n, variant, pairs(args))
	if !slices.ContainsFunc(j.out.Reasons, func(x Reason) bool { return x.Key == r.Key }) {
		j.out.Reasons = append(j.out.Reasons, r)
	}
}

// block gives a reason that refuses the case, refer one that leaves it to the
// authority; a rule that is switched to a warning does neither.
func (j *judge) block(id, variant string, args ...string) {
	j.blocked = j.blocked || j.law.Setting(id) == rule.On
	j.say(id, variant, args...)
}

func (j *judge) refer(id, variant string, args ...string) {
	j.officer = j.officer || j.law.Setting(id) == rule.On
	j.say(id, variant, args...)
}

func pairs(args []string) map[string]string {
	if len(args) == 0 {
		return nil
	}
	out := make(map[string]string, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		out[args[i]] = args[i+1]
	}
	return out
}

func (j *judge) document(country cites.Country, t cites.DocumentType) {
	j.out.Documents = union(j.out.Documents, []Document{{country, t}})
}

func (j *judge) has(t cites.DocumentType) bool {
	return slices.ContainsFunc(j.out.Documents, func(d Document) bool { return d.Type == t })
}

// may reports whether a specimen can have the source, as primary code or as the
// second one of I and O.
func (j *judge) may(s cites.Source) bool { return j.l.Source == s || j.source == s }

func (j *judge) animal() bool { return j.kingdom != cites.Plantae }
func (j *judge) plant() bool  { return j.kingdom != cites.Animalia }

// live reports whether the specimen lives.
func (j *judge) live() bool { return j.l.Live || j.l.Term == cites.Live }

func (j *judge) commercial() bool { return j.c.Purpose == cites.Commercial }
