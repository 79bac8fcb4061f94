package app

import (
	"context"

	"github.com/opencites/opencites/internal/account"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/job"
	"github.com/opencites/opencites/internal/permit"
)

// While the demo's past is made nothing is queued: letters of two years ago are
// not sent, and permits are sealed by the verb itself instead of by its job.

type quietApplications struct{ application.Store }

func (q quietApplications) Update(ctx context.Context, fn func(application.Tx) error) error {
	return q.Store.Update(ctx, func(tx application.Tx) error { return fn(quietApplicationTx{tx}) })
}

type quietApplicationTx struct{ application.Tx }

func (quietApplicationTx) Enqueue(context.Context, job.Job) error { return nil }

type quietPermits struct{ permit.Store }

func (q quietPermits) Update(ctx context.Context, fn func(permit.Tx) error) error {
	return q.Store.Update(ctx, func(tx permit.Tx) error { return fn(quietPermitTx{tx}) })
}

type quietPermitTx struct{ permit.Tx }

func (quietPermitTx) Enqueue(context.Context, job.Job) error { return nil }

type quietAccounts struct{ account.Store }

func (q quietAccounts) Update(ctx context.Context, fn func(account.Tx) error) error {
	return q.Store.Update(ctx, func(tx account.Tx) error { return fn(quietAccountTx{tx}) })
}

type quietAccountTx struct{ account.Tx }

func (quietAccountTx) Enqueue(context.Context, job.Job) error { return nil }
