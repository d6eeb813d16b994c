// How the rows of the list read and write one value of the settings, and what differs between two versions, for the
// audit.

package settings

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"vouch/store/audit"
	"vouch/store/bonus"
	"vouch/store/lesson"
	"vouch/store/term"
	"vouch/store/text"
)

// access reads and writes one value in the type that Default has. Lists of texts and maps are copied on the way.
type access struct {
	Get func(*Settings) any
	Set func(*Settings, any)
}

func plain[T any](at func(*Settings) *T) access {
	return access{func(s *Settings) any { return *at(s) }, func(s *Settings, v any) { *at(s) = v.(T) }}
}

func typed[T ~string](at func(*Settings) *T) access {
	return access{func(s *Settings) any { return string(*at(s)) }, func(s *Settings, v any) { *at(s) = T(v.(string)) }}
}

func texts[T ~string](at func(*Settings) *[]T) access {
	return access{func(s *Settings) any { return text.Mapped(*at(s), func(v T) string { return string(v) }) },
		func(s *Settings, v any) { *at(s) = text.Mapped(v.([]string), func(v string) T { return T(v) }) }}
}

// weekdayNames are the days as the program file writes them, Monday first.
var weekdayNames = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// weekdays translates days, which package time counts from Sunday as 0.
func weekdays(at func(*Settings) *[]time.Weekday) access {
	return access{
		func(s *Settings) any {
			return text.Mapped(*at(s), func(day time.Weekday) string { return strings.ToLower(day.String()) })
		},
		func(s *Settings, v any) {
			*at(s) = text.Mapped(v.([]string), func(name string) time.Weekday {
				return time.Weekday((slices.Index(weekdayNames, name) + 1) % 7)
			})
		},
	}
}

// DefaultNetwork is the key of the disclosure for networks without one of their own; stored settings have "" for it,
// which would be hard to see in a file.
const DefaultNetwork = "default"

func byNetwork(at func(*Settings) *map[term.Network]string) access {
	return access{
		func(s *Settings) any {
			texts := map[string]string{}
			for network, text := range *at(s) {
				if network == "" {
					network = DefaultNetwork
				}
				texts[string(network)] = text
			}
			return texts
		},
		func(s *Settings, v any) {
			// Left nil without any text, as it is stored: an empty map would look like a change.
			var texts map[term.Network]string
			for network, text := range v.(map[string]string) {
				if network == DefaultNetwork {
					network = ""
				}
				if texts == nil {
					texts = map[term.Network]string{}
				}
				texts[term.Network(network)] = text
			}
			*at(s) = texts
		},
	}
}

// networkKeys are the networks as keys of settings.
var networkKeys = text.Mapped(term.Networks, func(n term.Network) string { return string(n) })

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
