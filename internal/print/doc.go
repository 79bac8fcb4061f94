// Package print draws CITES documents as PDF: the standard form with its
// boxes 1 to 15, the annex pages, and the notes that did not fit a box.
//
// It owns the layout, the fonts, the shaping of every script, the seal's QR
// code with its reading test, and the files carried inside the PDF. It knows
// nothing of permits, keys or stores: a caller fills a Form with the text of
// each box and gets bytes. The same Form always gives the same bytes.
//
// It is called by app when a sealed permit is turned into paper and by web for
// drafts; the border and verification commands call ReadSeal.
//
// Layout after Resolution Conf. 12.3, Annex 2.
package print
