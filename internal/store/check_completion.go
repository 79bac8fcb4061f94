package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/opencites/opencites/internal/permit"
)

const (
	// Retrospective documents: two signatories, neither with another part in the case.
	retroAlone = `select reference || ': decided by ' || decided_by || ', second signatory ' || cosigned_by from application
		where (retrospective = 1 and state in ('approved', 'issued') and cosigned_by = '')
		or (cosigned_by <> '' and cosigned_by in (owner, agent, proposed_by, decided_by, fee_by))`

	completionOutside = `select p.number || ': completed for ' || c.day || ', valid from ' || p.issued || ' until ' || p.valid_until
		from permit_completion c join permit p on p.id = c.permit_id where c.day < p.issued or c.day > p.valid_until`

	completionWithoutLeaf = `select c.permit_id || ': leaf ' || cast(c.log_index as text) || ' does not log its completion'
		from permit_completion c left join audit_event e on e.leaf_index = c.log_index
		where e.id is null or e.verb <> 'application.write' or e.subject_id <> c.permit_id`
)

// completions compares what holders wrote with what was printed.
func completions(ctx context.Context, t *Tx, heads []Head) ([]string, error) {
	out, err := rows(completionOutside, completionWithoutLeaf)(ctx, t, heads)
	if err != nil {
		return nil, err
	}
	r, err := t.QueryContext(ctx, `select p.number, p.record, c.lines from permit_completion c join permit p on p.id = c.permit_id order by p.number`)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	for r.Next() {
		var number, record, lines string
		if err := r.Scan(&number, &record, &lines); err != nil {
			return nil, err
		}
		if wrong := completedWrongly(record, lines); wrong != "" {
			out = append(out, number+": "+wrong)
		}
	}
	return out, r.Err()
}

// completedWrongly says what a holder wrote that the document did not leave open.
func completedWrongly(record, lines string) string {
	var printed permit.Record
	var written []permit.CompletedLine
	if err := json.Unmarshal([]byte(record), &printed); err != nil {
		return "the record cannot be read: " + err.Error()
	}
	if err := json.Unmarshal([]byte(lines), &written); err != nil {
		return "the completed lines cannot be read: " + err.Error()
	}
	if len(printed.Complete) == 0 {
		return "completed, but no box was left open"
	}
	most := map[string]int64{}
	for _, l := range printed.Lines {
		most[l.Letter] = int64(l.Quantity)
	}
	for _, l := range written {
		if q := int64(l.Quantity); q < 0 || q > most[l.Letter] {
			return fmt.Sprintf("line %s completed with %d of %d", l.Letter, q, most[l.Letter])
		}
	}
	return ""
}
