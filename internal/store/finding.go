package store

import (
	"context"
	"fmt"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/finding"
	"github.com/opencites/opencites/internal/species"
	"github.com/opencites/opencites/internal/store/db"
)

// Findings is the store of package finding.
type Findings struct{ DB *DB }

// Update runs fn in one durable transaction.
func (s Findings) Update(ctx context.Context, fn func(finding.Tx) error) error {
	return s.DB.Update(ctx, func(t *Tx) error { return fn(findingTx{t}) })
}

// View runs fn on one snapshot.
func (s Findings) View(ctx context.Context, fn func(finding.Tx) error) error {
	return s.DB.View(ctx, func(t *Tx) error { return fn(findingTx{t}) })
}

type findingTx struct{ *Tx }

// NextReference counts up within a prefix and a year.
func (t findingTx) NextReference(ctx context.Context, prefix string, year int) (int64, error) {
	return t.Q.NextReference(ctx, db.NextReferenceParams{Prefix: prefix, Year: int64(year)})
}

func nonDetriment(r db.NonDetriment) (*finding.NonDetriment, error) {
	n := &finding.NonDetriment{ID: r.ID, Number: r.Number, State: finding.State(r.State), Version: r.Version, Taxon: species.ID(r.TaxonID),
		TaxonName: r.TaxonName, Population: cites.Country(r.Population), Sources: codeList[cites.Source](r.Sources), Terms: codeList[cites.Term](r.Terms),
		Purposes: codeList[cites.Purpose](r.Purposes), Quantity: cites.Quantity(r.Quantity), Unit: cites.Unit(r.Unit),
		Reserved: cites.Quantity(r.Reserved), Used: cites.Quantity(r.Used), Conditions: r.Conditions, Print: r.Print == 1, Grounds: r.Grounds,
		Author: r.Author, AuthorName: r.AuthorName, Reason: r.Reason, SupersededBy: r.SupersededBy, Made: moment(r.Made), Changed: moment(r.Changed)}
	if err := days(&n.From, r.FromDay, &n.Until, r.UntilDay, &n.Review, r.ReviewDay); err != nil {
		return nil, fmt.Errorf("finding %s: %w", r.ID, err)
	}
	return n, nil
}

func findingSearch(n *finding.NonDetriment) string {
	return folded(n.Number, n.TaxonName, n.AuthorName, string(n.Population))
}

// NonDetriment reads a finding of the register.
func (t *Tx) NonDetriment(ctx context.Context, id string) (*finding.NonDetriment, error) {
	r, err := t.Q.NonDetriment(ctx, id)
	if err != nil {
		return nil, Found(err, "non_detriment", id)
	}
	return nonDetriment(r)
}

// InsertNonDetriment adds a finding.
func (t findingTx) InsertNonDetriment(ctx context.Context, n *finding.NonDetriment) error {
	return t.Q.InsertNonDetriment(ctx, db.InsertNonDetrimentParams{ID: n.ID, Number: n.Number, State: string(n.State), Version: n.Version,
		TaxonID: string(n.Taxon), TaxonName: n.TaxonName, Population: string(n.Population), Sources: codes(n.Sources), Terms: codes(n.Terms),
		Purposes: codes(n.Purposes), FromDay: n.From.String(), UntilDay: n.Until.String(), ReviewDay: n.Review.String(), Quantity: int64(n.Quantity),
		Unit: string(n.Unit), Conditions: n.Conditions, Print: bit(n.Print), Grounds: n.Grounds, Author: n.Author, AuthorName: n.AuthorName,
		Reason: n.Reason, SupersededBy: n.SupersededBy, Made: micros(n.Made), Changed: micros(n.Changed), Search: findingSearch(n)})
}

// SaveNonDetriment writes everything but what was drawn.
func (t findingTx) SaveNonDetriment(ctx context.Context, n *finding.NonDetriment) error {
	rows, err := t.Q.SaveNonDetriment(ctx, db.SaveNonDetrimentParams{ID: n.ID, OldVersion: n.Version, State: string(n.State),
		TaxonID: string(n.Taxon), TaxonName: n.TaxonName, Population: string(n.Population), Sources: codes(n.Sources), Terms: codes(n.Terms),
		Purposes: codes(n.Purposes), FromDay: n.From.String(), UntilDay: n.Until.String(), ReviewDay: n.Review.String(), Quantity: int64(n.Quantity),
		Unit: string(n.Unit), Conditions: n.Conditions, Print: bit(n.Print), Grounds: n.Grounds, Reason: n.Reason, SupersededBy: n.SupersededBy,
		Changed: micros(n.Changed), Search: findingSearch(n)})
	if err := Saved(rows, err, "non_detriment", n.ID); err != nil {
		return err
	}
	n.Version++
	return nil
}

// ListNonDetriments gives one page of findings, last changed first.
func (t findingTx) ListNonDetriments(ctx context.Context, f finding.Filter) ([]finding.NonDetriment, int, error) {
	p := db.ListNonDetrimentsParams{Pattern: searchPattern(f.Text), Taxa: codes(f.Taxa), Standing: f.Standing, Today: f.Today.String(),
		Due: f.Due.String(), N: pageSize(f.Limit), Skip: int64(max(0, f.Offset))}
	rows, err := t.Q.ListNonDetriments(ctx, p)
	if err != nil {
		return nil, 0, fmt.Errorf("list findings: %w", err)
	}
	total, err := t.Q.CountNonDetriments(ctx, db.CountNonDetrimentsParams{Pattern: p.Pattern, Taxa: p.Taxa, Standing: p.Standing, Today: p.Today, Due: p.Due})
	if err != nil {
		return nil, 0, fmt.Errorf("count findings: %w", err)
	}
	out := make([]finding.NonDetriment, len(rows))
	for i, r := range rows {
		n, err := nonDetriment(r)
		if err != nil {
			return nil, 0, err
		}
		out[i] = *n
	}
	return out, int(total), nil
}

// pageSize is a limit within bounds; 0 is the most.
func pageSize(limit int) int64 {
	if limit <= 0 || limit > pageMost {
		return pageMost
	}
	return int64(limit)
}

func findingFile(r db.FindingFile) finding.File {
	return finding.File{ID: r.ID, Register: finding.Register(r.Register), Of: r.RegisterID, Link: r.LinkID, Name: r.Name, Media: r.Media,
		Size: r.Size, SHA256: r.Sha256, By: r.UploadedBy, At: moment(r.At), Withdrawn: r.Withdrawn, WithdrawnBy: r.WithdrawnBy, WithdrawnAt: moment(r.WithdrawnAt)}
}

func (t *Tx) findingFiles(ctx context.Context, of finding.Register, id string) ([]finding.File, error) {
	rows, err := t.Q.FindingFiles(ctx, db.FindingFilesParams{Register: string(of), RegisterID: id})
	if err != nil {
		return nil, fmt.Errorf("files of %s %s: %w", of, id, err)
	}
	out := make([]finding.File, len(rows))
	for i, r := range rows {
		out[i] = findingFile(r)
	}
	return out, nil
}

// Files lists the evidence files of a finding or chain.
func (t findingTx) Files(ctx context.Context, of finding.Register, id string) ([]finding.File, error) {
	return t.findingFiles(ctx, of, id)
}

// InsertFile keeps the bytes by their hash, once, and the file.
func (t findingTx) InsertFile(ctx context.Context, f *finding.File, data []byte) error {
	err := t.Q.SaveBlob(ctx, db.SaveBlobParams{Sha256: f.SHA256, Media: f.Media, Size: f.Size, Data: data, Created: micros(f.At)})
	if err != nil {
		return fmt.Errorf("blob of file %s: %w", f.ID, err)
	}
	return t.Q.InsertFindingFile(ctx, db.InsertFindingFileParams{ID: f.ID, Register: string(f.Register), RegisterID: f.Of, LinkID: f.Link,
		Name: f.Name, Media: f.Media, Size: f.Size, Sha256: f.SHA256, UploadedBy: f.By, At: micros(f.At)})
}

// WithdrawFile marks a file as withdrawn, once.
func (t findingTx) WithdrawFile(ctx context.Context, f *finding.File) error {
	n, err := t.Q.WithdrawFindingFile(ctx, db.WithdrawFindingFileParams{Register: string(f.Register), RegisterID: f.Of, ID: f.ID, Withdrawn: f.Withdrawn,
		WithdrawnBy: f.WithdrawnBy, WithdrawnAt: micros(f.WithdrawnAt)})
	return Saved(n, err, "file", f.ID)
}

// FileData loads a file with its bytes.
func (t findingTx) FileData(ctx context.Context, of finding.Register, id, file string) (*finding.File, []byte, error) {
	r, err := t.Q.FindingFile(ctx, db.FindingFileParams{Register: string(of), RegisterID: id, ID: file})
	if err != nil {
		return nil, nil, Found(err, "file", file)
	}
	b, err := t.Q.Blob(ctx, r.Sha256)
	if err != nil {
		return nil, nil, fmt.Errorf("blob of file %s: %w", file, err)
	}
	f := findingFile(r)
	return &f, b.Data, nil
}
