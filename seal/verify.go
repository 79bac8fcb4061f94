package seal

// Sealed is a permit whose signature was verified, and the key that made it.
// Whether it is valid today is for Judge.
type Sealed struct {
	Permit Permit
	Key    Key
	Newer  bool // made by a newer version of the format; unknown parts are not shown
}

// Verify checks the bytes of a permit seal in the order of the format: size
// limit, CBOR limits, protected header, key by name and usage, signature,
// deterministic encoding, claims, issuer. It returns an *Error with a Code on
// refusal.
func Verify(b []byte, keys KeyLookup) (Sealed, error) { return permitKind().verify(b, keys) }

func (k kind) verify(b []byte, keys KeyLookup) (Sealed, error) {
	tree, key, err := k.open(b, keys)
	if err != nil {
		return Sealed{}, err
	}
	p, newer, err := permitOf(tree)
	if err != nil {
		return Sealed{}, err
	}
	if p.Issuer != key.Party {
		return Sealed{}, refuse(WrongIssuer, "seal of %s under a key of %s", p.Issuer, key.Party)
	}
	return Sealed{Permit: p, Key: key, Newer: newer}, nil
}

// Parse reads the claims of a permit seal without any proof that they are
// genuine: for looking up what a seal says it is, never for showing it as true.
func Parse(b []byte) (Permit, error) {
	m, err := permitKind().split(b)
	if err != nil {
		return Permit{}, err
	}
	p, _, err := permitOf(m.claims)
	return p, err
}
