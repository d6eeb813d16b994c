// Who is at the other end of the control socket, on Linux.

package main

import (
	"errors"
	"net"
	"os"
	"syscall"
)

// checkPeer refuses the other end of a control connection unless it is this user, root or the owner of the database:
// the kernel tells who listened or connected (unix(7), SO_PEERCRED). The file mode lets nobody else in, but whoever may
// write to the folder may put a socket of their own there.
func checkPeer(conn net.Conn, database string) error {
	raw, err := conn.(*net.UnixConn).SyscallConn()
	if err != nil {
		return err
	}
	var peer *syscall.Ucred
	var asked error
	err = raw.Control(func(fd uintptr) {
		peer, asked = syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
	})
	if err := errors.Join(err, asked); err != nil {
		return err
	}
	if peer.Uid == 0 || int(peer.Uid) == os.Geteuid() {
		return nil
	}
	if info, err := os.Stat(database); err == nil && info.Sys().(*syscall.Stat_t).Uid == peer.Uid {
		return nil
	}
	return foreignPeer{peer.Uid, socketPath(database)}
}
