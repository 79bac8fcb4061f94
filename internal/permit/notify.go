package permit

import (
	"cmp"
	"context"
	"strings"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/notification"
)

// commercial is the purpose of shipments of which the Secretariat is told too.
const commercial cites.Purpose = "T"

// tell enters the notifications of an act on a permit: to the Management
// Authority at the other end, and to the Secretariat where the sheet says so.
func (o *Office) tell(ctx context.Context, tx Tx, p *Permit, why notification.Cause, reason string) error {
	var to []cites.Country
	if other := o.otherEnd(p); why != notification.Retrospective && other != "" {
		to = append(to, other)
	}
	if why == notification.Retrospective || why == notification.Replaced && p.Record.Purpose == commercial {
		to = append(to, notification.Secretariat)
	}
	for _, c := range to {
		box := o.Profile.Notify[c]
		n := &notification.Notification{ID: o.NewID(), Cause: why, To: c, PermitID: p.ID, Number: p.Number, Facts: o.told(p, reason),
			Address: box.Email, Language: cmp.Or(box.Language, cites.English), Created: o.Now()}
		if err := notification.Enter(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}

// otherEnd is the country whose authority meets the document: that of the
// importer, or of the exporter for an import permit. Documents for many crossings
// have none.
func (o *Office) otherEnd(p *Permit) cites.Country {
	other := p.Record.Consignee.Country
	if p.Type.Facts().Direction.In() {
		other = p.Record.Consignor.Country
	}
	if other == o.Profile.Party || other == various || !other.Place() {
		return ""
	}
	return other
}

// told freezes what a notification says of a permit.
func (o *Office) told(p *Permit, reason string) notification.Facts {
	r := p.Record
	f := notification.Facts{Type: p.Type, Issued: r.Issued, ValidUntil: r.ValidUntil, Exporter: r.Consignor.Name, Importer: r.Consignee.Name,
		Reason: reason, Successor: string(p.ReplacedBy), Day: o.today(), Authority: r.Authority}
	for _, l := range r.Lines {
		f.Goods = append(f.Goods, strings.TrimSpace(l.Letter+" "+l.ScientificName+", "+l.Quantity.String()+" "+string(l.Unit)+" "+string(l.Term)))
	}
	return f
}
