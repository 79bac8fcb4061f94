package exchange

import (
	"context"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/internal/actor"
	"github.com/opencites/opencites/internal/audit"
	"github.com/opencites/opencites/internal/permit"
)

// Store runs transactions over partners and messages.
type Store interface {
	Update(ctx context.Context, fn func(Tx) error) error
	View(ctx context.Context, fn func(Tx) error) error
}

// Tx is what the verbs of this package need of a transaction.
type Tx interface {
	Record(ctx context.Context, e audit.Event) (int64, error)

	Partner(ctx context.Context, id string) (*Partner, error)
	PartnerByName(ctx context.Context, name string) (*Partner, error)
	PartnerByToken(ctx context.Context, hash []byte) (*Partner, error)
	InsertPartner(ctx context.Context, p *Partner) error
	SavePartner(ctx context.Context, p *Partner) error
	ListPartners(ctx context.Context, f PartnerFilter) ([]Partner, int, error)

	InsertExchangeMessage(ctx context.Context, m *Message) error
	ListExchangeMessages(ctx context.Context, f MessageFilter) ([]Message, int, error)
}

// PartnerFilter selects partners by a text in name or country code.
type PartnerFilter struct {
	Text   string
	Limit  int
	Offset int
}

// MessageFilter selects messages, newest first. Zero fields do not filter.
type MessageFilter struct {
	Text      string // in number or partner name
	PartnerID string
	Direction Direction
	Limit     int
	Offset    int
}

// Source finds our own permits. PermitNumber is as the partner wrote it; the
// fault is NotFound when there is none that was ever issued.
type Source interface {
	PermitForExchange(ctx context.Context, n cites.PermitNumber) (*Held, error)
}

// Held is one of our permits as the exchange sees it.
type Held struct {
	Document   epermit.Document // with box 14 as far as it is filled
	State      permit.State
	Token      string // of this permit
	ReplacedBy cites.PermitNumber
	Readers    []cites.Country // Parties that may read it without its token
}

// Caller asks a partner for a permit. A refusal by the partner is a fault; the
// reply then still carries what was sent and received.
type Caller interface {
	GetPermit(ctx context.Context, p Partner, q Ask) (Reply, error)
}

// Ask is what is asked of a partner.
type Ask struct {
	Operation Operation
	Number    cites.PermitNumber
	Token     string // of the permit, may be empty
}

// Reply is what came back.
type Reply struct {
	Document epermit.Document
	Problems []epermit.Problem
	Request  []byte
	Raw      []byte // the whole response
}

// Receiver keeps permits of other Parties.
type Receiver interface {
	Receive(ctx context.Context, who actor.Actor, doc epermit.Document, raw []byte, from string, final bool) (*permit.Foreign, error)
}
