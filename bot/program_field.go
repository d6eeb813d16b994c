// The fields of program settings: each shows one setting in its input, and reads it back.

package bot

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/store"
)

// settingField is one input of a section.
type settingField struct {
	Name        string // the block's id, and the store's name for the setting
	Label, Hint string
	Optional    bool

	element func(store.Settings) slack.BlockElement
	// read puts what was entered into the settings and says what cannot be read, "" when all can. Bounds are the store's.
	read func(in state, s *store.Settings) string
}

// maxSettingText is the longest line of text in characters; the store has the same bound.
const maxSettingText = 200

// textSetting is a line of text.
func textSetting(name, label, hint string, at func(*store.Settings) *string) settingField {
	return settingField{Name: name, Label: label, Hint: hint,
		element: func(s store.Settings) slack.BlockElement {
			return textInput(inputValue, "", *at(&s), false, maxSettingText)
		},
		read: func(in state, s *store.Settings) string {
			*at(s) = strings.TrimSpace(in.Text(name))
			return ""
		}}
}

// numberSetting is a whole number.
func numberSetting(name, label, hint string, at func(*store.Settings) *int) settingField {
	return settingField{Name: name, Label: label, Hint: hint,
		element: func(s store.Settings) slack.BlockElement {
			number := slack.NewNumberInputBlockElement(nil, inputValue, false)
			number.InitialValue = strconv.Itoa(*at(&s))
			return number
		},
		read: func(in state, s *store.Settings) string {
			n, err := strconv.Atoi(strings.TrimSpace(in.Text(name)))
			if err != nil {
				return "Write a whole number."
			}
			*at(s) = n
			return ""
		}}
}

// timeSetting is a time of day.
func timeSetting(name, label, hint string, at func(*store.Settings) *string) settingField {
	return settingField{Name: name, Label: label, Hint: hint,
		element: func(s store.Settings) slack.BlockElement { return timeInput(inputValue, *at(&s)) },
		read: func(in state, s *store.Settings) string {
			*at(s) = in.Choice(name)
			return ""
		}}
}

// maxSettingList is the longest text of an input in Slack, in characters.
const maxSettingList = 3000

// listSetting is a list of texts, one a line; commas divide as well, because people write them. A list that is too long for the
// input is for the program file: shown cut and saved, it would lose its end.
func listSetting[T ~string](name, label, hint string, at func(*store.Settings) *[]T) settingField {
	shown := func(s *store.Settings) string {
		var lines []string
		for _, v := range *at(s) {
			lines = append(lines, string(v))
		}
		return strings.Join(lines, "\n")
	}
	return settingField{Name: name, Label: label, Hint: hint, Optional: true,
		element: func(s store.Settings) slack.BlockElement {
			return textInput(inputValue, "", shown(&s), true, maxSettingList)
		},
		read: func(in state, s *store.Settings) string {
			if now := shown(s); cut(now, maxSettingList) != now {
				if in.Text(name) == cut(now, maxSettingList) {
					return ""
				}
				return "This list is too long for a form. Change it in the program file: vouch program show."
			}
			var values []T
			for _, text := range strings.FieldsFunc(in.Text(name), func(r rune) bool { return r == '\n' || r == ',' }) {
				if text = strings.TrimSpace(text); text != "" {
					values = append(values, T(text))
				}
			}
			*at(s) = values
			return ""
		}}
}

// switchSetting is yes or no.
func switchSetting(name, label, words string, at func(*store.Settings) *bool) settingField {
	return settingField{Name: name, Label: label, Optional: true,
		element: func(s store.Settings) slack.BlockElement {
			var ticked []string
			if *at(&s) {
				ticked = []string{"on"}
			}
			return checkboxes(inputValue, []*slack.OptionBlockObject{option("on", words)}, ticked...)
		},
		read: func(in state, s *store.Settings) string {
			*at(s) = in.Bool(name)
			return ""
		}}
}

// frequencySetting is how often digests come.
func frequencySetting() settingField {
	var options []*slack.OptionBlockObject
	for _, choice := range frequencies {
		options = append(options, option(string(choice.Value), choice.Label))
	}
	return settingField{Name: "frequency", Label: "How often",
		element: func(s store.Settings) slack.BlockElement {
			return selectOne(inputValue, "Choose", options, string(s.Rhythm.Frequency))
		},
		read: func(in state, s *store.Settings) string {
			s.Rhythm.Frequency = store.Frequency(in.Choice("frequency"))
			return ""
		}}
}

// quietSetting are the working days without digests. A quiet weekend day, which only a file can set, says nothing and stays.
func quietSetting() settingField {
	return settingField{Name: "quiet", Label: "Never on these days", Optional: true,
		element: func(s store.Settings) slack.BlockElement {
			return selectMany(inputValue, "Choose any", dayOptions(), 0, dayValues(s.Rhythm.Quiet)...)
		},
		read: func(in state, s *store.Settings) string {
			days := in.Choices("quiet")
			for _, day := range dayValues(s.Rhythm.Quiet) {
				if n := slices.IndexFunc(dayOptions(), func(o *slack.OptionBlockObject) bool { return o.Value == day }); n < 0 {
					days = append(days, day)
				}
			}
			s.Rhythm.Quiet = nil
			for _, day := range workWeek {
				if slices.Contains(days, strconv.Itoa(int(day))) {
					s.Rhythm.Quiet = append(s.Rhythm.Quiet, day)
				}
			}
			return ""
		}}
}

// disclosureSettings are the texts, the default first. An empty one falls back to the default, and that to Vouch's own words.
func disclosureSettings() []settingField {
	var list []settingField
	for _, network := range append([]store.Network{""}, store.Networks...) {
		name, label := "disclosure/"+string(network), "Default"
		if network != "" {
			label = networkName(network)
		}
		hint := ""
		if network == "" {
			hint = "How a post says that its author works here. Empty: \"I work at\" and the company's name."
		}
		list = append(list, settingField{Name: name, Label: label, Hint: hint, Optional: true,
			element: func(s store.Settings) slack.BlockElement {
				return textInput(inputValue, "", s.Disclosure[network], false, maxSettingText)
			},
			read: func(in state, s *store.Settings) string {
				texts := map[store.Network]string{}
				for other, text := range s.Disclosure {
					texts[other] = text
				}
				delete(texts, network)
				if text := strings.TrimSpace(in.Text(name)); text != "" {
					texts[network] = text
				}
				s.Disclosure = texts
				return ""
			}})
	}
	return list
}
