// The command line, driven by the scripts in testdata/script: every command on real files, against a real workspace
// simulator.

package main

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"go.etcd.io/bbolt"

	"vouch/bot"
	"vouch/bot/slacksim"
	"vouch/store"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"vouch": main}) }

// patience bounds every wait of these tests: far longer than anything takes on a busy machine.
const patience = time.Minute

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Vars = append(surroundings(), env.Vars...)
			env.Setenv("VOUCH_DB", "vouch.db")
			return nil
		},
		Condition: func(condition string) (bool, error) { return condition == "root" && os.Getuid() == 0, nil },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "database": makeDatabase, "newer": makeNewer, "damage": damage, "hold": hold,
			"workspace": startWorkspace,
			"fault":     setFaults, "connected": awaitConnected, "refused": awaitRefused, "terminate": terminate,
			"failing": awaitFailing, "bonus": approveBonus,
		},
	})
}

// surroundings is the environment of the tests without the settings of Vouch. A script makes its database in the
// process of the tests and reads it with a program of its own: the time and the zone must be the same for both.
func surroundings() []string {
	return slices.DeleteFunc(os.Environ(), func(pair string) bool {
		return strings.HasPrefix(pair, "VOUCH_") || strings.HasPrefix(pair, "SLACK_")
	})
}

// exits runs a program and compares its exit code: exits 2 vouch serve.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var failed *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &failed) {
		got = failed.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// makeDatabase writes a small database and its key: Ada, who joined and is in finance, Ben, and one live article.
func makeDatabase(ts *testscript.TestScript, _ bool, args []string) {
	db := mustOpenBeside(ts, ts.MkAbs(args[0]))
	_, err := db.SyncPeople([]store.SlackUser{
		{ID: "U0ADA", Name: "Ada Lindqvist", Title: "Engineer", TimeZone: "Europe/Stockholm"},
		{ID: "U0BEN", Name: "Ben Carter", TimeZone: "UTC"},
	}, false)
	ts.Check(err)
	_, err = db.Join("U0ADA", store.JoinForm{Personas: []store.PersonaID{"finance"}})
	ts.Check(err)
	_, err = db.AddAsset(store.Operator, store.Asset{Kind: store.Article, Title: "How we build",
		URL: "https://example.com/build"}, true)
	ts.Check(err)
	ts.Check(db.Close())
}

func mustOpenBeside(ts *testscript.TestScript, path string) *store.DB {
	key, _, err := keyBeside(path)
	ts.Check(err)
	db, err := store.Open(store.Options{Path: path, Key: key})
	ts.Check(err)
	return db
}

// makeNewer gives a database the layout number of a release to come.
func makeNewer(ts *testscript.TestScript, _ bool, args []string) {
	file, err := bbolt.Open(ts.MkAbs(args[0]), 0o600, nil)
	ts.Check(err)
	ts.Check(file.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("meta")).Put([]byte("layout"), binary.BigEndian.AppendUint32(nil, 9000))
	}))
	ts.Check(file.Close())
}

// damage overwrites a page of a bucket, or everything behind the first bytes of a file, as a failing disk does.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	path, from := ts.MkAbs(args[0]), 32
	content, err := os.ReadFile(path)
	ts.Check(err)
	end := len(content)
	if len(args) == 2 {
		file, err := bbolt.Open(path, 0o600, nil)
		ts.Check(err)
		ts.Check(file.View(func(tx *bbolt.Tx) error {
			from = int(tx.Bucket([]byte(args[1])).Root()) * tx.DB().Info().PageSize
			end = from + tx.DB().Info().PageSize
			if from == 0 {
				return errors.New("the bucket is too small to have a page of its own")
			}
			return nil
		}))
		ts.Check(file.Close())
	}
	for i := from; i < end; i++ {
		content[i] = byte(i * 7)
	}
	ts.Check(os.WriteFile(path, content, 0o600))
}

// hold keeps a database open until the script ends, without a control socket: another program has it.
func hold(ts *testscript.TestScript, _ bool, args []string) {
	db := mustOpenBeside(ts, ts.MkAbs(args[0]))
	ts.Defer(func() { _ = db.Close() })
}

// workspaces are the simulators of the running scripts by script name.
var workspaces sync.Map

func workspaceOf(ts *testscript.TestScript) *slacksim.Workspace {
	w, ok := workspaces.Load(ts.Name())
	if !ok {
		ts.Fatalf("the script has no workspace yet")
	}
	return w.(*slacksim.Workspace)
}

// startWorkspace runs a workspace and sets the three variables that lead to it; "workspace without im:write" grants all
// scopes but that one.
func startWorkspace(ts *testscript.TestScript, _ bool, args []string) {
	manifest := string(bot.Manifest())
	if len(args) == 2 && args[0] == "without" {
		manifest = strings.Replace(manifest, "      - "+args[1]+"\n", "", 1)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	workspace, err := slacksim.New(slacksim.Options{Manifest: []byte(manifest), BaseURL: "http://" +
		listener.Addr().String(), NoRateLimits: true})
	ts.Check(err)
	go func() { _ = workspace.Serve(listener) }()
	ts.Defer(func() { _ = workspace.Close() })
	ts.Setenv("SLACK_API_URL", workspace.APIURL())
	ts.Setenv("SLACK_BOT_TOKEN", workspace.BotToken())
	ts.Setenv("SLACK_APP_TOKEN", workspace.AppToken())
	workspaces.Store(ts.Name(), workspace)
}

// setFaults switches faults of the script's workspace on, given as JSON.
func setFaults(ts *testscript.TestScript, _ bool, args []string) {
	var faults slacksim.Faults
	ts.Check(json.Unmarshal([]byte(args[0]), &faults))
	ts.Check(workspaceOf(ts).SetFaults(faults))
}

// awaitConnected waits until the bot of a database says that it is connected.
func awaitConnected(ts *testscript.TestScript, _ bool, args []string) {
	awaitHealth(ts, args[0], "stdout", "connected")
}

// awaitRefused waits until a bot runs and says that it is not connected.
func awaitRefused(ts *testscript.TestScript, _ bool, args []string) {
	awaitHealth(ts, args[0], "stderr", "vouch: not connected to Slack")
}

// awaitFailing waits until a bot that is connected says that something else fails.
func awaitFailing(ts *testscript.TestScript, _ bool, args []string) {
	awaitHealth(ts, args[0], "stderr", "vouch: connected to Slack")
}

// awaitHealth asks for the bot's health, as an operator would, until the answer begins as wanted.
func awaitHealth(ts *testscript.TestScript, database, output, want string) {
	deadline := time.After(patience)
	retry := time.NewTicker(20 * time.Millisecond)
	defer retry.Stop()
	for {
		_ = ts.Exec("vouch", "health", "--db", database) // what it says counts
		answer := ts.ReadFile(output)
		if strings.HasPrefix(answer, want) {
			return
		}
		select {
		case <-retry.C:
		case <-deadline:
			ts.Fatalf("the bot says %q, not %q", answer, want)
		}
	}
}

// terminate asks the programs in the background to stop, as service managers do.
func terminate(ts *testscript.TestScript, _ bool, _ []string) {
	for _, command := range ts.BackgroundCmds() {
		ts.Check(command.Process.Signal(syscall.SIGTERM))
	}
}
