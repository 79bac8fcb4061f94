package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/opencites/opencites/internal/app"
)

// TestMain lets this test program be run as opencites by the scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"opencites": func() { os.Exit(app.Main(os.Args[1:])) }})
}

// TestScripts runs the text scenarios of testdata/script. Besides the words of
// testscript they know:
//
//	exits CODE PROGRAM ARG...   run and expect this very exit code
//	helps                       every command explains itself and refuses an unknown flag
//	demo                        set ADDRESS and DEMO to the demonstration that all share
//	sample STATE                set NUMBER, CODE, TOKEN, SEAL, PDF, TAMPERED, LIST of a sample permit
//	samples                     every sample permit proves its state by its code and by its paper
//	get STATUS PATH [TYPE]      ask the demonstration; the body becomes stdout
//	post STATUS PATH FILE TYPE [HEADER:VALUE]   the same with a body, its $NAMES filled in
//	published                   the list of keys has the documented form
//	atleast N PATTERN           stdout has it so many times or more
//	rulebook JSON               every entry of the rule book has the keys and values that are fixed
//	first KEY                   set FIRST to this field of the first entry of a list in stdout
//	agrees CSV                  the report and the permits tell the same quantities
func TestScripts(t *testing.T) {
	if entries, err := os.ReadDir("../../internal/print/fonts"); err != nil || len(entries) < 2 {
		if os.Getenv("CI") == "true" {
			t.Fatal("the typefaces are missing: run make assets")
		}
		t.Skip("the typefaces are missing: run make assets")
	}
	d := &demo{}
	t.Cleanup(func() {
		if err := d.stop(); err != nil {
			t.Error(err)
		}
	})
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "helps": helps, "atleast": atLeast, "demo": d.use, "sample": d.sample, "samples": d.samples,
			"get": d.get, "post": d.post, "published": d.published, "first": first, "agrees": d.agrees, "rulebook": ruleBook,
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := run(ts, args[1:]...); got != want {
		ts.Fatalf("%s: exit %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// run runs a program for the script and gives its exit code.
func run(ts *testscript.TestScript, args ...string) int {
	err := ts.Exec(args[0], args[1:]...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	ts.Check(err)
	return 0
}

// helps reads the list of commands from the program's own help, so that none is
// forgotten here.
func helps(ts *testscript.TestScript, _ bool, _ []string) {
	if code := run(ts, "opencites", "--help"); code != 0 {
		ts.Fatalf("--help: exit %d", code)
	}
	found := 0
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		name, ok := strings.CutPrefix(line, "  ")
		if !ok || strings.HasPrefix(name, " ") || strings.HasPrefix(name, "-") {
			continue
		}
		found++
		words := []string{"opencites"}
		for _, w := range strings.Fields(name) {
			if strings.ContainsAny(w, "<[-") {
				break
			}
			words = append(words, w)
		}
		if code := run(ts, append(words, "--help")...); code != 0 || ts.ReadFile("stderr") != "" {
			ts.Fatalf("%v --help: exit %d", words, code)
		}
		if out := ts.ReadFile("stdout"); !strings.HasPrefix(out, "Usage: "+strings.Join(words, " ")) || !strings.Contains(out, "--help") {
			ts.Fatalf("%v --help says %s", words, out)
		}
		if code := run(ts, append(words, "--no-such-flag")...); code != 2 || ts.ReadFile("stdout") != "" || ts.ReadFile("stderr") == "" {
			ts.Fatalf("%v --no-such-flag: exit %d, want 2 and a message on stderr alone", words, code)
		}
	}
	if found < 15 {
		ts.Fatalf("the help lists %d commands", found)
	}
}

func first(ts *testscript.TestScript, _ bool, args []string) {
	var list []map[string]any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &list))
	if len(list) == 0 {
		ts.Fatalf("the list is empty")
	}
	ts.Setenv("FIRST", fmt.Sprint(list[0][args[0]]))
}

func atLeast(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	pattern, err := regexp.Compile(args[1])
	ts.Check(err)
	if found := len(pattern.FindAllString(ts.ReadFile("stdout"), -1)); found < want {
		ts.Fatalf("%d of %s, want %d", found, args[1], want)
	}
}

// absent reports whether a file is not there.
func absent(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}
