package sign

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/fault"
	"github.com/opencites/opencites/seal"
)

var start = time.Date(2026, 1, 10, 9, 0, 0, 0, time.UTC)

const pass = "correct horse"

func create(t *testing.T) *Keystore {
	t.Helper()
	k, err := Create(filepath.Join(t.TempDir(), "keys.json"), pass, "QZ", start, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// issue seals a small permit at a moment and gives bytes and key.
func issue(t *testing.T, k *Keystore, at time.Time, index uint64) ([]byte, seal.Key) {
	t.Helper()
	s, key, err := k.PermitSigner(at, cites.ExportPermit)
	if err != nil {
		t.Fatal(err)
	}
	p := seal.Permit{Issuer: "QZ", Issued: at, Expires: at.AddDate(0, 6, 0), Number: "26QZ000001/AA", Type: 1,
		Consignee: seal.Party{Name: "A", Country: "CH"}, Consignor: seal.Party{Name: "B", Country: "QZ"}, Purpose: "T",
		Record: sha256.Sum256(nil), LogIndex: index, Status: seal.StatusRef{List: 1, Index: 5},
		Items: []seal.Item{{Name: "Cattleya trianae", Term: "LIV", Quantity: 1000, Unit: "NAR", Appendix: "I", Source: "A", Origin: "QZ"}}}
	b, err := seal.Encode(p, s)
	if err != nil {
		t.Fatal(err)
	}
	return b, key
}

func verdict(k *Keystore, b []byte, now time.Time) seal.Code {
	list := seal.NewStatusList("QZ", 1, 0, now.Truncate(time.Second))
	return seal.Judge(b, k.TrustList(now), seal.Statuses{list}, now).Code
}

func TestOpen(t *testing.T) {
	k := create(t)
	b, _ := issue(t, k, start.Add(time.Hour), 1)
	again, err := Open(k.path, pass, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if got := verdict(again, b, start.Add(2*time.Hour)); got != seal.Valid {
		t.Errorf("after opening again: %s", got)
	}
	if len(again.Keys()) != len(k.Keys()) || again.Party() != "QZ" {
		t.Errorf("%d keys of %s", len(again.Keys()), again.Party())
	}
	if _, err := Open(k.path, "wrong", rand.Reader); !errors.Is(err, ErrPassphrase) {
		t.Errorf("wrong passphrase: %v", err)
	}
	if _, err := Create(k.path, pass, "QZ", start, rand.Reader); !errors.Is(err, ErrExists) {
		t.Errorf("created over a store: %v", err)
	}
	if _, err := Create(filepath.Join(t.TempDir(), "k"), "", "QZ", start, rand.Reader); err == nil {
		t.Error("created without passphrase")
	}
}

func TestFileModes(t *testing.T) {
	k := create(t)
	info, err := os.Stat(k.path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if err := os.Chmod(k.path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(k.path, pass, rand.Reader); !errors.Is(err, ErrReadable) {
		t.Errorf("opened a file others can read: %v", err)
	}
}

// TestTampered changes the file in each of its parts; nothing opens. The last
// case is the control: the file as it was opens.
func TestTampered(t *testing.T) {
	k := create(t)
	raw, err := os.ReadFile(k.path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(raw, []byte("PRIVATE")) || bytes.Contains(raw, []byte(`"keys"`)) {
		t.Error("the file shows its content")
	}
	change := map[string]func(*boxFile){
		"box":      func(f *boxFile) { f.Box[len(f.Box)/2] ^= 1 },
		"cut":      func(f *boxFile) { f.Box = f.Box[:20] },
		"nonce":    func(f *boxFile) { f.Nonce[0] ^= 1 },
		"no nonce": func(f *boxFile) { f.Nonce = nil },
		"salt":     func(f *boxFile) { f.Salt[0] ^= 1 },
		"time":     func(f *boxFile) { f.Time++ },
		"memory":   func(f *boxFile) { f.Memory = maxMemory + 1 },
		"format":   func(f *boxFile) { f.Format = "other" },
	}
	for name, fn := range change {
		var f boxFile
		if err := json.Unmarshal(raw, &f); err != nil {
			t.Fatal(err)
		}
		fn(&f)
		bad, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(k.path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(k.path, pass, rand.Reader); !errors.Is(err, ErrPassphrase) {
			t.Errorf("%s changed: %v", name, err)
		}
	}
	if err := os.WriteFile(k.path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(k.path, pass, rand.Reader); err != nil {
		t.Errorf("unchanged: %v", err)
	}
}

func TestOneUsage(t *testing.T) {
	k := create(t)
	seen := map[seal.KID]bool{}
	uses := map[seal.Use]int{}
	for _, key := range k.Keys() {
		if seen[key.KID] {
			t.Errorf("key %s twice", key.KID)
		}
		seen[key.KID] = true
		uses[key.Use]++
	}
	for _, p := range Policies() {
		want := 1
		if p.Next {
			want = 2
		}
		if uses[p.Use] != want {
			t.Errorf("%d keys for %s", uses[p.Use], p.Use)
		}
	}
	if _, key, err := k.PermitSigner(start, cites.MusicalInstrument); err != nil || key.Use != seal.UseCertificate {
		t.Errorf("a three-year certificate under %s, %v", key.Use, err)
	}
}

func TestRotate(t *testing.T) {
	k := create(t)
	day := start.AddDate(0, 0, 30)
	before, old := issue(t, k, day.Add(-time.Hour), 1)
	published := k.TrustList(day.Add(-time.Hour)) // what a verifier abroad still has
	if err := k.Rotate(seal.UsePermit, day); err != nil {
		t.Fatal(err)
	}
	after, current := issue(t, k, day.Add(time.Hour), 2)
	if old.KID == current.KID {
		t.Fatal("the same key signs")
	}
	now := day.Add(2 * time.Hour)
	for _, b := range [][]byte{before, after} {
		if got := verdict(k, b, now); got != seal.Valid {
			t.Errorf("after rotation: %s", got)
		}
	}
	if _, err := seal.Verify(after, published); err != nil {
		t.Errorf("the next key was not known before it signed: %v", err)
	}
	if _, key, err := k.PermitSigner(day.Add(-time.Hour), cites.ExportPermit); err != nil || key.From.After(day) {
		t.Errorf("a permit logged before the rotation: %v, %v", key.KID, err)
	}
	states := map[seal.KeyState]int{}
	for _, key := range k.Keys() {
		if key.Use == seal.UsePermit {
			states[key.State]++
		}
	}
	if states[seal.StateActive] != 1 || states[seal.StateNext] != 1 || states[seal.StateRetired] != 1 {
		t.Errorf("states %v", states)
	}
}

func TestMaintain(t *testing.T) {
	k := create(t)
	if n, err := k.Maintain(start.AddDate(0, 1, 0)); n != 0 || err != nil {
		t.Errorf("%d rotations in the first month, %v", n, err)
	}
	now := start.AddDate(2, 0, 0)
	n, err := k.Maintain(now)
	if err != nil || n < 8 {
		t.Fatalf("%d rotations in two years, %v", n, err)
	}
	for at := start; at.Before(now); at = at.AddDate(0, 0, 3) {
		b, key := issue(t, k, at, 1)
		if got := verdict(k, b, at.Add(time.Hour)); key.VerifyUntil.Before(at.AddDate(1, 0, 0)) || got != seal.Valid && got != seal.ClockWrong {
			t.Fatalf("permit of %s: %s under %s", at, got, key.KID)
		}
	}
	if _, err := Open(k.path, pass, rand.Reader); err != nil {
		t.Error(err)
	}
}

func TestRevokeFromIndex(t *testing.T) {
	k := create(t)
	now := start.AddDate(0, 0, 40)
	logged, key := issue(t, k, now.Add(-time.Hour), 99)
	forged, _ := issue(t, k, now.Add(-time.Hour), 100)
	stolen, _, err := k.PermitSigner(now, cites.ExportPermit)
	if err != nil {
		t.Fatal(err)
	}
	index := uint64(100)
	if err := k.Revoke(key.KID, &index, now); err != nil {
		t.Fatal(err)
	}
	if got := verdict(k, logged, now.Add(time.Hour)); got != seal.Valid {
		t.Errorf("logged before the theft: %s", got)
	}
	if got := verdict(k, forged, now.Add(time.Hour)); got != seal.KeyRevoked {
		t.Errorf("forged: %s", got)
	}
	digest := sha256.Sum256(nil)
	if _, err := stolen.Sign(nil, digest[:], nil); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a signer handed out before still signs: %v", err)
	}
	if b, fresh := issue(t, k, now.Add(time.Hour), 101); fresh.KID == key.KID || verdict(k, b, now.Add(2*time.Hour)) != seal.Valid {
		t.Error("no new key signs")
	}
	if err := k.Revoke(key.KID, nil, now); fault.KindOf(err) != fault.Conflict {
		t.Errorf("revoked twice: %v", err)
	}
	if err := k.Revoke(seal.KID{1}, nil, now); fault.KindOf(err) != fault.NotFound {
		t.Errorf("unknown key: %v", err)
	}
}

func TestSignedTrustList(t *testing.T) {
	k := create(t)
	now := start.AddDate(0, 0, 3)
	b, err := k.SignedTrustList(now)
	if err != nil {
		t.Fatal(err)
	}
	_, root, err := k.Signer(seal.UseRoot, now)
	if err != nil {
		t.Fatal(err)
	}
	got, err := seal.ParseTrust(b, []seal.Key{root}, 1, 0)
	if err != nil || len(got.List) != len(k.Keys()) {
		t.Errorf("%+v, %v", got, err)
	}
	later, err := k.SignedTrustList(now.AddDate(0, 0, 1))
	if err != nil {
		t.Fatal(err)
	}
	newer, err := seal.ParseTrust(later, []seal.Key{root}, 1, got.Version)
	if err != nil || newer.Version <= got.Version {
		t.Errorf("version %d after %d, %v", newer.Version, got.Version, err)
	}
}

func TestNote(t *testing.T) {
	k := create(t)
	s, err := k.NoteSigner("log.example", start)
	if err != nil {
		t.Fatal(err)
	}
	text, err := k.NoteVerifierKey("log.example", start)
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(text)
	if err != nil {
		t.Fatal(err)
	}
	msg, err := note.Sign(&note.Note{Text: "log.example\n1\nAAAA\n"}, s)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := note.Open(msg, note.VerifierList(v)); err != nil {
		t.Error(err)
	}
	if _, err := note.Open(bytes.Replace(msg, []byte("1"), []byte("2"), 1), note.VerifierList(v)); err == nil {
		t.Error("a changed checkpoint opens")
	}
}

func TestPassphrase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pass")
	first, err := EnsurePassphraseFile(path, rand.Reader)
	if err != nil || len(first) < 40 {
		t.Fatalf("%q, %v", first, err)
	}
	env := map[string]string{PassphraseFileEnv: path}
	get := func(k string) string { return env[k] }
	if p, err := Passphrase(get); err != nil || p != first {
		t.Errorf("%q, %v", p, err)
	}
	if p, err := EnsurePassphraseFile(path, rand.Reader); err != nil || p != first {
		t.Errorf("made anew: %q, %v", p, err)
	}
	env[PassphraseEnv] = "direct"
	if p, err := Passphrase(get); err != nil || p != "direct" {
		t.Errorf("%q, %v", p, err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	delete(env, PassphraseEnv)
	if _, err := Passphrase(get); !errors.Is(err, ErrReadable) {
		t.Errorf("read a passphrase others can read: %v", err)
	}
	if _, err := Passphrase(func(string) string { return "" }); err == nil {
		t.Error("no passphrase is enough")
	}
}

func TestReadPublic(t *testing.T) {
	k := create(t)
	day := start.AddDate(0, 2, 0)
	if err := k.Rotate(seal.UsePermit, day); err != nil {
		t.Fatal(err)
	}
	b, _ := issue(t, k, day.Add(time.Hour), 1)
	now := day.AddDate(0, 3, 0)
	trust, err := ReadPublic(k.path, now)
	if err != nil {
		t.Fatal(err)
	}
	list := seal.NewStatusList("QZ", 1, 0, now)
	if v := seal.Judge(b, trust, seal.Statuses{list}, now); v.Code != seal.Valid {
		t.Errorf("%s: %s", v.Code, v.Detail)
	}
	raw, err := os.ReadFile(publicName(k.path))
	if err != nil || bytes.Contains(raw, []byte("private")) {
		t.Errorf("%v, or a private key in the public file", err)
	}
	if err := os.Remove(publicName(k.path)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(k.path, pass, rand.Reader); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadPublic(k.path, now); err != nil {
		t.Errorf("opening does not bring the public file back: %v", err)
	}
}

// TestTwoProcesses: a key made by another process is not lost, and is used.
func TestTwoProcesses(t *testing.T) {
	k := create(t)
	other, err := Open(k.path, pass, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	day := start.AddDate(0, 1, 0)
	if err := other.Rotate(seal.UsePermit, day); err != nil {
		t.Fatal(err)
	}
	made := len(other.Keys())
	if err := k.Rotate(seal.UseStatus, day); err != nil {
		t.Fatal(err)
	}
	if got := len(k.Keys()); got != made+1 {
		t.Errorf("%d keys, want %d", got, made+1)
	}
	if n, err := other.Maintain(day); n != 0 || err != nil || len(other.Keys()) != made+1 {
		t.Errorf("the other process has %d keys after maintenance, %d, %v", len(other.Keys()), n, err)
	}
}
