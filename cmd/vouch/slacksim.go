// The slacksim command: the simulator alone, for any Socket Mode app.

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"

	"vouch/bot/slacksim"
)

// slacksimCommand is `vouch slacksim`. It needs no database: the workspace lives in memory and is gone at the end.
type slacksimCommand struct {
	Addr     string `default:"127.0.0.1:8301" help:"Address to listen on; port 0 takes a free one."`
	Manifest string `default:"manifest.yml" help:"The app's manifest, YAML or JSON." type:"path"`
	People   string `help:"People of the workspace, their channels and user groups, YAML or JSON; default: a workspace with all the awkward cases." type:"path"`
	NoLimits bool   `help:"Switch the request rate limits off."`
}

// Run serves the workspace until the process is told to stop.
func (c *slacksimCommand) Run(env *environment) error {
	// The default is the manifest in the present folder, the place where an app's sources have theirs.
	manifest, err := os.ReadFile(c.Manifest)
	if err != nil {
		return usageError{fmt.Errorf("the manifest: %w", err)}
	}
	// Without tokens the simulator makes them up, and its summary prints them.
	options := slacksim.Options{Manifest: manifest, NoRateLimits: c.NoLimits}
	if c.People != "" {
		text, err := os.ReadFile(c.People)
		if err != nil {
			return usageError{err}
		}
		company, err := slacksim.ParseCompany(text)
		if err != nil {
			return usageError{err}
		}
		options.People, options.Channels, options.Usergroups = company.People, company.Channels, company.Usergroups
	}
	workspace, err := slacksim.New(options)
	if err != nil {
		return usageError{err}
	}
	defer workspace.Close()
	listener, err := listen(c.Addr)
	if err != nil {
		return err
	}
	// Buffered, so that the goroutine ends when the interrupt came first and nobody reads.
	served := make(chan error, 1)
	go func() { served <- workspace.Serve(listener) }()
	fmt.Fprint(env.Stdout, workspace.Summary())
	select {
	case <-env.Context.Done():
		return workspace.Close()
	case err := <-served:
		return err
	}
}

// listen opens a TCP address and says in words when somebody has it already. The error keeps the cause without the
// operation and address that package net puts before it; both stand in the sentence already.
func listen(address string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(context.Background(), "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w (choose another with --addr)", address, errors.Unwrap(err))
	}
	return listener, nil
}
