// Package xmlin reads XML that strangers send. It takes the tokens of
// encoding/xml and refuses what that package lets pass and no honest message
// needs: document type declarations, processing instructions, unknown
// encodings, duplicate attributes, undeclared prefixes, comments inside a value,
// mixed content, inclusion elements, anything after the root, and more bytes,
// depth, attributes or elements than the limits allow.
//
// The result is a small tree with line numbers, read by local name. The package
// knows no message; the codecs of epermit and the gateway call it.
package xmlin
