package app

import (
	"context"

	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/store"
	"github.com/opencites/opencites/internal/web"
)

// cases is what the officers' pages need.
func (s *System) cases() web.CaseDesk {
	return web.CaseDesk{Cases: s.Applications, Permits: s.Permits, Officers: s.officers, History: s.eventsOf,
		Views: &application.Views{Store: store.Views{DB: s.DB}, Now: s.Now, NewID: newID}}
}

// maxOfficers bounds the list from which a supervisor chooses.
const maxOfficers = 500

// officers lists the case officers whose accounts are open.
func (s *System) officers(ctx context.Context) (out []actor.Actor, err error) {
	err = s.Accounts.Store.View(ctx, func(tx account.Tx) error {
		found, _, err := tx.ListAccounts(ctx, account.Filter{Role: actor.CaseOfficer, State: account.Active, Limit: maxOfficers})
		for i := range found {
			out = append(out, found[i].Actor())
		}
		return err
	})
	return out, err
}
