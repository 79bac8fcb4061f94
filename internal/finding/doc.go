// Package finding owns two registers that a permit draws on: the non-detriment
// findings of the Scientific Authority (Art. III(2)(a), IV(2)(a); Res. Conf.
// 16.7), and the chains of evidence on which the Management Authority rests its
// finding that specimens were legally acquired (Art. III(2)(b); Res. Conf. 18.7).
//
// It does not own what is found in one case (see application: a case's finding
// is its own, or points to a record here), the quotas of a Party, or the permit.
// Pages call the verbs of Desk; application and permit draw on both registers
// through Ledger, in the transaction of the approval and of the issue.
//
// A non-detriment finding:
//
//	draft ──put in force──▶ in_force ──withdraw──▶ withdrawn
//	                           └──another replaces it──▶ superseded
//
// It ends by date without a state of its own: Standing tells it for a day. The
// author is a scientist; who makes the case, proposes or decides is another
// person, by a constraint of the database on every draw.
//
// A chain is open while its owner builds it and closed when the stock is used
// up or he gives it up. Links that a legal acquisition finding rests on stay as
// they are.
//
// Both keep what was found or proven as a quantity, and what permits reserve
// and use of it; reserved and used together are never more, by a constraint of
// the database and one conditional update:
//
//	approval: reserve ─▶ issue: use ─▶ endorsement: what did not cross returns
//	                                └▶ expiry, cancellation, revocation: the same
package finding
