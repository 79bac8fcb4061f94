// Package facility owns the register of places that breed, propagate, ranch or
// study: breeding operations, nurseries, ranches and scientific institutions,
// ours and, by import, those of other Parties. A permit with source C, D, A or R
// and a label for scientific exchange rest on it (permit-rules 1.4 E5 to E7).
//
// It does not own what is issued from a facility (see permit; store adds it up)
// nor the rules that ask (see application). Pages and the command line call its
// verbs: Add, Edit, SetOutput, RemoveOutput, Announce, Register, Suspend, Resume,
// Withdraw, Import; and for reading List, Mine, Read.
//
// States and who moves them:
//
//	proposed ──announce──▶ objection ──register──▶ registered ⇄ suspended
//	    └───────────register (not for the Secretariat's register)──▲
//	withdraw from every state ──▶ withdrawn
//
// A registration for the Secretariat's register of Appendix I breeding operations
// waits 90 days for objections (50 CFR 23.46; permit-rules 4.10).
package facility
