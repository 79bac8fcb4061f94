package seal

import (
	"errors"
	"time"

	"github.com/opencites/opencites/cites"
)

// Code is a verdict in one stable word: catalogues hold a sentence for each,
// and the JavaScript verifier gives the same words.
type Code string

// The verdicts.
const (
	Valid Code = "valid"

	// Authentic, but something needed for "valid" is missing: amber.
	StatusOld     Code = "status_old"     // status known as of more than a day ago
	StatusUnknown Code = "status_unknown" // no usable status list
	TrustOld      Code = "trust_old"      // the list of keys is past its date
	ClockWrong    Code = "clock_wrong"    // the device's clock is behind a signed time
	NotYetValid   Code = "not_yet_valid"

	// Not to be accepted: red.
	Expired     Code = "expired"
	Revoked     Code = "revoked" // revoked or replaced
	Suspended   Code = "suspended"
	Used        Code = "used"
	Tampered    Code = "tampered"     // the signature does not fit
	Malformed   Code = "malformed"    // not a permit seal
	Unsupported Code = "unsupported"  // a critical part this version does not know
	UnknownKey  Code = "unknown_key"  // signed by nobody we know
	WrongUsage  Code = "wrong_usage"  // a key of the issuer, but not for permits
	WrongIssuer Code = "wrong_issuer" // a key of another Party
	KeyRevoked  Code = "key_revoked"
	KeyPeriod   Code = "key_period" // signed outside the key's signing period
	KeyExpired  Code = "key_expired"
	TestSeal    Code = "test" // a sample, or a test key
)

// Colour is how a verdict is shown.
type Colour string

// The colours. Only Valid is green.
const (
	Green Colour = "green"
	Amber Colour = "amber"
	Red   Colour = "red"
)

// Colour gives the colour of a verdict.
func (c Code) Colour() Colour {
	switch c {
	case Valid:
		return Green
	case StatusOld, StatusUnknown, TrustOld, ClockWrong, NotYetValid:
		return Amber
	}
	return Red
}

// clockSkew is how far two clocks may differ without either being wrong.
const clockSkew = 5 * time.Minute

// Verdict is the answer of a verifier. Permit and Key are nil unless the
// signature is good.
type Verdict struct {
	Code       Code
	Permit     *Permit
	Key        *Key
	Newer      bool      // made by a newer version; unknown parts are not shown
	StatusAsOf time.Time // when the status list was made, zero when none was used
	Detail     string    // what was wrong, for a log
}

// Judge gives the verdict on the bytes of a permit seal at the moment now.
// Status may be nil (no list at hand). A verdict is green only when the seal is
// authentic, in force, under a good key for permits, and its status is known
// from a list at most a day old.
func Judge(b []byte, trust *TrustList, status StatusSource, now time.Time) Verdict {
	s, err := Verify(b, trust)
	if err != nil {
		var e *Error
		if errors.As(err, &e) {
			return Verdict{Code: e.Code, Detail: e.Detail}
		}
		return Verdict{Code: Malformed, Detail: err.Error()}
	}
	v := Verdict{Permit: &s.Permit, Key: &s.Key, Newer: s.Newer}
	var list *StatusList
	if status != nil {
		list = status.StatusList(s.Permit.Issuer, s.Permit.Status.List)
	}
	if list != nil {
		v.StatusAsOf = list.Issued
	}
	v.Code = judge(s, trust, list, now)
	return v
}

// judge runs the table: whose key, which clock, what the list says, which day,
// how fresh. What is worst comes first.
func judge(s Sealed, trust *TrustList, list *StatusList, now time.Time) Code {
	p := s.Permit
	if s.Key.State == StateTest || p.Flags.Has(Sample) && !Imaginary(p.Issuer) {
		return TestSeal
	}
	if c := judgeKey(s); c != Valid {
		return c
	}
	newest := trust.Issued
	if list != nil && list.Issued.After(newest) {
		newest = list.Issued
	}
	if now.Before(newest.Add(-clockSkew)) {
		return ClockWrong
	}
	fresh := StatusUnknown
	if list != nil {
		state, ok := list.At(p.Status.Index)
		if ok {
			fresh = freshness(list, now)
		}
		if c, bad := badStates[state]; ok && bad {
			return c
		}
	}
	switch {
	case now.After(p.Expires):
		return Expired
	case now.After(s.Key.VerifyUntil):
		return KeyExpired
	case now.Before(p.Issued.Add(-clockSkew)):
		return NotYetValid
	case now.After(trust.NextUpdate):
		return TrustOld
	}
	return fresh
}

// Imaginary reports whether a country code is one that ISO 3166-1 leaves to its
// users: no Party ever has it. All permits of such a Party are samples and all
// its keys its own, so that its verifier shows what each verdict looks like; for
// a real Party a sample is a sample whatever its state.
func Imaginary(c cites.Country) bool {
	if len(c) != 2 {
		return false
	}
	return c == "AA" || c == "ZZ" || c[0] == 'X' || c[0] == 'Q' && c[1] >= 'M'
}

// badStates hold however old the list is: they are not undone in silence.
var badStates = map[Status]Code{StatusInvalid: Revoked, StatusSuspended: Suspended, StatusUsed: Used}

// judgeKey checks the periods and the state of the key. A key revoked from a
// log index on still covers what was logged before.
func judgeKey(s Sealed) Code {
	k, issued := s.Key, s.Permit.Issued
	switch {
	case k.State == StateRevoked && (k.RevokedFrom == nil || s.Permit.LogIndex >= *k.RevokedFrom):
		return KeyRevoked
	case issued.Before(k.From) || issued.After(k.SignUntil):
		return KeyPeriod
	}
	return Valid
}

func freshness(l *StatusList, now time.Time) Code {
	age := now.Sub(l.Issued)
	switch {
	case now.After(l.Expires) || age > StatusLifetime:
		return StatusUnknown
	case age > statusFresh:
		return StatusOld
	}
	return Valid
}
