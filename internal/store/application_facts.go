package store

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/species"
)

// QuotasOf gives the quotas of a country that are open on a day.
func (t applicationTx) QuotasOf(context.Context, cites.Country, cites.Date) ([]species.Quota, error) {
	return nil, nil
}

// SuspensionsOn gives the suspensions in force on a day.
func (t applicationTx) SuspensionsOn(context.Context, cites.Date) ([]species.Suspension, error) {
	return nil, nil
}
