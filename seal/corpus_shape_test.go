package seal

import (
	"bytes"
	"strings"

	"github.com/opencites/opencites/cites"
)

// claims: permits whose claims are of another version or against the format.
func (b bench) claims() {
	change := func(name string, want Code, f func(claims, permit map[int64]any)) {
		tree := b.tree(vectorPermit())
		f(tree, tree[claimPermit].(map[int64]any))
		b.add(name, b.signTree(tree, permitContext), "fresh", want)
	}
	newer := func(name string, f func(claims, permit map[int64]any)) {
		change(name, Valid, f)
		b.c.Cases[len(b.c.Cases)-1].Newer = true
	}
	newer("unknown permit key 14", func(_, p map[int64]any) { p[14] = "later" })
	newer("unknown permit key 63", func(_, p map[int64]any) { p[63] = []any{true, nil, []byte{1}} })
	newer("unknown claim 7", func(c, _ map[int64]any) { c[7] = []byte{1} })
	newer("unknown flag", func(_, p map[int64]any) { p[keyFlags] = 1 << 9 })
	change("critical permit key 64", Unsupported, func(_, p map[int64]any) { p[64] = 1 })
	change("critical claim 64", Unsupported, func(c, _ map[int64]any) { c[64] = 1 })
	change("negative permit key", Malformed, func(_, p map[int64]any) { p[-1] = 1 })
	change("unknown private claim", Malformed, func(c, _ map[int64]any) { c[-70000] = 1 })
	for _, k := range []int64{keyNumber, keyType, keyConsignee, keyConsignor, keyPurpose, keyStatus, keyRecord, keyFlags, keyItems, keyLogIndex} {
		change("permit without key "+string(rune('0'+k/10))+string(rune('0'+k%10)), Malformed, func(_, p map[int64]any) { delete(p, k) })
	}
	change("no expiry", Malformed, func(c, _ map[int64]any) { delete(c, claimExpires) })
	change("expires before issue", Malformed, func(c, _ map[int64]any) { c[claimExpires] = 1 })
	change("issuer in lower case", Malformed, func(c, _ map[int64]any) { c[claimIssuer] = "id" })
	change("quantity as text", Malformed, func(_, p map[int64]any) { item(p)[3] = "5" })
	change("quantity as float", Malformed, func(_, p map[int64]any) { item(p)[3] = 1.5 })
	change("quantity negative", Malformed, func(_, p map[int64]any) { item(p)[3] = -1 })
	change("quantity too large", Malformed, func(_, p map[int64]any) { item(p)[3] = int64(cites.MaxQuantity) + 1 })
	change("largest quantity", Valid, func(_, p map[int64]any) { item(p)[3] = int64(cites.MaxQuantity) })
	change("appendix 0", Malformed, func(_, p map[int64]any) { item(p)[5] = 0 })
	change("appendix 4", Malformed, func(_, p map[int64]any) { item(p)[5] = 4 })
	change("taxon 0", Malformed, func(_, p map[int64]any) { item(p)[1] = 0 })
	change("empty marks", Malformed, func(_, p map[int64]any) { item(p)[10] = "" })
	change("origin date", Valid, func(_, p map[int64]any) { item(p)[8], item(p)[9] = "26BR000001", 20000 })
	change("item of ten", Malformed, func(_, p map[int64]any) { p[keyItems] = []any{item(p)[:10]} })
	change("no items", Malformed, func(_, p map[int64]any) { p[keyItems] = []any{} })
	change("five items", Malformed, func(_, p map[int64]any) { i := item(p); p[keyItems] = []any{i, i, i, i, i} })
	change("four items", Valid, func(_, p map[int64]any) { i := item(p); p[keyItems] = []any{i, i, i, i} })
	change("name too long", Malformed, func(_, p map[int64]any) { p[keyConsignee] = []any{strings.Repeat("x", 61), "CH"} })
	change("longest name, Arabic", Valid, func(_, p map[int64]any) { p[keyConsignee] = []any{strings.Repeat("ش", 60), "EG"} })
	change("name not in NFC", Malformed, func(_, p map[int64]any) { p[keyConsignee] = []any{"Jose\u0301", "ES"} })
	change("name in NFC", Valid, func(_, p map[int64]any) { p[keyConsignee] = []any{"José", "ES"} })
	change("type 13", Malformed, func(_, p map[int64]any) { p[keyType] = 13 })
	change("type 15", Valid, func(_, p map[int64]any) { p[keyType] = 15 })
	change("type 271", Malformed, func(_, p map[int64]any) { p[keyType] = 256 + 15 })
	change("annex page 1 of 2", Valid, func(_, p map[int64]any) { p[keyAnnex] = []any{1, 2} })
	change("annex page 3 of 2", Malformed, func(_, p map[int64]any) { p[keyAnnex] = []any{3, 2} })
	change("annex page 0", Malformed, func(_, p map[int64]any) { p[keyAnnex] = []any{0, 2} })
	change("stamp and link", Valid, func(_, p map[int64]any) { p[keyStamp], p[keyLinked], p[keyFlags] = "A 0001", "26ID000001", 24 })
	change("empty stamp", Malformed, func(_, p map[int64]any) { p[keyStamp] = "" })
	change("record of 31 bytes", Malformed, func(_, p map[int64]any) { p[keyRecord] = make([]byte, 31) })
	change("integer beyond 53 bits", Malformed, func(_, p map[int64]any) { p[keyLogIndex] = 1 << 53 })
	change("largest log index", Valid, func(_, p map[int64]any) { p[keyLogIndex] = 1<<53 - 1 })
	change("claims an array", Malformed, func(c, _ map[int64]any) { c[claimPermit] = []any{1} })
}

// item is the first line of a permit's tree.
func item(permit map[int64]any) []any { return permit[keyItems].([]any)[0].([]any) }

// shapes: bytes that say the right thing in the wrong way.
func (b bench) shapes() {
	good := b.encode(vectorPermit(), "1")
	payload := good[19 : len(good)-66]
	raw := func(name string, payload []byte) {
		b.add(name, b.signPayload(payload, permitContext), "fresh", Malformed)
	}
	raw("number not in shortest form", bytes.Replace(payload, []byte{2, 1, 3}, []byte{2, 0x18, 1, 3}, 1))
	raw("keys out of order", swap(payload))
	raw("key twice", append([]byte{0xa5, 1, 0x62, 'I', 'D'}, payload[1:]...))
	raw("indefinite map", append(append([]byte{0xbf}, payload[1:]...), 0xff))
	raw("bytes after the claims", append(bytes.Clone(payload), 0))
	raw("text key", append([]byte{0xa5, 0x61, 'x', 1}, payload[1:]...))
	raw("tag inside", bytes.Replace(payload, []byte{2, 1, 3}, []byte{2, 0xc1, 1, 3}, 1))
	raw("undefined for null", bytes.Replace(payload, []byte{0xf6, 0xf6}, []byte{0xf7, 0xf6}, 1))
	raw("text that is no UTF-8", bytes.Replace(payload, []byte("Python"), []byte("Pyth\xffn"), 1))
	raw("nested too deep", append(append([]byte{0xa5}, payload[1:]...), append([]byte{14}, append(bytes.Repeat([]byte{0x81}, 8), 1)...)...))
	deep := append(append([]byte{0xa5}, payload[1:]...), append([]byte{14}, append(bytes.Repeat([]byte{0x81}, 9), 1)...)...)
	raw("nested deeper", deep)
	raw("empty claims", []byte{0xa0})
	b.add("no tag", good[1:], "fresh", Malformed)
	b.add("one byte more", append(bytes.Clone(good), 0), "fresh", Malformed)
	b.add("one byte less", good[:len(good)-1], "fresh", Malformed)
	unprotected := bytes.Replace(good, []byte{0xa0, 0x58}, []byte{0xa1, 1, 1, 0x58}, 1)
	b.add("unprotected header filled", unprotected, "fresh", Malformed)
	other := bytes.Clone(good)
	other[5] = 0x27 // EdDSA
	b.add("another algorithm", other, "fresh", Malformed)
	long := append(append(bytes.Clone(good[:17]), 0x59, 0), good[18:]...)
	b.add("length not in shortest form", long, "fresh", Malformed)
	tree := b.tree(vectorPermit())
	tree[claimPermit].(map[int64]any)[20] = strings.Repeat("x", 2048)
	b.add("more than 2 kB", b.signTree(tree, permitContext), "fresh", Malformed)
	b.add("bytes of an endorsement list", []byte{0xd2, 0x84}, "fresh", Malformed)
}

// swap exchanges the first two claims of the payload.
func swap(payload []byte) []byte {
	out := []byte{payload[0]}
	out = append(out, payload[5:11]...) // 4: expires
	out = append(out, payload[1:5]...)  // 1: issuer
	return append(out, payload[11:]...)
}

// texts: forms in which a seal is typed, pasted or scanned.
func (b bench) texts() {
	good := b.encode(vectorPermit(), "1")
	digits := Digits(good)
	b.addText("digits alone", digits, "fresh", Valid)
	b.addText("digits in lines", digits[:40]+"\n "+digits[40:80]+"\t"+digits[80:], "fresh", Valid)
	b.addText("a look-alike host", URL("evil.example", good), "fresh", Valid)
	b.addText("capitals", "HTTPS://PERMITS.EXAMPLE/V#"+digits, "fresh", Valid)
	b.addText("one digit missing", digits[1:], "fresh", Malformed)
	b.addText("a letter for a digit", strings.Replace(digits, "0", "O", 1), "fresh", Malformed)
	b.addText("a block too large", "9"+digits[1:], "fresh", Malformed)
	b.addText("nothing", "", "fresh", Malformed)
	b.addText("an address only", "https://permits.example/v#", "fresh", Malformed)
}
