package account

import (
	"context"

	"github.com/opencites/opencites/internal/actor"
)

// List gives one page of accounts and how many match, for administrators.
func (o *Office) List(ctx context.Context, who actor.Actor, f Filter) (out []Account, total int, err error) {
	if err := who.Must(actor.ManageAccounts); err != nil {
		return nil, 0, err
	}
	err = o.Store.View(ctx, func(tx Tx) error {
		out, total, err = tx.ListAccounts(ctx, f)
		return err
	})
	return out, total, err
}

// Find gives an account, for administrators.
func (o *Office) Find(ctx context.Context, who actor.Actor, id string) (a *Account, err error) {
	if err := who.Must(actor.ManageAccounts); err != nil {
		return nil, err
	}
	return o.Receiver(ctx, id)
}

// FindByLogin gives the account of a login, for administrators.
func (o *Office) FindByLogin(ctx context.Context, who actor.Actor, login string) (a *Account, err error) {
	if err := who.Must(actor.ManageAccounts); err != nil {
		return nil, err
	}
	err = o.Store.View(ctx, func(tx Tx) error {
		a, err = tx.AccountByLogin(ctx, FoldLogin(login))
		return err
	})
	return a, err
}

// Receiver gives whom a letter goes to; for the program itself.
func (o *Office) Receiver(ctx context.Context, id string) (a *Account, err error) {
	err = o.Store.View(ctx, func(tx Tx) error {
		a, err = tx.Account(ctx, id)
		return err
	})
	return a, err
}
