// Evaluate: is the matching any good? On the logged digests, on a made-up population, or on outside data.

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"
	"text/tabwriter"

	"github.com/mattn/go-isatty"

	"vouch/digest/evaluate"
	"vouch/digest/match"
	"vouch/store"
)

// evaluateCommand is `vouch evaluate`. With neither Synthetic nor CSV it evaluates the
// digests in the database. Days and Seed count with Synthetic only.
type evaluateCommand struct {
	database
	Synthetic int     `help:"Compare on a made-up population of this many people with known tastes, instead of the database." placeholder:"PEOPLE"`
	Days      int     `help:"Working days of the made-up population." default:"60"`
	Quality   float64 `help:"How much items of the made-up population differ: 0 not at all, 1 much." default:"0"`
	Seed      uint64  `help:"Seed of the made-up population; the same gives the same figures." default:"1"`
	CSV       string  `name:"csv" help:"Compare on outside data: CSV with the columns person, item, time, liked, and any of persona, topics (separated by ; or |)." type:"path"`
}

// The bounds of a made-up population: more would run for hours and say nothing new.
const (
	maxSyntheticPeople = 100_000
	maxSyntheticDays   = 1000
	// people times days
	maxPersonDays = 5_000_000
	maxQuality    = 5
)

// Run compares the live policy with the baselines and prints a table. Only the database's digests need the database;
// the other two run beside a bot without asking it, and need no key.
func (c *evaluateCommand) Run(env *environment) error {
	switch {
	case c.CSV != "" && c.Synthetic != 0:
		return usageError{errors.New("--csv and --synthetic exclude each other: choose one")}
	case c.CSV != "":
		return evaluateCSV(env, c.CSV)
	case c.Synthetic != 0:
		return c.evaluateSynthetic(env)
	}
	return c.perform(env, "evaluate", struct{}{})
}

// evaluateOperation compares on the logged digests.
func evaluateOperation(ctx context.Context, db *store.DB, _ struct{}, out io.Writer) error {
	history, err := historyOf(ctx, db)
	if err != nil {
		return err
	}
	// No progress line: the operation may run in the bot, which has no terminal.
	result, err := history.Evaluate(ctx, match.Policies, store.Now(), nil)
	if err != nil {
		return err
	}
	// An answer has three days to come in (digest.answerTime); counting earlier would take patience for dislike.
	if len(result.Logged) == 0 {
		_, err := fmt.Fprintf(out, "nothing to evaluate yet: digests count three days after they were delivered "+
			"(%s left out)\n", plural(result.Skipped, "impression"))
		return err
	}
	// The figures are those of digest's rewards and weightMax; whoever changes one changes them here.
	fmt.Fprint(out, "Mean reward per impression: shared 1, opened or more 0.4, saved or liked 0.3, "+
		"disliked -0.3, dismissed -0.6.\n\nWhat was live:\n")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "policy\treward\t95 % interval\timpressions\tpeople")
	// By name, so that the order is the same each time.
	for _, policy := range slices.Sorted(maps.Keys(result.Logged)) {
		e := result.Logged[policy]
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\n", policy, interval(e), e.Decisions, e.People)
	}
	table.Flush() // writes to out, whose errors the last line reports
	fmt.Fprint(out, "\nWhat each policy would have earned in the place of one choice, weights clipped at 20:\n")
	fmt.Fprintln(table, "policy\tIPS\t95 % interval\tSNIPS\t95 % interval\treplay\t95 % interval\tmatches\tworth")
	for _, other := range result.Others {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%.0f\n", other.Policy, interval(other.IPS), interval(other.SNIPS),
			interval(other.Replay), other.Replay.Decisions, other.SNIPS.Effective)
	}
	table.Flush()
	_, err = fmt.Fprintf(out, "\nworth: how many unweighted impressions the estimate rests on; below about 100 it says "+
		"little.\n%s left out: too recent, or their person or asset is gone or not eligible any more.\n",
		plural(result.Skipped, "impression"))
	return err
}

// historyOf reads what the evaluation needs from the database. Assets that are not live any more were shown once and
// count; those in review never were. It reads each person's deliveries in a transaction of its own, so that a long
// reading does not keep one open; what is delivered meanwhile is too recent to count.
func historyOf(ctx context.Context, db *store.DB) (h evaluate.History, err error) {
	if h.Personas, err = db.Personas(); err != nil {
		return h, err
	}
	for _, state := range []store.AssetState{store.Live, store.Expired, store.Withdrawn} {
		assets, err := db.AssetsBy(state, math.MaxInt32, "")
		if err != nil {
			return h, err
		}
		h.Assets = append(h.Assets, assets...)
	}
	if h.People, err = db.Employees(); err != nil {
		return h, err
	}
	for _, e := range h.People {
		// A big company has thousands of people; an interrupt should not wait for all of them.
		if err := ctx.Err(); err != nil {
			return h, err
		}
		deliveries, err := db.DeliveriesOf(e.ID, math.MaxInt32)
		if err != nil {
			return h, err
		}
		h.Deliveries = append(h.Deliveries, deliveries...)
	}
	return h, nil
}

// evaluateSynthetic compares on a made-up population. The same seed gives the same figures.
func (c *evaluateCommand) evaluateSynthetic(env *environment) error {
	within := c.Synthetic >= 2 && c.Synthetic <= maxSyntheticPeople && c.Days >= 1 && c.Days <= maxSyntheticDays
	if !(c.Quality >= 0 && c.Quality <= maxQuality) {
		return usageError{fmt.Errorf("--quality takes 0 to %d", maxQuality)}
	}
	if !within || c.Synthetic*c.Days > maxPersonDays {
		return usageError{fmt.Errorf("--synthetic takes 2 to %d people and --days 1 to %d, together at most %d days of one "+
			"person", maxSyntheticPeople, maxSyntheticDays, maxPersonDays)}
	}
	progress := newProgress(env.Stderr)
	population := evaluate.Synthetic{People: c.Synthetic, Days: c.Days, Seed: c.Seed, Quality: c.Quality}
	outcomes, err := population.Run(env.Context, match.Policies, progress.show)
	progress.clear()
	if err != nil {
		return err
	}
	fmt.Fprintf(env.Stdout,
		"A made-up population: %s, %s, seed %d, items that differ by %g. Mean reward per impression.\n\n",
		people(c.Synthetic), plural(c.Days, "day"), c.Seed, c.Quality)
	table := tabwriter.NewWriter(env.Stdout, 0, 0, 2, ' ', 0)
	// Coverage is the share of the library that anybody was shown; novelty is in bits, see digest.
	fmt.Fprintln(table, "policy\treward\t95 % interval\tcoverage\tnovelty")
	for _, o := range outcomes {
		fmt.Fprintf(table, "%s\t%s\t%.0f %%\t%.2f bits\n", o.Policy, interval(o.Reward), 100*o.Coverage, o.Novelty)
	}
	return table.Flush()
}

// evaluateCSV compares on outside data. Reading is taken for a quarter of the time and
// the replay for the rest: the progress line should move evenly, not be exact.
func evaluateCSV(env *environment, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return usageError{err}
	}
	defer file.Close()
	progress := newProgress(env.Stderr)
	list, err := parseInteractions(env.Context, file, sizeOf(file), func(share float64) { progress.show(share / 4) })
	if err != nil {
		progress.clear()
		return fmt.Errorf("%s: %w", path, err)
	}
	rankings, err := evaluate.ReplayInteractions(env.Context, list, match.Policies,
		func(share float64) { progress.show(0.25 + 0.75*share) })
	progress.clear()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	fmt.Fprintf(env.Stdout, "%s in the order of time; %s guess %d for each day of a person, %d person days.\n\n",
		plural(len(list), "interaction"),
		"the policies", evaluate.GuessDepth, rankings[0].NDCG.Decisions)
	table := tabwriter.NewWriter(env.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "policy\tnDCG@%d\t95 %% interval\thit rate\t95 %% interval\tAUC\t95 %% interval\n",
		evaluate.GuessDepth)
	for _, r := range rankings {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", r.Policy, interval(r.NDCG), interval(r.HitRate), interval(r.AUC))
	}
	table.Flush() // writes to Stdout, whose errors the last line reports
	_, err = fmt.Fprintf(env.Stdout,
		"\nAUC: how often a policy rates what a person liked above what they disliked, of what they met on one "+
			"day, %d person days with both. What they met is given, so it is by liking alone: without freshness, "+
			"curators' weight and how many took part lately.\n", rankings[0].AUC.Decisions)
	return err
}

// interval writes a mean and its interval as two cells. Without an interval there were
// too few people to tell one; without a mean, nothing to average.
func interval(e evaluate.Estimate) string {
	if math.IsNaN(e.Mean) {
		return "-\t-"
	}
	if math.IsNaN(e.Low) {
		return fmt.Sprintf("%.4f\t-", e.Mean)
	}
	return fmt.Sprintf("%.4f\t%.4f to %.4f", e.Mean, e.Low, e.High)
}

// people writes a number of people.
func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// sizeOf is the length of a file, 0 when it has none, as a pipe. It is only asked for the progress line.
func sizeOf(file *os.File) int64 {
	if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
		return info.Size()
	}
	return 0
}

// progress is a line on a terminal that says how far a long command is; elsewhere it is silent. It is used by one
// goroutine at a time. Written to standard error, so that a table can be piped on. It is never part of the result.
type progress struct {
	out  io.Writer // nil: silent
	last int       // the percentage shown, -1 none
}

func newProgress(out io.Writer) *progress {
	if file, ok := out.(*os.File); !ok || !isatty.IsTerminal(file.Fd()) {
		out = nil
	}
	return &progress{out: out, last: -1}
}

// show writes the share done, in [0,1], when the percentage changed.
func (p *progress) show(share float64) {
	if percent := int(100 * share); p.out != nil && percent != p.last {
		p.last = percent
		fmt.Fprintf(p.out, "\r%3d %%", percent)
	}
}

// clear takes the line away before something else is written.
func (p *progress) clear() {
	if p.out != nil && p.last >= 0 {
		fmt.Fprint(p.out, "\r     \r")
	}
}
