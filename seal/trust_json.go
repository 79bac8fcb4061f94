package seal

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/opencites/opencites/cites"
)

// trustJSON is the form in which a Party shows its own keys at /trust. It is
// not signed: who reads it trusts the way it came.
type trustJSON struct {
	Party      cites.Country `json:"party"`
	Version    uint64        `json:"version"`
	Issued     time.Time     `json:"issued"`
	NextUpdate time.Time     `json:"next_update"`
	Statuses   string        `json:"status_lists,omitempty"`
	Keys       []keyJSON     `json:"keys"`
}

type keyJSON struct {
	Party       cites.Country `json:"party,omitempty"` // when not the publisher's own
	KID         string        `json:"kid"`
	Alg         string        `json:"alg"`
	Use         string        `json:"use"`
	Public      string        `json:"public"`
	From        time.Time     `json:"from"`
	SignUntil   time.Time     `json:"sign_until"`
	VerifyUntil time.Time     `json:"verify_until"`
	State       string        `json:"state"`
	RevokedFrom *uint64       `json:"revoked_from,omitempty"`
}

// MarshalJSON writes the form of /trust: times in RFC 3339, keys in hex.
func (t *TrustList) MarshalJSON() ([]byte, error) {
	out := trustJSON{Party: t.Party, Version: t.Version, Issued: t.Issued, NextUpdate: t.NextUpdate, Statuses: t.StatusLists, Keys: []keyJSON{}}
	for _, k := range t.List {
		j := keyJSON{KID: k.KID.String(), Alg: k.Alg.String(), Use: k.Use.String(), Public: hex.EncodeToString(k.Public),
			From: k.From, SignUntil: k.SignUntil, VerifyUntil: k.VerifyUntil, State: k.State.String(), RevokedFrom: k.RevokedFrom}
		if k.Party != t.Party {
			j.Party = k.Party
		}
		out.Keys = append(out.Keys, j)
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads the form of /trust and checks every key.
func (t *TrustList) UnmarshalJSON(b []byte) error {
	if len(b) > trustLimits.size {
		return refuse(Malformed, "%d bytes, at most %d", len(b), trustLimits.size)
	}
	var in trustJSON
	d := json.NewDecoder(bytes.NewReader(b))
	if err := d.Decode(&in); err != nil {
		return refuse(Malformed, "trust list: %v", err)
	}
	*t = TrustList{Party: in.Party, Version: in.Version, Issued: in.Issued.UTC(), NextUpdate: in.NextUpdate.UTC(), StatusLists: in.Statuses}
	for _, j := range in.Keys {
		k, err := j.key(in.Party)
		if err != nil {
			return err
		}
		t.List = append(t.List, k)
	}
	return nil
}

func (j keyJSON) key(publisher cites.Country) (Key, error) {
	k := Key{Party: j.Party, From: j.From.UTC(), SignUntil: j.SignUntil.UTC(), VerifyUntil: j.VerifyUntil.UTC(), RevokedFrom: j.RevokedFrom}
	if k.Party == "" {
		k.Party = publisher
	}
	kid, err := hex.DecodeString(j.KID)
	if err != nil || len(kid) != len(k.KID) {
		return k, refuse(Malformed, "kid %q", j.KID)
	}
	k.KID = KID(kid)
	if k.Public, err = hex.DecodeString(j.Public); err != nil {
		return k, refuse(Malformed, "public key of %s", k.KID)
	}
	for a, name := range algNames {
		if name == j.Alg {
			k.Alg = a
		}
	}
	for u, name := range useNames {
		if name == j.Use {
			k.Use = u
		}
	}
	known := false
	for s, name := range stateNames {
		if name == j.State {
			k.State, known = KeyState(s), true
		}
	}
	if k.Alg == 0 || k.Use == 0 || !known {
		return k, refuse(Malformed, "key %s: algorithm %q, use %q, state %q", k.KID, j.Alg, j.Use, j.State)
	}
	return k, k.parse()
}
