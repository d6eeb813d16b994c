// The fields of program settings: a row of the list of settings as an input, and read back from it.

package program

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// The longest texts of inputs in characters: of a line, where the store has the same bound, and of Slack's largest
// input.
const (
	maxSettingText = 200
	maxSettingList = 3000
)

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
		if optional = true; row.Values != nil {
			element = block.SelectMany(block.InputValue, "Choose any", surface.DayOptions(), 0, surface.DayValues(s.Rhythm.Quiet)...)
		} else {
			element = block.TextInput(block.InputValue, "", strings.Join(v, "\n"), true, maxSettingList)
		}
	case string:
		switch optional = row.Default == ""; {
		case row.Values != nil:
			var options []*slack.OptionBlockObject
			for _, choice := range surface.Frequencies {
				options = append(options, block.Option(string(choice.Value), choice.Label))
			}
			element = block.SelectOne(block.InputValue, "Choose", options, v)
		case row.Form == store.TimeForm:
			element = block.TimeInput(block.InputValue, v)
		default:
			element = block.TextInput(block.InputValue, "", v, false, maxSettingText)
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
			row.Set(s, chosenQuietDays(in.Choices(row.Name), s.Rhythm.Quiet))
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
		if row.Values != nil || row.Form != "" {
			entered = in.Choice(row.Name)
		}
		row.Set(s, entered)
	}
	return ""
}

// listed divides a text at its lines; commas divide as well, because people write them.
func listed(text string) (values []string) {
	for _, value := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ',' }) {
		if value = strings.TrimSpace(value); value != "" {
			values = append(values, value)
		}
	}
	return values
}

// chosenQuietDays names the chosen days without digests. A quiet weekend day, which only a file can set, says nothing
// and stays.
func chosenQuietDays(chosen []string, before []time.Weekday) (names []string) {
	for _, day := range surface.WorkWeek {
		value := strconv.Itoa(int(day))
		offered := slices.ContainsFunc(surface.DayOptions(), func(o *slack.OptionBlockObject) bool { return o.Value == value })
		if slices.Contains(chosen, value) || !offered && slices.Contains(before, day) {
			names = append(names, strings.ToLower(day.String()))
		}
	}
	return names
}
