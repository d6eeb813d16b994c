// The fields of program settings: a row of the list of settings as an input, and read back from it.

package program

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/text"
)

// The longest texts of inputs in characters: of a line, where the store has the same bound, and of Slack's largest
// input.
const (
	maxSettingText = 200
	maxSettingList = 3000
)

// channelKey is the one setting that is chosen among the channels.
const channelKey = "recognition.channel"

// settingInput is the input of one setting with what is set.
func settingInput(row store.Setting, s store.Settings) slack.Block {
	label, hint, optional := row.Label, row.Hint, false
	if network := store.Network(label); slices.Contains(store.Networks, network) {
		label = surface.NetworkName(network)
	}
	if hint == "" {
		hint = row.Bounds()
	}
	var element slack.BlockElement
	switch v := row.Get(&s).(type) {
	case int:
		number := slack.NewNumberInputBlockElement(nil, block.InputValue, false)
		number.InitialValue = strconv.Itoa(v)
		element = number
	case bool:
		var ticked []string
		if v {
			ticked = []string{"on"}
		}
		element = block.Checkboxes(block.InputValue, []*slack.OptionBlockObject{block.Option("on", row.Hint)}, ticked...)
		hint, optional = "", true
	case []string:
		if optional = row.Min == 0; row.Values != nil {
			days := block.Options(row.Values, func(day string) (string, string) { return day, text.UpperFirst(day) })
			element = block.SelectMany(block.InputValue, "Choose any", days, 0, v...)
		} else {
			element = block.TextInput(block.InputValue, "", strings.Join(v, "\n"), true, maxSettingList)
		}
	case string:
		switch optional = row.Default == ""; {
		case row.Key == "digest.frequency":
			element = block.SelectOne(block.InputValue, "Choose", surface.FrequencyOptions(s.Rhythm), v)
		case row.Values != nil:
			options := block.Options(row.Values, func(value string) (string, string) {
				return value, text.UpperFirst(value)
			})
			element = block.SelectOne(block.InputValue, "Choose", options, v)
		case row.Form == store.TimeForm:
			element = block.TimeInput(block.InputValue, v)
		case row.Key == channelKey:
			element = block.SelectChannel(block.InputValue, "None", v)
		default:
			element = block.TextInput(block.InputValue, "", v, row.Max > maxSettingText, max(row.Max, maxSettingText))
		}
	}
	return block.Input(row.Name, label, element, hint, optional)
}

// readSetting puts what was entered into the settings and says what cannot be read, "" when all can. Bounds are the
// store's.
func readSetting(row store.Setting, in dispatch.State, s *store.Settings) string {
	entered := strings.TrimSpace(in.Text(row.Name))
	switch v := row.Get(s).(type) {
	case int:
		n, err := strconv.Atoi(entered)
		if err != nil {
			return "Write a whole number."
		}
		row.Set(s, n)
	case bool:
		row.Set(s, in.Bool(row.Name))
	case []string:
		if row.Values != nil {
			row.Set(s, in.Choices(row.Name))
			return ""
		}
		// A list that is too long for the input is for the program file: shown cut and saved, it would lose its end.
		if now := strings.Join(v, "\n"); block.Cut(now, maxSettingList) != now {
			if in.Text(row.Name) == block.Cut(now, maxSettingList) {
				return ""
			}
			return "This list is too long for a form. Change it in the program file: vouch program show."
		}
		row.Set(s, listed(in.Text(row.Name)))
	case string:
		if row.Values != nil || row.Form != "" || row.Key == channelKey {
			entered = in.Choice(row.Name)
		}
		row.Set(s, entered)
	}
	return ""
}

// listed divides words at their lines; commas divide as well, because people write them, but not a sentence that stands
// behind an equals sign.
func listed(words string) (values []string) {
	for line := range strings.Lines(words) {
		parts := []string{line}
		if !strings.Contains(line, "=") {
			parts = strings.Split(line, ",")
		}
		for _, value := range parts {
			if value = strings.TrimSpace(value); value != "" {
				values = append(values, value)
			}
		}
	}
	return values
}
