// Package seal reads, writes and judges the signed bytes by which a CITES
// permit proves itself on paper and offline: the Permit Seal v1 (a CBOR web
// token in COSE_Sign1 with ES256, carried as decimal digits in the fragment of
// a URL inside a QR code), the endorsement seal, the trust list of public keys
// (COSE_Sign) and the status list (IETF Token Status List in its CWT form).
//
// It owns the byte formats and the table of verdicts: bytes in, verdict out. It
// owns no private keys (package sign), draws no QR code (package print), makes
// no network request and reads no clock. The verifier never trusts the host of
// the URL and never answers green when the status is unknown or old.
//
// Called by permit (through a port), web, api, print, sign and the command
// line, and by programs of other Parties: the package is public.
package seal
