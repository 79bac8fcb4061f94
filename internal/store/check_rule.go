package store

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/internal/rule"
)

// switchWithoutLog selects switches of rules that no event of the log tells.
const switchWithoutLog = `select 'rule ' || s.rule || ' was switched ' || cast(count(*) as text) || ' times, the log tells of ' ||
		cast((select count(*) from audit_event e where e.verb = 'rule.switch' and e.subject_kind = 'rule' and e.subject_id = s.rule) as text)
	from rule_switch s group by s.rule
	having count(*) <> (select count(*) from audit_event e where e.verb = 'rule.switch' and e.subject_kind = 'rule' and e.subject_id = s.rule)
		or count(*) <> max(s.version)`

// switchable wants each switch to be of a rule that may be switched.
func switchable(ctx context.Context, t *Tx, _ []Head) ([]string, error) {
	rows, err := t.Q.RuleSwitches(ctx)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, r := range rows {
		if e, ok := rule.Law(r.Rule); !ok || !e.Switchable() {
			out = append(out, fmt.Sprintf("rule %s is switched, which is not allowed", r.Rule))
		}
	}
	return out, nil
}
