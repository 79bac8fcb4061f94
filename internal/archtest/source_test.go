package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/opencites/opencites"

// file is one parsed Go file.
type file struct {
	path    string // from the root of the repository
	pkg     string // folder, "internal/permit"
	test    bool
	ast     *ast.File
	lines   int
	imports []string // of our own packages, without the module
	foreign []string
}

// tree parses every Go file of the repository that is not generated.
func tree(t *testing.T) (*token.FileSet, []file) {
	t.Helper()
	root := "../.."
	set := token.NewFileSet()
	var out []file
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (name == "node_modules" || name == "testdata" || name == "tools" || name == ".git" || name == "dist") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		f, err := parse(set, root, path)
		if f != nil {
			out = append(out, *f)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 100 {
		t.Fatalf("only %d files found: the walk is wrong", len(out))
	}
	return set, out
}

func parse(set *token.FileSet, root, path string) (*file, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	a, err := parser.ParseFile(set, path, src, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	if ast.IsGenerated(a) {
		return nil, nil
	}
	rel, err := filepath.Rel(root, path)
	if err != nil {
		return nil, err
	}
	f := &file{path: filepath.ToSlash(rel), pkg: filepath.ToSlash(filepath.Dir(rel)), ast: a,
		test: strings.HasSuffix(path, "_test.go"), lines: strings.Count(string(src), "\n")}
	for _, i := range a.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return nil, err
		}
		if own, ok := strings.CutPrefix(p, module+"/"); ok {
			f.imports = append(f.imports, own)
			continue
		}
		f.foreign = append(f.foreign, p)
	}
	return f, nil
}
