// What a read-only disk answers where there are no Unix error numbers: permission errors only.

//go:build !unix

package store

import "io/fs"

var errReadOnlyDisk = fs.ErrPermission
