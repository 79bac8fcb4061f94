// Package control owns what happens at the border: finding a permit from a scan
// or a number, comparing it with the goods, and recording what really left or
// arrived, line by line (box 14, Art. VI(6)).
//
// It does not own the permit's state machine (see permit) nor the ledger's
// arithmetic, which is a conditional update under a constraint in store: the
// sum of endorsements of a line never exceeds what was permitted (promise P1).
package control
