// Inputs: the fields of modals and the choices in messages.

package block

import (
	"github.com/slack-go/slack"

	"vouch/store/text"
)

// Input is a labelled field of a modal; block is the field's name in the state and in FieldErrors. hint may be "".
func Input(block, label string, element slack.BlockElement, hint string, optional bool) *slack.InputBlock {
	b := slack.NewInputBlock(block, Plain(label, maxLabelText), nil, element)
	if hint != "" {
		b.Hint = Plain(hint, maxLabelText)
	}
	b.Optional = optional
	return b
}

// Dispatching makes an input report each change as an action; its element needs an action id of its own.
func Dispatching(b *slack.InputBlock) *slack.InputBlock {
	b.DispatchAction = true
	return b
}

// Option is one choice; value is at most 150 characters and comes back as it is.
func Option(value, label string) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(value, Plain(label, MaxOptionText), nil)
}

// Options are the choices of a list, by the value and the label of each.
func Options[T any](list []T, of func(T) (value, label string)) []*slack.OptionBlockObject {
	return text.Mapped(list, func(x T) *slack.OptionBlockObject { return Option(of(x)) })
}

// Described is an option with a second line.
func Described(value, label, description string) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(value, Plain(label, MaxOptionText), Plain(description, MaxOptionText))
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

// SelectOne is a menu of 1-100 options; initial is the chosen value or "".
func SelectOne(actionID, placeholder string, options []*slack.OptionBlockObject,
	initial string) *slack.SelectBlockElement {
	s := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, Plain(placeholder, MaxPlaceholder), actionID, options...)
	if found := chosen(options, initial); len(found) > 0 {
		s.InitialOption = found[0]
	}
	return s
}

// SelectMany is a menu where several of 1-100 options may be chosen, at most limit; 0 is no limit.
func SelectMany(actionID, placeholder string, options []*slack.OptionBlockObject, limit int,
	initial ...string) *slack.MultiSelectBlockElement {
	s := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, Plain(placeholder, MaxPlaceholder), actionID,
		options...)
	s.InitialOptions = chosen(options, initial...)
	if limit > 0 {
		s.MaxSelectedItems = &limit
	}
	return s
}

// SuggestOne is a menu whose options come from an onSuggest handler after minimum typed characters; initial may be nil.
func SuggestOne(actionID, placeholder string, minimum int, initial *slack.OptionBlockObject) *slack.SelectBlockElement {
	s := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, Plain(placeholder, MaxPlaceholder), actionID)
	s.MinQueryLength, s.InitialOption = &minimum, initial
	return s
}

// SuggestMany is suggestOne for several choices; initial may be nil.
func SuggestMany(actionID, placeholder string, minimum int,
	initial []*slack.OptionBlockObject) *slack.MultiSelectBlockElement {
	s := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeExternal, Plain(placeholder, MaxPlaceholder), actionID)
	s.MinQueryLength, s.InitialOptions = &minimum, initial
	return s
}

// SelectPerson is a menu of the workspace's people; initial is a user id or "".
func SelectPerson(actionID, placeholder, initial string) *slack.SelectBlockElement {
	s := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, Plain(placeholder, MaxPlaceholder), actionID)
	s.InitialUser = initial
	return s
}

// SelectChannel is a menu of public and private channels, without direct messages and shared channels.
func SelectChannel(actionID, placeholder, initial string) *slack.SelectBlockElement {
	s := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, Plain(placeholder, MaxPlaceholder), actionID)
	s.InitialConversation = initial
	s.Filter = &slack.SelectBlockElementFilter{Include: []string{"public", "private"}, ExcludeExternalSharedChannels: true}
	return s
}

// Overflow is the "..." menu of 1-5 options.
func Overflow(actionID string, options ...*slack.OptionBlockObject) *slack.OverflowBlockElement {
	return slack.NewOverflowBlockElement(actionID, options...)
}

// Radio offers 1-10 options of which one is chosen.
func Radio(actionID string, options []*slack.OptionBlockObject, initial string) *slack.RadioButtonsBlockElement {
	r := slack.NewRadioButtonsBlockElement(actionID, options...)
	if found := chosen(options, initial); len(found) > 0 {
		r.InitialOption = found[0]
	}
	return r
}

// Checkboxes offers 1-10 options of which any number is chosen.
func Checkboxes(actionID string, options []*slack.OptionBlockObject,
	initial ...string) *slack.CheckboxGroupsBlockElement {
	c := slack.NewCheckboxGroupsBlockElement(actionID, options...)
	c.InitialOptions = chosen(options, initial...)
	return c
}

// TextInput is a field of text; maximum is 1-3,000 characters. placeholder may be "".
func TextInput(actionID, placeholder, initial string, multiline bool, maximum int) *slack.PlainTextInputBlockElement {
	t := slack.NewPlainTextInputBlockElement(nil, actionID)
	if placeholder != "" {
		t.Placeholder = Plain(placeholder, MaxPlaceholder)
	}
	t.InitialValue, t.Multiline, t.MaxLength = Cut(initial, maximum), multiline, maximum
	return t
}

// UrlInput is a field that takes an address only.
func UrlInput(actionID, placeholder, initial string) *slack.URLTextInputBlockElement {
	u := slack.NewURLTextInputBlockElement(nil, actionID)
	if placeholder != "" {
		u.Placeholder = Plain(placeholder, MaxPlaceholder)
	}
	u.InitialValue = initial
	return u
}

// DateInput is a date picker; initial is "2006-01-02" or "".
func DateInput(actionID, initial string) *slack.DatePickerBlockElement {
	d := slack.NewDatePickerBlockElement(actionID)
	d.InitialDate = initial
	return d
}

// TimeInput is a time picker; initial is "15:04" or "".
func TimeInput(actionID, initial string) *slack.TimePickerBlockElement {
	t := slack.NewTimePickerBlockElement(actionID)
	t.InitialTime = initial
	return t
}
