// Package actor says who acts: a person with roles in an office, or a partner's
// system, and what each role may do. The table of verbs is the only place where
// a role is tied to an act.
//
// It owns no accounts and no sessions (see account in store and web); verbs of
// the nouns call Must first of all.
package actor
