// Who is at the other end of the control socket, where the system is not asked.

//go:build !linux

package main

import "net"

// checkPeer trusts the mode of the socket and of its folder.
func checkPeer(net.Conn, string) error { return nil }
