package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/internal/store/db"
)

// commitLimit bounds one commit of many functions; a hung server then gives an
// Unavailable fault rather than a hung program.
const commitLimit = 60 * time.Second

// attempts is how often a commit is tried after conflicts with other instances.
const attempts = 12

// errUnfinished is what a function leaves that ended its goroutine or panicked.
var errUnfinished = errors.New("the function of an update did not return")

// request is one Update waiting for the writer. The function runs in its
// caller's goroutine when the writer hands it the transaction, so that a panic
// is the caller's.
type request struct {
	turn   chan *Tx      // the writer gives the transaction
	ran    chan error    // the function's error
	gone   chan struct{} // closed when the caller no longer waits for its first turn
	result chan error    // nil once durable
}

// writer is the one goroutine that commits.
type writer struct {
	d        *DB
	edge     edge        // of the log after the last commit
	stmts    *statements // prepared once
	requests chan *request
	quit     chan struct{}
	done     chan struct{}
}

func startWriter(d *DB) *writer {
	w := &writer{d: d, stmts: newStatements(d.engine, d.write), requests: make(chan *request, d.cfg.Batch), quit: make(chan struct{}), done: make(chan struct{})}
	go w.run()
	return w
}

func (w *writer) stop() {
	close(w.quit)
	<-w.done
}

// Update runs fn in a transaction and returns nil once it is durable. fn may run
// more than once and must have no effect outside the Tx; an error of fn rolls
// back and is returned. Faults: Conflict for a violated constraint, Unavailable
// when the database cannot be reached or written.
func (d *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r := &request{turn: make(chan *Tx), ran: make(chan error), gone: make(chan struct{}), result: make(chan error, 1)}
	select {
	case d.writer.requests <- r:
	case <-d.writer.quit:
		return d.fail(errClosed)
	case <-ctx.Done():
		return ctx.Err()
	}
	cancelled := ctx.Done()
	for {
		select {
		case tx := <-r.turn:
			cancelled = nil // from here on it may become durable: wait and tell the truth
			runTurn(r, tx, fn)
		case err := <-r.result:
			return d.fail(err)
		case <-cancelled:
			close(r.gone)
			return ctx.Err()
		case <-d.writer.done:
			select {
			case err := <-r.result:
				return d.fail(err)
			default:
				return d.fail(errClosed)
			}
		}
	}
}

// runTurn runs fn and always answers the writer, even if fn panics or ends the
// goroutine.
func runTurn(r *request, tx *Tx, fn func(*Tx) error) {
	err := errUnfinished
	defer func() { r.ran <- err }()
	err = fn(tx)
}

func (w *writer) run() {
	defer close(w.done)
	defer w.stmts.close()
	for {
		select {
		case <-w.quit:
			return
		case r := <-w.requests:
			w.commit(w.gather(r))
			w.stmts.prepare()
		}
	}
}

// gather takes what waits already; it never waits for more.
func (w *writer) gather(first *request) []*request {
	batch := []*request{first}
	for len(batch) < w.d.cfg.Batch {
		select {
		case r := <-w.requests:
			batch = append(batch, r)
		default:
			return batch
		}
	}
	return batch
}

// commit makes a batch durable, trying again after conflicts with other
// instances, and answers every request exactly once.
func (w *writer) commit(batch []*request) {
	for try := 1; ; try++ {
		left, err := w.try(batch)
		if err == nil {
			return
		}
		if w.d.engine.fatal(err) {
			w.d.cfg.Fatal(err)
		}
		if !w.d.engine.retry(err) || try == attempts {
			for _, r := range left {
				r.result <- fmt.Errorf("commit: %w", err)
			}
			return
		}
		batch = left
		time.Sleep(time.Duration(rand.Int64N(int64(time.Millisecond) << min(try, 7))))
	}
}

// try runs the batch in one transaction. It answers the requests whose function
// failed or, after the commit, succeeded; on an error of the transaction itself
// it returns those still unanswered.
func (w *writer) try(batch []*request) (left []*request, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), commitLimit)
	defer cancel()
	if w.d.opened != nil {
		if err := moved(w.d.cfg.Path, w.d.opened); err != nil {
			return batch, err
		}
	}
	s, err := w.d.write.BeginTx(ctx, nil)
	if err != nil {
		return batch, err
	}
	defer s.Rollback()
	t, err := w.lockTree(ctx, s)
	if err != nil {
		return batch, err
	}
	size := t.size()
	var good []*request
	for i, r := range batch {
		failed, err := w.one(ctx, s, t, r, len(batch) == 1)
		if err != nil {
			return append(good, batch[i:]...), err
		}
		if failed != nil {
			if !errors.Is(failed, errGone) {
				r.result <- failed
			}
			continue
		}
		good = append(good, r)
	}
	if len(good) == 0 {
		return nil, nil
	}
	if err := w.growTree(ctx, s, t, size); err != nil {
		return good, err
	}
	if err := s.Commit(); err != nil {
		return good, err
	}
	w.edge = t.edge
	for _, r := range good {
		r.result <- nil
	}
	return nil, nil
}

// lockTree reads the log's right edge; on PostgreSQL it makes other instances
// wait for this commit. The edge of our own last commit is used again if nobody
// else wrote in between.
func (w *writer) lockTree(ctx context.Context, s *sql.Tx) (*tree, error) {
	var size int64
	x := newTx(w.d, s, &tree{})
	if err := x.QueryRowContext(ctx, w.d.engine.lock).Scan(&size); err != nil {
		return nil, err
	}
	t := &tree{edge: w.edge, first: tlog.StoredHashCount(size)}
	if t.edge.size == size {
		return t, nil
	}
	t.edge = edge{size: size}
	for rest := size; rest != 0; rest &= rest - 1 {
		level := bits.TrailingZeros64(uint64(rest))
		h, err := hashReader{ctx, x}.ReadHashes([]int64{tlog.StoredHashIndex(level, rest>>level-1)})
		if err != nil {
			return nil, err
		}
		t.edge.left[level] = h[0]
	}
	return t, nil
}

// growTree writes the hashes and the size of what the commit added.
func (w *writer) growTree(ctx context.Context, s *sql.Tx, t *tree, before int64) error {
	if t.size() == before {
		return nil
	}
	x := newTx(w.d, s, t)
	for at := 0; at < len(t.added); {
		n := 1
		for n*2 <= min(len(t.added)-at, 64) {
			n *= 2
		}
		args := make([]any, 0, 2*n)
		for i := range n {
			args = append(args, t.first+int64(at+i), t.added[at+i][:])
		}
		if _, err := x.ExecContext(ctx, insertHashes(n), args...); err != nil {
			return err
		}
		at += n
	}
	n, err := x.Q.SetLogSize(ctx, db.SetLogSizeParams{NewSize: t.size(), OldSize: before})
	if err == nil && n != 1 {
		err = fmt.Errorf("the log is no longer of size %d", before)
	}
	return err
}

// insertHashes inserts n stored hashes at once; n is a power of two, so that
// few different statements exist.
func insertHashes(n int) string {
	var b strings.Builder
	b.WriteString(ownStatement + "insert into log_hash (hash_index, hash) values ")
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "($%d, $%d)", 2*i+1, 2*i+2)
	}
	return b.String()
}

// errGone marks a request whose caller went away before its turn.
var errGone = errors.New("caller is gone")

// one runs a request's function in its own savepoint. failed is the function's
// error, err one of the transaction itself. alone needs no savepoint: its
// failure rolls the whole transaction back.
func (w *writer) one(ctx context.Context, s *sql.Tx, t *tree, r *request, alone bool) (failed, err error) {
	own := newTx(w.d, s, t)
	run := func(statement string) error {
		if alone {
			return nil
		}
		_, err := own.ExecContext(ctx, ownStatement+statement)
		return err
	}
	if err := run("savepoint one"); err != nil {
		return nil, err
	}
	old := t.edge
	tx := newTx(w.d, s, t)
	select {
	case r.turn <- tx:
		failed = <-r.ran
	case <-r.gone:
		failed = errGone
	}
	if failed == nil {
		failed = tx.settled()
	}
	if failed == nil {
		return nil, run("release one")
	}
	if fault.Of(failed) == nil && (w.d.engine.retry(failed) || w.d.engine.fatal(failed)) {
		return nil, failed
	}
	t.back(old)
	// If this fails the engine has rolled back everything: the others run again.
	if err := run("rollback to one"); err != nil {
		return failed, err
	}
	return failed, run("release one")
}
