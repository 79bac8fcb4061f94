package store

import (
	"context"
	"encoding/json"

	"github.com/opencites/opencites/internal/permit"
)

// What breaks the promises of the quota ledger (P2).
const (
	quotaOver = `select id || ': ' || cast(used as text) || ' used, ' || cast(reserved as text) || ' reserved, ' || cast(shared as text) || ' shared of ' || cast(quantity as text)
		from species_quota where used < 0 or reserved < 0 or shared < 0 or direct < 0 or direct > used + reserved
		or (used + reserved > quantity and used + reserved > 0) or (shared + direct > quantity and shared + direct > 0)`

	shareOver = `select id || ' of ' || quota_id || ': ' || cast(shared + reserved + used as text) || ' taken of ' || cast(quantity as text)
		from quota_share where shared < 0 or reserved < 0 or used < 0 or shared + reserved + used > quantity`

	// What a quota counts is its own direct part and what its shares count.
	quotaTotal = `select q.id || ': counts ' || cast(q.used as text) || ' used and ' || cast(q.reserved as text) || ' reserved, but its parts say otherwise'
		from species_quota q left join (
			select quota_id, cast(sum(used + reserved) as bigint) as taken from quota_share group by quota_id
		) s on s.quota_id = q.id where q.used + q.reserved <> q.direct + coalesce(s.taken, 0)`

	// The limits of all children are what their parent gave away.
	quotaGiven = `select q.id || ': gave ' || cast(q.shared as text) || ' but its shares hold ' || cast(coalesce(s.given, 0) as text)
		from species_quota q left join (
			select quota_id, cast(sum(quantity) as bigint) as given from quota_share where parent_id = '' group by quota_id
		) s on s.quota_id = q.id where q.shared <> coalesce(s.given, 0)`

	shareGiven = `select p.id || ': gave ' || cast(p.shared as text) || ' but its shares hold ' || cast(coalesce(s.given, 0) as text)
		from quota_share p left join (
			select parent_id, cast(sum(quantity) as bigint) as given from quota_share where parent_id <> '' group by parent_id
		) s on s.parent_id = p.id where p.shared <> coalesce(s.given, 0)`

	shareOrphan = `select id || ': its parent ' || parent_id || ' is no share of ' || quota_id from quota_share s
		where parent_id <> '' and not exists (select 1 from quota_share p where p.id = s.parent_id and p.quota_id = s.quota_id)`

	// What lines took is what the balances say; the first entry is what was used before.
	drawnTotal = `select q.id || ': lines took ' || cast(coalesce(d.used, 0) as text) || ' of ' || cast(q.used as text) || ' used and ' ||
			cast(coalesce(d.reserved, 0) as text) || ' of ' || cast(q.reserved as text) || ' reserved'
		from species_quota q left join (
			select quota_id, cast(sum(used) as bigint) as used, cast(sum(reserved) as bigint) as reserved from quota_draw group by quota_id
		) d on d.quota_id = q.id
		where q.reserved <> coalesce(d.reserved, 0) or q.used < coalesce(d.used, 0)
		or (q.used <> coalesce(d.used, 0) and not exists (select 1 from quota_entry e where e.quota_id = q.id and e.act = 'open'))`

	drawnShare = `select s.id || ': lines took ' || cast(coalesce(d.used, 0) as text) || ' of ' || cast(s.used as text) || ' used and ' ||
			cast(coalesce(d.reserved, 0) as text) || ' of ' || cast(s.reserved as text) || ' reserved'
		from quota_share s left join (
			select quota_id, share_id, cast(sum(used) as bigint) as used, cast(sum(reserved) as bigint) as reserved from quota_draw group by quota_id, share_id
		) d on d.quota_id = s.quota_id and d.share_id = s.id
		where s.used <> coalesce(d.used, 0) or s.reserved <> coalesce(d.reserved, 0)`

	// Entries are without a gap and add up to the balances.
	entriesGap = `select q.id || ': ' || cast(q.entries as text) || ' entries were posted, ' || cast(coalesce(e.n, 0) as text) || ' are there, the last is ' || cast(coalesce(e.last, 0) as text)
		from species_quota q left join (
			select quota_id, count(*) as n, max(seq) as last from quota_entry group by quota_id
		) e on e.quota_id = q.id where q.entries <> coalesce(e.n, 0) or q.entries <> coalesce(e.last, 0)`

	entriesQuota = `select q.id || ': entries add up to ' || cast(coalesce(e.used, 0) as text) || ' used and ' || cast(coalesce(e.reserved, 0) as text) || ' reserved'
		from species_quota q left join (
			select quota_id, cast(sum(used_by) as bigint) as used, cast(sum(reserved_by) as bigint) as reserved from quota_entry group by quota_id
		) e on e.quota_id = q.id where q.used <> coalesce(e.used, 0) or q.reserved <> coalesce(e.reserved, 0)`

	entriesShare = `select s.id || ': entries add up to a limit of ' || cast(coalesce(e.limit_by, 0) as text) || ', ' || cast(coalesce(e.used, 0) as text) || ' used, ' || cast(coalesce(e.reserved, 0) as text) || ' reserved'
		from quota_share s left join (
			select quota_id, share_id, cast(sum(limit_by) as bigint) as limit_by, cast(sum(used_by) as bigint) as used, cast(sum(reserved_by) as bigint) as reserved
			from quota_entry group by quota_id, share_id
		) e on e.quota_id = s.quota_id and e.share_id = s.id
		where s.quantity <> coalesce(e.limit_by, 0) or s.used <> coalesce(e.used, 0) or s.reserved <> coalesce(e.reserved, 0)`

	entriesRun = `select e.quota_id || ' entry ' || cast(e.seq as text) || ': ' || cast(e.used_after as text) || ' used after it'
		from quota_entry e left join quota_entry b on b.quota_id = e.quota_id and b.seq = e.seq - 1
		where e.used_after <> coalesce(b.used_after, 0) + e.used_by`
)

// boxElevenA compares the figures printed on every permit with the ledger: they
// are the national figures after one of its postings (rule R06). Permits that
// were drawn before there was a ledger have none.
func boxElevenA(ctx context.Context, t *Tx, _ []Head) ([]string, error) {
	posted := map[string]map[[2]int64]bool{}
	r, err := t.QueryContext(ctx, `select permit_id, used_after, limit_after from quota_entry where act in ('use', 'replace')`)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	for r.Next() {
		var id string
		var figures [2]int64
		if err := r.Scan(&id, &figures[0], &figures[1]); err != nil {
			return nil, err
		}
		if posted[id] == nil {
			posted[id] = map[[2]int64]bool{}
		}
		posted[id][figures] = true
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	return t.misprinted(ctx, posted)
}

func (t *Tx) misprinted(ctx context.Context, posted map[string]map[[2]int64]bool) ([]string, error) {
	r, err := t.QueryContext(ctx, `select p.id, p.number, p.record from permit p
		where exists (select 1 from quota_draw d where d.permit_id = p.id and (
			exists (select 1 from quota_entry e where e.permit_id = p.id and e.act in ('use', 'replace'))
			or not exists (select 1 from quota_entry e where e.quota_id = d.quota_id and e.act = 'open')))
		order by p.id`)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var out []string
	for r.Next() {
		var id, number, record string
		if err := r.Scan(&id, &number, &record); err != nil {
			return nil, err
		}
		var content permit.Record
		if err := json.Unmarshal([]byte(record), &content); err != nil || content.Replaces != "" {
			continue // a replacement repeats the figures of the first permit
		}
		for _, l := range content.Lines {
			if l.QuotaTotal != 0 && !posted[id][[2]int64{int64(l.QuotaUsed), int64(l.QuotaTotal)}] {
				out = append(out, number+": box 11a says "+l.QuotaUsed.String()+"/"+l.QuotaTotal.String()+", the ledger never did")
			}
		}
	}
	return out, r.Err()
}
