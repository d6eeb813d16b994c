// Ids and short names as they may stand in keys, and lists without repeats.

package text

import "slices"

// IsID tells whether s may be an id in a key: letters, digits, "-", "_" and ".", at most 64 of them.
func IsID(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for _, r := range s {
		if !(r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '-' || r == '_' || r == '.') {
			return false
		}
	}
	return true
}

// IsSlug tells a short name: it stands in files people edit by hand and in CSV columns.
func IsSlug(s string) bool {
	if s == "" || len(s) > 40 {
		return false
	}
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-') {
			return false
		}
	}
	return true
}

// Unique keeps the first of equal elements, in order.
func Unique[T comparable](list []T) []T {
	var kept []T
	for _, v := range list {
		if !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	return kept
}
