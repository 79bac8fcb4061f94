// Package permit owns the document itself: preparing it from an approved
// application (number, frozen record, quota, status index, log leaf, all in one
// transaction), sealing it, replacing, revoking and expiring it; and permits
// issued by other Parties that were received.
//
// It does not own the decision (see application), the paper form (see print),
// keys (see sign) or the border (see control). Pages call its verbs; sealing
// and expiring are jobs, safe to repeat.
//
// States and who moves them:
//
//	prepared ──seal──▶ valid ──endorse──▶ endorsed ──confirm──▶ used
//	    │                │  │                  │
//	    └─cancel─▶ cancelled└──replace / revoke / expire──▶ replaced, revoked, expired
//
// Log, then sign: only what Prepare froze and logged can be sealed, and what is
// sealed never changes (promise P6 of the trust sheet).
package permit
