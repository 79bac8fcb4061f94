package account

import (
	"slices"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// checkRoles refuses unknown roles and duties that one person must not hold at
// once (trust sheet, section 6).
func checkRoles(f *fault.Error, roles []actor.Role) {
	if len(roles) == 0 {
		f.Add("roles", "account.roles.missing")
		return
	}
	for _, r := range roles {
		if !slices.Contains(actor.Roles(), r) {
			f.Add("roles", "account.roles.unknown")
			return
		}
	}
	if key := rolesApart(roles); key != "" {
		f.Add("roles", key)
	}
}

// rolesApart returns the message key of the first pair of duties that must stay
// with different people, or "".
func rolesApart(roles []actor.Role) string {
	a := actor.Actor{Roles: roles}
	private := a.Has(actor.Trader, actor.Agent)
	switch {
	case a.Can(actor.Approve) && a.Can(actor.ManageAccounts):
		return "account.roles.approve_manage"
	case private && a.Staff():
		return "account.roles.applicant_staff"
	case a.Can(actor.RecordFee) && a.Can(actor.Approve):
		return "account.roles.fee_approve"
	case a.Can(actor.Propose) && a.Can(actor.Approve):
		return "account.roles.propose_approve"
	case a.Has(actor.Auditor) && len(roles) > 1:
		return "account.roles.auditor"
	}
	return ""
}

// tidy orders roles as screens show them, each once.
func tidy(roles []actor.Role) []actor.Role {
	var out []actor.Role
	for _, r := range actor.Roles() {
		if slices.Contains(roles, r) {
			out = append(out, r)
		}
	}
	for _, r := range roles {
		if !slices.Contains(actor.Roles(), r) {
			out = append(out, r) // checkRoles refuses it
		}
	}
	return out
}

func roleNames(roles []actor.Role) []any {
	out := make([]any, len(roles))
	for i, r := range roles {
		out[i] = string(r)
	}
	return out
}
