// What a read-only disk answers on systems with Unix error numbers.

//go:build unix

package store

import "syscall"

var errReadOnlyDisk error = syscall.EROFS
