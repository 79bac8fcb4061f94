package seal

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/opencites/opencites/cites"
)

var update = flag.Bool("update", false, "write testdata/corpus.json anew")

// corpus is the file of known answers that other Parties can run their own
// verifiers over. All keys in it are derived from public sentences.
type corpus struct {
	Comment  string            `json:"comment"`
	Trust    *TrustList        `json:"trust"`
	Signed   string            `json:"trust_signed"` // the same list as COSE_Sign, hex
	Root     string            `json:"trust_root"`   // public key of its signer, hex
	Statuses map[string]string `json:"statuses"`     // status list tokens of ID/12, hex
	Cases    []corpusCase      `json:"cases"`
}

type corpusCase struct {
	Name    string    `json:"name"`
	Text    string    `json:"text"`
	Now     time.Time `json:"now"`
	Status  string    `json:"status"` // name in statuses, "" for offline
	Verdict Code      `json:"verdict"`
	Newer   bool      `json:"newer,omitempty"`
}

var corpusNow = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// corpusKeys are the private keys behind the corpus by their part in it.
func corpusKeys(tb testing.TB) map[string]Key {
	keys := map[string]Key{}
	add := func(name string, party cites.Country, use Use, change func(*Key)) {
		k := publish(tb, party, use, testKey(tb, sentence(name)))
		if change != nil {
			change(&k)
		}
		keys[name] = k
	}
	index := uint64(1204233)
	add("1", "ID", UsePermit, nil)
	add("2", "ID", UsePermit, func(k *Key) { k.State = StateNext })
	add("long", "ID", UseCertificate, nil)
	add("endorse", "ID", UseEndorsement, nil)
	add("status", "ID", UseStatus, nil)
	add("foreign", "BR", UsePermit, nil)
	add("foreign status", "BR", UseStatus, nil)
	add("retired", "ID", UsePermit, func(k *Key) { k.State = StateRetired })
	add("revoked", "ID", UsePermit, func(k *Key) { k.State = StateRevoked })
	add("stolen", "ID", UsePermit, func(k *Key) { k.State, k.RevokedFrom = StateRevoked, &index })
	add("past", "ID", UsePermit, func(k *Key) { k.SignUntil = k.From.AddDate(0, 1, 0) })
	add("coming", "ID", UsePermit, func(k *Key) { k.From = corpusNow.AddDate(0, 1, 0) })
	add("brief", "ID", UsePermit, func(k *Key) { k.VerifyUntil = corpusNow.AddDate(0, 0, -1) })
	add("test", "ID", UsePermit, func(k *Key) { k.State = StateTest })
	add("imaginary", "QZ", UsePermit, nil)
	add("pinned", "ID", UsePermit, func(k *Key) { k.Alg = ESP256 })
	return keys
}

func sentence(name string) string { return "CITES seal test key " + name + " - never use" }

func corpusTrust(tb testing.TB) *TrustList {
	t := &TrustList{Party: "ID", Version: 41, Issued: corpusNow.AddDate(0, 0, -6), NextUpdate: corpusNow.AddDate(0, 0, 24)}
	keys := corpusKeys(tb)
	for _, name := range []string{"1", "2", "long", "endorse", "status", "foreign", "foreign status", "retired", "revoked",
		"stolen", "past", "coming", "brief", "test", "imaginary", "pinned"} {
		t.List = append(t.List, keys[name])
	}
	return t
}

// bench makes the seals of the corpus.
type bench struct {
	tb testing.TB
	c  *corpus
}

func (b bench) tree(p Permit) map[int64]any { return p.claims() }

func (b bench) encode(p Permit, key string) []byte {
	b.tb.Helper()
	out, err := Encode(p, testKey(b.tb, sentence(key)))
	if err != nil {
		b.tb.Fatal(err)
	}
	return out
}

// signTree seals claims that Encode would refuse.
func (b bench) signTree(tree any, context string) []byte {
	b.tb.Helper()
	payload, err := encMode.Marshal(tree)
	if err != nil {
		b.tb.Fatal(err)
	}
	return b.signPayload(payload, context)
}

func (b bench) signPayload(payload []byte, context string) []byte {
	b.tb.Helper()
	k := permitKind()
	k.context = context
	k.limits.size = 1 << 16
	out, err := k.sign1(payload, testKey(b.tb, sentence("1")))
	if err != nil {
		b.tb.Fatal(err)
	}
	return out
}

func (b bench) add(name string, seal []byte, status string, want Code, now ...time.Time) {
	b.addText(name, URL("permits.example", seal), status, want, now...)
}

func (b bench) addText(name, text, status string, want Code, now ...time.Time) {
	c := corpusCase{Name: name, Text: text, Status: status, Verdict: want, Now: corpusNow}
	if len(now) > 0 {
		c.Now = now[0]
	}
	b.c.Cases = append(b.c.Cases, c)
}

func buildCorpus(tb testing.TB) *corpus {
	c := &corpus{
		Comment:  "Known answers for verifiers of CITES Permit Seal v1. The keys are public: never use them.",
		Trust:    corpusTrust(tb),
		Statuses: map[string]string{},
	}
	root := testKey(tb, sentence("root"))
	c.Root = hex.EncodeToString(publish(tb, "ID", UseRoot, root).Public)
	signed, err := c.Trust.Encode(root)
	if err != nil {
		tb.Fatal(err)
	}
	c.Signed = hex.EncodeToString(signed)
	b := bench{tb, c}
	b.statuses()
	b.states()
	b.keys()
	b.claims()
	b.shapes()
	b.texts()
	return c
}

func (b bench) statuses() {
	token := func(name, key string, issued time.Time, change func(*StatusList)) {
		l := NewStatusList("ID", 12, MinEntries, issued)
		for i, s := range []Status{StatusValid, StatusInvalid, StatusSuspended, StatusUsed} {
			if err := l.Set(uint64(i), s); err != nil {
				b.tb.Fatal(err)
			}
		}
		if change != nil {
			change(l)
		}
		out, err := l.Encode(testKey(b.tb, sentence(key)))
		if err != nil {
			b.tb.Fatal(err)
		}
		b.c.Statuses[name] = hex.EncodeToString(out)
	}
	day := 24 * time.Hour
	token("fresh", "status", corpusNow.Add(-6*time.Hour), nil)
	token("day", "status", corpusNow.Add(-day), nil)
	token("old", "status", corpusNow.Add(-2*day), nil)
	token("week", "status", corpusNow.Add(-7*day-time.Second), nil)
	token("lapsed", "status", corpusNow.Add(-6*time.Hour), func(l *StatusList) { l.Expires = corpusNow.Add(-time.Hour) })
	token("future", "status", corpusNow.Add(2*time.Hour), nil)
	token("other list", "status", corpusNow.Add(-6*time.Hour), func(l *StatusList) { l.List = 13 })
	token("other party", "foreign status", corpusNow.Add(-6*time.Hour), func(l *StatusList) { l.Party = "BR" })
	token("usurped", "foreign status", corpusNow.Add(-6*time.Hour), nil)
	token("by permit key", "1", corpusNow.Add(-6*time.Hour), nil)
	token("small", "status", corpusNow.Add(-6*time.Hour), func(l *StatusList) { l.bits = l.bits[:1024] })
}

// states: what the list, the days and the clock say.
func (b bench) states() {
	p := vectorPermit()
	good := b.encode(p, "1")
	lists := map[string]Code{"fresh": Valid, "day": Valid, "old": StatusOld, "week": StatusUnknown,
		"lapsed": StatusUnknown, "": StatusUnknown, "future": ClockWrong, "other list": StatusUnknown,
		"other party": StatusUnknown, "usurped": StatusUnknown, "by permit key": StatusUnknown, "small": StatusUnknown}
	for _, status := range slices.Sorted(maps.Keys(lists)) {
		b.add("good seal, list "+status, good, status, lists[status])
	}
	for i, want := range []Code{Valid, Revoked, Suspended, Used} {
		p := vectorPermit()
		p.Status.Index = uint64(i)
		s := b.encode(p, "1")
		b.add("entry "+string(want), s, "fresh", want)
		if i > 0 {
			b.add("entry in an old list: "+string(want), s, "week", want)
			b.add("entry after expiry: "+string(want), s, "fresh", want, p.Expires.Add(time.Hour))
		}
	}
	p.Status.Index = MinEntries
	b.add("index outside the list", b.encode(p, "1"), "fresh", StatusUnknown)
	p.Status = StatusRef{13, 0}
	b.add("list of another number", b.encode(p, "1"), "fresh", StatusUnknown)
	b.add("clock before the trust list", good, "", ClockWrong, b.c.Trust.Issued.Add(-6*time.Minute))
	b.add("clock within the skew", good, "", StatusUnknown, b.c.Trust.Issued.Add(-5*time.Minute))
	b.add("trust list past its date", good, "", TrustOld, b.c.Trust.NextUpdate.Add(time.Second))
	p = vectorPermit()
	p.Expires = corpusNow
	b.add("last second", b.encode(p, "1"), "fresh", Valid)
	p.Expires = corpusNow.Add(-time.Second)
	b.add("second after the last", b.encode(p, "1"), "fresh", Expired)
	p = vectorPermit()
	p.Issued = corpusNow.Add(time.Hour)
	b.add("issued in an hour", b.encode(p, "1"), "fresh", NotYetValid)
	p.Issued = corpusNow.Add(5 * time.Minute)
	b.add("issued within the skew", b.encode(p, "1"), "fresh", Valid)
	p = vectorPermit()
	p.Flags = Sample
	b.add("sample", b.encode(p, "1"), "fresh", TestSeal)
	p.Issuer = "QZ"
	b.add("sample of a Party that cannot exist", b.encode(p, "imaginary"), "", StatusUnknown)
}

// keys: who signed.
func (b bench) keys() {
	p := vectorPermit()
	signers := map[string]Code{"2": Valid, "long": Valid, "retired": Valid, "pinned": Valid, "endorse": WrongUsage,
		"status": WrongUsage, "foreign": WrongIssuer, "nobody": UnknownKey, "revoked": KeyRevoked, "stolen": KeyRevoked,
		"past": KeyPeriod, "coming": KeyPeriod, "brief": KeyExpired, "test": TestSeal}
	for _, key := range slices.Sorted(maps.Keys(signers)) {
		b.add("key "+key, b.encode(p, key), "fresh", signers[key])
	}
	p.LogIndex--
	b.add("stolen key, logged before the theft", b.encode(p, "stolen"), "fresh", Valid)
	p = vectorPermit()
	p.Issuer = "BR"
	b.add("our key, their name", b.encode(p, "1"), "fresh", WrongIssuer)
	b.add("signed as an endorsement", b.signTree(b.tree(vectorPermit()), endorsementContext), "fresh", Tampered)
	b.add("signed without context", b.signTree(b.tree(vectorPermit()), ""), "fresh", Tampered)
	s := b.encode(vectorPermit(), "1")
	s[len(s)-1] ^= 1
	b.add("signature changed", s, "fresh", Tampered)
	s = b.encode(vectorPermit(), "1")
	s[bytes.Index(s, []byte("Python"))]++
	b.add("species changed", s, "fresh", Tampered)
	s = bytes.Replace(b.encode(vectorPermit(), "1"), []byte{0x13, 0x12, 0xd0}, []byte{0x13, 0x12, 0xd1}, 1)
	b.add("quantity changed", s, "fresh", Tampered)
	zero := b.encode(vectorPermit(), "1")
	clear(zero[len(zero)-64:])
	b.add("signature of zeros", zero, "fresh", Tampered)
}

func TestCorpus(t *testing.T) {
	made, err := json.MarshalIndent(buildCorpus(t), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	made = append(made, '\n')
	if *update {
		if err := os.WriteFile("testdata/corpus.json", made, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile("testdata/corpus.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, made) {
		t.Error("testdata/corpus.json is not what the test makes: run with -update and look at the change")
	}
	var c corpus
	if err := json.Unmarshal(kept, &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Cases) < 60 {
		t.Errorf("%d cases", len(c.Cases))
	}
	seen := map[Code]int{}
	for _, k := range c.Cases {
		v := k.judge(&c)
		seen[v.Code]++
		if v.Code != k.Verdict || v.Newer != k.Newer {
			t.Errorf("%s: %s (%s), newer %v; want %s", k.Name, v.Code, v.Detail, v.Newer, k.Verdict)
		}
		if v.Code == Valid && (k.Status == "" || v.StatusAsOf.IsZero()) {
			t.Errorf("%s: green without a status", k.Name)
		}
	}
	for _, code := range []Code{Valid, StatusOld, StatusUnknown, TrustOld, ClockWrong, NotYetValid, Expired, Revoked, Suspended, Used,
		Tampered, Malformed, Unsupported, UnknownKey, WrongUsage, WrongIssuer, KeyRevoked, KeyPeriod, KeyExpired, TestSeal} {
		if seen[code] == 0 {
			t.Errorf("no case for %s", code)
		}
	}
	root := publish(t, "ID", UseRoot, testKey(t, sentence("root")))
	signed, err := hex.DecodeString(c.Signed)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ParseTrust(signed, []Key{root}, 1, 41); err != nil || len(got.List) != len(c.Trust.List) {
		t.Errorf("signed trust list: %v", err)
	}
}

// judge runs one case as a verifier would: text to bytes, token to list.
func (k corpusCase) judge(c *corpus) Verdict {
	b, err := FromText(k.Text)
	if err != nil {
		return Verdict{Code: Malformed, Detail: err.Error()}
	}
	return Judge(b, c.Trust, c.list(k.Status), k.Now)
}

// list gives the status source of a name; a token that does not verify is no list.
func (c *corpus) list(name string) StatusSource {
	token, err := hex.DecodeString(c.Statuses[name])
	if err != nil {
		return nil
	}
	l, err := ParseStatus(token, c.Trust, "ID", 12)
	if err != nil {
		return nil
	}
	return Statuses{l}
}
