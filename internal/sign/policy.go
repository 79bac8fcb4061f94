package sign

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"io"
	"time"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/seal"
)

// KeyPolicy says how long the keys of a usage sign and for how long afterwards
// their signatures are checked (trust sheet 2.5).
//
// The current key signs. The next key is published from the day it is made, so
// that the verifiers of other Parties know it before it signs and rotating is
// no event for them. A key verifies for as long as what it may have signed is
// valid: permits 12 months and one month of grace, certificates 36 months and
// one. The root signs the trust list only. In this key store it lies in the
// same file as the others, which protects against theft of the file but not of
// the running machine: an authority that can should sign its trust list on a
// machine without network and publish the file.
type KeyPolicy struct {
	Use         seal.Use
	SignMonths  int  // as current key
	AfterMonths int  // verification after the last signature
	Next        bool // a next key is kept and published
}

// Policies gives the policy of every usage the key store holds, in the order in
// which keys are made.
func Policies() []KeyPolicy {
	return []KeyPolicy{
		{Use: seal.UseRoot, SignMonths: 12, AfterMonths: 36},
		{Use: seal.UsePermit, SignMonths: 6, AfterMonths: 13, Next: true},
		{Use: seal.UseCertificate, SignMonths: 6, AfterMonths: 37, Next: true},
		{Use: seal.UseEndorsement, SignMonths: 6, AfterMonths: 60, Next: true},
		{Use: seal.UseStatus, SignMonths: 3, AfterMonths: 12, Next: true},
		{Use: seal.UseLog, SignMonths: 24, AfterMonths: 24},
	}
}

// renewal is how long before the end of its period a key is replaced.
const renewal = 14 * 24 * time.Hour

// policyOf gives the policy of one usage.
func policyOf(use seal.Use) (KeyPolicy, bool) {
	for _, p := range Policies() {
		if p.Use == use {
			return p, true
		}
	}
	return KeyPolicy{}, false
}

// generate makes a private key: Ed25519 for the log, whose readers expect it,
// P-256 for everything else, because every verifier and hardware module has it.
func generate(use seal.Use, random io.Reader) (crypto.Signer, error) {
	if use == seal.UseLog {
		_, key, err := ed25519.GenerateKey(random)
		return key, err
	}
	return ecdsa.GenerateKey(elliptic.P256(), random)
}

// useOf is the usage that signs documents of a type: certificates of up to
// three years have keys of their own.
func useOf(t cites.DocumentType) seal.Use {
	switch t {
	case cites.PersonalOwnership, cites.TravellingExhibition, cites.MusicalInstrument:
		return seal.UseCertificate
	}
	return seal.UsePermit
}
