// Keys: parts joined by a zero byte, times and numbers that sort as they should.

package kv

import (
	"encoding/binary"
	"strings"
	"time"
)

// Join builds a key from parts that hold no zero byte, except the last, which may be anything.
func Join(parts ...string) string { return strings.Join(parts, "\x00") }

// Split takes a joined key apart; n is the number of parts.
func Split(key string, n int) []string { return strings.SplitN(key, "\x00", n) }

// TimeKey is eight bytes that sort like the time. Times before 1970 do not occur and sort as 1970.
func TimeKey(at time.Time) string { return NumberKey(uint64(max(at.UnixMicro(), 0))) }

// KeyTime reads what TimeKey wrote at the start of s.
func KeyTime(s string) time.Time {
	return time.UnixMicro(int64(binary.BigEndian.Uint64([]byte(s[:8])))).UTC()
}

// NumberKey is eight bytes that sort like n.
func NumberKey(n uint64) string { return string(binary.BigEndian.AppendUint64(nil, n)) }

// DescendingKey is four bytes that sort the larger of two numbers first, below zero too.
func DescendingKey(n int) string {
	return string(binary.BigEndian.AppendUint32(nil, ^(uint32(int32(n)) ^ 1<<31)))
}
