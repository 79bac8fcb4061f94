// Package api is the JSON interface for agencies and traders' systems, below
// /api/v1: species search, what a consignment needs, look-up of a permit by number
// and code or token, and verification of a seal. Its description is at /api/v1/openapi.json.
//
// Every error is application/problem+json (RFC 9457) and never repeats what was
// sent. It holds no rules: each operation calls one verb behind a small
// interface that package app fills.
package api
