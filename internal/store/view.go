package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/store/db"
)

// Views is the store of the saved views of the case queue.
type Views struct{ DB *DB }

// Update runs fn in one durable transaction.
func (s Views) Update(ctx context.Context, fn func(application.ViewTx) error) error {
	return s.DB.Update(ctx, func(t *Tx) error { return fn(viewTx{t}) })
}

// View runs fn on one snapshot.
func (s Views) View(ctx context.Context, fn func(application.ViewTx) error) error {
	return s.DB.View(ctx, func(t *Tx) error { return fn(viewTx{t}) })
}

type viewTx struct{ *Tx }

// SavedViews lists the views of an account in the order of their names.
func (t viewTx) SavedViews(ctx context.Context, account string) ([]application.SavedView, error) {
	rows, err := t.Q.SavedViews(ctx, account)
	if err != nil {
		return nil, fmt.Errorf("saved views of %s: %w", account, err)
	}
	out := make([]application.SavedView, len(rows))
	for i, r := range rows {
		out[i] = application.SavedView{ID: r.ID, Account: r.Account, Name: r.Name, Query: r.Query, Created: moment(r.Created)}
	}
	return out, nil
}

// InsertSavedView adds a view.
func (t viewTx) InsertSavedView(ctx context.Context, v *application.SavedView) error {
	return t.Q.InsertSavedView(ctx, db.InsertSavedViewParams{ID: v.ID, Account: v.Account, Name: v.Name, Query: v.Query, Created: micros(v.Created)})
}

// DeleteSavedView removes a view of an account.
func (t viewTx) DeleteSavedView(ctx context.Context, account, id string) error {
	n, err := t.Q.DeleteSavedView(ctx, db.DeleteSavedViewParams{ID: id, Account: account})
	if err == nil && n == 0 {
		err = sql.ErrNoRows
	}
	return Found(err, "view", id)
}
