// Serve: the bot against a real Slack workspace, until a signal or a final error.

package main

import (
	"errors"

	"vouch/store"
)

type serveCommand struct{ config }

// Run validates the configuration, then runs until the process is told to stop.
func (c *serveCommand) Run(env *environment) error {
	// Everything that can be wrong with the settings is told before the database is touched or a key is made.
	if err := c.load(); err != nil {
		return err
	}
	log := newLogger(env.Stderr, c.LogLevel)
	web, err := c.open()
	if err != nil {
		return usageError{err}
	}
	defer web.close() // closed by the app, unless it was never started
	key, note, err := c.key()
	if err != nil {
		return usageError{err}
	}
	if note != "" {
		// A warning, because whoever misses it and loses the file cannot read referrals again.
		log.Warn().Msg(note)
	}
	// The first line names the version, so that a log that is sent to somebody says what
	// it is about. No setting is logged: some are secrets.
	log.Info().Str("version", version()).Str("database", c.DB).Msg("vouch is starting")
	app, err := newApp(appOptions{
		Path: c.DB, Key: key, BotToken: c.BotToken, AppToken: c.AppToken, APIURL: c.APIURL,
		Connections: c.Connections, Managers: managerIDs(c.Managers), TimeZone: c.TimeZone, BackupDir: c.BackupDir,
		Control: true, Web: web, Log: log,
	})
	if err != nil {
		return err
	}
	if err := app.Start(env.Context); err != nil {
		return errors.Join(err, app.Close())
	}
	// A signal ends Wait with nil; the exit code is 0 then.
	err = app.Wait()
	err = errors.Join(err, app.Close())
	log.Info().Msg("vouch has stopped")
	return err
}

// managerIDs turns the configured ids into the store's type.
func managerIDs(ids []string) []store.EmployeeID {
	var managers []store.EmployeeID
	for _, id := range ids {
		managers = append(managers, store.EmployeeID(id))
	}
	return managers
}
