// Package crashtest proves that the store keeps what it acknowledged: when the
// program is killed, when the power fails, when a write or a sync fails, when the
// disk is full. It holds tests only and takes minutes, which is why it is a
// package of its own. Every test has a negative control that must lose.
//
// The power cuts need a disk that forgets what was not synced. modernc.org/sqlite
// cannot be given a file system written in Go, so these tests run the store, with
// all its statements and settings, on github.com/ncruces/go-sqlite3, which can;
// it is the same SQLite 3.54. That driver binds $N by order of appearance, so a
// thin driver in between writes ?N instead.
//
// With CI=true there are 1,000 kills and 1,000 power cuts, otherwise a tenth;
// OPENCITES_CYCLES sets another number (10,000 at night).
package crashtest
