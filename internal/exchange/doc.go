// Package exchange owns what this Party sends to and receives from other
// Parties: the partners, the answer to a partner who asks for one of our
// permits, the asking for a permit of theirs, and a log of every message.
//
// It does not own our permits or those received (see permit), endorsements (see
// control), the message formats (see epermit) or the wire (see gateway). The
// gateway calls Answer; pages and the command line call the other verbs.
//
// A partner is active or disabled; nothing is deleted, since messages point to
// it. Who may read what: a permit's own token opens that permit; a partner's
// token opens the permits on which the partner's country is the country of
// import, of last re-export, or, for import permits, of export (trust sheet 5.2).
package exchange
