// Package store keeps everything: all SQL of the program is here, one file per
// noun, for two engines behind one API. SQLite (modernc, WAL, synchronous=FULL)
// is built in; PostgreSQL serves several instances of the program at once.
//
// It owns transactions, migrations, the audit log and its hash tree, the job
// queue, checks, backup and restore. It decides nothing: nouns decide, and only
// app and the edges' tests open a DB.
//
// # Transactions
//
// Update runs a function in a transaction that either happens whole and durable
// or not at all. All writers of one program pass through one goroutine that puts
// waiting functions into one durable commit, each in its own savepoint; on
// PostgreSQL the tree row is locked first, so that writers of several instances
// take turns as well. Functions therefore see everything committed before them,
// and counters cannot be overdrawn by a race. The function may run more than
// once: it must have no effect outside its Tx, must be short, and must not call
// Update. View runs a function on one unchanging snapshot.
//
// A transaction that changed rows without recording an audit event is refused,
// except for the few tables listed with reasons in unaudited.go.
//
// # Nouns
//
// A noun declares the Tx and Store it needs. Store serves all of them with one
// adapter per noun, in store/NOUN.go, made of queries from query/NOUN.sql:
//
//	// Applications is the store of package application.
//	type Applications struct{ DB *DB }
//
//	// Update runs fn in one durable transaction.
//	func (s Applications) Update(ctx context.Context, fn func(application.Tx) error) error {
//		return s.DB.Update(ctx, func(t *Tx) error { return fn(applicationTx{t}) })
//	}
//
//	// View runs fn on one snapshot.
//	func (s Applications) View(ctx context.Context, fn func(application.Tx) error) error {
//		return s.DB.View(ctx, func(t *Tx) error { return fn(applicationTx{t}) })
//	}
//
//	type applicationTx struct{ *Tx } // Record and Enqueue come with *Tx
//
//	func (t applicationTx) SaveApplication(ctx context.Context, a *application.Application) error {
//		n, err := t.Q.SaveApplication(ctx, db.SaveApplicationParams{ID: a.ID, Version: a.Version, ...})
//		return Saved(n, err, "application", a.ID) // 0 rows: somebody else was faster
//	}
//
// Unique and check violations come back as fault.Conflict; Broken tells which
// constraint it was, by the same name on both engines.
package store
