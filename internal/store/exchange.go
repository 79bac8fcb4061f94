package store

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/exchange"
	"github.com/opencites/opencites/internal/store/db"
)

// Exchange is the store of package exchange.
type Exchange struct{ DB *DB }

// Update runs fn in one durable transaction.
func (s Exchange) Update(ctx context.Context, fn func(exchange.Tx) error) error {
	return s.DB.Update(ctx, func(t *Tx) error { return fn(exchangeTx{t}) })
}

// View runs fn on one snapshot.
func (s Exchange) View(ctx context.Context, fn func(exchange.Tx) error) error {
	return s.DB.View(ctx, func(t *Tx) error { return fn(exchangeTx{t}) })
}

type exchangeTx struct{ *Tx }

func partnerOf(r db.Partner) *exchange.Partner {
	return &exchange.Partner{ID: r.ID, Name: r.Name, Party: cites.Country(r.Party), Endpoint: r.Endpoint, TokenHash: r.TokenHash,
		Credential: r.Credential, State: exchange.PartnerState(r.State), Version: r.Version, Created: moment(r.Created), Changed: moment(r.Changed)}
}

func foundPartner(r db.Partner, err error, key string) (*exchange.Partner, error) {
	if err != nil {
		return nil, Found(err, "partner", key)
	}
	return partnerOf(r), nil
}

// Partner reads a partner by its id.
func (t exchangeTx) Partner(ctx context.Context, id string) (*exchange.Partner, error) {
	r, err := t.Q.Partner(ctx, id)
	return foundPartner(r, err, id)
}

// PartnerByName reads a partner by its name; case and accents do not matter.
func (t exchangeTx) PartnerByName(ctx context.Context, name string) (*exchange.Partner, error) {
	r, err := t.Q.PartnerByKey(ctx, folded(name))
	return foundPartner(r, err, name)
}

// PartnerByToken reads the partner that presents a token with this hash.
func (t exchangeTx) PartnerByToken(ctx context.Context, hash []byte) (*exchange.Partner, error) {
	r, err := t.Q.PartnerByToken(ctx, hash)
	return foundPartner(r, err, "token")
}

// InsertPartner adds a partner.
func (t exchangeTx) InsertPartner(ctx context.Context, p *exchange.Partner) error {
	return t.Q.InsertPartner(ctx, db.InsertPartnerParams{ID: p.ID, Name: p.Name, NameKey: folded(p.Name), Party: string(p.Party),
		Endpoint: p.Endpoint, TokenHash: p.TokenHash, Credential: p.Credential, State: string(p.State), Version: p.Version,
		Created: micros(p.Created), Changed: micros(p.Changed), Search: partnerSearch(p)})
}

// SavePartner writes a partner where the stored version equals p.Version, and
// raises the version.
func (t exchangeTx) SavePartner(ctx context.Context, p *exchange.Partner) error {
	n, err := t.Q.SavePartner(ctx, db.SavePartnerParams{ID: p.ID, OldVersion: p.Version, Name: p.Name, NameKey: folded(p.Name),
		Party: string(p.Party), Endpoint: p.Endpoint, TokenHash: p.TokenHash, Credential: p.Credential, State: string(p.State),
		Changed: micros(p.Changed), Search: partnerSearch(p)})
	if err := Saved(n, err, "partner", p.ID); err != nil {
		return err
	}
	p.Version++
	return nil
}

func partnerSearch(p *exchange.Partner) string {
	return folded(p.Name, string(p.Party), p.Endpoint)
}

// ListPartners gives one page of partners and how many there are in all.
func (t exchangeTx) ListPartners(ctx context.Context, f exchange.PartnerFilter) ([]exchange.Partner, int, error) {
	pattern := searchPattern(f.Text)
	rows, err := t.Q.ListPartners(ctx, db.ListPartnersParams{Pattern: pattern, N: int64(f.Limit), Skip: int64(f.Offset)})
	if err != nil {
		return nil, 0, err
	}
	total, err := t.Q.CountPartners(ctx, pattern)
	if err != nil {
		return nil, 0, err
	}
	out := make([]exchange.Partner, 0, len(rows))
	for _, r := range rows {
		out = append(out, *partnerOf(r))
	}
	return out, int(total), nil
}

// InsertExchangeMessage adds a message to the log.
func (t exchangeTx) InsertExchangeMessage(ctx context.Context, m *exchange.Message) error {
	return t.Q.InsertExchangeMessage(ctx, db.InsertExchangeMessageParams{ID: m.ID, PartnerID: m.PartnerID, Party: string(m.Party),
		Direction: string(m.Direction), Operation: string(m.Operation), Number: string(m.Number), Outcome: m.Outcome,
		RequestDigest: m.RequestDigest, ResponseDigest: m.ResponseDigest, At: micros(m.At), Search: folded(string(m.Number))})
}

// ListExchangeMessages gives one page of messages, newest first, and how many
// there are in all.
func (t exchangeTx) ListExchangeMessages(ctx context.Context, f exchange.MessageFilter) ([]exchange.Message, int, error) {
	pattern := searchPattern(f.Text)
	rows, err := t.Q.ListExchangeMessages(ctx, db.ListExchangeMessagesParams{Pattern: pattern, Partner: f.PartnerID,
		Direction: string(f.Direction), N: int64(f.Limit), Skip: int64(f.Offset)})
	if err != nil {
		return nil, 0, err
	}
	total, err := t.Q.CountExchangeMessages(ctx, db.CountExchangeMessagesParams{Pattern: pattern, Partner: f.PartnerID, Direction: string(f.Direction)})
	if err != nil {
		return nil, 0, err
	}
	out := make([]exchange.Message, 0, len(rows))
	for _, r := range rows {
		out = append(out, exchange.Message{ID: r.ID, PartnerID: r.PartnerID, PartnerName: r.PartnerName, Party: cites.Country(r.Party),
			Direction: exchange.Direction(r.Direction), Operation: exchange.Operation(r.Operation), Number: cites.PermitNumber(r.Number),
			Outcome: r.Outcome, RequestDigest: r.RequestDigest, ResponseDigest: r.ResponseDigest, At: moment(r.At)})
	}
	return out, int(total), nil
}

// searchPattern is like for a search box: nothing typed does not filter.
func searchPattern(text string) string {
	if folded(text) == "" {
		return ""
	}
	return like(text)
}
