package app

import (
	"context"

	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/fault"
)

// holder finds who holds a share of a quota by the login of a trader: the firm,
// where the trader belongs to one, so that colleagues share it.
func (s *System) holder(ctx context.Context, login string) (id, name string, err error) {
	a, err := s.Accounts.FindByLogin(ctx, account.Console(), login)
	switch {
	case err != nil:
		return "", "", err
	case !a.Actor().Has(actor.Trader):
		return "", "", fault.New(fault.NotFound, "fault.not_found", "login", login)
	case a.Org != "":
		return a.Org, a.OrgName, nil
	}
	return a.ID, a.Name, nil
}
