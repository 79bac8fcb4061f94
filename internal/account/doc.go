// Package account owns the people who use the system: who they are, which roles
// they hold, how they prove it (password), what stops guessing, and the links
// by which a password is set. It knows no cookies and no pages (edge web), sends
// no mail (edge mail works off its jobs) and owns no mandates (package
// application).
//
// Callers: web (sign-in, registration, own account, administration), mail (whom
// to write to, and the links it sends), app (the first administrator).
//
//	                 link of the mail, password chosen
//	   unconfirmed ───────────────────────────────────▶ active ◀──▶ disabled
//	Register, Add                                  Disable, Enable
//
// Nobody decides over permits and over accounts at once: rolesApart and a
// constraint of the database say so.
package account
