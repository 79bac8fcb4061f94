package web

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/opencites/opencites/cites"
)

// code is the parsed Go of the project's packages, without tests.
type code struct {
	set    *token.FileSet
	files  map[string][]*ast.File // by directory: "application", "store/db"
	consts map[string]string      // string constants: "exchange.NotFound", "actor.Approve"
	verbs  map[string]string      // constants of type actor.Verb, by name as in consts
}

func parseCode(t *testing.T) *code {
	t.Helper()
	c := &code{set: token.NewFileSet(), files: map[string][]*ast.File{}, consts: map[string]string{}, verbs: map[string]string{}}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains([]string{"assets", "dist", "locales", "storetest", "testdata", "archtest", "deps"}, d.Name()):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(c.set, path, nil, 0)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(path), ".."+string(filepath.Separator)))
		c.files[dir] = append(c.files[dir], f)
		c.noteConstants(f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *code) noteConstants(f *ast.File) {
	ast.Inspect(f, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Names) != len(v.Values) {
			return true
		}
		verb := f.Name.Name == "actor" && isName(v.Type, "Verb")
		if sel, ok := v.Type.(*ast.SelectorExpr); ok {
			verb = isName(sel.X, "actor") && sel.Sel.Name == "Verb"
		}
		for i, name := range v.Names {
			if s, ok := literal(v.Values[i]); ok {
				c.consts[f.Name.Name+"."+name.Name] = s
				if verb {
					c.verbs[f.Name.Name+"."+name.Name] = s
				}
			}
		}
		return true
	})
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}

// text is the value of a literal or of a constant of our own.
func (c *code) text(pkg string, e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.Ident:
		s, ok := c.consts[pkg+"."+e.Name]
		return s, ok
	case *ast.SelectorExpr:
		if id, ok := e.X.(*ast.Ident); ok {
			s, ok := c.consts[id.Name+"."+e.Sel.Name]
			return s, ok
		}
	}
	return literal(e)
}

// calls walks all calls of the project.
func (c *code) calls(do func(pkg string, name string, call *ast.CallExpr)) {
	for _, fs := range c.files {
		for _, f := range fs {
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				switch fun := call.Fun.(type) {
				case *ast.SelectorExpr:
					name := fun.Sel.Name
					if isName(fun.X, "fault") {
						name = "fault." + name
					}
					do(f.Name.Name, name, call)
				case *ast.Ident:
					do(f.Name.Name, fun.Name, call)
				}
				return true
			})
		}
	}
}

// keyAt says at which argument of a call a message key stands; -1 for none. The
// arguments after it are the values of the message where filled is true.
func keyAt(name string, call *ast.CallExpr) (at int, filled bool) {
	switch name {
	case "fault.New":
		return 1, true
	case "fault.Invalidf", "upload":
		return 0, true
	case "Add", "fail":
		return 1, true
	case "spoilt":
		return 1, false
	case "need", "must":
		return 2, false
	case "refuse", "leaveOut", "refusal":
		return 3, false
	}
	return -1, false
}

// composed lists the keys that are put together: how they begin, and what follows.
func composed() map[string][]string {
	return map[string][]string{
		"apply.date.":       {"day", "month", "year"},
		"apply.number.":     {string(cites.Malformed), string(cites.TooLong)}, // reasons of cites.ParsePermitNumber
		"apply.fee.":        {"receipt", "waived"},
		"apply.quantity.":   {string(cites.Empty), string(cites.Ambiguous), string(cites.Malformed), string(cites.TooLarge), string(cites.TooPrecise)},
		"account.":          {"name.missing"},
		"finding.used_up.":  {"ndf", "chain"},
		"finding.standing.": {"draft", "withdrawn", "superseded", "early", "expired", "review", "unfit"},
	}
}

var (
	keyForm = regexp.MustCompile(`^[a-z][a-z_]*(\.[a-z0-9_]+)+$`)
	gapForm = regexp.MustCompile(`\{([a-z_]+)\}`)
)

// TestFaultKeys finds each message key that a fault is made with, and the
// values it brings, and compares them with the catalogues.
func TestFaultKeys(t *testing.T) {
	c, words := parseCode(t), catalogues(t)
	seen := 0
	check := func(call *ast.CallExpr, key string, given []string, whole bool) {
		seen++
		for lang, text := range words {
			s, ok := text[key]
			if !ok {
				t.Errorf("%s: %s: no text for %q", c.set.Position(call.Pos()), lang, key)
				continue
			}
			for _, m := range gapForm.FindAllStringSubmatch(s, -1) {
				if whole && !slices.Contains(given, m[1]) {
					t.Errorf("%s: %s: %q wants {%s}, which the fault does not bring", c.set.Position(call.Pos()), lang, key, m[1])
				}
			}
		}
	}
	begins := map[string]bool{}
	c.calls(func(pkg, name string, call *ast.CallExpr) {
		at, filled := keyAt(name, call)
		if at < 0 || len(call.Args) <= at || pkg == "api" { // the API answers in English, without catalogue
			return
		}
		if sum, ok := call.Args[at].(*ast.BinaryExpr); ok {
			if start, ok := firstText(sum); ok && strings.Contains(start, ".") {
				begins[start] = true
				if _, known := composed()[start]; !known {
					t.Errorf("%s: the key %q... is not among the composed keys of this test", c.set.Position(call.Pos()), start)
				}
			}
			return
		}
		key, ok := c.text(pkg, call.Args[at])
		if !ok || !keyForm.MatchString(key) {
			return
		}
		var given []string
		for i := at + 1; i < len(call.Args); i += 2 {
			s, _ := literal(call.Args[i])
			given = append(given, s)
		}
		check(call, key, given, filled && !call.Ellipsis.IsValid())
	})
	for start, ends := range composed() {
		if !begins[start] {
			t.Errorf("no fault has a key that begins with %q", start)
		}
		for _, end := range ends {
			check(&ast.CallExpr{Fun: ast.NewIdent(start)}, start+end, nil, false)
		}
	}
	if seen < 200 {
		t.Errorf("only %d keys were found: does this test still know how faults are made?", seen)
	}
}

func firstText(e *ast.BinaryExpr) (string, bool) {
	if left, ok := e.X.(*ast.BinaryExpr); ok {
		return firstText(left)
	}
	return literal(e.X)
}

// TestKeysOfNouns looks at every literal outside the web that has the form of a
// key and begins as the keys of faults do: it has a text, or is a verb, or is
// named here.
func TestKeysOfNouns(t *testing.T) {
	c, words := parseCode(t), catalogues(t)[cites.English]
	other := []string{"species.law", "permit.cbor", "permit.xml", "profile.json"} // a verb without a constant; names of files
	areas := []string{"fault", "account", "apply", "case", "control", "exchange", "facility", "key", "partner", "permit", "print", "profile", "species", "config", "report", "stock"}
	verbs := map[string]bool{}
	for _, v := range c.verbs {
		verbs[v] = true
	}
	for dir, files := range c.files {
		if dir == "web" || dir == "mail" {
			continue // they have catalogue tests of their own
		}
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				e, ok := n.(ast.Expr)
				if !ok {
					return true
				}
				s, ok := literal(e)
				area, _, _ := strings.Cut(s, ".")
				if !ok || !keyForm.MatchString(s) || !slices.Contains(areas, area) || verbs[s] || slices.Contains(other, s) {
					return true
				}
				if words[s] == "" && words[s+".other"] == "" {
					t.Errorf("%s: no text for %q", c.set.Position(e.Pos()), s)
				}
				return true
			})
		}
	}
}

// TestVerbsHaveNames wants a name for each verb that the log can hold: the
// timelines and the audit trail tell them; where a timeline has a sentence of
// its own, it is the sentence of a verb.
func TestVerbsHaveNames(t *testing.T) {
	c, words := parseCode(t), catalogues(t)
	reading := []string{"permit.read", "report.dashboard", "audit.read"} // allow to look; nothing is logged
	verbs := map[string]bool{"store.restore": true, "species.law": true}
	for _, v := range c.verbs {
		verbs[v] = true
	}
	if len(verbs) < 40 {
		t.Errorf("only %d verbs were found", len(verbs))
	}
	for lang, text := range words {
		for v := range verbs {
			if text["verb."+v] == "" && !slices.Contains(reading, v) {
				t.Errorf("%s: no name verb.%s", lang, v)
			}
		}
		for key := range text {
			v, ok := strings.CutPrefix(key, "case.event.")
			if !ok {
				v, ok = strings.CutPrefix(key, "verb.")
			}
			if ok && !verbs[v] {
				t.Errorf("%s: %s is the name of no verb", lang, key)
			}
		}
	}
}

// TestNoticesHaveLetters wants a letter for each act of which people are told.
func TestNoticesHaveLetters(t *testing.T) {
	c := parseCode(t)
	told := map[string]bool{}
	c.calls(func(pkg, name string, call *ast.CallExpr) {
		if name != "notify" {
			return
		}
		for _, a := range call.Args {
			if s, ok := a.(*ast.SelectorExpr); ok && isName(s.X, "actor") {
				told[c.verbs["actor."+s.Sel.Name]] = true
			}
		}
	})
	if len(told) < 8 {
		t.Errorf("only %d kinds of notice were found: %v", len(told), told)
	}
	for _, lang := range knownLanguages() {
		data, err := os.ReadFile(filepath.Join("..", "mail", "locales", string(lang)+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var text map[string]string
		if err := json.Unmarshal(data, &text); err != nil {
			t.Fatal(err)
		}
		for verb := range told {
			for _, part := range []string{".subject", ".body"} {
				if text["notice."+verb+part] == "" {
					t.Errorf("%s: no letter notice.%s%s", lang, verb, part)
				}
			}
		}
	}
}
