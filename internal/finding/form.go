package finding

import (
	"slices"
	"unicode/utf8"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/intake"
	"github.com/opencites/opencites/internal/species"
)

// Longest texts, in characters.
const (
	maxName = 150
	maxNote = 4000
)

// Form is what a scientist says about a finding.
type Form struct {
	Taxon      species.ID
	Population cites.Country
	Sources    []cites.Source
	Terms      []cites.Term
	Purposes   []cites.Purpose
	From       cites.Date
	Until      cites.Date
	Review     cites.Date
	Quantity   cites.Quantity // 0: no limit
	Unit       cites.Unit
	Conditions string
	Print      bool
	Grounds    string
}

// clean checks the form and brings its texts to one form.
func (f *Form) clean(law *species.Catalogue) (*species.Taxon, error) {
	wrong := fault.Invalidf("finding.invalid")
	f.Conditions, f.Grounds = intake.Note(f.Conditions), intake.Note(f.Grounds)
	t, ok := law.Taxon(f.Taxon)
	if !ok {
		wrong.Add("taxon", "finding.taxon_needed")
	}
	if f.Population == "" || !f.Population.Place() {
		wrong.Add("population", "finding.population_needed")
	}
	for _, s := range f.Sources {
		if _, err := cites.ParseSource(string(s)); err != nil {
			wrong.Add("sources", "finding.code_unknown", "code", s)
		}
	}
	for _, x := range f.Terms {
		if _, err := cites.ParseTerm(string(x)); err != nil {
			wrong.Add("terms", "finding.code_unknown", "code", x)
		}
	}
	for _, x := range f.Purposes {
		if _, err := cites.ParsePurpose(string(x)); err != nil {
			wrong.Add("purposes", "finding.code_unknown", "code", x)
		}
	}
	f.period(wrong)
	if _, err := cites.ParseUnit(string(f.Unit)); f.Quantity > 0 && err != nil {
		wrong.Add("unit", "finding.unit_needed")
	}
	switch {
	case f.Quantity < 0:
		wrong.Add("quantity", "finding.quantity")
	case f.Quantity == 0:
		f.Unit = ""
	}
	if f.Grounds == "" {
		wrong.Add("grounds", "finding.grounds_needed")
	}
	tooLong(wrong, "grounds", f.Grounds, maxNote)
	tooLong(wrong, "conditions", f.Conditions, maxNote)
	slices.Sort(f.Sources)
	slices.Sort(f.Terms)
	slices.Sort(f.Purposes)
	return t, wrong.OrNil()
}

// period wants a beginning, and an end or a day of review: a finding without
// either would never be looked at again.
func (f *Form) period(wrong *fault.Error) {
	switch {
	case f.From.IsZero():
		wrong.Add("from", "finding.from_needed")
	case !f.Until.IsZero() && f.Until.Before(f.From):
		wrong.Add("until", "finding.until_before")
	}
	switch {
	case f.Review.IsZero() && f.Until.IsZero():
		wrong.Add("review", "finding.review_needed")
	case !f.Review.IsZero() && f.Review.Before(f.From):
		wrong.Add("review", "finding.review_before")
	}
}

func tooLong(wrong *fault.Error, field, text string, most int) {
	if n := utf8.RuneCountInString(text); n > most {
		wrong.Add(field, "finding.too_long", "max", most, "n", n)
	}
}

func (f *Form) onto(n *NonDetriment, t *species.Taxon) {
	n.Taxon, n.TaxonName, n.Population = t.ID, t.Name, f.Population
	n.Sources, n.Terms, n.Purposes = f.Sources, f.Terms, f.Purposes
	n.From, n.Until, n.Review, n.Quantity, n.Unit = f.From, f.Until, f.Review, f.Quantity, f.Unit
	n.Conditions, n.Print, n.Grounds = f.Conditions, f.Print, f.Grounds
}

// FormOf gives a finding as its form shows it.
func FormOf(n *NonDetriment) Form {
	return Form{Taxon: n.Taxon, Population: n.Population, Sources: n.Sources, Terms: n.Terms, Purposes: n.Purposes, From: n.From, Until: n.Until,
		Review: n.Review, Quantity: n.Quantity, Unit: n.Unit, Conditions: n.Conditions, Print: n.Print, Grounds: n.Grounds}
}
