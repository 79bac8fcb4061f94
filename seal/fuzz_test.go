package seal

import (
	"bytes"
	"crypto"
	"encoding/hex"
	"math/big"
	"testing"
)

func bigOf(b []byte) *big.Int { return new(big.Int).SetBytes(b) }

func hash() crypto.Hash { return crypto.SHA256 }

// FuzzPayload seals any payload with a good key, so that the mutants reach the
// claims; whatever is accepted reads and writes to the same bytes.
func FuzzPayload(f *testing.F) {
	b := bench{tb: f}
	good := b.encode(vectorPermit(), "1")
	f.Add(good[19 : len(good)-66])
	p := vectorPermit()
	p.Items = append(p.Items, p.Items[0], p.Items[0])
	p.StampNo, p.Linked, p.Flags = "A1", "26ID000001", Replacement|StampPresent
	p.Annex = Annex{1, 1}
	rich := b.encode(p, "1")
	f.Add(rich[20 : len(rich)-66])
	key := testKey(f, sentence("1"))
	ring := Keyring{publish(f, "ID", UsePermit, key)}
	f.Fuzz(func(t *testing.T, payload []byte) {
		if _, err := decode(payload, sealLimits); err != nil {
			return // refused before the signature, which is slow to make
		}
		sealed, err := permitKind().sign1(payload, key)
		if err != nil {
			return
		}
		s, err := Verify(sealed, ring)
		if err != nil || s.Newer {
			return
		}
		again, err := Encode(s.Permit, key)
		if err != nil || !bytes.Equal(again, sealed) {
			t.Fatalf("accepted %x, written again %x, %v", sealed, again, err)
		}
	})
}

// FuzzSeal feeds any bytes to the verifier: no panic, and nothing but the
// genuine seal is accepted.
func FuzzSeal(f *testing.F) {
	good := vectorBytes(f)
	f.Add(good)
	f.Add(good[:17])
	f.Add([]byte{0xd2, 0x84})
	ring := vectorRing(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := Verify(b, ring)
		if err != nil {
			return
		}
		again, err := Encode(s.Permit, testKey(t, vectorKey))
		if err != nil || !bytes.Equal(again[:len(again)-64], b[:len(b)-64]) {
			t.Fatalf("accepted %x", b)
		}
	})
}

// FuzzText: what is read from text is written to the same digits.
func FuzzText(f *testing.F) {
	f.Add(URL("permits.example", vectorBytes(f)))
	f.Add("000")
	f.Fuzz(func(t *testing.T, s string) {
		b, err := FromText(s)
		if err != nil {
			return
		}
		again, err := FromText(Digits(b))
		if err != nil || !bytes.Equal(again, b) {
			t.Fatalf("%x, %v", again, err)
		}
	})
}

// FuzzStatus and FuzzTrust: no panic on any bytes.
func FuzzStatus(f *testing.F) {
	c := buildCorpus(f)
	for _, h := range c.Statuses {
		b, err := hex.DecodeString(h)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if l, err := ParseStatus(b, c.Trust, "ID", 12); err == nil && l.Entries() < MinEntries {
			t.Fatal("a small list")
		}
	})
}

// FuzzTrust reads any bytes as a signed trust list.
func FuzzTrust(f *testing.F) {
	root := testKey(f, sentence("root"))
	b, err := corpusTrust(f).Encode(root)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	keys := []Key{publish(f, "ID", UseRoot, root)}
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := ParseTrust(b, keys, 1, 0); err == nil && len(b) < 100 {
			t.Fatal("accepted")
		}
	})
}
