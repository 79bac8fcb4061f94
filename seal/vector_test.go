package seal

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"os"
	"strings"
	"testing"
	"time"

	cose "github.com/veraison/go-cose"

	"github.com/opencites/opencites/cites"
)

// testKey derives a key everybody can know: d = SHA-256(name) mod n.
func testKey(tb testing.TB, name string) *ecdsa.PrivateKey {
	tb.Helper()
	h := sha256.Sum256([]byte(name))
	d := new(big.Int).Mod(new(big.Int).SetBytes(h[:]), elliptic.P256().Params().N)
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), d.FillBytes(make([]byte, 32)))
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

const vectorKey = "CITES seal test key 1 - never use"

// vectorPermit is the permit of the published test vector.
func vectorPermit() Permit {
	return Permit{
		Issuer: "ID", Number: "26ID004512/JK", Type: TypeOf(cites.ExportPermit),
		Issued:    time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC),
		Expires:   time.Date(2027, 5, 19, 23, 59, 59, 0, time.UTC),
		Consignee: Party{"Manufacture Horlogere SA", "CH"}, Consignor: Party{"PT Rimba Raya Lestari", "ID"},
		Purpose: "T", Status: StatusRef{12, 104233}, Record: sha256.Sum256([]byte("salt||canonical permit record")),
		LogIndex: 1204233,
		Items: []Item{{Name: "Python bivittatus", Term: "SKI", Quantity: 1250000, Unit: "NAR", Appendix: cites.AppendixII,
			Source: "W", Origin: "ID", Marks: "ID-26-004501/5750"}},
	}
}

func vectorBytes(tb testing.TB) []byte {
	tb.Helper()
	text, err := os.ReadFile("testdata/vector.hex")
	if err != nil {
		tb.Fatal(err)
	}
	b, err := hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// publish describes a test key that is good for the whole of the tests' time.
func publish(tb testing.TB, party cites.Country, use Use, key crypto.Signer) Key {
	tb.Helper()
	k, err := NewKey(party, use, key.Public(), time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2028, 4, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		tb.Fatal(err)
	}
	return k
}

func TestVector(t *testing.T) {
	key, want := testKey(t, vectorKey), vectorBytes(t)
	pub := publish(t, "ID", UsePermit, key)
	if got := hex.EncodeToString(pub.Public); got != "03555ff02258455b8af6cfd776441404b9cc64c5668e0e2538c00cf767b18af074" {
		t.Errorf("public key %s", got)
	}
	if got := pub.KID.String(); got != "76cc969d17ed2f93" {
		t.Errorf("kid %s", got)
	}
	for range 2 {
		got, err := Encode(vectorPermit(), key)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("seal\n%x\nwant\n%x", got, want)
		}
	}
	if len(want) != 298 {
		t.Errorf("%d bytes", len(want))
	}
	s, err := Verify(want, Keyring{pub})
	if err != nil {
		t.Fatal(err)
	}
	again, err := Encode(s.Permit, key)
	if err != nil || !bytes.Equal(again, want) {
		t.Errorf("read and written again: %x, %v", again, err)
	}
}

// TestPeer checks our bytes with an implementation of COSE that is not ours.
func TestPeer(t *testing.T) {
	key := testKey(t, vectorKey)
	var m cose.Sign1Message
	if err := m.UnmarshalCBOR(vectorBytes(t)); err != nil {
		t.Fatal(err)
	}
	verifier, err := cose.NewVerifier(cose.AlgorithmES256, &key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Verify([]byte("cites-permit-seal-v1"), verifier); err != nil {
		t.Error(err)
	}
	if m.Verify([]byte("cites-endorsement-v1"), verifier) == nil {
		t.Error("the peer accepts the seal as an endorsement")
	}
}
