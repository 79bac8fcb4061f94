// Package sign keeps the private keys of a Party: one file, encrypted as a
// whole under a passphrase, whose keys are used only through crypto.Signer.
//
// It owns the usages and periods of keys (KeyPolicy), their creation, rotation,
// retirement and revocation, and builds the trust list from them. It owns no
// byte format of seals (package seal), no permit and no schedule: the program
// calls Maintain at start and once a day. A key has exactly one usage; a signer
// that is handed out refuses once its key is revoked.
//
// Called by permit, store and web through small interfaces, wired by app.
package sign
