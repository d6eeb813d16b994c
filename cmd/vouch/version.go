// The version command: what was built, from which commit, with which Go.

package main

import (
	"fmt"
	"runtime/debug"
)

type versionCommand struct{}

// Run prints one line.
func (versionCommand) Run(env *environment) error {
	_, err := fmt.Fprintln(env.Stdout, "vouch", version())
	return err
}

// version is the module version and commit as the Go toolchain recorded them.
// The form is "VERSION COMMIT GO", as "v1.2.0 3f2a9c01b7de go1.26.0". Without version
// control at build time the commit is missing; a build of changed files says so.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	text := info.Main.Version
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			// Twelve digits tell any two commits apart and can be read out.
			text += " " + setting.Value[:min(12, len(setting.Value))]
		case "vcs.modified":
			if setting.Value == "true" {
				text += " (modified)"
			}
		}
	}
	return text + " " + info.GoVersion
}
