package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/store/db"
)

// Paper is the document of another Party with a number, nil when none reached us.
func (t *Tx) Paper(ctx context.Context, country cites.Country, n cites.PermitNumber) (*epermit.Document, error) {
	r, err := t.Q.ForeignPermit(ctx, db.ForeignPermitParams{Country: string(country), NumberKey: cites.NumberKey(n)})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("permit %s of %s: %w", n, country, err)
	}
	var doc epermit.Document
	if err := json.Unmarshal([]byte(r.Document), &doc); err != nil {
		return nil, fmt.Errorf("permit %s of %s: %w", n, country, err)
	}
	return &doc, nil
}
