// Command vouch is an employee-advocacy program that lives in Slack: one binary, one file, no inbound port.
//
// This file holds the command tree, the exit codes and the version.

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // people live in zones that a minimal container image does not know

	"github.com/alecthomas/kong"
)

// The exit codes of every command.
const (
	exitOK     = 0
	exitFailed = 1 // the command ran and something was wrong; it said what
	exitUsage  = 2 // the command line or the configuration is wrong
)

// commands is the whole command tree.
type commands struct {
	// The order is that of --help: what runs for long, what is given to the program, what
	// is taken out of it, what looks after it.
	Serve    serveCommand    `cmd:"" help:"Run the bot against Slack."`
	Demo     demoCommand     `cmd:"" help:"Run the whole product on a made-up company, in a browser."`
	Slacksim slacksimCommand `cmd:"" help:"Run the Slack simulator alone, for any Socket Mode app."`
	Import   importCommand   `cmd:"" help:"Import content from a feed or CSV, people or outcomes from CSV."`
	Program  programCommand  `cmd:"" help:"Show or change the program's settings and personas as one YAML file."`
	Hook     hookCommand     `cmd:"" help:"Set up which systems may send webhooks: their sources and secrets."`
	Report   reportCommand   `cmd:"" help:"What came of the program in a period, as text, JSON, CSV or one HTML page."`
	Export   exportCommand   `cmd:"" help:"Write everything, everything of one person, or the audit log."`
	Payroll  payrollCommand  `cmd:"" help:"Write approved bonuses as CSV for payroll, or note that they were paid."`
	Erase    eraseCommand    `cmd:"" help:"Erase a person's data, keeping the ledger's sums right."`
	Join     joinCommand     `cmd:"" name:"join-identity" help:"Give everything of a person to their new Slack id."`
	Backup   backupCommand   `cmd:"" help:"Write a verified copy of the database, also while the bot runs."`
	Restore  restoreCommand  `cmd:"" help:"Put a backup in the database's place."`
	Doctor   doctorCommand   `cmd:"" help:"Look at all an operator answers for, and say how to mend what is wrong."`
	Check    checkCommand    `cmd:"" help:"Check the database: indexes, ledgers, audit chain."`
	Evaluate evaluateCommand `cmd:"" help:"Compare the matching with its baselines."`
	Health   healthCommand   `cmd:"" help:"Ask the running bot whether it works; exit code 0 when it does."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
}

// environment is what a command may touch of the process, so that tests can run commands in process. Context ends with
// the first interrupt or SIGTERM. No command reads os.Args, os.Stdin or os.Stdout by itself; only a question on a
// terminal looks at what is behind Stdin.
type environment struct {
	Context context.Context
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
}

// main turns signals into a context and the outcome into an exit code; everything else is
// in run, which tests call without a process.
func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ctx.Done()
		stop() // a second signal ends the process at once
	}()
	env := &environment{Context: ctx, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	os.Exit(run(env, os.Args[1:]))
}

// run parses and executes one command line and returns the exit code. The mistakes of
// kong and of usageError give exitUsage, everything else that failed exitFailed.
func run(env *environment, args []string) (code int) {
	var tree commands
	// kong calls its exit function after --help and then goes on in Parse, which here
	// must not end the process of a test. -1: it was not called.
	exited := -1
	parser, err := kong.New(&tree,
		kong.Name("vouch"),
		kong.Description("Employee advocacy that lives in Slack."),
		kong.Writers(env.Stdout, env.Stderr),
		kong.Exit(func(code int) { exited = code }),
		kong.Bind(env),
	)
	if err != nil {
		fmt.Fprintln(env.Stderr, "vouch:", err)
		return exitFailed
	}
	// Before Parse, because kong reads the environment there.
	if err := forgetEmptyVariables(parser.Model); err != nil {
		fmt.Fprintln(env.Stderr, "vouch:", err)
		return exitFailed
	}
	// No command at all is a question, not a mistake: the answer is the help and exit code 0.
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if exited == exitOK { // --help was printed
		return exitOK
	}
	if err != nil {
		fmt.Fprintf(env.Stderr, "vouch: %v (see vouch --help)\n", err)
		return exitUsage
	}
	return exitCode(env, command.Run(env))
}

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
