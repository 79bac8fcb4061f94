// Package mailtest is a mail server for tests: it listens on this machine, speaks
// SMTP with and without STARTTLS, keeps what it gets and refuses what it is told
// to. Only tests import it; letters are written by package mail.
package mailtest
