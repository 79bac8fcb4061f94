// Package audit says what an audit event is and how it becomes a leaf of the
// log: who did which verb on which subject, when, with what safe details.
//
// It owns the event, its canonical bytes and the salted commitment that enters
// the RFC 6962 hash tree. It stores nothing and reads no clock: store appends
// events in the transaction that changes the rows, nouns only fill them in.
//
// The leaf is SHA-256(salt || canonical bytes) and nothing else, so that the
// public log tells the number and order of events but not their meaning, and
// erasing a salt erases what the leaf meant while the count stays.
package audit
