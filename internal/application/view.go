package application

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/opencites/opencites/cites"

	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/fault"
)

// SavedView is a view of the case queue that an officer named: its tab, filter
// and order as they stand in the address. It belongs to one account.
type SavedView struct {
	ID      string
	Account string
	Name    string
	Query   string // "tab=mine&state=in_review"
	Created time.Time
}

// ViewStore runs transactions over saved views.
type ViewStore interface {
	Update(ctx context.Context, fn func(ViewTx) error) error
	View(ctx context.Context, fn func(ViewTx) error) error
}

// ViewTx is what saved views need of a transaction.
type ViewTx interface {
	Record(ctx context.Context, e audit.Event) (int64, error)
	SavedViews(ctx context.Context, account string) ([]SavedView, error)
	InsertSavedView(ctx context.Context, v *SavedView) error
	// DeleteSavedView gives a NotFound fault for a view of somebody else.
	DeleteSavedView(ctx context.Context, account, id string) error
}

// Bounds of saved views.
const (
	maxViews    = 30 // of one account
	maxViewName = 60
	maxQuery    = 2000
)

// Views is the desk of saved views. Its fields are set once.
type Views struct {
	Store ViewStore
	Now   func() time.Time
	NewID func() string
}

// List gives the actor's own views in the order of their names.
func (v *Views) List(ctx context.Context, who actor.Actor) (out []SavedView, err error) {
	if err := who.Must(actor.ReadQueue); err != nil {
		return nil, err
	}
	err = v.Store.View(ctx, func(tx ViewTx) error {
		out, err = tx.SavedViews(ctx, who.ID)
		return err
	})
	return out, err
}

// Save names a view. A name that the actor used already gets the new query.
func (v *Views) Save(ctx context.Context, who actor.Actor, name, query string) error {
	if err := who.Must(actor.ReadQueue); err != nil {
		return err
	}
	r := newReader(Form{"name": name}, cites.Date{})
	said := r.need("name", maxViewName, "case.view.name_needed")
	if f := orNil(r.wrong); f != nil {
		return f
	}
	if len(query) > maxQuery || !utf8.ValidString(query) {
		return fault.Invalidf("apply.invalid").Add("query", "case.view.long")
	}
	return v.Store.Update(ctx, func(tx ViewTx) error {
		have, err := tx.SavedViews(ctx, who.ID)
		if err != nil {
			return err
		}
		for _, x := range have {
			if x.Name != said {
				continue
			}
			if err := tx.DeleteSavedView(ctx, who.ID, x.ID); err != nil {
				return err
			}
		}
		if len(have) >= maxViews {
			return fault.Invalidf("apply.invalid").Add("name", "case.view.many", "max", maxViews)
		}
		x := &SavedView{ID: v.NewID(), Account: who.ID, Name: said, Query: query, Created: v.Now()}
		if err := tx.InsertSavedView(ctx, x); err != nil {
			return err
		}
		_, err = tx.Record(ctx, viewEvent(who, x.ID, "save_view"))
		return err
	})
}

// Delete forgets a view of the actor's.
func (v *Views) Delete(ctx context.Context, who actor.Actor, id string) error {
	if err := who.Must(actor.ReadQueue); err != nil {
		return err
	}
	return v.Store.Update(ctx, func(tx ViewTx) error {
		if err := tx.DeleteSavedView(ctx, who.ID, id); err != nil {
			return err
		}
		_, err := tx.Record(ctx, viewEvent(who, id, "delete_view"))
		return err
	})
}

func viewEvent(who actor.Actor, id, act string) audit.Event {
	return audit.Event{Actor: audit.Actor{ID: who.ID, Name: who.Name, Role: string(who.RoleFor(actor.ReadQueue))}, Verb: string(actor.ReadQueue),
		SubjectKind: "saved_view", SubjectID: id, Detail: map[string]any{"act": act}}
}
