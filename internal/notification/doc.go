// Package notification owns what the other Party's Management Authority and the
// Secretariat are told of a permit: that it was replaced, amended or withdrawn,
// or was issued retrospectively (permit-rules 4.2 to 4.4).
//
// A notification is entered in the transaction of the act it tells of. Where the
// profile knows an address it is mailed once by a job; otherwise, and where mail
// fails for good, an officer sends it by hand and says how. It does not decide
// what is told (see permit) and sends no mail itself (see mail). Pages and the
// mail job call its verbs.
//
//	queued ──claim──▶ sending ──▶ sent
//	   ▲                 └─ broken off ─▶ by_hand ──mark──▶ marked
//	   └────────── retry ─────────────────────┘
package notification
