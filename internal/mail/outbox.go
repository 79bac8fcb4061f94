package mail

import "context"

// Outbox takes letters where there is no mail server. Letters whose links open
// accounts are kept without their text, unless Open: whoever could read them
// could become anybody.
type Outbox struct {
	Keep func(ctx context.Context, l Letter) error
	Open bool // a demonstration: nothing to protect
}

// Send is Sender.
func (o Outbox) Send(ctx context.Context, l Letter) error {
	if l.Secret && !o.Open {
		l.Body = ""
	}
	return o.Keep(ctx, l)
}
