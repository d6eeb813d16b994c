// The control socket: bbolt admits one process, so admin commands talk to the running bot over a 0600 unix socket
// beside the database, and work on the file itself when nothing runs.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"vouch/store"
)

// operation is what an admin command does with the open database, here or in the running bot. args is the command's own
// JSON; what it writes to out is what the operator sees. Operations never read or write the operator's terminal in any
// other way. An operation runs on the goroutine of its request, beside the bot and beside other operations: the
// database's verbs are what keeps them apart. ctx ends when the operator's command is interrupted or the connection
// breaks.
type operation func(ctx context.Context, db *store.DB, args json.RawMessage, out io.Writer) error

// operations by name; each is defined in the file of its command. The names are the paths of requests. A command and
// the running bot may be of different versions, so a name whose arguments change their meaning should get another name.
var operations = map[string]operation{
	"backup":        taking(backupOperation),
	"check":         taking(checkOperation),
	"doctor":        answering(doctorOperation),
	"erase":         taking(eraseOperation),
	"erase-preview": taking(erasePreviewOperation),
	"evaluate":      taking(evaluateOperation),
	"export":        taking(exportOperation),
	"export-audit":  taking(auditOperation),
	"import-assets": taking(importAssetsOperation),
	"import-people": taking(importPeopleOperation),

	"import-outcomes": answering(func(_ context.Context, db *store.DB, a importOutcomesArgs,
	) (store.ImportedOutcomes, error) {
		return db.ImportOutcomes(a.Events, a.DryRun)
	}),
	"hook-add": changing(func(db *store.DB, a hookArgs) error {
		return db.AddHook(store.Operator, a.Source, a.Secret)
	}),
	"hook-list":   taking(hookListOperation),
	"hook-remove": changing(func(db *store.DB, a hookArgs) error { return db.RemoveHook(store.Operator, a.Source) }),
	"hook-rotate": changing(func(db *store.DB, a hookArgs) error {
		return db.RotateHook(store.Operator, a.Source, a.Secret, a.Overlap)
	}),
	"hook-out-add": changing(func(db *store.DB, a hookArgs) error {
		return db.AddHookTarget(store.Operator, a.URL, a.Secret)
	}),
	"hook-out-list": taking(hookOutListOperation),
	"hook-out-remove": changing(func(db *store.DB, a hookArgs) error {
		return db.RemoveHookTarget(store.Operator, a.URL)
	}),
	"hook-out-rotate": changing(func(db *store.DB, a hookArgs) error {
		return db.RotateHookTarget(store.Operator, a.URL, a.Secret, a.Overlap)
	}),
	"join-identity": taking(joinOperation),
	"payroll":       taking(payrollOperation),
	"program": answering(func(_ context.Context, db *store.DB, _ struct{}) (store.ProgramState, error) {
		return db.ProgramState()
	}),
	"program-apply": changing(func(db *store.DB, a programApplyArgs) error {
		return db.ApplyProgram(store.Operator, a.Program, a.Version)
	}),
	"program-match": changing(programMatchOperation),
	"program-check": answering(programCheckOperation),
	"report":        taking(reportOperation),
}

// taking makes an operation of a function that gets its arguments decoded; struct{} is none.
func taking[A any](run func(context.Context, *store.DB, A, io.Writer) error) operation {
	return func(ctx context.Context, db *store.DB, args json.RawMessage, out io.Writer) error {
		var a A
		if err := json.Unmarshal(args, &a); err != nil {
			return err
		}
		return run(ctx, db, a, out)
	}
}

// changing is taking for what only changes the database, and answering for what answers with a value, as JSON.
func changing[A any](change func(*store.DB, A) error) operation {
	return taking(func(_ context.Context, db *store.DB, a A, _ io.Writer) error { return change(db, a) })
}

// answering is the operation of a question, see changing.
func answering[A, T any](ask func(context.Context, *store.DB, A) (T, error)) operation {
	return taking(func(ctx context.Context, db *store.DB, a A, out io.Writer) error {
		answer, err := ask(ctx, db, a)
		if err != nil {
			return err
		}
		return json.NewEncoder(out).Encode(answer)
	})
}

// controlTimeout bounds the header of a request and the answer to a health question.
// Operations take as long as they need.
const controlTimeout = 10 * time.Second

// errorTrailer carries an operation's failure after its output, because the status is long sent by then. A client that
// finds the trailer empty knows that the operation was done in full.
const errorTrailer = "Vouch-Error"

// socketPath is the control socket of a database. The path is absolute, because the bot and
// the command may be started in different folders.
func socketPath(database string) string {
	absolute, err := filepath.Abs(database)
	if err != nil {
		absolute = database
	}
	return absolute + ".sock"
}

// longestAddress is the size of sun_path on macOS and the BSDs without the zero at the end; Linux has four bytes more.
const longestAddress = 103

// socketAddress is how the system is told the path of a socket. On Linux one that is too long goes through its folder,
// which stays open until done is called: nothing is put into a folder where others could put it first.
func socketAddress(path string) (address string, done func() error, err error) {
	if len(path) <= longestAddress {
		return path, func() error { return nil }, nil
	}
	if runtime.GOOS != "linux" {
		return "", nil, fmt.Errorf("the path of the control socket %s has more than %d bytes: "+
			"move the database to a shorter one", path, longestAddress)
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprintf("/proc/self/fd/%d/%s", folder.Fd(), filepath.Base(path)), folder.Close, nil
}

// control serves operations on an open database until it is closed. Who may connect is
// decided by the socket's file mode, its owner and root, and looked at again by checkPeer.
type control struct {
	server   *http.Server
	listener net.Listener
	done     func() error
}

// startControl listens on the socket of the database. A left-over socket of a crashed process is replaced: the
// database's lock, which the caller holds, proves that nobody answers it. status answers `vouch health`.
func startControl(database string, db *store.DB, status func() (string, error)) (*control, error) {
	path := socketPath(database)
	// Only a socket is removed. Anything else in that place belongs to somebody.
	if info, err := os.Lstat(path); err == nil && info.Mode().Type() != fs.ModeSocket {
		return nil, fmt.Errorf("%s is in the place of the control socket and is none: move it away", path)
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("cannot replace the old control socket: %w", err)
	}
	address, done, err := socketAddress(path)
	if err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(context.Background(), "unix", address)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("cannot open the control socket: %w", err), done())
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("cannot protect the control socket: %w", err), listener.Close(), done())
	}
	// No write time-out: an export may take minutes, and its reader is as slow as a pipe.
	c := &control{listener: listener, done: done,
		server: &http.Server{Handler: controlHandler(db, status), ReadHeaderTimeout: controlTimeout}}
	c.server.ConnContext = func(ctx context.Context, peer net.Conn) context.Context {
		if checkPeer(peer, database) != nil {
			peer.Close()
		}
		return ctx
	}
	go func() { _ = c.server.Serve(listener) }() // ends with Close
	return c, nil
}

// Close waits for running operations, at most until ctx ends, and removes the socket. After ctx ended, operations that
// still run lose their connection and their context ends; c is not used again.
func (c *control) Close(ctx context.Context) error {
	err := c.server.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, c.server.Close())
	}
	// The server closes the listener, which removes the socket, unless Close came before it had begun to serve.
	if closing := c.listener.Close(); !errors.Is(closing, net.ErrClosed) {
		err = errors.Join(err, closing)
	}
	return errors.Join(err, c.done())
}

// controlHandler answers POST /operations/{name} and GET /health.
func controlHandler(db *store.DB, status func() (string, error)) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /operations/{name}", func(w http.ResponseWriter, r *http.Request) {
		// An older bot with a newer command: the answer says which of the two to change.
		run, ok := operations[r.PathValue("name")]
		if !ok {
			http.Error(w, "the running bot does not know this command: it is another version, restart it", http.StatusNotFound)
			return
		}
		// Without a bound: whoever may open the socket may read the database file as well.
		args, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, "the request broke off", http.StatusBadRequest)
			return
		}
		// Trailers have to be announced before the first byte of the body.
		w.Header().Set("Trailer", errorTrailer)
		// A header is one line, so the lines of an error are joined.
		if err := guarded(r.Context(), run, db, args, w); err != nil {
			w.Header().Set(errorTrailer, strings.ReplaceAll(sentence(err), "\n", "; "))
		}
	})
	// 200 while Slack is connected and reading and writing work, otherwise 503 with the reason.
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		text, err := status()
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, text)
	})
	return mux
}

// guarded runs an operation so that its panic ends the operation and not the connection, whose other end would learn
// nothing. The value of the panic reaches the operator; net/http would log it with a stack instead, past the redactor.
func guarded(ctx context.Context, run operation, db *store.DB, args json.RawMessage, out io.Writer) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("a fault in the bot: %v", value)
		}
	}()
	return run(ctx, db, args, out)
}

// controlClient speaks to the control socket of a database. Host and port of a request's address are ignored. A
// connection serves one request, because a command makes one or two and ends.
func controlClient(database string) *http.Client {
	path := socketPath(database)
	return &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			address, done, err := socketAddress(path)
			if err != nil {
				return nil, &net.OpError{Op: "dial", Net: "unix", Err: err}
			}
			conn, err := new(net.Dialer).DialContext(ctx, "unix", address)
			if err = errors.Join(err, done()); err != nil {
				return nil, err
			}
			if err := checkPeer(conn, database); err != nil {
				return nil, errors.Join(err, conn.Close())
			}
			return conn, nil
		},
		DisableKeepAlives: true,
	}}
}

// perform runs an operation in the bot that has the database open or, when none runs, on
// the file. args is marshalled to JSON in either case, so that an operation cannot tell
// the two ways apart.  The kinds of the store's errors are lost on the way through the
// socket, their sentences are not.
func (d *database) perform(env *environment, name string, args any) error {
	body, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	running, err := d.performRemote(env, name, body)
	if running {
		return err
	}
	// Opening would create the file: an admin command at a mistyped path should not answer from an empty database. A
	// running bot was asked before: it still has the data of a file that was deleted.
	if _, err := os.Stat(d.DB); err != nil {
		return usageError{fmt.Errorf("there is no database at %s: say where it is with VOUCH_DB or --db, "+
			"or start vouch serve once, which makes it", d.DB)}
	}
	// The database exists here, so no key can be made: a missing one is an error.
	key, _, err := d.key()
	if err != nil {
		return usageError{err}
	}
	// A bot that starts in this moment loses or wins the file's lock; the loser says that the other is running.
	db, err := store.Open(store.Options{Path: d.DB, Key: key})
	if err != nil {
		return err
	}
	return errors.Join(operations[name](env.Context, db, body, env.Stdout), db.Close())
}

// performRemote asks the running bot; running is false when nobody listens.
func (d *database) performRemote(env *environment, name string, body []byte) (running bool, err error) {
	address := "http://vouch/operations/" + name
	request, err := http.NewRequestWithContext(env.Context, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return false, err
	}
	response, err := controlClient(d.DB).Do(request)
	if err != nil {
		// Not there, left over from a crash, or not ours: opening the file decides, because its lock is held while a
		// bot runs. Any later failure is not taken for that, because the operation may have begun.
		var dial *net.OpError
		switch {
		case errors.As(err, new(foreignPeer)):
			return true, err
		case errors.As(err, &dial) && dial.Op == "dial":
			return false, nil
		}
		return true, fmt.Errorf("the running bot broke off: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		// 4 KiB are far more than the sentences that the handler writes; a part of one is better than none.
		text, _ := io.ReadAll(io.LimitReader(response.Body, 4096))
		return true, errors.New(strings.TrimSpace(string(text)))
	}
	if _, err := io.Copy(env.Stdout, response.Body); err != nil {
		return true, fmt.Errorf("the running bot broke off: %w", err)
	}
	if failure := response.Trailer.Get(errorTrailer); failure != "" {
		return true, errors.New(failure)
	}
	return true, nil
}

// foreignPeer is the error of a control socket that is another user's. Commands are not sent to it, and nothing is read
// from it: it could be made by anybody who may write to the folder.
type foreignPeer struct {
	user uint32
	path string
}

func (f foreignPeer) Error() string {
	return fmt.Sprintf("the control socket %s belongs to user %d, who is neither you, root nor the database's owner: "+
		"nothing was sent; find out who made it, and remove it", f.path, f.user)
}
