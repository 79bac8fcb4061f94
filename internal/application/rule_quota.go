package application

import (
	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

// checkQuota adds up what all lines take of each quota, and of each share of it,
// in the quota's unit. What this application has reserved does not stand in its
// own way.
func checkQuota(d *Dossier) []rule.Hit {
	var hits []rule.Hit
	for _, q := range d.Quotas {
		if q.Quantity == 0 {
			continue // R04 speaks
		}
		if h := d.overQuota(q); h != nil {
			hits = append(hits, *h)
		}
	}
	return hits
}

func (d *Dossier) overQuota(q species.Quota) *rule.Hit {
	left := q.Quantity - q.Used - q.Reserved + d.own(q.ID, nil)
	var asked cites.Quantity
	parts := map[string]cites.Quantity{}
	for i, l := range d.Content.Lines {
		amount, ok := CountsAgainst(q, d.Trade(l), l)
		if !ok {
			continue
		}
		asked += amount
		if q.Closed && d.own(q.ID, nil) == 0 {
			return &rule.Hit{Line: i, Field: "quantity", Variant: "closed", Args: map[string]string{"quota": q.Quantity.String(), "unit": string(q.Unit)}}
		}
		if asked > left {
			return &rule.Hit{Line: i, Field: "quantity", Args: map[string]string{"asked": asked.String(),
				"left": max(0, left).String(), "quota": q.Quantity.String(), "unit": string(q.Unit)}}
		}
		c := d.Share(q, l)
		if c.Asked {
			return &rule.Hit{Line: i, Field: "share", Variant: "split", Args: map[string]string{"name": l.ScientificName}}
		}
		parts[c.Share.ID] += amount
		if room := d.room(q, c.Share); parts[c.Share.ID] > room {
			h := &rule.Hit{Line: i, Field: "quantity", Variant: "share", Args: map[string]string{"asked": parts[c.Share.ID].String(),
				"left": max(0, room).String(), "share": c.Share.Name, "quota": c.Share.Limit.String(), "unit": string(q.Unit)}}
			if c.Share.ID == "" {
				h.Variant, h.Args["quota"] = "", q.Quantity.String()
				delete(h.Args, "share")
			}
			return h
		}
	}
	return nil
}

// room is what this application may take of a share, or of the part of a quota
// that was not given to shares.
func (d *Dossier) room(q species.Quota, s quota.Share) cites.Quantity {
	left := s.Left()
	if s.ID == "" {
		left = q.Undivided()
	}
	return left + d.own(q.ID, &s)
}

func checkZeroQuota(d *Dossier, _ int, l Line) *rule.Hit {
	t := d.Trade(l)
	for _, q := range d.Quotas {
		if q.Quantity == 0 && q.Applies(t) {
			return hit("quantity", "name", l.ScientificName, "note", q.Note)
		}
	}
	return nil
}

// checkQuotaPreparing tells of quotas that cannot be drawn from: not set yet,
// counted in a unit that the line's cannot be turned into, or missing although
// there was one a year ago.
func checkQuotaPreparing(d *Dossier, _ int, l Line) *rule.Hit {
	t := d.Trade(l)
	found := false
	for _, q := range d.Quotas {
		if !q.Applies(t) {
			continue
		}
		found = true
		if q.Quantity == species.Preparing {
			return hit("quantity", "name", l.ScientificName)
		}
		if _, ok := CountsAgainst(q, t, l); !ok && q.Quantity > 0 && l.Unit != "" {
			h := hit("unit", "name", l.ScientificName, "unit", string(q.Unit))
			h.Variant = "unit"
			return h
		}
	}
	if found {
		return nil
	}
	t.On = d.On.AddMonths(-12)
	for _, q := range d.QuotasBefore {
		if q.Applies(t) {
			h := hit("quantity", "name", l.ScientificName, "quota", max(0, q.Quantity).String(), "unit", string(q.Unit), "until", q.Until.String())
			h.Variant = "missing"
			return h
		}
	}
	return nil
}
