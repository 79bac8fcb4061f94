// Package quota owns the ledger of export quotas (Res. Conf. 14.7): the shares
// into which a national quota is split, what approvals reserve and permits use of
// it, and the postings that say so. The quota itself, its taxon, year and
// quantity, is a fact of law and belongs to species.
//
//	approve ──Reserve──▶ reserved ──Use (issue)──▶ used ──Settle──▶ what really crossed
//	                        └─Release (withdrawn, lapsed)   └─(endorsed, expired, revoked, cancelled: the rest returns)
//
// Balances change only by posting, one conditional update for the quota and one
// for the share, in the transaction of the act that causes it; the database
// refuses what would go below nothing or over the limit. Postings are numbered,
// never changed, and add up to the balances (promise P2 of `opencites check`).
//
// Verbs of officers (split, move, close, set) are in Office; application, permit
// and control call Reserve, Use, Settle and Release inside their own
// transactions. It knows nothing of applications or permits but their ids.
package quota
