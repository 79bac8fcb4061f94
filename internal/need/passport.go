package need

import (
	"strings"

	"github.com/opencites/opencites/cites"
)

// scientificExchange gives the label between two registered institutions (E7):
// no commerce, preserved specimens or live plants.
func (j *judge) scientificExchange() bool {
	x := j.c.ScientificExchange
	if x == nil || !x.Registered || !institution(x.Sender) || !institution(x.Recipient) || j.dir == Sea {
		return false
	}
	if j.commercial() || j.live() && j.kingdom != cites.Plantae {
		return false
	}
	j.document(j.from, cites.ScientificExchangeLabel)
	j.say("E7", "")
	j.exempt = true
	return true
}

// institution reports whether a code has the form of the register: two letters
// of the State and three digits.
func institution(code string) bool {
	if len(code) != 5 {
		return false
	}
	c := cites.Country(code[:2])
	return c.Place() && strings.Trim(code[2:], "0123456789") == ""
}

// passport gives the certificate that serves many crossings, where its
// conditions hold: travelling exhibition, personal ownership, musical
// instrument, sample collection.
func (j *judge) passport() bool {
	if j.dir == Sea {
		return false
	}
	switch {
	case j.c.TravellingExhibition && j.exhibited():
		j.document(j.from, cites.TravellingExhibition)
		j.say("E8", "")
	case j.c.FrequentCrossings && j.c.OwnerAccompanies && j.live() && j.animal() && j.c.Purpose == cites.Personal:
		j.document(j.from, cites.PersonalOwnership)
		j.say("E9", "")
	case j.l.MusicalInstrument && j.c.FrequentCrossings && !j.live() && !j.commercial() && (j.appendix != cites.AppendixI || j.preListing()):
		j.document(j.from, cites.MusicalInstrument)
		j.say("E10", "")
	case j.c.ATACarnet != "" && !j.live() && (j.appendix != cites.AppendixI || j.may(cites.BredCommercially)):
		j.document(j.from, cites.SampleCollection)
		j.say("E11", "")
	default:
		return false
	}
	j.exempt = true
	return true
}

// exhibited reports whether the specimens may travel with an exhibition:
// pre-Convention, bred in captivity or artificially propagated (E8).
func (j *judge) exhibited() bool {
	if j.l.Source == cites.PreConventionStock {
		return j.preListing()
	}
	return j.may(cites.Bred) && j.animal() || j.may(cites.Propagated) && j.plant()
}

// acquired is the day on which the specimen was first acquired: the earlier of
// the days given (Res. Conf. 13.6).
func (j *judge) acquired() cites.Date {
	a, w := j.l.Acquired, j.l.WildCollected
	if a.IsZero() || !w.IsZero() && w.Before(a) {
		return w
	}
	return a
}

// inForce is the day on which the Convention entered into force: no taxon was
// listed before it.
func inForce() cites.Date { return cites.Date{Year: 1975, Month: 7, Day: 1} }

// preListing reports whether the specimen is known to have been acquired before
// the taxon was first listed in any appendix.
func (j *judge) preListing() bool {
	a := j.acquired()
	if a.IsZero() {
		return false
	}
	if j.first.IsZero() {
		return a.Before(inForce())
	}
	return a.Before(j.first)
}
