// How the rows of the list read and write one value of the settings.

package settings

import (
	"slices"
	"strings"
	"time"

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
