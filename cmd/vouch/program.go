// Program: the settings and personas as one file, shown with every key explained and applied after a look at the
// differences.

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/mattn/go-isatty"

	"vouch/cmd/vouch/programfile"
	"vouch/store"
)

// programCommand is `vouch program` with its two subcommands. Both need no Slack: the
// program is a part of the database.
type programCommand struct {
	Show  programShowCommand  `cmd:"" help:"Write the program as a YAML file with every key explained."`
	Apply programApplyCommand `cmd:"" help:"Make a YAML file the program: shows the differences, asks, and changes all or nothing."`
}

// programShowCommand is `vouch program show`. What it writes is read back by apply as "no differences".
type programShowCommand struct {
	database
	// Without a database there are no names of owners and no holders; the default program has no routes.
	Defaults bool `help:"The program of a fresh database, as an example; needs none."`
}

// Run writes the file to standard output.
func (c *programShowCommand) Run(env *environment) error {
	if c.Defaults {
		program := store.Program{Settings: store.DefaultSettings(), Personas: store.DefaultPersonas()}
		return programfile.Of(store.ProgramState{Program: program}).Write(env.Stdout)
	}
	state, err := c.programState(env)
	if err != nil {
		return err
	}
	return programfile.Of(state).Write(env.Stdout)
}

// programState reads the program from the running bot or the file.
func (d *database) programState(env *environment) (state store.ProgramState, err error) {
	err = d.ask(env, "program", nil, &state)
	return state, err
}

// ask performs an operation that answers in JSON, and decodes that. answer is a pointer
// for encoding/json. What the operation writes does not reach the operator.
func (d *database) ask(env *environment, name string, args, answer any) error {
	var out bytes.Buffer
	// A copy: the caller's output stays where it was.
	quiet := *env
	quiet.Stdout = &out
	if err := d.perform(&quiet, name, args); err != nil {
		return err
	}
	return json.Unmarshal(out.Bytes(), answer)
}

// programApplyCommand is `vouch program apply`. Yes is for scripts, which cannot be asked.
type programApplyCommand struct {
	database
	File   string `arg:"" help:"The YAML file; - is standard input."`
	Yes    bool   `help:"Apply without asking."`
	DryRun bool   `help:"Only show what would change."`
}

// programCheck is the answer to a check: the program as it would be kept, or the store's mistakes by field, so that
// they can be told at the lines of the file. Both travel as JSON from the running bot: an error could only carry a text
// through the socket. Fields is empty when the program is good.
type programCheck struct {
	Program store.Program
	Fields  store.FieldErrors
}

// programCheckOperation answers with a programCheck. Mistakes in fields are an answer and no error. It changes nothing.
func programCheckOperation(_ context.Context, db *store.DB, p store.Program) (programCheck, error) {
	kept, err := db.CheckProgram(p)
	if refused, ok := errors.AsType[*store.Error](err); ok && len(refused.Fields) > 0 {
		return programCheck{kept, refused.Fields}, nil
	}
	return programCheck{Program: kept}, err
}

// programApplyArgs are the arguments of the operation "program-apply". Version is that of
// the state the operator was shown the differences from.
type programApplyArgs struct {
	Program store.Program
	Version string
}

// programMatchOperation gives people the personas that other rules propose; a running bot reads the user groups and
// channels that are new in them by itself. After the commit of the program, because it touches every person and goes in
// chunks. It finds by itself what an interrupted round left.
func programMatchOperation(db *store.DB, _ struct{}) error {
	_, err := db.RematchPeople()
	return err
}

// Run reads the file over the program of now, shows what would change, and applies it as a whole. Nothing is changed
// when the file has a mistake, when the answer is no, and when the program was changed meanwhile. The order is read,
// look, check, show, ask, apply. Between look and apply the program may change; its version notices.
func (c *programApplyCommand) Run(env *environment) error {
	name, text, err := c.read(env)
	if err != nil {
		return err
	}
	state, err := c.programState(env)
	if err != nil {
		return err
	}
	// wanted is the program as the store would keep it: cleaned texts would otherwise be
	// shown as differences at every apply.
	wanted, err := c.check(env, name, text, state)
	if err != nil {
		return err
	}
	after := programfile.Of(store.ProgramState{Program: wanted})
	lines := programfile.Differences(programfile.Of(state), after, state.Holders)
	if len(lines) == 0 {
		_, err := fmt.Fprintln(env.Stdout, "no differences: the program is as the file says")
		return err
	}
	fmt.Fprintln(env.Stdout, strings.Join(lines, "\n"))
	if c.DryRun {
		_, err := fmt.Fprintf(env.Stdout, "%s, nothing was applied\n", plural(len(lines), "difference"))
		return err
	}
	if err := c.confirm(env); err != nil {
		return err
	}
	if err := c.perform(env, "program-apply", programApplyArgs{wanted, state.Version}); err != nil {
		return fmt.Errorf("nothing was applied: %w", err)
	}
	if _, err := fmt.Fprintf(env.Stdout, "applied %s\n", plural(len(lines), "difference")); err != nil {
		return err
	}
	if err := c.perform(env, "program-match", nil); err != nil {
		return fmt.Errorf("the program is applied, but people were not matched with its personas; "+
			"the bot does it when it starts and each night: %w", err)
	}
	return nil
}

// read gives the file's text and its name for messages. The size is checked when it is parsed.
func (c *programApplyCommand) read(env *environment) (name string, text []byte, err error) {
	input, name := env.Stdin, "standard input"
	if c.File != "-" {
		file, err := os.Open(c.File)
		if err != nil {
			return "", nil, err
		}
		defer file.Close()
		input, name = file, c.File
	}
	// One byte more than allowed is enough to know that it is too much.
	text, err = io.ReadAll(io.LimitReader(input, programfile.MaxSize+1))
	if err != nil {
		return "", nil, fmt.Errorf("%s: %w", name, err)
	}
	return name, text, nil
}

// check reads the text over the program of now and has the store look at the outcome, so that all mistakes are told at
// once. The reader's mistakes and the store's come as one list: whoever mends a file wants to mend it once. The store
// looks even when the reader found mistakes; keys with mistakes keep what is set, so they do not cause others.
func (c *programApplyCommand) check(env *environment, name string, text []byte, state store.ProgramState,
) (store.Program, error) {
	wanted := programfile.Of(state)
	mistakes := wanted.Read(text)
	var answer programCheck
	if err := c.ask(env, "program-check", wanted.Program(state.Program), &answer); err != nil {
		return answer.Program, err
	}
	mistakes.Refused(answer.Fields)
	if err := mistakes.Err(name); err != nil {
		return answer.Program, err
	}
	return answer.Program, nil
}

// errNotApplied ends an apply that was answered with no.
var errNotApplied = errors.New("nothing was applied")

// confirm asks on a terminal. Elsewhere nobody can answer, so --yes has to say it beforehand.
func (c *programApplyCommand) confirm(env *environment) error {
	if c.Yes {
		return nil
	}
	file, ok := env.Stdin.(*os.File)
	if c.File == "-" || !ok || !isatty.IsTerminal(file.Fd()) {
		return usageError{errors.New("nothing was applied: there is no terminal to ask on. " +
			"Add --yes to apply, or --dry-run to look only")}
	}
	fmt.Fprint(env.Stdout, "Apply? [y/N] ")
	answers := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(file).ReadString('\n') // an end without an answer is none
		answers <- strings.ToLower(strings.TrimSpace(line))
	}()
	select {
	case answer := <-answers:
		if answer == "y" || answer == "yes" {
			return nil
		}
		return errNotApplied
	case <-env.Context.Done(): // a terminal goes on waiting through an interrupt
		return env.Context.Err()
	}
}
