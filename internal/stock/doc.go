// Package stock owns the stock accounts: lots of goods that lawfully entered the
// Party, what re-exports draw from them, and conversions that turn goods into
// other goods. A re-export is only as lawful as the import behind it
// (Art. IV(5); permit-rules 5.5 Q10, 5.6 L05 and L06).
//
// It does not own permits or applications: those call Reserve at approval, Use
// at issue, Settle at endorsement and when a permit ends, Release when nothing
// was issued, and OpenImport on arrival, each in their own transaction. Pages
// call the verbs of Desk: Open, Declare, Decide, and for reading List, Mine,
// Read, Conversions, MyConversions, ReadConversion.
//
//	quantity of a lot = free + reserved + drawn
//
//	free ──Reserve──▶ reserved ──Use──▶ drawn
//	  ▲──Release─────────┘               │
//	  └──────────────Settle──────────────┘ (what was not exported)
//
// Every step is a conditional update under a constraint of the database, so that
// no race draws more than there is. Quantities are integers in thousandths of
// the lot's unit; nothing is ever rounded into or out of an account.
package stock
