// How much room a folder's disk has, where the system is not asked.

//go:build !linux && !darwin

package main

import "errors"

// freeSpace is not known here.
func freeSpace(string) (uint64, error) {
	return 0, errors.New("the free space is not known on this system")
}
