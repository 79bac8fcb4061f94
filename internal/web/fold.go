package web

import (
	"html/template"
	"text/template/parse"
)

// foldWords replaces the actions of a template whose result is known once the
// language is: {{t "key"}}, {{href "/path"}}, {{lang}}, {{dir}}. Most of a page
// is words, and calling a function for each is most of the time a page takes.
// The words are ours, escaped here for text and quoted attributes, the only
// places where templates have them.
func foldWords(set *template.Template, l *Locale) {
	for _, t := range set.Templates() {
		if t.Tree != nil {
			foldList(t.Tree.Root, l)
		}
	}
}

func foldList(list *parse.ListNode, l *Locale) {
	if list == nil {
		return
	}
	for i, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.ActionNode:
			if text, ok := constant(n.Pipe, l); ok {
				list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(template.HTMLEscapeString(text))}
			}
		case *parse.IfNode:
			foldList(n.List, l)
			foldList(n.ElseList, l)
		case *parse.RangeNode:
			foldList(n.List, l)
			foldList(n.ElseList, l)
		case *parse.WithNode:
			foldList(n.List, l)
			foldList(n.ElseList, l)
		}
	}
}

// constant gives the text of a pipeline that is one call with only strings.
func constant(pipe *parse.PipeNode, l *Locale) (string, bool) {
	if len(pipe.Decl) > 0 || len(pipe.Cmds) != 1 {
		return "", false
	}
	args := pipe.Cmds[0].Args
	name, ok := args[0].(*parse.IdentifierNode)
	if !ok {
		return "", false
	}
	var texts []any
	for _, a := range args[1:] {
		s, ok := a.(*parse.StringNode)
		if !ok {
			return "", false
		}
		texts = append(texts, s.Text)
	}
	switch {
	case name.Ident == "lang" && len(texts) == 0:
		return string(l.Lang), true
	case name.Ident == "dir" && len(texts) == 0:
		return l.Dir, true
	case name.Ident == "href" && len(texts) == 1:
		return l.Href(texts[0].(string)), true
	case name.Ident == "t" && len(texts) > 0:
		return l.T(texts[0].(string), texts[1:]...), true
	}
	return "", false
}
