package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Violation is one broken promise, in words for an operator.
type Violation struct {
	Invariant string `json:"invariant"` // id of the Invariant
	Text      string `json:"text"`
}

// Invariant is a promise of the system that can be checked on the data (trust
// sheet 8.1). ID is the promise's number there, with a letter where it is
// checked in parts; never reused.
type Invariant struct {
	ID    string
	Says  string // the promise in one sentence
	check func(ctx context.Context, t *Tx, heads []Head) ([]string, error)
}

// Invariants lists all promises in their order.
func Invariants() []Invariant {
	return []Invariant{
		{"P1a", "no line was endorsed for more than was permitted, and what was used is the larger sum of endorsements", rows(lineOverused, strings.ReplaceAll(lineSum, "PASSPORTS", passports()))},
		{"P1b", "a permit for one use has one endorsement of each kind", rows(endorsedTwice)},
		{"P2", "what lines took of a quota is what the quota and its shares count, and never more than they hold", rows(quotaOver, shareOver, quotaTotal, quotaGiven, shareGiven, shareOrphan, drawnTotal, drawnShare)},
		{"P2b", "the postings of a quota are numbered without a gap and add up to its balances", rows(entriesGap, entriesQuota, entriesShare, entriesRun)},
		{"P2c", "box 11a of every permit shows figures that the ledger had", boxElevenA},
		{"P2f", "what lines took of findings and chains of evidence is what these count, and never more than they hold", rows(findingOver, findingSum, chainOver, chainSum, drawOrphan)},
		{"P3", "an acknowledged write survives a power cut: the engine syncs every commit", durable},
		{"P5a", "the log's tree follows from its leaves, every event opens its leaf, and all that was seen of it is still there", wholeTree},
		{"P5b", "every permit was logged as prepared before it was sealed", rows(permitWithoutLeaf)},
		{"P5c", "every endorsement was logged", rows(endorsementWithoutLeaf)},
		{"P6", "nothing in a permit changed after it was frozen: record, digest, logged digest and ledger agree", frozen},
		{"P7a", "applicant, fee officer, proposer and decider of an application are different people", rows(samePerson)},
		{"P7b", "no finding of the Scientific Authority was made by the officer who asked for it", rows(ownFinding)},
		{"P7c", "the author of a finding of the register has no other part in a case that rests on it", rows(authorTakesPart)},
		{"P7d", "a retrospective document was decided by two signatories, and neither has another part in the case", rows(retroAlone)},
		{"P8f", "a line draws only on evidence of its own applicant", rows(foreignChain)},
		{"P9a", "no application skipped a step", rows(skippedApplication)},
		{"P9b", "no permit skipped a step", rows(skippedPermit)},
		{"P9c", "what a holder wrote into a partially completed document was left open, within what was printed and its days, and logged", completions},
		{"S1", "no lot of a stock account holds less than nothing, and what left it stands in lines, conversions and movements", rows(lotOverdrawn, lotSum, lotMovements)},
		{"S2", "a conversion made a lot of what it declared exactly when it was done", rows(conversionWithoutLot)},
		{"S3", "no facility skipped a step of its registration", rows(facilitySkipped)},
		{"L1", "a permit is shown as lost exactly while its holder's report is open", rows(lossHidden)},
		{"L2", "a permit is corrected by two people, and the old number is dead", rows(amendedAlone, amendedAlive)},
		{"L3", "what came back unused holds nothing", rows(returnedHolds)},
		{"L4", "the Secretariat or the other Party is told of a commercial permit that was lost and replaced", rows(notTold)},
		{"L5", "the paper of a permit is awaited exactly while its holder's word that it comes back is open", rows(offerHidden)},
		{"P12", "every number is an integer", integers},
		{"rules-a", "only rules that may be switched are switched", switchable},
		{"rules-b", "every switch of a rule was logged, and none is missing", rows(switchWithoutLog)},
		{"file", "the engine finds its own tables and references intact", intact},
		{"law", "nothing is left of amendments that were withdrawn", rows(withdrawnAmendments)},
		{"jobs", "no job was given up", rows(lostJobs)},
	}
}

// Check tests every invariant on one snapshot. heads are what witnesses have
// seen of the log. The error is for checks that could not be made.
func Check(ctx context.Context, d *DB, heads ...Head) ([]Violation, error) {
	var out []Violation
	err := d.View(ctx, func(t *Tx) error {
		for _, i := range Invariants() {
			wrong, err := i.check(ctx, t, heads)
			if err != nil {
				return fmt.Errorf("check %s: %w", i.ID, err)
			}
			for _, w := range wrong {
				out = append(out, Violation{i.ID, w})
			}
		}
		return nil
	})
	return out, err
}

// rows makes a check of queries that select what breaks the promise, in words.
func rows(queries ...string) func(context.Context, *Tx, []Head) ([]string, error) {
	return func(ctx context.Context, t *Tx, _ []Head) ([]string, error) {
		var out []string
		for _, q := range queries {
			found, err := t.texts(ctx, q)
			if err != nil {
				return nil, err
			}
			out = append(out, found...)
		}
		return out, nil
	}
}

// texts reads a query of one text column.
func (t *Tx) texts(ctx context.Context, query string) ([]string, error) {
	r, err := t.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var out []string
	for r.Next() {
		var s string
		if err := r.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, r.Err()
}

func wholeTree(ctx context.Context, t *Tx, heads []Head) ([]string, error) {
	return t.checkTree(ctx, slices.Clone(heads))
}

// durable reads the settings back from the engine, on the connection that writes.
func durable(ctx context.Context, t *Tx, _ []Head) ([]string, error) {
	settings := map[string][]string{`pragma journal_mode`: {"wal"}, `pragma synchronous`: {"2", "3"}}
	if t.db.engine.name == "postgres" {
		settings = map[string][]string{`show synchronous_commit`: {"on", "remote_apply"}}
	}
	var out []string
	for query, good := range settings {
		var got string
		if err := t.db.write.QueryRowContext(ctx, query).Scan(&got); err != nil {
			return nil, err
		}
		if !slices.Contains(good, got) {
			out = append(out, fmt.Sprintf("%s is %s, must be %s", query, got, good[0]))
		}
	}
	return out, nil
}

// integers wants no column of ours that could hold a fraction.
func integers(ctx context.Context, t *Tx, _ []Head) ([]string, error) {
	columns, err := t.columns(ctx)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, c := range columns {
		switch strings.TrimSuffix(c.Type, " null") {
		case "integer", "text", "bytes":
		default:
			out = append(out, fmt.Sprintf("%s.%s is of type %s", c.Table, c.Name, c.Type))
		}
	}
	if t.db.engine.name == "postgres" {
		return out, nil
	}
	loose, err := t.texts(ctx, `select name || ' keeps values of any type' from pragma_table_list
		where schema = 'main' and type = 'table' and strict = 0
		and name not like 'sqlite!_%' escape '!' and name not like 'river!_%' escape '!' and name not like 'goose!_%' escape '!'`)
	return append(out, loose...), err
}

// intact runs the engine's own check where it has one.
func intact(ctx context.Context, t *Tx, _ []Head) ([]string, error) {
	if t.db.engine.name == "postgres" {
		return t.texts(ctx, `select 'index ' || indexrelid::regclass::text || ' is not valid' from pg_index where not indisvalid`)
	}
	wrong, err := t.texts(ctx, `pragma integrity_check`)
	if err != nil {
		return nil, err
	}
	if slices.Equal(wrong, []string{"ok"}) {
		wrong = nil
	}
	loose, err := t.texts(ctx, `select "table" || ' row ' || coalesce(rowid, '?') || ' refers to an absent row of ' || parent from pragma_foreign_key_check`)
	return append(wrong, loose...), err
}
