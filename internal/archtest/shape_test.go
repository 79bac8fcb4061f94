package archtest

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// The budgets of the house style.
const (
	maxFile     = 500
	maxFunction = 80
	medianFile  = 130
)

// longFiles and longFunctions are exceptions with their reasons. Keep them short.
var (
	longFiles     = map[string]string{}
	longFunctions = map[string]string{}
)

func TestPackagesIntroduceThemselves(t *testing.T) {
	_, files := tree(t)
	introduced := map[string]bool{}
	for _, f := range files {
		if f.test {
			continue
		}
		introduced[f.pkg] = introduced[f.pkg] || f.ast.Doc != nil && len(f.ast.Doc.Text()) > 40
	}
	for pkg, ok := range introduced {
		if !ok {
			t.Errorf("package %s has no comment that says what it owns", pkg)
		}
	}
}

func TestFilesAndFunctionsStayReadable(t *testing.T) {
	set, files := tree(t)
	var lengths []int
	for _, f := range files {
		if f.test {
			continue
		}
		lengths = append(lengths, f.lines)
		if f.lines > maxFile && longFiles[f.path] == "" {
			t.Errorf("%s has %d lines, more than %d", f.path, f.lines, maxFile)
		}
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			n := set.Position(fn.End()).Line - set.Position(fn.Pos()).Line + 1
			if n > maxFunction && longFunctions[f.path+":"+fn.Name.Name] == "" {
				t.Errorf("%s: %s has %d lines, more than %d", f.path, fn.Name.Name, n, maxFunction)
			}
		}
	}
	slices.Sort(lengths)
	if m := lengths[len(lengths)/2]; m > medianFile {
		t.Errorf("the median file has %d lines, more than %d", m, medianFile)
	}
}

func TestExportedNamesAreExplained(t *testing.T) {
	_, files := tree(t)
	for _, f := range files {
		if f.test || f.ast.Name.Name == "main" {
			continue
		}
		for _, d := range f.ast.Decls {
			for _, name := range unexplained(d) {
				t.Errorf("%s: %s is exported without a comment", f.path, name)
			}
		}
	}
}

// unexplained gives the exported names of a declaration that lack a comment.
func unexplained(d ast.Decl) []string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) && !standard(d) {
			return []string{d.Name.Name}
		}
	case *ast.GenDecl:
		return unexplainedSpecs(d)
	}
	return nil
}

// standard are methods whose meaning an interface of the library gives.
func standard(d *ast.FuncDecl) bool {
	known := []string{"String", "Error", "Unwrap", "ServeHTTP", "MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText", "Len", "Less", "Swap",
		"Read", "Write", "Close", "Sign", "Public", "Name", "KeyHash", "Scan", "Value"}
	return d.Recv != nil && slices.Contains(known, d.Name.Name)
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return true
	}
	e := d.Recv.List[0].Type
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	if i, ok := e.(*ast.IndexExpr); ok {
		e = i.X
	}
	id, ok := e.(*ast.Ident)
	return !ok || id.IsExported()
}

func unexplainedSpecs(d *ast.GenDecl) []string {
	if d.Tok == token.IMPORT || d.Doc != nil {
		return nil
	}
	var out []string
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() && s.Doc == nil && s.Comment == nil {
				out = append(out, s.Name.Name)
			}
		case *ast.ValueSpec:
			if s.Doc == nil && s.Comment == nil && s.Names[0].IsExported() {
				out = append(out, s.Names[0].Name)
			}
		}
	}
	return out
}

func TestNoInitAndNoLeftovers(t *testing.T) {
	_, files := tree(t)
	for _, f := range files {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s: init runs before main can decide anything", f.path)
			}
		}
		for _, c := range f.ast.Comments {
			text := c.Text()
			for _, word := range []string{"TO" + "DO", "FIX" + "ME", "X" + "XX:"} {
				if strings.Contains(text, word) {
					t.Errorf("%s: a comment says %s", f.path, word)
				}
			}
		}
	}
}
