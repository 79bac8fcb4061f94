package application_test

import (
	"slices"

	"github.com/opencites/opencites/cites"
	"github.com/opencites/opencites/internal/application"
	"github.com/opencites/opencites/internal/quota"
	"github.com/opencites/opencites/internal/rule"
	"github.com/opencites/opencites/internal/species"
)

func quantity(q cites.Quantity, typed string) edit {
	return func(_ *dossier, l *line) { l.Quantity, l.QuantityText = q, typed }
}

func unit(u cites.Unit) edit { return func(_ *dossier, l *line) { l.Unit = u } }

func marked(kind, value string) edit {
	return func(_ *dossier, l *line) { l.Marks = []application.Mark{{Kind: kind, Value: value}} }
}

func (w *world) quantityPairs() []pair {
	tusk := func(more ...edit) *dossier {
		return w.trophy(append([]edit{w.is("Loxodonta africana"), goods("TUS", "2", "NAR", "W")}, more...)...)
	}
	bredSkin := []edit{goods("SKI", "1", "NAR", "D"), operation("GH-A-1"), purpose("T"), noImportPermit}
	silent := func(_ *dossier, l *line) { l.Sex = "" }
	return []pair{
		{"Q01", "F03", w.live(quantity(-1000, "")), w.live(quantity(1000, ""))},
		{"Q01.unread", "", w.live(quantity(0, "two boxes")), w.live()},
		{"Q01.large", "", w.live(quantity(1_000_001_000, "")), w.live(quantity(1_000_000_000, ""))},
		{"Q01.whole", "", w.live(quantity(1500, "")), w.wood(quantity(1500, ""))},
		{"Q02", "Q03", w.skins(unit("BOX")), w.skins()},
		{"Q03", "", w.skins(unit("LTR")), w.skins(unit("NAR"))},
		{"Q04", "", w.skins(unit("KGM")), w.live(unit("KGM"))},
		{"Q05", "P16 Q03", w.skins(goods("ZZZ", "2", "NAR", "W")), w.skins(goods("SKI", "2", "NAR", "W"))},
		{"Q05.old", "Q03", w.skins(goods("BEL", "2", "NAR", "W")), w.skins(goods("LPS", "2", "NAR", "W"))},
		{"Q06", "", w.skins(goods("SEE", "2", "KGM", "W")), w.orchid(goods("SEE", "2", "KGM", "A"))},
		{"Q08", "", w.wood(goods("SAW", "500", "KGM", "W")), w.wood(w.is("Dalbergia melanoxylon"), goods("SAW", "500", "KGM", "W"))},
		{"Q13", "", w.leopard(unmarked), w.leopard()},
		{"Q13.operation", "", w.leopard(append(bredSkin, unmarked)...), w.leopard(append(bredSkin, chip)...)},
		{"Q14", "", w.live(marked("MC", "25022960001234")), w.live(marked("MC", "250 229 600 012 345"))},
		{"Q15", "Q04", w.trophy(unit("KGM")), w.trophy()},
		{"Q15.limit", "", w.trophy(quantity(3000, "")), w.trophy(quantity(2000, ""))},
		{"Q16", "", w.live(silent), w.skins(silent)},
		{"Q17", "", w.caviar(marked("LB", "BAE")), w.caviar()},
		{"Q18", "", tusk(), tusk(marked("TU", "GH/26/117/14"))},
	}
}

func (w *world) chainPairs() []pair {
	came := imported("NA", "2026-02-01")
	unknown := func(reason string) edit {
		return func(_ *dossier, l *line) { l.Origin = application.Reference{Unknown: true, Reason: reason} }
	}
	last := func(r application.Reference) edit { return func(_ *dossier, l *line) { l.LastReexport = r } }
	noNumber := func(_ *dossier, l *line) { l.Origin.Number = "" }
	noProof := func(_ *dossier, l *line) { l.ImportProof = application.Reference{} }
	whole := application.Reference{Country: "CH", Number: "26CH1", Date: date("2026-03-01")}
	home, part := whole, whole
	home.Country, part.Number = "GH", ""
	return []pair{
		{"L01", "", w.trophy(noImportPermit), w.trophy()},
		{"L02", "", w.leopard(came, noImportPermit), w.leopard(came)},
		{"L03", "", w.trophy(came, noImportPermit), w.trophy(came)},
		{"L05", "", w.skins(noNumber), w.skins(unknown("sold with the estate, papers burnt"))},
		{"L05.reason", "", w.skins(unknown(" ")), w.skins()},
		{"L06", "", w.skins(noProof), w.skins(noProof, papers("permit"))},
		{"L07", "", w.live(w.importPermit), w.leopard()},
		{"L19", "", w.skins(last(home)), w.skins(last(whole))},
		{"L19.incomplete", "", w.skins(last(part)), w.skins(last(application.Reference{Unknown: true, Reason: "lost"}))},
	}
}

func without(k application.FindingKind) edit {
	return func(d *dossier, _ *line) {
		d.Findings = slices.DeleteFunc(d.Findings, func(f application.Finding) bool { return f.Kind == k })
	}
}

func refused(k application.FindingKind) edit {
	return func(d *dossier, _ *line) {
		d.Findings = append(d.Findings, application.Finding{Kind: k, Line: 0, Outcome: application.Negative, MadeBy: "sci-1"})
	}
}

func limited(at int, q cites.Quantity, u cites.Unit) edit {
	return func(d *dossier, _ *line) { d.Findings[0].Line, d.Findings[0].Limit, d.Findings[0].Unit = at, q, u }
}

func (w *world) findingPairs() []pair {
	live := []edit{goods("LIV", "1", "NAR", "W"), purpose("Z"), chip}
	enters := func(more ...edit) *dossier { return w.entering(slices.Concat(live, more)...) }
	stale := func(d *dossier, _ *line) { d.Findings[0].ValidUntil = w.on.AddDays(-1) }
	lastDay := func(d *dossier, _ *line) { d.Findings[0].ValidUntil = w.on }
	by := func(account string) edit { return func(d *dossier, _ *line) { d.Findings[0].MadeBy = account } }
	out := []pair{
		{"G01.ndf", "", w.live(stale), w.live(lastDay)},
		{"G02.laf", "", w.live(without(application.LAF)), w.entering(without(application.LAF))},
		{"G03.purpose", "", w.entering(without(application.PurposeNotHarmful)), w.trophy(without(application.PurposeNotHarmful))},
		{"G03.equipped", "", enters(without(application.Equipped)), w.entering(without(application.Equipped))},
		{"G04.not_commercial", "", w.entering(without(application.NotCommercial)), w.trophy(without(application.NotCommercial))},
		{"G05.transport", "", w.live(without(application.TransportSafe)), w.skins(without(application.TransportSafe))},
		{"G06.bred_or_propagated", "", w.orchid(without(application.BredOrPropagated)), w.live(without(application.BredOrPropagated))},
		{"G07.ndf", "", w.skins(source("I"), second("W"), seized, without(application.NDF)), w.skins(without(application.NDF))},
		{"G08", "", w.live(lines(2), limited(rule.Whole, 19_000, "NAR")), w.live(lines(2), limited(rule.Whole, 20_000, "NAR"))},
		{"G08.unit", "", w.live(limited(0, 10_000, "KGM")), w.wood(limited(0, 12_500_000, "CMQ"), quantity(10, ""))},
		{"G09", "", w.live(by("sign-1")), w.live(by("sci-2"))},
	}
	for _, k := range application.FindingKinds() {
		out = append(out, pair{"G11." + string(k), "", w.live(refused(k)), w.live()})
	}
	return append(out, w.pointerPairs()...)
}

// quota adds a quota of Ghana for ball pythons.
func (w *world) quota(total, used cites.Quantity) edit {
	return func(d *dossier, _ *line) {
		d.Quotas = []species.Quota{{ID: "q1", Taxon: python, Country: "GH", Year: 2026, From: date("2026-01-01"), Until: date("2026-12-31"),
			Unit: "NAR", Quantity: total, Used: used, Note: "Zero for wild specimens."}}
	}
}

// share gives 300 of the quota to a region or to a holder, which is the owner.
func (w *world) share(id string, k quota.Kind, name string) edit {
	return func(d *dossier, _ *line) {
		s := quota.Share{ID: id, Quota: "q1", Kind: k, Name: name, Limit: 300_000}
		if k == quota.Holder {
			d.Owner, s.Holder = name, name
		}
		d.Shares, d.Quotas[0].Shared = []quota.Share{s}, 300_000
	}
}

func naming(share string) edit { return func(_ *dossier, l *line) { l.Shares = []string{share} } }

func closedQuota(d *dossier, _ *line) { d.Quotas[0].Closed = true }

// lastYear moves the quota a year back: none is set for this year.
func lastYear(d *dossier, _ *line) {
	d.QuotasBefore, d.Quotas = d.Quotas, nil
	d.QuotasBefore[0].From, d.QuotasBefore[0].Until = date("2025-01-01"), date("2025-12-31")
}

func (w *world) suspended(k species.SuspensionKind, taxon species.ID) edit {
	return func(d *dossier, _ *line) {
		d.Suspensions = []species.Suspension{{ID: "s1", Taxon: taxon, Country: "GH", From: date("2020-01-01"), Kind: k, DirectOnly: true,
			Reason: "No export of wild snakes.", Notification: "2020/001"}}
	}
}

func (w *world) restrictionPairs() []pair {
	before := func(d *dossier, _ *line) { d.Content.Declaration.NotRefused = false }
	return []pair{
		{"R01", "", w.live(w.suspended(species.SignificantTrade, python)), w.live(w.suspended(species.SignificantTrade, elephant))},
		{"R02", "", w.live(w.suspended(species.NationalBan, python)), w.skins(w.suspended(species.NationalBan, python))},
		{"R03", "", w.live(w.quota(1000_000, 600_000), quantity(500_000, "")), w.live(w.quota(1000_000, 600_000), quantity(400_000, ""))},
		{"R03.closed", "", w.live(w.quota(1000_000, 0), closedQuota), w.skins(w.quota(1000_000, 0), closedQuota)},
		{"R03.split", "", w.live(w.quota(1000_000, 0), w.share("north", quota.Region, "North")), w.live(w.quota(1000_000, 0), w.share("north", quota.Region, "North"), naming("north"))},
		{"R03.share", "", w.live(w.quota(1000_000, 0), w.share("mine", quota.Holder, "trader-1"), quantity(500_000, "")),
			w.live(w.quota(1000_000, 0), w.share("mine", quota.Holder, "trader-1"), quantity(300_000, ""))},
		{"R04", "", w.live(w.quota(0, 0)), w.skins(w.quota(0, 0))},
		{"R05", "", w.live(w.quota(species.Preparing, 0)), w.skins(w.quota(species.Preparing, 0))},
		{"R05.missing", "", w.live(w.quota(1000_000, 0), lastYear), w.skins(w.quota(1000_000, 0), lastYear)},
		{"R05.unit", "Q03", w.skins(document(cites.ExportPermit), w.quota(1000_000, 0), unit("MTQ")), w.skins(w.quota(1000_000, 0), unit("NAR"))},
		{"R11", "", w.live(before), w.live()},
	}
}
