// Import: assets from a feed or CSV, people from CSV. Reading and fetching happen here, the running bot only gets the
// rows.

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"vouch/digest/feed"
	"vouch/store"
)

type importCommand struct {
	Assets importAssetsCommand `cmd:"" help:"Import assets from RSS, Atom, JSON Feed or CSV, by path or address."`
	People importPeopleCommand `cmd:"" help:"Import titles, departments, locations, managers and leaders from CSV."`

	Outcomes importOutcomesCommand `cmd:"" help:"Import what came of referrals and shares from CSV."`
}

// importAssetsCommand is `vouch import assets`. Loopback is off by default because an address may come from somebody
// else, and services on this machine often trust whoever reaches them.
type importAssetsCommand struct {
	database
	Source   string `arg:"" help:"Path or http(s) address of the feed or CSV."`
	Publish  bool   `help:"Publish at once; otherwise the assets wait for a curator's approval."`
	Loopback bool   `help:"Allow addresses of this machine."`
}

// importAssetsArgs are the arguments of the operation "import-assets". Assets are as the
// source had them, not yet checked by the store.
type importAssetsArgs struct {
	Assets  []store.Asset
	Publish bool
}

// Run reads the source and adds what is new; rows with mistakes are listed and make the exit code 1.
func (c *importAssetsCommand) Run(env *environment) error {
	result, err := loadItems(env.Context, c.Source, c.Loopback)
	if err != nil {
		return err
	}
	for _, skipped := range result.Skipped {
		// To standard error, so that the lines stay apart from the operation's own.
		fmt.Fprintf(env.Stderr, "%s %d%s: %s\n", rowWord(result.Format), skipped.Index, quoted(skipped.Title), skipped.Reason)
	}
	args := importAssetsArgs{Publish: c.Publish, Assets: assetsOf(result, c.Source)}
	// The good rows are added although others have mistakes: a feed with one odd entry should not keep the rest out.
	if err := c.perform(env, "import-assets", args); err != nil {
		return err
	}
	// The exit code tells a script that somebody should look.
	if len(result.Skipped) > 0 {
		return fmt.Errorf("%s left out, see above", plural(result.Left(), rowWord(result.Format)))
	}
	return nil
}

// quoted is a title behind the number of its line; "" for none.
func quoted(title string) string {
	if title == "" {
		return ""
	}
	return fmt.Sprintf(" %q", title)
}

// rowWord is what one piece of a source is called when it is reported.
func rowWord(format string) string {
	if format == "csv" {
		return "line"
	}
	return "item"
}

// loadItems reads a feed or CSV by path or address. A name or type that says CSV is read as one. The bounds of size and
// time are the fetcher's. The demo's --feed uses it as well.
func loadItems(ctx context.Context, source string, loopback bool) (feed.Result, error) {
	fetcher := feed.NewFetcher(feed.Options{AllowLoopback: loopback})
	response, err := fetcher.Load(ctx, source)
	if err != nil {
		return feed.Result{}, fmt.Errorf("%s: %w", source, err)
	}
	options := feed.ParseOptions{ContentType: response.ContentType, BaseURL: response.FinalURL, AllowLoopback: loopback}
	// Exports of web applications are served as anything, so the name counts as much as the type.
	path, _, _ := strings.Cut(source, "?")
	parse := feed.Parse
	if strings.EqualFold(filepath.Ext(path), ".csv") || strings.HasPrefix(response.ContentType, "text/csv") {
		parse = feed.ParseAssetsCSV
	}
	result, err := parse(bytes.NewReader(response.Body), options)
	if err != nil {
		return feed.Result{}, fmt.Errorf("%s: %w", source, err)
	}
	return result, nil
}

// assetsOf turns parsed items into assets that carry their source. The source of a feed is its address as it was given;
// that of a CSV is the word "csv", because a path says nothing to other people.
func assetsOf(result feed.Result, source string) []store.Asset {
	if result.Format == "csv" {
		source = "csv"
	}
	assets := make([]store.Asset, 0, len(result.Items))
	for _, item := range result.Items {
		assets = append(assets, item.Asset(source))
	}
	return assets
}

func importAssetsOperation(_ context.Context, db *store.DB, a importAssetsArgs, out io.Writer) error {
	// One verb for all rows: the audit has one entry for one import.
	result, err := db.AddAssets(store.Operator, a.Assets, a.Publish)
	if err != nil {
		return err
	}
	// What is already there is no failure, since the same feed may be imported again; so the exit code does not change.
	for _, skip := range result.Skipped {
		fmt.Fprintf(out, "not added%s: %s\n", quoted(skip.Title), skip.Reason)
	}
	_, err = fmt.Fprintf(out, "added %s, %d not added\n", plural(len(result.Added), "asset"), len(result.Skipped))
	return err
}

// importPeopleCommand is `vouch import people`. It only changes people whom Slack has
// told the bot about; it never makes one.
type importPeopleCommand struct {
	database
	File string `arg:"" help:"CSV with the columns id or name, and any of title, department, location, manager, leader."`
}

// importPeopleArgs are the arguments of the operation "import-people". Mistakes is how many lines of the file
// could not be read, so that the operation counts all that were left out.
type importPeopleArgs struct {
	Rows     []store.PersonImport
	Mistakes int
}

// Run reads the file and updates the people it names; rows with mistakes are listed and make the exit code 1.
func (c *importPeopleCommand) Run(env *environment) error {
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	// err is about the file as a whole, mistakes are about lines; with the latter the other lines still count.
	rows, mistakes, err := parsePeopleCSV(file)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	for _, mistake := range mistakes {
		fmt.Fprintln(env.Stderr, mistake)
	}
	return c.perform(env, "import-people", importPeopleArgs{Rows: rows, Mistakes: len(mistakes)})
}

// importPeopleOperation takes the rows over and tells what became of them. A person who is not found or not unique by
// name is left out and makes the command fail: unlike an asset that is there already, that needs a mend in the file.
func importPeopleOperation(_ context.Context, db *store.DB, a importPeopleArgs, out io.Writer) error {
	result, err := db.ImportPeople(a.Rows, store.Operator)
	if err != nil {
		return err
	}
	for _, skip := range result.Skipped {
		fmt.Fprintf(out, "line %d%s: %s\n", skip.Index, quoted(skip.Title), skip.Reason)
	}
	left := len(result.Skipped) + a.Mistakes
	fmt.Fprintf(out, "changed %d, unchanged %d, left out %d\n", result.Changed, result.Unchanged, left)
	if left > 0 {
		return fmt.Errorf("%s left out, see above", plural(left, "line"))
	}
	return nil
}
