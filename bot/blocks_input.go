// Inputs: the fields of modals and the choices in messages.

package bot

import (
	"github.com/slack-go/slack"
)

// input is a labelled field of a modal; block is the field's name in the state and in FieldErrors. hint may be "".
func input(block, label string, element slack.BlockElement, hint string, optional bool) *slack.InputBlock {
	b := slack.NewInputBlock(block, plain(label, maxLabelText), nil, element)
	if hint != "" {
		b.Hint = plain(hint, maxLabelText)
	}
	b.Optional = optional
	return b
}

// dispatching makes an input report each change as an action; its element needs an action id of its own.
func dispatching(b *slack.InputBlock) *slack.InputBlock {
	b.DispatchAction = true
	return b
}

// option is one choice; value is at most 150 characters and comes back as it is.
func option(value, label string) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(value, plain(label, maxOptionText), nil)
}

// described is an option with a second line.
func described(value, label, description string) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(value, plain(label, maxOptionText), plain(description, maxOptionText))
}

// chosen finds the options with these values; Slack wants initial options to be exactly one of the offered ones.
func chosen(options []*slack.OptionBlockObject, values ...string) []*slack.OptionBlockObject {
	var found []*slack.OptionBlockObject
	for _, o := range options {
		for _, v := range values {
			if o.Value == v && v != "" {
				found = append(found, o)
				break
			}
		}
	}
	return found
}

// selectOne is a menu of 1-100 options; initial is the chosen value or "".
func selectOne(actionID, placeholder string, options []*slack.OptionBlockObject, initial string) *slack.SelectBlockElement {
	s := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain(placeholder, maxPlaceholder), actionID, options...)
	if found := chosen(options, initial); len(found) > 0 {
		s.InitialOption = found[0]
	}
	return s
}

// selectMany is a menu where several of 1-100 options may be chosen, at most limit; 0 is no limit.
func selectMany(actionID, placeholder string, options []*slack.OptionBlockObject, limit int, initial ...string) *slack.MultiSelectBlockElement {
	s := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, plain(placeholder, maxPlaceholder), actionID, options...)
	s.InitialOptions = chosen(options, initial...)
	if limit > 0 {
		s.MaxSelectedItems = &limit
	}
	return s
}

// suggestOne is a menu whose options come from an onSuggest handler after minimum typed characters; initial may be nil.
func suggestOne(actionID, placeholder string, minimum int, initial *slack.OptionBlockObject) *slack.SelectBlockElement {
	s := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, plain(placeholder, maxPlaceholder), actionID)
	s.MinQueryLength, s.InitialOption = &minimum, initial
	return s
}

// suggestMany is suggestOne for several choices; initial may be nil.
func suggestMany(actionID, placeholder string, minimum int, initial []*slack.OptionBlockObject) *slack.MultiSelectBlockElement {
	s := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeExternal, plain(placeholder, maxPlaceholder), actionID)
	s.MinQueryLength, s.InitialOptions = &minimum, initial
	return s
}

// selectPerson is a menu of the workspace's people; initial is a user id or "".
func selectPerson(actionID, placeholder, initial string) *slack.SelectBlockElement {
	s := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plain(placeholder, maxPlaceholder), actionID)
	s.InitialUser = initial
	return s
}

// selectChannel is a menu of public and private channels, without direct messages and shared channels.
func selectChannel(actionID, placeholder, initial string) *slack.SelectBlockElement {
	s := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, plain(placeholder, maxPlaceholder), actionID)
	s.InitialConversation = initial
	s.Filter = &slack.SelectBlockElementFilter{Include: []string{"public", "private"}, ExcludeExternalSharedChannels: true}
	return s
}

// overflow is the "..." menu of 1-5 options.
func overflow(actionID string, options ...*slack.OptionBlockObject) *slack.OverflowBlockElement {
	return slack.NewOverflowBlockElement(actionID, options...)
}

// radio offers 1-10 options of which one is chosen.
func radio(actionID string, options []*slack.OptionBlockObject, initial string) *slack.RadioButtonsBlockElement {
	r := slack.NewRadioButtonsBlockElement(actionID, options...)
	if found := chosen(options, initial); len(found) > 0 {
		r.InitialOption = found[0]
	}
	return r
}

// checkboxes offers 1-10 options of which any number is chosen.
func checkboxes(actionID string, options []*slack.OptionBlockObject, initial ...string) *slack.CheckboxGroupsBlockElement {
	c := slack.NewCheckboxGroupsBlockElement(actionID, options...)
	c.InitialOptions = chosen(options, initial...)
	return c
}

// textInput is a field of text; maximum is 1-3,000 characters. placeholder may be "".
func textInput(actionID, placeholder, initial string, multiline bool, maximum int) *slack.PlainTextInputBlockElement {
	t := slack.NewPlainTextInputBlockElement(nil, actionID)
	if placeholder != "" {
		t.Placeholder = plain(placeholder, maxPlaceholder)
	}
	t.InitialValue, t.Multiline, t.MaxLength = cut(initial, maximum), multiline, maximum
	return t
}

// urlInput is a field that takes an address only.
func urlInput(actionID, placeholder, initial string) *slack.URLTextInputBlockElement {
	u := slack.NewURLTextInputBlockElement(nil, actionID)
	if placeholder != "" {
		u.Placeholder = plain(placeholder, maxPlaceholder)
	}
	u.InitialValue = initial
	return u
}

// emailInput is a field that takes an e-mail address only.
func emailInput(actionID, placeholder, initial string) *slack.EmailTextInputBlockElement {
	e := slack.NewEmailTextInputBlockElement(nil, actionID)
	if placeholder != "" {
		e.Placeholder = plain(placeholder, maxPlaceholder)
	}
	e.InitialValue = initial
	return e
}

// dateInput is a date picker; initial is "2006-01-02" or "".
func dateInput(actionID, initial string) *slack.DatePickerBlockElement {
	d := slack.NewDatePickerBlockElement(actionID)
	d.InitialDate = initial
	return d
}

// timeInput is a time picker; initial is "15:04" or "".
func timeInput(actionID, initial string) *slack.TimePickerBlockElement {
	t := slack.NewTimePickerBlockElement(actionID)
	t.InitialTime = initial
	return t
}
