// Program: the settings and personas as one file, shown with every key explained and applied after a look at the differences.

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

	"vouch/store"
)

type programCommand struct {
	Show  programShowCommand  `cmd:"" help:"Write the program as a YAML file with every key explained."`
	Apply programApplyCommand `cmd:"" help:"Make a YAML file the program: shows the differences, asks, and changes all or nothing."`
}

type programShowCommand struct {
	database
	Defaults bool `help:"The program of a fresh database, as an example; needs none."`
}

// Run writes the file to standard output.
func (c *programShowCommand) Run(env *environment) error {
	if c.Defaults {
		program := store.Program{Settings: store.DefaultSettings(), Personas: store.DefaultPersonas()}
		return writeProgram(env.Stdout, fileOf(store.ProgramState{Program: program}))
	}
	state, err := c.programState(env)
	if err != nil {
		return err
	}
	return writeProgram(env.Stdout, fileOf(state))
}

// programState reads the program from the running bot or the file.
func (d *database) programState(env *environment) (store.ProgramState, error) {
	var state store.ProgramState
	err := d.ask(env, "program", nil, &state)
	return state, err
}

// ask performs an operation that answers in JSON, and decodes that.
func (d *database) ask(env *environment, name string, args, answer any) error {
	var out bytes.Buffer
	quiet := *env
	quiet.Stdout = &out
	if err := d.perform(&quiet, name, args); err != nil {
		return err
	}
	return json.Unmarshal(out.Bytes(), answer)
}

func programOperation(_ context.Context, db *store.DB, _ json.RawMessage, out io.Writer) error {
	state, err := db.ProgramState()
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(state)
}

type programApplyCommand struct {
	database
	File   string `arg:"" help:"The YAML file; - is standard input."`
	Yes    bool   `help:"Apply without asking."`
	DryRun bool   `help:"Only show what would change."`
}

// programCheck is the answer to a check: the program as it would be kept, or the store's mistakes by field, so that they can be
// told at the lines of the file.
type programCheck struct {
	Program store.Program
	Fields  store.FieldErrors
}

func programCheckOperation(_ context.Context, db *store.DB, args json.RawMessage, out io.Writer) error {
	var p store.Program
	if err := json.Unmarshal(args, &p); err != nil {
		return err
	}
	kept, err := db.CheckProgram(p)
	var refused *store.Error
	if err != nil && (!errors.As(err, &refused) || len(refused.Fields) == 0) {
		return err
	}
	answer := programCheck{Program: kept}
	if refused != nil {
		answer.Fields = refused.Fields
	}
	return json.NewEncoder(out).Encode(answer)
}

type programApplyArgs struct {
	Program store.Program
	Version string
}

func programApplyOperation(_ context.Context, db *store.DB, args json.RawMessage, _ io.Writer) error {
	var a programApplyArgs
	if err := json.Unmarshal(args, &a); err != nil {
		return err
	}
	if err := db.ApplyProgram(store.Operator, a.Program, a.Version); err != nil {
		return err
	}
	// Other rules propose other personas; a running bot reads the user groups and channels that are new in them by itself.
	_, err := db.RematchPeople()
	return err
}

// Run reads the file over the program of now, shows what would change, and applies it as a whole. Nothing is changed when the
// file has a mistake, when the answer is no, and when the program was changed meanwhile.
func (c *programApplyCommand) Run(env *environment) error {
	name, text, err := c.read(env)
	if err != nil {
		return err
	}
	state, err := c.programState(env)
	if err != nil {
		return err
	}
	wanted, err := c.check(env, name, text, state)
	if err != nil {
		return err
	}
	lines := programDifferences(fileOf(state), fileOf(store.ProgramState{Program: wanted}), state.Holders)
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
	_, err = fmt.Fprintf(env.Stdout, "applied %s\n", plural(len(lines), "difference"))
	return err
}

// read gives the file's text and its name for messages.
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
	text, err = io.ReadAll(io.LimitReader(input, maxProgramFile+1))
	if err != nil {
		return "", nil, fmt.Errorf("%s: %w", name, err)
	}
	return name, text, nil
}

// check reads the text over the program of now and has the store look at the outcome, so that all mistakes are told at once.
func (c *programApplyCommand) check(env *environment, name string, text []byte, state store.ProgramState) (store.Program, error) {
	wanted := fileOf(state)
	reader := readProgram(text, &wanted)
	var answer programCheck
	if err := c.ask(env, "program-check", wanted.program(state.Program), &answer); err != nil {
		return answer.Program, err
	}
	reader.refused(answer.Fields)
	if err := reader.err(name); err != nil {
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
		return usageError{errors.New("nothing was applied: there is no terminal to ask on. Add --yes to apply, or --dry-run to look only")}
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
