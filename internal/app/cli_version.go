package app

import (
	"fmt"
	"runtime/debug"
)

// release is the version of the source, raised with each entry of CHANGELOG.md.
const release = "0.1.0"

// VersionCmd prints the version.
type VersionCmd struct {
	JSON bool `help:"Print as JSON."`
}

// Run prints the version, the commit and the compiler.
func (c *VersionCmd) Run(env *Env) error {
	if c.JSON {
		return env.Print(map[string]string{"version": release, "build": version()})
	}
	_, err := fmt.Fprintln(env.Out, "opencites", version())
	return err
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return release
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return release + "+" + s.Value[:12]
		}
	}
	return release
}
