package application

import (
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/need"
	"github.com/opencites/opencites/internal/rule"
)

// findingRules are the gates of the workflow (permit-rules 5.7).
func findingRules() lawRules {
	return lawRules{
		rule.Bind("G01", eachLine(checkNDF)),
		rule.Bind("G02", eachLine(checkLAF)),
		rule.Bind("G03", eachLine(checkImportFindings)),
		rule.Bind("G04", eachLine(checkNotCommercial)),
		rule.Bind("G05", eachLine(checkTransport)),
		rule.Bind("G06", eachLine(checkBredFinding)),
		rule.Bind("G07", eachLine(checkConfiscatedNDF)),
		rule.Bind("G08", checkFindingLimits),
		rule.Bind("G09", checkSeparation),
		rule.Bind("G11", checkNegativeFindings),
	}
}

// made reports whether a finding of a kind stands in favour of a line on the day.
func (d *Dossier) made(k FindingKind, line int) bool {
	return slices.ContainsFunc(d.Findings, func(f Finding) bool {
		return f.Kind == k && (f.Line == line || f.Line == rule.Whole) && (f.Outcome == Positive || f.Outcome == Conditional) &&
			(f.ValidUntil.IsZero() || !d.On.After(f.ValidUntil)) && d.pointsWell(f, line)
	})
}

func lacking(d *Dossier, k FindingKind, line int) *rule.Hit {
	if d.made(k, line) {
		return nil
	}
	if h := d.registerHit(k, line); h != nil {
		return h
	}
	h := hit("findings")
	h.Variant = string(k)
	return h
}

// NeedsNDF reports whether a line needs a non-detriment finding for this document.
func (d *Dossier) NeedsNDF(l Line) bool { return d.due(l).Has(need.NonDetriment) }

func checkNDF(d *Dossier, i int, l Line) *rule.Hit {
	if d.Reexport() || !d.NeedsNDF(l) {
		return nil
	}
	return lacking(d, NDF, i)
}

func checkLAF(d *Dossier, i int, l Line) *rule.Hit {
	if !d.due(l).Has(need.LegalAcquisition) {
		return nil
	}
	if h := d.chainHit(i, l); h != nil {
		return h
	}
	return lacking(d, LAF, i)
}

func checkImportFindings(d *Dossier, i int, l Line) *rule.Hit {
	due := d.due(l)
	if due.Has(need.ImportNotDetrimental) {
		if h := lacking(d, PurposeNotHarmful, i); h != nil {
			return h
		}
	}
	if due.Has(need.SuitablyEquipped) {
		return lacking(d, Equipped, i)
	}
	return nil
}

func checkNotCommercial(d *Dossier, i int, l Line) *rule.Hit {
	if !d.due(l).Has(need.NotPrimarilyCommercial) {
		return nil
	}
	return lacking(d, NotCommercial, i)
}

func checkTransport(d *Dossier, i int, l Line) *rule.Hit {
	if !d.due(l).Has(need.LiveTransport) {
		return nil
	}
	return lacking(d, TransportSafe, i)
}

// checkBredFinding asks for the ground of a certificate.
func checkBredFinding(d *Dossier, i int, l Line) *rule.Hit {
	due := d.due(l)
	switch {
	case due.Has(need.BredInCaptivity), due.Has(need.ArtificialPropagation):
		return lacking(d, BredOrPropagated, i)
	case due.Has(need.PreConventionFinding):
		return lacking(d, PreConventionFound, i)
	case due.Has(need.OriginConfirmed):
		return lacking(d, OriginConfirmed, i)
	case due.Has(need.TreatyMet):
		return lacking(d, TreatyMet, i)
	}
	return nil
}

func checkConfiscatedNDF(d *Dossier, i int, l Line) *rule.Hit {
	if !d.Reexport() || !d.NeedsNDF(l) {
		return nil
	}
	return lacking(d, NDF, i)
}

// checkFindingLimits holds lines to the quantity that the findings allow.
func checkFindingLimits(d *Dossier) []rule.Hit {
	var hits []rule.Hit
	for _, f := range d.Findings {
		if f.Kind != NDF || f.Limit == 0 || f.Outcome == Negative || f.Outcome == Open {
			continue
		}
		if h := overLimit(d.Content.Lines, f); h != nil {
			hits = append(hits, *h)
		}
	}
	return append(hits, d.overRegister()...)
}

// overLimit adds up what a finding is about: its line, or all lines together.
func overLimit(lines []Line, f Finding) *rule.Hit {
	var total cites.Quantity
	for i, l := range lines {
		if f.Line != i && f.Line != rule.Whole {
			continue
		}
		asked, ok := l.Quantity, true
		if f.Unit != "" && f.Unit != l.Unit {
			asked, ok = cites.Convert(asked, l.Unit, f.Unit)
		}
		if !ok {
			return &rule.Hit{Line: i, Field: "quantity", Variant: "unit", Args: map[string]string{"unit": string(f.Unit)}}
		}
		if asked > f.Limit-total {
			return &rule.Hit{Line: i, Field: "quantity", Args: map[string]string{"asked": (total + asked).String(), "limit": f.Limit.String()}}
		}
		total += asked
	}
	return nil
}

// checkSeparation: who made a finding of the Scientific Authority does not decide.
func checkSeparation(d *Dossier) []rule.Hit {
	for _, f := range d.Findings {
		if f.Kind.BySA() && f.MadeBy != "" && (f.MadeBy == d.ProposedBy || f.MadeBy == d.DecidedBy) {
			return []rule.Hit{{Line: rule.Whole, Field: "findings"}}
		}
	}
	return nil
}

// checkNegativeFindings: a negative finding stops the permit, whatever another
// finding of the same kind says.
func checkNegativeFindings(d *Dossier) []rule.Hit {
	var hits []rule.Hit
	for _, f := range d.Findings {
		if f.Outcome == Negative {
			hits = append(hits, rule.Hit{Line: f.Line, Field: "findings", Variant: string(f.Kind)})
		}
	}
	return hits
}
