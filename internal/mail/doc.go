// Package mail is the edge that writes letters: links for choosing a password,
// and notices that an application moved. It works off the jobs that packages
// account and application queue, writes in the language of the receiver, and
// hands the letter to a mail server, or to the outbox where there is none.
//
// A letter says as little as it can: that something happened and where to look.
// It owns no accounts and no applications. Package app builds it.
package mail
