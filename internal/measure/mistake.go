package measure

import (
	"regexp"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"

	"github.com/opencites/opencites/internal/fault"
)

// add tells of a mistake in an expression: its kind where the library's message
// shows it, its place, and the part that is meant. The message itself, English
// of the library, stays beside it as argument "text".
func addMistake(bad *fault.Error, expression string, e *common.Error) {
	line, column := max(e.Location.Line(), 1), max(e.Location.Column(), 0)
	key, part := mistake(e.Message)
	at := from(expression, line, column)
	switch {
	case key == "measure.expression_syntax" && at == "":
		key = "measure.expression_stops"
	case part == "":
		part = tokens.FindString(at)
	case strings.HasPrefix(at, "(") && column >= len([]rune(part)):
		column -= len([]rune(part)) // the library points behind the name of a function
	}
	bad.Add("expression", key, "line", line, "column", column+1, "part", part, "text", e.Message)
}

// What the library says of names, of kinds of values and of syntax. The group
// is the name or operator that it means.
var (
	unknownName = regexp.MustCompile(`^undeclared reference to '([^']*)'`)
	wrongKind   = regexp.MustCompile(`^found no matching overload for '([^']*)'|^expected type|does not support field selection$|is not comparable`)
	wrongSyntax = regexp.MustCompile(`^Syntax error: `)
	unreadable  = regexp.MustCompile(`token recognition error at: '(.+)'$`)
	tokens      = regexp.MustCompile(`^(?:[\pL_][\pL\pN_]*|\pN[\pN.]*|'[^'\n]*'?|"[^"\n]*"?|&&|\|\||[=!<>]=|\S)`)
)

// mistake sorts a message of the library, and takes the part out of it that is
// named there.
func mistake(message string) (key, part string) {
	if m := unknownName.FindStringSubmatch(message); m != nil {
		return "measure.expression_unknown", operator(m[1])
	}
	if m := wrongKind.FindStringSubmatch(message); m != nil {
		return "measure.expression_type", operator(m[1])
	}
	if m := unreadable.FindStringSubmatch(message); m != nil {
		return "measure.expression_syntax", strings.TrimSpace(m[1])
	}
	if wrongSyntax.MatchString(message) {
		return "measure.expression_syntax", ""
	}
	return "measure.expression_wrong", ""
}

// operator writes the library's name of an operator as people type it: "_&&_"
// is &&, "_?_:_" is ? :.
func operator(name string) string {
	if name == "@in" {
		return "in"
	}
	if !strings.ContainsAny(name, "&|=!<>+-*/%?[") {
		return name
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(name, "_", " ")), " ")
}

// from is what stands from a place on, up to the end of its line; further lines
// count only when the rest of this one is empty.
func from(expression string, line, column int) string {
	lines := strings.Split(expression, "\n")
	if line > len(lines) {
		return ""
	}
	row := []rune(lines[line-1])
	rest := strings.TrimSpace(string(row[min(column, len(row)):]))
	if rest == "" {
		return strings.TrimSpace(strings.Join(lines[line:], "\n"))
	}
	return rest
}

// notYesNo is the fault for an expression that gives another kind of value.
func notYesNo(t *cel.Type) string {
	switch t.Kind() {
	case cel.StringKind:
		return "measure.expression_gives_text"
	case cel.IntKind, cel.DoubleKind, cel.UintKind:
		return "measure.expression_gives_amount"
	case cel.ListKind:
		return "measure.expression_gives_list"
	}
	return "measure.expression_gives_other"
}
