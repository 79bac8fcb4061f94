package seal

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"math/big"
	"strings"
	"testing"
	"time"
)

func vectorRing(tb testing.TB) Keyring {
	return Keyring{publish(tb, "ID", UsePermit, testKey(tb, vectorKey))}
}

// TestEveryByteCounts changes every bit of every byte: nothing may be accepted.
func TestEveryByteCounts(t *testing.T) {
	ring, good := vectorRing(t), vectorBytes(t)
	for i := range good {
		for bit := range 8 {
			b := bytes.Clone(good)
			b[i] ^= 1 << bit
			if _, err := Verify(b, ring); err == nil {
				t.Fatalf("bit %d of byte %d changed and still accepted", bit, i)
			}
		}
	}
}

// TestMalleable shows why the bytes of a seal never serve as its name: the
// other root of the signature verifies as well.
func TestMalleable(t *testing.T) {
	key, b := testKey(t, vectorKey), vectorBytes(t)
	s := b[len(b)-32:]
	new(big.Int).Sub(key.Params().N, bigOf(s)).FillBytes(s)
	if _, err := Verify(b, vectorRing(t)); err != nil {
		t.Error(err)
	}
}

// TestContextControl is the negative control of the context: a verifier that
// leaves it out accepts a signature that was made for something else.
func TestContextControl(t *testing.T) {
	b := bench{tb: t}
	ring := Keyring{publish(t, "ID", UsePermit, testKey(t, sentence("1")))}
	foreign := b.signTree(b.tree(vectorPermit()), "")
	if _, err := Verify(foreign, ring); err == nil {
		t.Error("a signature without context is accepted")
	}
	broken := permitKind()
	broken.context = ""
	if _, err := broken.verify(foreign, ring); err != nil {
		t.Errorf("the control should accept it: %v", err)
	}
}

// TestEncodingControl is the negative control of the deterministic encoding: a
// verifier that does not compare accepts two seals that say the same.
func TestEncodingControl(t *testing.T) {
	b := bench{tb: t}
	ring := Keyring{publish(t, "ID", UsePermit, testKey(t, sentence("1")))}
	good := b.encode(vectorPermit(), "1")
	other := b.signPayload(bytes.Replace(good[19:len(good)-66], []byte{2, 1, 3}, []byte{2, 0x18, 1, 3}, 1), permitContext)
	if _, err := Verify(other, ring); err == nil {
		t.Error("an encoding that is not deterministic is accepted")
	}
	broken := permitKind()
	broken.lax = true
	if _, err := broken.verify(other, ring); err != nil {
		t.Errorf("the control should accept it: %v", err)
	}
}

// TestStatusControl: no state of the list, however it is missing, gives green.
func TestStatusControl(t *testing.T) {
	c := buildCorpus(t)
	b := bench{tb: t}.encode(vectorPermit(), "1")
	for _, s := range []StatusSource{nil, Statuses{}, Statuses{nil}[:0]} {
		if v := Judge(b, c.Trust, s, corpusNow); v.Code != StatusUnknown || v.Code.Colour() != Amber {
			t.Errorf("%s without a list", v.Code)
		}
	}
	if v := Judge(b, nil, nil, corpusNow); v.Code != UnknownKey || v.Permit != nil {
		t.Errorf("%s without a trust list", v.Code)
	}
}

func TestSharedName(t *testing.T) {
	key := publish(t, "ID", UsePermit, testKey(t, vectorKey))
	other := publish(t, "ID", UsePermit, testKey(t, sentence("2")))
	other.KID = key.KID // a collision of eight bytes
	if _, err := Verify(vectorBytes(t), Keyring{other, key}); err != nil {
		t.Error(err)
	}
}

func TestPages(t *testing.T) {
	p := vectorPermit()
	for len(p.Items) < 9 {
		p.Items = append(p.Items, p.Items[0])
	}
	pages := Pages(p)
	if len(pages) != 3 || len(pages[0].Items) != 4 || len(pages[2].Items) != 1 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, page := range pages {
		b, err := Encode(page, testKey(t, vectorKey))
		if err != nil {
			t.Fatal(err)
		}
		s, err := Verify(b, vectorRing(t))
		if err != nil {
			t.Fatal(err)
		}
		if !s.Permit.Flags.Has(AnnexExists) || s.Permit.Annex.Page != uint64(i) || i > 0 && s.Permit.Annex.Pages != 2 {
			t.Errorf("page %d: %+v", i, s.Permit.Annex)
		}
	}
	if got := Pages(vectorPermit()); len(got) != 1 || got[0].Flags.Has(AnnexExists) {
		t.Error("a permit of one line has an annex")
	}
}

func TestEncodeRefuses(t *testing.T) {
	for name, change := range map[string]func(*Permit){
		"no item":      func(p *Permit) { p.Items = nil },
		"no number":    func(p *Permit) { p.Number = "" },
		"not listed":   func(p *Permit) { p.Items[0].Appendix = "N" },
		"nanoseconds":  func(p *Permit) { p.Issued = p.Issued.Add(1) },
		"long name":    func(p *Permit) { p.Consignor.Name = strings.Repeat("x", 61) },
		"unknown flag": func(p *Permit) { p.Flags = 1 << 10 },
	} {
		p := vectorPermit()
		change(&p)
		if _, err := Encode(p, testKey(t, vectorKey)); err == nil {
			t.Errorf("%s: sealed", name)
		}
	}
	if _, err := Encode(vectorPermit(), ed25519.NewKeyFromSeed(make([]byte, 32))); err == nil {
		t.Error("sealed with Ed25519")
	}
	if got := ClipName(strings.Repeat("e\u0301", 70)); got != strings.Repeat("é", 60) {
		t.Errorf("clipped to %q", got)
	}
}

func TestEndorsement(t *testing.T) {
	e := Endorsement{Party: "ID", At: corpusNow, Number: "26ID004512/JK", Port: "IDJKT", Transport: "160-12345675",
		Lines: []EndorsedLine{{1, 1248000}}, LogIndex: 1204877}
	key := testKey(t, sentence("endorse"))
	b, err := EncodeEndorsement(e, key)
	if err != nil {
		t.Fatal(err)
	}
	ring := Keyring(corpusTrust(t).List)
	got, err := VerifyEndorsement(b, ring)
	if err != nil || got.Lines[0] != e.Lines[0] || got.At != e.At || got.Number != e.Number {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := Verify(b, ring); err == nil {
		t.Error("an endorsement passes for a permit")
	}
	if _, err := VerifyEndorsement(vectorBytes(t), ring); err == nil {
		t.Error("a permit passes for an endorsement")
	}
	for i := range b {
		c := bytes.Clone(b)
		c[i] ^= 0x10
		if _, err := VerifyEndorsement(c, ring); err == nil {
			t.Fatalf("byte %d changed and still accepted", i)
		}
	}
}

func TestTrustList(t *testing.T) {
	list := corpusTrust(t)
	first, second := testKey(t, sentence("root")), ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))
	a, z := publish(t, "ID", UseRoot, first), publish(t, "ID", UseRoot, second)
	b, err := list.Encode(first, second)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseTrust(b, []Key{a, z}, 2, 41)
	if err != nil || len(got.List) != len(list.List) || got.List[9].RevokedFrom == nil {
		t.Fatalf("%+v, %v", got, err)
	}
	twice, err := list.Encode(first, first)
	if err != nil {
		t.Fatal(err)
	}
	permitKey := a
	permitKey.Use = UsePermit
	for name, try := range map[string]func() error{
		"one of two":      func() error { _, err := ParseTrust(b, []Key{a}, 2, 0); return err },
		"same root twice": func() error { _, err := ParseTrust(twice, []Key{a, z}, 2, 0); return err },
		"rollback":        func() error { _, err := ParseTrust(b, []Key{a}, 1, 42); return err },
		"threshold 0":     func() error { _, err := ParseTrust(b, nil, 0, 0); return err },
		"permit key":      func() error { _, err := ParseTrust(b, []Key{permitKey}, 1, 0); return err },
		"changed":         func() error { c := bytes.Clone(b); c[40] ^= 1; _, err := ParseTrust(c, []Key{a}, 1, 0); return err },
		"frozen": func() error {
			long := *list
			long.NextUpdate = long.Issued.Add(TrustLifetime + time.Second)
			c, err := long.Encode(first)
			if err != nil {
				return nil
			}
			_, err = ParseTrust(c, []Key{a}, 1, 0)
			return err
		},
	} {
		if try() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	text, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	var back TrustList
	if err := json.Unmarshal(text, &back); err != nil || len(back.List) != len(list.List) || back.List[5].Party != "BR" {
		t.Errorf("%+v, %v", back, err)
	}
	if json.Unmarshal(bytes.Replace(text, []byte(`"public":"0`), []byte(`"public":"1`), 1), &back) == nil {
		t.Error("a key that is not its name is read")
	}
}

// TestEveryByteOfListsCounts changes every byte of a status list and of a trust
// list: none is accepted.
func TestEveryByteOfListsCounts(t *testing.T) {
	trust := corpusTrust(t)
	status, err := NewStatusList("ID", 12, MinEntries, corpusNow).Encode(testKey(t, sentence("status")))
	if err != nil {
		t.Fatal(err)
	}
	root := testKey(t, sentence("root"))
	list, err := trust.Encode(root)
	if err != nil {
		t.Fatal(err)
	}
	roots := []Key{publish(t, "ID", UseRoot, root)}
	for name, c := range map[string]struct {
		good []byte
		read func([]byte) error
	}{
		"status list": {status, func(b []byte) error { _, err := ParseStatus(b, trust, "ID", 12); return err }},
		"trust list":  {list, func(b []byte) error { _, err := ParseTrust(b, roots, 1, 0); return err }},
	} {
		if err := c.read(c.good); err != nil {
			t.Fatalf("%s as it was: %v", name, err)
		}
		for i := range c.good {
			b := bytes.Clone(c.good)
			b[i] ^= 1
			if c.read(b) == nil {
				t.Fatalf("%s: byte %d changed and still accepted", name, i)
			}
		}
	}
}

// BenchmarkVerify checks a whole seal; the peer is the bare check of one P-256
// signature, measured in the same run: limit 1.3 times.
func BenchmarkVerify(b *testing.B) {
	ring, good := vectorRing(b), vectorBytes(b)
	key := testKey(b, vectorKey)
	digest := sha256.Sum256(good)
	sig, err := key.Sign(nil, digest[:], hash())
	if err != nil {
		b.Fatal(err)
	}
	var whole, bare time.Duration
	for b.Loop() {
		start := time.Now()
		if _, err := Verify(good, ring); err != nil {
			b.Fatal(err)
		}
		middle := time.Now()
		if !ecdsa.VerifyASN1(&key.PublicKey, digest[:], sig) {
			b.Fatal("bare")
		}
		whole, bare = whole+middle.Sub(start), bare+time.Since(middle)
	}
	b.ReportMetric(float64(whole)/float64(bare), "x-bare-ecdsa")
}
