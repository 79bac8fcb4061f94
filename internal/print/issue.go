package print

// The lower part: boxes 13 to 15 on the left, the seal on the right.
const (
	sealWide   = 50.0
	sealSide   = 47.0
	issueWide  = wide - sealWide
	issuedHigh = 30.0
	bordHigh   = 39.6
	issueHigh  = issuedHigh + bordHigh
)

// issue draws boxes 13, 14 and 15 and the seal for the page whose first row is
// item first.
func (d *draft) issue(y float64, first int) {
	d.rect(left, y, issueWide, issuedHigh, hairline)
	used := d.label(left+pad, y+0.7, issueWide-2*pad, "13")
	d.value("13", left+pad, y+1.2+used, 62, 14, 9.5, 6.5, plain(bold, d.form.IssuedBy))
	d.value("13", left+66, y+1.2+used, issueWide-66-pad, 14, 7.5, 5.5, plain(regular, d.form.SealedBy))
	base := y + issuedHigh - 10
	for _, c := range []struct {
		id, text string
		x, w     float64
	}{{"13p", d.form.IssuedPlace, 0, 34}, {"13d", day(d.form.IssuedOn), 36, 26}, {"13s", "", 64, issueWide - 64 - 2*pad}} {
		x := left + pad + c.x
		d.value("13", x, base-0.4, c.w, 5.2, 10, 6, plain(bold, c.text))
		d.canvas.line(x, base+5, x+c.w, base+5, 0.12)
		d.label(x, base+5.2, c.w, c.id)
	}
	d.border(y+issuedHigh, first)
	d.seal(y, issueHigh, first/RowsPerPage)
	d.rect(left, y, wide, issueHigh, frame)
	if first == 0 {
		d.text(field{box: "foot", x: left, y: y + issueHigh + 0.5, w: wide, h: 5.2, size: 4.7, least: 3.8, ink: inkLabel},
			plain(regular, d.labels["purposes"].first), plain(regular, d.labels["sources"].first))
	}
}

// border draws boxes 14 and 15.
func (d *draft) border(y float64, first int) {
	const blockWide, quantityWide, rowHigh, tableY = 12.0, 38.0, 6.6, 8.6
	d.rect(left, y, issueWide, bordHigh, hairline)
	d.label(left+pad, y+0.7, blockWide+quantityWide, "14")
	d.word(left+pad, y+5.6, blockWide, 5.4, regular, d.labels["14b"].first)
	d.word(left+pad+blockWide+1, y+5.6, quantityWide, 5.4, regular, d.labels["14q"].first)
	e := d.form.Endorsement
	for i := range RowsPerPage {
		ry := y + tableY + float64(i)*rowHigh
		x := left + pad
		d.rect(x, ry, blockWide, rowHigh, hairline)
		d.rect(x+blockWide, ry, quantityWide, rowHigh, hairline)
		d.text(field{box: "label", x: x, y: ry, w: blockWide, h: rowHigh, size: 9, least: 6, centre: true, middle: true}, plain(bold, letter(first+i)))
		n := first + i
		quantity := ""
		if e != nil && n < len(e.Quantities) {
			quantity = e.Quantities[n]
		}
		switch {
		case n >= len(d.form.Items) || d.form.NoEndorsing || e != nil && quantity == "":
			d.canvas.line(x+blockWide+0.5, ry+rowHigh-0.5, x+blockWide+quantityWide-0.5, ry+0.5, 0.3)
		case e != nil:
			d.text(field{box: "14", x: x + blockWide + 1, y: ry, w: quantityWide - 2, h: rowHigh, size: 9.5, least: 6, middle: true, centre: true}, plain(bold, quantity))
		}
	}
	d.transport(y, left+pad+blockWide+quantityWide+4, first)
}

// transport draws box 15 and the lines that customs fills.
func (d *draft) transport(y, x float64, first int) {
	w := left + issueWide - pad - x
	used := d.label(x, y+0.7, w, "15")
	d.value("15", x, y+0.9+used, w, 5.6, 9.5, 6, plain(bold, d.form.Transport))
	var port, date, official string
	if e := d.form.Endorsement; e != nil {
		port, date, official = e.Port, day(e.Date), e.Official
		d.value("15", x, y+10.6, w, 4, 7, 5, plain(regular, e.Reference))
	}
	column := (w - 4) / 2
	for i, c := range []struct{ id, text string }{{"15p", port}, {"15d", date}, {"15s", ""}, {"15o", official}} {
		cx, cy := x+float64(i%2)*(column+4), y+14.2+float64(i/2)*12.4
		d.value("15", cx, cy, column, 6.4, 9, 5.5, plain(bold, c.text))
		d.canvas.line(cx, cy+6.8, cx+column, cy+6.8, 0.12)
		d.label(cx, cy+7, column, c.id)
	}
	if d.form.NoEndorsing {
		d.canvas.line(x, y+bordHigh-4.5, x+w, y+8.5, 0.35)
	}
}

// seal draws the code of seal i with what a reader must look for.
func (d *draft) seal(y, high float64, i int) {
	x := left + issueWide
	d.canvas.line(x, y, x, y+high, hairline)
	inset := (sealWide - sealSide) / 2
	d.qr(i, x+inset, y+1.2, sealSide)
	if len(d.codes) == 0 {
		d.text(field{box: "seal", x: x + 4, y: y + 14, w: sealWide - 8, h: 20, size: 10, least: 7, centre: true, middle: true, ink: inkSmall},
			plain(bold, d.labels["sample"].first), plain(regular, d.labels["sample"].second), plain(regular, d.labels["sample"].third))
		return
	}
	under := y + sealSide + 1.2
	centred := func(dy, h, size, least float64, spans ...span) {
		d.text(field{box: "seal", x: x + 1.5, y: under + dy, w: sealWide - 3, h: h, size: size, least: least, centre: true, middle: true}, spans)
	}
	centred(0, 3, 6, 5, span{regular, d.labels["verify"].first})
	centred(2.9, 4, 8.5, 5, span{bold, d.form.Verify.Address})
	centred(7, 4.2, 10.5, 6, span{bold, d.form.Verify.Code})
	centred(11.4, 3, 6.5, 4.5, span{regular, string(d.form.Number)})
	d.text(field{box: "seal", x: x + 2, y: under + 14.6, w: sealWide - 4, h: 6.6, size: 5.2, least: 4.4, centre: true, ink: inkLabel}, plain(regular, d.labels["verify2"].first))
}
