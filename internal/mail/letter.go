package mail

import (
	"context"

	"github.com/opencites/opencites/cites"
)

// Letter is one message to one person.
type Letter struct {
	ID       string // unique, part of the Message-ID
	Account  string // whom it is for; empty for the office
	To       string // e-mail address
	Language cites.Lang
	Subject  string
	Body     string // plain text
	Secret   bool   // has a link that opens an account
}

// Sender takes letters. An error that job.Cancelled knows will not be cured by
// trying again.
type Sender interface {
	Send(ctx context.Context, l Letter) error
}
