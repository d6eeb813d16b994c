// Changes: what differs between two versions of the settings, for the audit.

package settings

import (
	"fmt"
	"slices"
	"strings"

	"vouch/store/audit"
	"vouch/store/bonus"
	"vouch/store/lesson"
	"vouch/store/text"
)

// Changes says for the audit what differs: the key of each setting with its value before and after. Owners of
// routes stay out of it, because the audit outlives them.
func Changes(old, now *Settings) string {
	var changes []string
	differ := func(key string, before, after any) {
		if before, after := fmt.Sprint(before), fmt.Sprint(after); before != after {
			changes = append(changes, fmt.Sprintf("%s: %s -> %s", key, quoted(before), quoted(after)))
		}
	}
	each(func(row *Setting) {
		switch before := row.Get(old).(type) {
		case []string:
			if after := row.Get(now).([]string); !slices.Equal(before, after) {
				changes = append(changes, row.Key+": "+audit.ListChange(before, after))
			}
		case map[string]string:
			for _, part := range row.Parts() {
				differ(part.Key, part.Get(old), part.Get(now))
			}
		case []Route:
			if after := row.Get(now).([]Route); !slices.Equal(before, after) {
				changes = append(changes, fmt.Sprintf("%s: %d -> %d", row.Key, len(before), len(after)))
			}
		case []bonus.Rule:
			if after := row.Get(now).([]bonus.Rule); !slices.Equal(before, after) {
				words := func(r bonus.Rule) string { return strings.Trim(fmt.Sprint(r), "{}") }
				changes = append(changes, row.Key+": "+audit.ListChange(text.Mapped(before, words), text.Mapped(after,
					words)))
			}
		case []lesson.Lesson:
			if changed := lesson.Changed(before, row.Get(now).([]lesson.Lesson)); changed != "" {
				changes = append(changes, row.Key+": "+changed)
			}
		default:
			differ(row.Key, before, row.Get(now))
		}
	})
	differ("policy.version", old.Policy.Version, now.Policy.Version)
	return strings.Join(changes, ", ")
}

// quoted is a value of the audit, short enough to leave room for others.
func quoted(value string) string {
	if value == "" {
		return "none"
	}
	return text.Cut(value, 60)
}
