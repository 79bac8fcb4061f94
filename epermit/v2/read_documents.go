package v2

import (
	"strings"

	"github.com/opencites/opencites/epermit"
	"github.com/opencites/opencites/epermit/xmlin"
)

// documents tells the permit of the country of origin (box 12) from the
// certificate of the last re-export (box 12a): by the codes 861 and 811, then
// by the letters E and R, then by the country that the number begins with, then
// by position.
func (r *reader) documents(l *epermit.Line, n *xmlin.Node) {
	var open []epermit.Reference
	for _, e := range n.All("AssociatedReferencedDocument") {
		ref := r.reference(e)
		known := true
		switch ref.Type {
		case originDocument, string(epermit.Export):
			known = r.place12(&l.OriginPermit, ref, originName)
		case reexportDocument, string(epermit.Reexport):
			known = r.place12(&l.LastPermit, ref, reexportName)
		default:
			known = false
		}
		ref.Type = ""
		if !known && !ref.IsZero() {
			open = append(open, ref)
			r.note(e, "was told from the other document by its number or position")
		}
	}
	for _, ref := range open {
		r.untyped(l, n, ref)
	}
}

func (r *reader) untyped(l *epermit.Line, n *xmlin.Node, ref epermit.Reference) {
	begins := func(c epermit.Country) bool { return c.Code != "" && strings.HasPrefix(ref.Number, string(c.Code)) }
	switch {
	case begins(l.LastReexport) && !begins(l.Origin) && r.place12(&l.LastPermit, ref, reexportName):
	case r.place12(&l.OriginPermit, ref, originName):
	case r.place12(&l.LastPermit, ref, reexportName):
	default:
		r.note(n, "a third earlier document was left out")
	}
}

// place12 fills a free box; our own standing names are not kept.
func (r *reader) place12(box *epermit.Reference, ref epermit.Reference, name string) bool {
	if !box.IsZero() {
		return false
	}
	if ref.Type = ""; ref.Name == name {
		ref.Name = ""
	}
	*box = ref
	return true
}
