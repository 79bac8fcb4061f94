package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/permit"
)

// Each query selects, in words, what breaks a promise; it runs on both engines.
const (
	lineOverused = `select permit_id || ' line ' || letter || ': used ' || cast(used as text) || ' of ' || cast(permitted as text)
		from permit_line where used > permitted or used < 0`

	// What an export used may be confirmed by an import: the larger sum counts.
	// Documents for many crossings use nothing up.
	lineSum = `select l.permit_id || ' line ' || l.letter || ': used ' || cast(l.used as text) || ' but endorsed ' || cast(coalesce(s.most, 0) as text)
		from permit_line l left join (
			select permit_id, letter, max(total) as most from (
				select e.permit_id, x.letter, e.kind, cast(sum(x.quantity) as bigint) as total
				from endorsement e join endorsement_line x on x.endorsement_id = e.id group by e.permit_id, x.letter, e.kind
			) k group by permit_id, letter
		) s on s.permit_id = l.permit_id and s.letter = l.letter
		where l.used <> coalesce(s.most, 0) and not exists (select 1 from permit p where p.id = l.permit_id and p.type in (PASSPORTS))`

	endorsedTwice = `select permit_id || ' has ' || cast(count(*) as text) || ' endorsements of kind ' || kind
		from endorsement where single = permit_id group by permit_id, kind having count(*) > 1`

	permitWithoutLeaf = `select p.number || ': leaf ' || cast(p.leaf_index as text) || ' does not log its preparation before its seal'
		from permit p left join audit_event e on e.leaf_index = p.leaf_index
		where e.id is null or e.verb <> 'permit.prepare' or e.subject_id <> p.id or (p.sealed_at > 0 and p.sealed_at < e.at)`

	endorsementWithoutLeaf = `select n.id || ' of ' || n.number || ': leaf ' || cast(n.log_index as text) || ' does not log it'
		from endorsement n left join audit_event e on e.leaf_index = n.log_index
		where e.id is null or e.verb <> 'control.endorse'`

	samePerson = `select reference || ': applicant ' || owner || ', agent ' || agent || ', fee ' || fee_by || ', proposed ' || proposed_by || ', decided ' || decided_by
		from application where agent = owner
		or (proposed_by <> '' and proposed_by in (owner, agent, decided_by, fee_by))
		or (decided_by <> '' and decided_by in (owner, agent, fee_by))
		or (fee_by <> '' and fee_by in (owner, agent))`

	ownFinding = `select id || ' of ' || application || ': asked and made by ' || made_by
		from application_finding where kind in ('ndf', 'purpose', 'equipped') and made_by <> '' and made_by = asked_by`

	skippedApplication = `select id || ' ' || reference || ' is ' || state
		from application a where (state <> 'draft' and submitted_at = 0)
		or (state in ('proposed', 'approved', 'issued', 'refused') and (proposed_by = '' or proposed_at < submitted_at))
		or (state in ('approved', 'issued', 'refused') and (decided_by = '' or decided_at < proposed_at))
		or (state = 'issued' and not exists (select 1 from permit p where p.id = a.permit_id))
		or (state <> 'issued' and permit_id <> '')`

	skippedPermit = `select number || ' is ' || state
		from permit p where (state in ('valid', 'endorsed', 'used', 'expired') and (sealed_at = 0 or seals in ('', '[]')))
		or (state = 'endorsed' and not exists (select 1 from endorsement e where e.permit_id = p.id))
		or (state in ('replaced', 'revoked') and reason = '')
		or (state = 'replaced' and replaced_by = '')`

	lostJobs = `select 'job ' || cast(id as text) || ' of kind ' || kind || ' was given up' from river_job where cast(state as text) = 'discarded'`
)

// passports lists the documents for many crossings for a query: the codes of our
// own table, quoted.
func passports() string {
	var out []string
	for _, i := range cites.DocumentTypes() {
		if i.ManyCrossings {
			out = append(out, "'"+string(i.Code)+"'")
		}
	}
	return strings.Join(out, ", ")
}

// frozen recomputes the digest of every permit from its salt and record, and
// compares it with the digest in the log and the record with the ledger.
func frozen(ctx context.Context, t *Tx, _ []Head) ([]string, error) {
	ledger, err := t.permitted(ctx)
	if err != nil {
		return nil, err
	}
	r, err := t.QueryContext(ctx, `select p.id, p.number, p.record, p.salt, p.digest, coalesce(e.detail, '{}')
		from permit p left join audit_event e on e.leaf_index = p.leaf_index order by p.id`)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var out []string
	for r.Next() {
		var id, number, record, detail string
		var salt, digest []byte
		if err := r.Scan(&id, &number, &record, &salt, &digest, &detail); err != nil {
			return nil, err
		}
		if wrong := frozenPermit(record, detail, salt, digest, ledger[id]); wrong != "" {
			out = append(out, number+": "+wrong)
		}
	}
	return out, r.Err()
}

func frozenPermit(record, detail string, salt, digest []byte, ledger map[string]int64) string {
	if sum := sha256.Sum256(append(bytes.Clone(salt), record...)); !bytes.Equal(sum[:], digest) {
		return "the record is not the one that was frozen"
	}
	var event struct{ Digest string }
	if err := json.Unmarshal([]byte(detail), &event); err != nil || event.Digest != hex.EncodeToString(digest) {
		return "the digest is not the one that was logged"
	}
	var content permit.Record
	if err := json.Unmarshal([]byte(record), &content); err != nil {
		return "the record cannot be read: " + err.Error()
	}
	for _, l := range content.Lines {
		if ledger[l.Letter] != int64(l.Quantity) {
			return fmt.Sprintf("line %s permits %d, but the ledger says %d", l.Letter, int64(l.Quantity), ledger[l.Letter])
		}
	}
	if len(ledger) != len(content.Lines) {
		return fmt.Sprintf("%d lines, but %d in the ledger", len(content.Lines), len(ledger))
	}
	return ""
}

// permitted reads the ledger: permit, letter, thousandths.
func (t *Tx) permitted(ctx context.Context) (map[string]map[string]int64, error) {
	r, err := t.QueryContext(ctx, `select permit_id, letter, permitted from permit_line`)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	out := map[string]map[string]int64{}
	for r.Next() {
		var id, letter string
		var n int64
		if err := r.Scan(&id, &letter, &n); err != nil {
			return nil, err
		}
		if out[id] == nil {
			out[id] = map[string]int64{}
		}
		out[id][letter] = n
	}
	return out, r.Err()
}
