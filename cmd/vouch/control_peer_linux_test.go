// Control socket tests that need two users: a socket of somebody else is not spoken to.

package main

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"vouch/store/storetest"
)

// asNobody runs do as another user, on a thread of its own that ends with it.
func asNobody(tb testing.TB, do func()) {
	tb.Helper()
	if os.Geteuid() != 0 {
		tb.Skip("only root can be two users")
	}
	done := make(chan syscall.Errno)
	go func() {
		runtime.LockOSThread()
		keep, nobody := ^uintptr(0), uintptr(65534)
		_, _, failed := syscall.RawSyscall(syscall.SYS_SETRESUID, keep, nobody, keep)
		if failed == 0 {
			do()
		}
		done <- failed
	}()
	if failed := <-done; failed != 0 {
		tb.Fatal(failed)
	}
}

// letIn takes away what keeps others out: the modes of a file and of the folders above it.
func letIn(path string) {
	for ; strings.HasPrefix(path, os.TempDir()+"/"); path = filepath.Dir(path) {
		_ = os.Chmod(path, 0o777) // #nosec G302 -- what the test is about
	}
}

func TestControl_RefusesASocketOfAnotherUser(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "vouch.db")
	mustWrite(t, path, "")
	letIn(folder)
	var listener net.Listener
	asNobody(t, func() { listener, _ = net.Listen("unix", socketPath(path)) })
	if listener == nil {
		t.Fatal("nobody cannot listen")
	}
	t.Cleanup(func() { _ = listener.Close() })
	ctx, cancel := context.WithTimeout(t.Context(), controlTimeout)
	defer cancel()
	d := database{DB: path}
	running, err := d.performRemote(&environment{Context: ctx}, "check", nil)
	if !running || !errors.As(err, new(foreignPeer)) || !strings.Contains(err.Error(), "user 65534") {
		t.Errorf("running %v, error %v", running, err)
	}
}

func TestControl_RefusesAPeerOfAnotherUser(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "vouch.db")
	c, err := startControl(path, storetest.MustOpenAt(t, path), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close(t.Context()) })
	letIn(socketPath(path))
	asNobody(t, func() {
		conn, err := net.Dial("unix", socketPath(path))
		if err != nil {
			t.Errorf("nobody cannot connect: %v", err)
			return
		}
		defer conn.Close()
		_ = conn.SetDeadline(time.Now().Add(controlTimeout))
		_, _ = conn.Write([]byte("POST /operations/check HTTP/1.1\r\nHost: vouch\r\nContent-Length: 2\r\n\r\n{}"))
		if n, err := conn.Read(make([]byte, 1)); err == nil {
			t.Errorf("nobody was answered with %d bytes", n)
		}
	})
}
