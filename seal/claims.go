package seal

import (
	"crypto"
	"time"

	"github.com/opencites/opencites/cites"
)

// Claim keys of the CWT (RFC 8392) and the private claims of the two seals.
const (
	claimIssuer      = 1
	claimExpires     = 4
	claimIssued      = 6
	claimPermit      = -65537
	claimEndorsement = -65538
)

// Keys of the permit map, in the order of the format.
const (
	keyNumber = iota + 1
	keyType
	keyConsignee
	keyConsignor
	keyPurpose
	keyStatus
	keyRecord
	keyFlags
	keyStamp
	keyItems
	keyLogIndex
	keyAnnex
	keyLinked
)

const itemFields = 11

// Encode signs the permit with a P-256 key and gives the bytes of its seal. The
// permit is checked as a verifier would; a software key gives the same bytes
// every time.
func Encode(p Permit, key crypto.Signer) ([]byte, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	payload, err := encMode.Marshal(p.claims())
	if err != nil {
		return nil, err
	}
	return permitKind().sign1(payload, key)
}

func (p Permit) claims() map[int64]any {
	m := map[int64]any{
		keyNumber: string(p.Number), keyType: uint64(p.Type),
		keyConsignee: p.Consignee.tree(), keyConsignor: p.Consignor.tree(),
		keyPurpose: string(p.Purpose), keyStatus: []uint64{p.Status.List, p.Status.Index},
		keyRecord: p.Record[:], keyFlags: uint64(p.Flags), keyLogIndex: p.LogIndex,
	}
	if p.StampNo != "" {
		m[keyStamp] = p.StampNo
	}
	items := make([]any, len(p.Items))
	for i, it := range p.Items {
		items[i] = it.tree()
	}
	m[keyItems] = items
	if p.Annex != (Annex{}) {
		m[keyAnnex] = []uint64{p.Annex.Page, p.Annex.Pages}
	}
	if p.Linked != "" {
		m[keyLinked] = p.Linked
	}
	return map[int64]any{claimIssuer: string(p.Issuer), claimExpires: p.Expires.Unix(), claimIssued: p.Issued.Unix(), claimPermit: m}
}

func (p Party) tree() []any { return []any{p.Name, string(p.Country)} }

var appendices = [...]cites.Appendix{1: cites.AppendixI, 2: cites.AppendixII, 3: cites.AppendixIII}

func (it Item) tree() []any {
	appendix := uint64(0)
	for n, a := range appendices {
		if a == it.Appendix {
			appendix = uint64(n)
		}
	}
	t := []any{it.Name, nil, string(it.Term), int64(it.Quantity), string(it.Unit), appendix,
		string(it.Source), string(it.Origin), orNull(it.OriginPermit), nil, orNull(it.Marks)}
	if it.TaxonID != 0 {
		t[1] = it.TaxonID
	}
	if !it.OriginDate.IsZero() {
		t[9] = it.OriginDate.Start(time.UTC).Unix() / 86400
	}
	return t
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// permitOf reads the claims of a permit seal.
func permitOf(tree any) (p Permit, newer bool, err error) {
	f := fieldsOf(tree, "claims")
	p.Issuer = cites.Country(f.text(claimIssuer))
	p.Expires, p.Issued = moment(f.uint(claimExpires)), moment(f.uint(claimIssued))
	body, _ := f.take(claimPermit)
	newerClaims, err := f.rest()
	if err != nil {
		return p, false, err
	}
	g := fieldsOf(body, "permit")
	p.Number, p.Type = cites.PermitNumber(g.text(keyNumber)), Type(min(g.uint(keyType), 255))
	p.Consignee, p.Consignor = g.party(keyConsignee), g.party(keyConsignor)
	p.Purpose = cites.Purpose(g.text(keyPurpose))
	p.Status.List, p.Status.Index = g.pair(keyStatus)
	copy(p.Record[:], g.bytes(keyRecord, len(p.Record)))
	flags := g.uint(keyFlags)
	p.Flags = Flags(flags) & knownFlags
	if _, ok := g.m[keyStamp]; ok {
		p.StampNo = g.filled(keyStamp)
	}
	for _, it := range g.array(keyItems, 1, MaxItems) {
		p.Items = append(p.Items, g.item(it))
	}
	p.LogIndex = g.uint(keyLogIndex)
	if _, ok := g.m[keyAnnex]; ok {
		if p.Annex.Page, p.Annex.Pages = g.pair(keyAnnex); p.Annex.Page == 0 {
			g.fail("annex page 0")
		}
	}
	if _, ok := g.m[keyLinked]; ok {
		p.Linked = g.filled(keyLinked)
	}
	newerPermit, err := g.rest()
	if err != nil {
		return p, false, err
	}
	return p, newerClaims || newerPermit || flags > uint64(knownFlags), p.check()
}

func moment(unix uint64) time.Time { return time.Unix(int64(unix), 0).UTC() }

// filled takes text that may be absent but not empty.
func (f *fields) filled(k int64) string {
	s := f.text(k)
	if s == "" {
		f.fail("key %d is empty", k)
	}
	return s
}

func (f *fields) pair(k int64) (a, b uint64) {
	v := f.array(k, 2, 2)
	if v == nil {
		return 0, 0
	}
	a, okA := v[0].(uint64)
	b, okB := v[1].(uint64)
	if !okA || !okB {
		f.fail("key %d is not a pair of unsigned integers", k)
	}
	return a, b
}

func (f *fields) party(k int64) Party {
	v := f.array(k, 2, 2)
	if v == nil {
		return Party{}
	}
	name, okN := v[0].(string)
	country, okC := v[1].(string)
	if !okN || !okC {
		f.fail("key %d is not a name and a country", k)
	}
	return Party{Name: name, Country: cites.Country(country)}
}

// item reads one line: eleven fields, three of which may be null.
func (f *fields) item(v any) (it Item) {
	a, _ := v.([]any)
	if len(a) != itemFields {
		f.fail("item is not an array of %d", itemFields)
		return it
	}
	r := row{f: f, a: a}
	it.Name = r.text(0)
	it.TaxonID = r.numberOrNull(1, 1)
	it.Term = cites.Term(r.text(2))
	it.Quantity = cites.Quantity(r.number(3))
	it.Unit = cites.Unit(r.text(4))
	if n := r.number(5); n >= 1 && n < uint64(len(appendices)) {
		it.Appendix = appendices[n]
	}
	it.Source = cites.Source(r.text(6))
	it.Origin = cites.Country(r.text(7))
	it.OriginPermit = r.textOrNull(8)
	if a[9] != nil {
		days := r.number(9)
		if days > maxDays {
			f.fail("origin date after the year 9999")
			return it
		}
		it.OriginDate = cites.DateOf(time.Unix(int64(days)*86400, 0), time.UTC)
	}
	it.Marks = r.textOrNull(10)
	return it
}

// row is an item being read.
type row struct {
	f *fields
	a []any
}

func (r row) text(i int) string {
	s, ok := r.a[i].(string)
	if !ok {
		r.f.fail("item field %d is not text", i)
	}
	return s
}

func (r row) textOrNull(i int) string {
	if r.a[i] == nil {
		return ""
	}
	s := r.text(i)
	if s == "" {
		r.f.fail("item field %d is empty, not null", i)
	}
	return s
}

func (r row) number(i int) uint64 {
	n, ok := r.a[i].(uint64)
	if !ok {
		r.f.fail("item field %d is not an unsigned integer", i)
	}
	return n
}

func (r row) numberOrNull(i int, least uint64) uint64 {
	if r.a[i] == nil {
		return 0
	}
	n := r.number(i)
	if n < least {
		r.f.fail("item field %d below %d", i, least)
	}
	return n
}
