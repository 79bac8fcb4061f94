package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// The page sizes a list offers; the first is used when none is asked for.
const (
	perPage     = 10
	perPageMore = 25
	maxSearch   = 200 // characters of a search text; more is cut
)

// ListQuery is what a reader asked of a list: ?q=&page=&per=&sort=&FILTER=...
type ListQuery struct {
	Q       string
	Page    int    // from 1
	Per     int    // rows on a page
	Sort    string // one of the allowed names, "-" before it for descending
	Filters url.Values
	path    string
}

// readList reads a list query. Only the named filters and sorts are taken;
// anything else in the address is dropped.
func readList(r *http.Request, filters, sorts []string) ListQuery {
	in := r.URL.Query()
	q := ListQuery{Q: strings.TrimSpace(in.Get("q")), Page: 1, Per: perPage, Filters: url.Values{}, path: r.URL.Path}
	if runes := []rune(q.Q); len(runes) > maxSearch {
		q.Q = string(runes[:maxSearch])
	}
	if n, err := strconv.Atoi(in.Get("page")); err == nil && n > 0 && n < 1_000_000 {
		q.Page = n
	}
	if in.Get("per") == strconv.Itoa(perPageMore) {
		q.Per = perPageMore
	}
	if slices.Contains(sorts, strings.TrimPrefix(in.Get("sort"), "-")) {
		q.Sort = in.Get("sort")
	}
	for _, name := range filters {
		if values := in[name]; len(values) > 0 && len(values) <= 50 {
			q.Filters[name] = values
		}
	}
	return q
}

// Offset is the number of rows before this page.
func (q ListQuery) Offset() int { return (q.Page - 1) * q.Per }

// with gives the address of this list with some values changed.
func (q ListQuery) with(change map[string]string) string {
	v := url.Values{}
	for name, values := range q.Filters {
		v[name] = values
	}
	set := func(name, value string) {
		if value == "" {
			v.Del(name)
		} else {
			v.Set(name, value)
		}
	}
	set("q", q.Q)
	set("sort", q.Sort)
	if q.Per != perPage {
		set("per", strconv.Itoa(q.Per))
	}
	if q.Page > 1 {
		set("page", strconv.Itoa(q.Page))
	}
	for name, value := range change {
		set(name, value)
	}
	if len(v) == 0 {
		return q.path
	}
	return q.path + "?" + v.Encode()
}

// List is one page of rows with what its frame needs; partials "pages" and
// "sort" take it apart.
type List[T any] struct {
	Rows  []T
	Total int
	Pages Pages
	Empty Empty
}

// newList builds the frame of a list of which rows is one page and total the
// count of all rows that match.
func newList[T any](l *Locale, q ListQuery, rows []T, total int) List[T] {
	return List[T]{Rows: rows, Total: total, Pages: newPages(l, q, len(rows), total)}
}

// Pages is the line under a list: which rows, other pages, other sizes.
type Pages struct {
	Summary        string // "11 to 20 of 1,247"
	Previous, Next string // addresses; empty at the ends
	Numbers        []PageNumber
	Sizes          []Tab
}

// PageNumber is one page in the pagination; Href is empty for a gap.
type PageNumber struct {
	Text    string
	Href    string
	Label   string // "Page 3", for screen readers
	Current bool
}

func newPages(l *Locale, q ListQuery, rows, total int) Pages {
	last := (total + q.Per - 1) / q.Per
	var p Pages
	if rows > 0 {
		p.Summary = l.T("list.range", "from", l.Int(int64(q.Offset()+1)), "to", l.Int(int64(q.Offset()+rows)), "total", l.Int(int64(total)))
	}
	at := func(n int) string { return l.Href(q.with(map[string]string{"page": pageValue(n)})) }
	if q.Page > 1 {
		p.Previous = at(min(q.Page-1, max(last, 1)))
	}
	if q.Page < last {
		p.Next = at(q.Page + 1)
	}
	if last > 1 {
		for _, n := range pageWindow(q.Page, last) {
			if n == 0 {
				p.Numbers = append(p.Numbers, PageNumber{Text: "…"})
				continue
			}
			text := l.Int(int64(n))
			p.Numbers = append(p.Numbers, PageNumber{Text: text, Href: at(n), Label: l.T("list.page", "n", text), Current: n == q.Page})
		}
	}
	if total > perPage {
		for _, size := range []int{perPage, perPageMore} {
			value := strconv.Itoa(size)
			if size == perPage {
				value = ""
			}
			p.Sizes = append(p.Sizes, Tab{Title: l.Int(int64(size)), Href: l.Href(q.with(map[string]string{"per": value, "page": ""})), Current: size == q.Per})
		}
	}
	return p
}

func pageValue(n int) string {
	if n <= 1 {
		return ""
	}
	return strconv.Itoa(n)
}

// pageWindow lists first, last and the neighbours of the current page; 0 is a gap.
func pageWindow(current, last int) []int {
	var out []int
	for n := 1; n <= last; n++ {
		if n == 1 || n == last || (n >= current-1 && n <= current+1) {
			out = append(out, n)
		} else if out[len(out)-1] != 0 {
			out = append(out, 0)
		}
	}
	return out
}

// SortLink is the heading of a column that can be sorted; partial "sort".
type SortLink struct {
	Text string
	Href string
	Aria string // "ascending", "descending" or "none"
}

// sortLink gives the heading for a column: the first click sorts ascending,
// the second descending.
func (q ListQuery) sortLink(l *Locale, name, text string) SortLink {
	link := SortLink{Text: text, Aria: "none"}
	next := name
	switch q.Sort {
	case name:
		link.Aria, next = "ascending", "-"+name
	case "-" + name:
		link.Aria = "descending"
	}
	link.Href = l.Href(q.with(map[string]string{"sort": next, "page": ""}))
	return link
}
