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
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	text := info.Main.Version
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			text += " " + setting.Value[:min(12, len(setting.Value))]
		case "vcs.modified":
			if setting.Value == "true" {
				text += " (modified)"
			}
		}
	}
	return text + " " + info.GoVersion
}
