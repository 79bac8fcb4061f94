package web

import (
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/measure"
)

// trialView is a try-out as shown.
type trialView struct {
	Title, Text string
	More        string // said when not every hit is shown
	List        List[trialRow]
}

// trialOnForm is how many hits stand below the form, whose answers a further
// page would lose.
const trialOnForm = 10

type trialRow struct {
	Reference, Href, State, On, Line, Taxon string
	Wrong                                   string
}

// newTrial shows a page of a try-out; cases are linked for those who may read
// them.
func newTrial(l *Locale, q ListQuery, t *measure.Trial, link bool) *trialView {
	v := &trialView{Title: l.T("measure.trial"), Text: l.T("measure.trial.none_past")}
	if t.Cases > 0 {
		v.Text = l.T("measure.trial.text", "hits", l.Int(int64(t.HitCases)), "cases", l.Int(int64(t.Cases)), "lines", l.Int(int64(t.Lines)))
	}
	if t.Failed > 0 {
		v.Text += " " + l.T("measure.trial.failed", "n", l.Int(int64(t.Failed)))
	}
	var rows []trialRow
	for _, h := range t.Hits {
		row := trialRow{Reference: h.Reference, State: caseState(l, application.State(h.State), false, "").Text, On: l.Date(h.On), Line: application.Letter(h.Line), Taxon: h.Taxon, Wrong: h.Wrong}
		if link {
			row.Href = l.Href("/cases/" + h.ID)
		}
		rows = append(rows, row)
	}
	v.List = newList(l, q, cutPage(rows, q), len(rows))
	if len(t.Hits) == measure.TryHits {
		v.More = l.T("measure.trial.more", "n", measure.TryHits)
	}
	return v
}
