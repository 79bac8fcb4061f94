package seal

import (
	"crypto"
	"time"

	"github.com/opencites/opencites/cites"
)

// Endorsement is what the endorsement seal says: what customs saw leave or
// enter, box 15. It is printed as a label of its own.
type Endorsement struct {
	Party     cites.Country // Party whose post endorsed
	At        time.Time     // whole seconds
	Number    cites.PermitNumber
	Record    [16]byte // first half of the permit's record digest
	Entry     bool     // at import; otherwise at export or re-export
	Port      string   // UN/LOCODE of the post
	Lines     []EndorsedLine
	Transport string   // bill of lading or air waybill, "" when none
	Previous  [16]byte // first half of the digest of the endorsement before this one, zero for the first
	LogIndex  uint64
}

// EndorsedLine is the actual quantity of one line of the permit.
type EndorsedLine struct {
	Line     uint64 // counted from 1 over all pages
	Quantity cites.Quantity
}

const maxEndorsedLines = 64

func endorsementKind() kind {
	return kind{context: endorsementContext, use: []Use{UseEndorsement}, limits: sealLimits}
}

// EncodeEndorsement signs an endorsement under its own context: its bytes can
// never pass for a permit seal.
func EncodeEndorsement(e Endorsement, key crypto.Signer) ([]byte, error) {
	if err := e.check(); err != nil {
		return nil, err
	}
	direction := uint64(1)
	if e.Entry {
		direction = 2
	}
	lines := make([]any, len(e.Lines))
	for i, l := range e.Lines {
		lines[i] = []any{l.Line, int64(l.Quantity)}
	}
	m := map[int64]any{1: string(e.Number), 2: e.Record[:], 3: direction, 4: e.Port, 5: lines, 7: e.Previous[:], 8: e.LogIndex}
	if e.Transport != "" {
		m[6] = e.Transport
	}
	payload, err := encMode.Marshal(map[int64]any{claimIssuer: string(e.Party), claimIssued: e.At.Unix(), claimEndorsement: m})
	if err != nil {
		return nil, err
	}
	return endorsementKind().sign1(payload, key)
}

// VerifyEndorsement checks the bytes of an endorsement seal like Verify.
func VerifyEndorsement(b []byte, keys KeyLookup) (Endorsement, error) {
	tree, key, err := endorsementKind().open(b, keys)
	if err != nil {
		return Endorsement{}, err
	}
	e, err := endorsementOf(tree)
	if err == nil && e.Party != key.Party {
		err = refuse(WrongIssuer, "endorsement of %s under a key of %s", e.Party, key.Party)
	}
	return e, err
}

func endorsementOf(tree any) (e Endorsement, err error) {
	f := fieldsOf(tree, "claims")
	e.Party, e.At = cites.Country(f.text(claimIssuer)), moment(f.uint(claimIssued))
	body, _ := f.take(claimEndorsement)
	if _, err := f.rest(); err != nil {
		return e, err
	}
	g := fieldsOf(body, "endorsement")
	e.Number = cites.PermitNumber(g.text(1))
	copy(e.Record[:], g.bytes(2, len(e.Record)))
	direction := g.uint(3)
	e.Entry = direction == 2
	if direction != 1 && direction != 2 {
		g.fail("direction %d", direction)
	}
	e.Port = g.text(4)
	for _, l := range g.array(5, 1, maxEndorsedLines) {
		pair := fields{m: map[int64]any{0: l}}
		line, quantity := pair.pair(0)
		if pair.err != nil {
			return e, pair.err
		}
		e.Lines = append(e.Lines, EndorsedLine{Line: line, Quantity: cites.Quantity(quantity)})
	}
	if _, ok := g.m[6]; ok {
		e.Transport = g.filled(6)
	}
	copy(e.Previous[:], g.bytes(7, len(e.Previous)))
	e.LogIndex = g.uint(8)
	if _, err := g.rest(); err != nil {
		return e, err
	}
	return e, e.check()
}

func (e Endorsement) check() error {
	c := checker{}
	c.country("party", e.Party)
	c.moment("time", e.At)
	c.text("number", string(e.Number), 1, maxNumber)
	c.text("port", e.Port, 1, 5)
	c.text("transport document", e.Transport, 0, 35)
	c.that(len(e.Lines) >= 1 && len(e.Lines) <= maxEndorsedLines, "number of lines")
	c.that(e.LogIndex <= maxInteger, "log index")
	for _, l := range e.Lines {
		c.that(l.Line >= 1 && l.Line <= 9999, "line number")
		c.that(l.Quantity >= 0 && l.Quantity <= cites.MaxQuantity, "quantity")
	}
	return c.err
}
