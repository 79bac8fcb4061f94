// Package job is the contract of work done after a transaction: sealing,
// sending, mailing, nightly checks. A noun enqueues a Job in the transaction
// that makes it necessary; app gives the runner one Handler for each kind.
//
// A job runs at least once: after a crash or a lost connection it runs again,
// possibly on another machine. A handler is therefore idempotent: it loads the
// state, does what is missing, and is content when nothing is. An error means
// "try again later"; the runner waits longer each time. Package store keeps the
// queue and the runner; nothing here knows how.
package job
