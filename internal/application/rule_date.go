package application

import (
	"strconv"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// dateRules are about dates and validity (permit-rules 5.2).
func dateRules() lawRules {
	return lawRules{
		rule.Bind("D01", checkExpiryAfterIssue),
		rule.Bind("D02", maxValidity("D02")),
		rule.Bind("D03", maxValidity("D03")),
		rule.Bind("D04", maxValidity("D04")),
		rule.Bind("D10", checkDatesReal),
		rule.Bind("D11", eachLine(checkOriginDateAhead)),
		rule.Bind("D12", eachLine(checkAcquiredBeforeListing)),
		rule.Bind("D13", checkShippedAlready),
		rule.Bind("D15", eachLine(checkCaviarAge)),
	}
}

func checkExpiryAfterIssue(d *Dossier) []rule.Hit {
	if d.ValidUntil.IsZero() || d.ValidUntil.After(d.On) {
		return nil
	}
	return []rule.Hit{{Line: rule.Whole, Field: "valid_until"}}
}

// maxValidity refuses a last day beyond the calendar months from the day of issue
// that a rule allows its documents: 31 August plus six months is the last of
// February.
func maxValidity(id string) func(*Dossier) []rule.Hit {
	return func(d *Dossier) []rule.Hit {
		i := d.Facts()
		if last := d.On.AddMonths(i.ValidMonths); i.LimitRule == id && d.ValidUntil.After(last) {
			return []rule.Hit{{Line: rule.Whole, Field: "valid_until", Args: map[string]string{"months": strconv.Itoa(i.ValidMonths), "last": last.String()}}}
		}
		return nil
	}
}

// earliest is the first day that a date of a specimen may have.
func earliest() cites.Date { return cites.Date{Year: 1753, Month: 1, Day: 1} }

// checkDatesReal refuses dates in the future and before 1753.
func checkDatesReal(d *Dossier) []rule.Hit {
	var hits []rule.Hit
	real := func(line int, field string, day cites.Date, ahead int) {
		if !day.IsZero() && (day.Before(earliest()) || day.After(d.On.AddDays(ahead))) {
			hits = append(hits, rule.Hit{Line: line, Field: field, Args: map[string]string{"date": day.String()}})
		}
	}
	real(rule.Whole, "import_permit", d.Content.ImportPermit.Date, 0)
	real(rule.Whole, "export_permit", d.Content.ExportPermit.Date, 0)
	for i, l := range d.Content.Lines {
		real(i, "acquired", l.Acquired, 0)
		real(i, "origin", l.Origin.Date, 31) // D11 speaks of the month ahead
		real(i, "last_reexport", l.LastReexport.Date, 0)
		real(i, "import_proof", l.ImportProof.Date, 0)
	}
	return hits
}

// checkOriginDateAhead allows the permit of origin of imported plants to be up to
// a month ahead; others must be past.
func checkOriginDateAhead(d *Dossier, _ int, l Line) *rule.Hit {
	if !l.Origin.Date.After(d.On) || (l.Kingdom == cites.Plantae && d.Content.Type == cites.ImportPermit) {
		return nil
	}
	return hit("origin", "date", l.Origin.Date.String())
}

// checkAcquiredBeforeListing wants pre-Convention specimens acquired before the
// taxon was first listed in any appendix.
func checkAcquiredBeforeListing(d *Dossier, _ int, l Line) *rule.Hit {
	if l.Source != "O" || l.Acquired.IsZero() || l.TaxonID == "" {
		return nil
	}
	first := d.Law.First(species.ID(l.TaxonID))
	if first.IsZero() || l.Acquired.Before(first) {
		return nil
	}
	return hit("acquired", "date", l.Acquired.String(), "listed", first.String())
}

// checkShippedAlready refuses ordinary issue for goods that left already; that is
// a retrospective document, with its own conditions.
func checkShippedAlready(d *Dossier) []rule.Hit {
	if day := d.Content.Transport.Date; !day.IsZero() && day.Before(d.On) && !d.Content.Retrospective {
		return []rule.Hit{{Line: rule.Whole, Field: "transport", Args: map[string]string{"date": day.String()}}}
	}
	return nil
}

// caviarMonths is how long after the first export permit caviar may be re-exported.
const caviarMonths = 18

func checkCaviarAge(d *Dossier, _ int, l Line) *rule.Hit {
	if l.Term != "CAV" || !d.Reexport() || l.Origin.Date.IsZero() || !d.On.After(l.Origin.Date.AddMonths(caviarMonths)) {
		return nil
	}
	return hit("origin", "date", l.Origin.Date.String())
}
