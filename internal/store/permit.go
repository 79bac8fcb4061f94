package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/facility"
	"github.com/opencites/opencites/internal/permit"
	"github.com/opencites/opencites/internal/store/db"
)

// Permits is the store of package permit.
type Permits struct{ DB *DB }

// Update runs fn in one durable transaction.
func (s Permits) Update(ctx context.Context, fn func(permit.Tx) error) error {
	return s.DB.Update(ctx, func(t *Tx) error { return fn(permitTx{applicationTx{t}}) })
}

// View runs fn on one snapshot.
func (s Permits) View(ctx context.Context, fn func(permit.Tx) error) error {
	return s.DB.View(ctx, func(t *Tx) error { return fn(permitTx{applicationTx{t}}) })
}

// permitTx adds what permits need to what applications need: a permit is made
// from an application in one transaction.
type permitTx struct{ applicationTx }

func (t permitTx) NextSerial(ctx context.Context, year int) (int64, error) {
	return t.Q.NextPermitSerial(ctx, int64(year))
}

func (t permitTx) TakeStatusIndex(ctx context.Context, list, index int64) (bool, error) {
	n, err := t.Q.TakeStatus(ctx, db.TakeStatusParams{List: list, Position: index, Changed: t.db.cfg.Now().UnixMicro()})
	return n == 1, err
}

func (t permitTx) SetStatus(ctx context.Context, list, index int64, status byte) error {
	n, err := t.Q.SetStatus(ctx, db.SetStatusParams{List: list, Position: index, Value: int64(status), Changed: t.db.cfg.Now().UnixMicro()})
	if err == nil && n != 1 {
		return fmt.Errorf("status %d of list %d was never given", index, list)
	}
	return err
}

func (t permitTx) InsertPermit(ctx context.Context, p *permit.Permit) error {
	p.Version = 1
	record, err := p.Record.Canonical()
	if err != nil {
		return err
	}
	r := p.Record
	from, to := r.Consignor.Country, r.Consignee.Country
	err = t.Q.InsertPermit(ctx, db.InsertPermitParams{
		ID: p.ID, Number: string(p.Number), NumberKey: cites.NumberKey(p.Number), Type: string(p.Type), State: string(p.State),
		Version: p.Version, ApplicationID: p.ApplicationID, Owner: p.Owner, Org: p.Org, Agent: p.Agent, Record: string(record),
		Salt: p.Salt, Digest: p.Digest, LeafIndex: p.LeafIndex, Code: p.Code, Token: p.Token, Seals: sealText(p.Seals),
		PreparedBy: p.PreparedBy, SealedAt: micros(p.SealedAt), Reason: p.Reason, ReplacedBy: string(p.ReplacedBy),
		Created: micros(p.Created), Changed: micros(p.Changed),
		Exporter: r.Consignor.Name, Importer: r.Consignee.Name, FromCountry: string(from), ToCountry: string(to),
		Purpose: string(r.Purpose), Related: r.Related.Number, Taxa: taxaText(r.Lines), LineCount: int64(len(r.Lines)),
		Issued: r.Issued.String(), ValidUntil: r.ValidUntil.String(),
		Search: folded(string(p.Number), cites.NumberKey(p.Number), r.Consignor.Name, r.Consignee.Name, taxaText(r.Lines)),
	})
	if err != nil {
		return err
	}
	for i, l := range r.Lines {
		if err := t.insertLine(ctx, p.ID, i, l); err != nil {
			return err
		}
	}
	return nil
}

func (t permitTx) insertLine(ctx context.Context, id string, i int, l permit.Line) error {
	err := t.Q.InsertPermitLine(ctx, db.InsertPermitLineParams{PermitID: id, Letter: l.Letter, Position: int64(i),
		TaxonID: l.TaxonID, ScientificName: l.ScientificName, Kingdom: string(l.Kingdom), Appendix: string(l.Appendix),
		Source: string(l.Source), SecondSource: string(l.SecondSource), Term: string(l.Term), Unit: string(l.Unit),
		Permitted: int64(l.Quantity), OriginCountry: string(l.Origin.Country), OriginPermit: l.Origin.Number,
		ReexportPermit: l.LastReexport.Number, Facility: facility.Key(l.Facility)})
	if err != nil {
		return err
	}
	return t.insertMarks(ctx, id, l)
}

func (t permitTx) Permit(ctx context.Context, id string) (*permit.Permit, error) {
	r, err := t.Q.Permit(ctx, id)
	if err != nil {
		return nil, Found(err, "permit", id)
	}
	return permitOf(db.PermitByKeyRow(r))
}

func (t permitTx) PermitOfOwner(ctx context.Context, id string, owner permit.Scope) (*permit.Permit, error) {
	r, err := t.Q.PermitOfOwner(ctx, db.PermitOfOwnerParams{ID: id, Account: owner.Account, Org: owner.Org})
	if err != nil {
		return nil, Found(err, "permit", id)
	}
	return permitOf(db.PermitByKeyRow(r))
}

func (t permitTx) PermitByNumber(ctx context.Context, n cites.PermitNumber) (*permit.Permit, error) {
	r, err := t.Q.PermitByKey(ctx, cites.NumberKey(n))
	if err != nil {
		return nil, Found(err, "permit", string(n))
	}
	return permitOf(r)
}

func permitOf(r db.PermitByKeyRow) (*permit.Permit, error) {
	p := &permit.Permit{ID: r.ID, Number: cites.PermitNumber(r.Number), Type: cites.DocumentType(r.Type), State: permit.State(r.State),
		Version: r.Version, ApplicationID: r.ApplicationID, Owner: r.Owner, Org: r.Org, Agent: r.Agent, Salt: r.Salt, Digest: r.Digest,
		LeafIndex: r.LeafIndex, Code: r.Code, Token: r.Token, PreparedBy: r.PreparedBy, SealedAt: moment(r.SealedAt), Reason: r.Reason,
		ReplacedBy: cites.PermitNumber(r.ReplacedBy), Created: moment(r.Created), Changed: moment(r.Changed),
		Lost: permit.ReplaceReason(r.Lost), Settled: r.Settled == 1}
	if err := readAll(column{"returned", quoted(r.Returned), &p.Returned}, column{"offered", quoted(r.Offered), &p.Offered}); err != nil {
		return nil, fmt.Errorf("read permit %s: %w", r.Number, err)
	}
	if err := json.Unmarshal([]byte(r.Record), &p.Record); err != nil {
		return nil, fmt.Errorf("read record of permit %s: %w", r.Number, err)
	}
	var err error
	p.Seals, err = sealBytes(r.Seals)
	return p, err
}

func (t permitTx) SavePermit(ctx context.Context, p *permit.Permit) error {
	n, err := t.Q.SavePermit(ctx, db.SavePermitParams{ID: p.ID, OldVersion: p.Version, State: string(p.State), Seals: sealText(p.Seals),
		SealedAt: micros(p.SealedAt), Reason: p.Reason, ReplacedBy: string(p.ReplacedBy), Changed: micros(p.Changed),
		Lost: string(p.Lost), Returned: p.Returned.String(), Settled: bit(p.Settled), Offered: p.Offered.String()})
	if err := Saved(n, err, "permit", p.ID); err != nil {
		return err
	}
	p.Version++
	return nil
}

func (t permitTx) PermitsToSeal(ctx context.Context, limit int) ([]string, error) {
	return t.Q.PermitsToSeal(ctx, int64(limit))
}

func (t permitTx) PermitsPast(ctx context.Context, day cites.Date, limit int) ([]string, error) {
	return t.Q.PermitsPast(ctx, db.PermitsPastParams{Day: day.String(), Most: int64(limit)})
}

func (t permitTx) SaveForeign(ctx context.Context, f *permit.Foreign) error {
	return t.Q.SaveForeignPermit(ctx, db.SaveForeignPermitParams{ID: f.ID, Country: string(f.Country), Number: string(f.Number),
		NumberKey: f.Key, Type: string(f.Type), Document: string(f.Document), Raw: f.Raw, Partner: f.From, Final: bit(f.Final), At: micros(f.At)})
}

func (t permitTx) Foreign(ctx context.Context, country cites.Country, key string) (*permit.Foreign, error) {
	r, err := t.Q.ForeignPermit(ctx, db.ForeignPermitParams{Country: string(country), NumberKey: key})
	if err != nil {
		return nil, Found(err, "foreign_permit", key)
	}
	return &permit.Foreign{ID: r.ID, Country: cites.Country(r.Country), Number: cites.PermitNumber(r.Number), Key: r.NumberKey,
		Type: cites.DocumentType(r.Type), Document: []byte(r.Document), Raw: r.Raw, From: r.Partner, Final: r.Final == 1, At: moment(r.At)}, nil
}

func (t permitTx) ListPermits(ctx context.Context, f permit.Filter) ([]permit.Row, int, error) {
	q := db.ListPermitsParams{Types: codes(f.Types), States: codes(f.States), Waiting: codes(f.Waiting), Country: string(f.Country),
		Since: f.From.String(), Until: f.Until.String(), Account: f.Owner, Org: f.Org, Skip: int64(f.Offset), Most: int64(f.Limit)}
	if f.Text != "" {
		q.Pattern = like(f.Text)
	}
	total, err := t.Q.CountPermits(ctx, db.CountPermitsParams{Pattern: q.Pattern, Types: q.Types, States: q.States, Waiting: q.Waiting, Country: q.Country,
		Since: q.Since, Until: q.Until, Account: q.Account, Org: q.Org})
	if err != nil {
		return nil, 0, fmt.Errorf("count permits: %w", err)
	}
	rows, err := t.Q.ListPermits(ctx, q)
	if err != nil {
		return nil, 0, fmt.Errorf("list permits: %w", err)
	}
	out := make([]permit.Row, len(rows))
	for i, r := range rows {
		out[i] = permit.Row{ID: r.ID, Number: cites.PermitNumber(r.Number), Type: cites.DocumentType(r.Type), State: permit.State(r.State),
			Exporter: r.Exporter, Importer: r.Importer, From: cites.Country(r.FromCountry), To: cites.Country(r.ToCountry), Taxa: r.Taxa,
			Lines: int(r.LineCount), Lost: permit.ReplaceReason(r.Lost)}
		if err := days(&out[i].Issued, r.Issued, &out[i].ValidUntil, r.ValidUntil, &out[i].Offered, r.Offered); err != nil {
			return nil, 0, fmt.Errorf("list permits: %s: %w", r.Number, err)
		}
	}
	return out, int(total), nil
}

// StatusOf returns the entries of a public status list that are not zero.
func (d *DB) StatusOf(ctx context.Context, list int64) (entries map[int64]byte, err error) {
	entries = map[int64]byte{}
	err = d.View(ctx, func(t *Tx) error {
		rows, err := t.Q.StatusEntries(ctx, list)
		for _, r := range rows {
			entries[r.Position] = byte(r.Value)
		}
		return err
	})
	return entries, err
}

// StatusLists returns the numbers of the lists that hold an index of a permit.
func (d *DB) StatusLists(ctx context.Context) (lists []int64, err error) {
	err = d.View(ctx, func(t *Tx) error {
		lists, err = t.Q.StatusLists(ctx)
		return err
	})
	return lists, err
}

// sealText keeps the seals of all pages in one column.
func sealText(seals [][]byte) string {
	parts := make([]string, len(seals))
	for i, s := range seals {
		parts[i] = base64.RawStdEncoding.EncodeToString(s)
	}
	return strings.Join(parts, " ")
}

func sealBytes(s string) ([][]byte, error) {
	var out [][]byte
	for _, part := range strings.Fields(s) {
		b, err := base64.RawStdEncoding.DecodeString(part)
		if err != nil {
			return nil, fmt.Errorf("read seals: %w", err)
		}
		out = append(out, b)
	}
	return out, nil
}

// taxaText names the taxa of the lines once each, for lists.
func taxaText(lines []permit.Line) string {
	var names []string
	seen := map[string]bool{}
	for _, l := range lines {
		if !seen[l.ScientificName] {
			seen[l.ScientificName] = true
			names = append(names, l.ScientificName)
		}
	}
	return strings.Join(names, ", ")
}
