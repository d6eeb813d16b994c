// The form of a persona and the preview in it.

package persona

import (
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// Fields of the form; they bear the names of the store's field errors.
const (
	fieldID          = "id"
	fieldTalking     = "talking_points"
	fieldTitles      = "titles"
	fieldDepartments = "departments"
	fieldLocations   = "locations"
	fieldGroups      = "groups"
	fieldChannels    = "channels"
)

// maxRuleLine is the room for the words of a rule; the store bounds their number and length.
const maxRuleLine = 3000

// personaFormModal asks for everything a persona is. Its inputs keep their names, so that what was typed survives a
// preview.
func personaFormModal(f personaForm) *slack.ModalViewRequest {
	p := f.persona
	title, submit := "Edit a persona", "Save"
	if f.fresh {
		title, submit = "Add a persona", "Add"
	}
	var blocks []slack.Block
	blocks = append(blocks, block.Said(f.notice))
	blocks = append(blocks, block.Input(surface.FieldName, "Name",
		block.TextInput(block.InputValue, "Platform engineers", p.Name, false, 150), "", false))
	if f.fresh {
		blocks = append(blocks, block.Input(fieldID, "Short name for files",
			block.TextInput(block.InputValue, "platform", string(p.ID), false, 40),
			"Small letters, digits and hyphens. It stays for good. Left empty, it is made from the name.", true))
	}
	blocks = append(blocks,
		block.Input(surface.FieldTopics, "Topics", block.TextInput(block.InputValue, "engineering, open source",
			strings.Join(p.Topics, ", "), false, maxRuleLine),
			"Separated by commas. Items on them are shown to these people first.", true),
		block.Input(surface.FieldNetworks, "Networks", block.SelectMany(block.InputValue, "All networks",
			surface.NetworkOptions(surface.Named, nil), 0, surface.NetworkValues(p.Networks)...),
			"Where they are usually read.", true),
		surface.AudienceInput("Who mostly follows them?", "Not said", p.Audiences,
			"Until they say it themselves, in their settings."),
		block.Input(fieldTalking, "Talking points", block.TextInput(block.InputValue, "", strings.Join(p.TalkingPoints, "\n"),
			true, maxRuleLine),
			"One on each line, at most ten.", true),
		block.Divider())
	blocks = append(blocks, ruleBlocks(f)...)
	blocks = append(blocks, block.Actions("preview", block.Button(actPersonaPreview, "Who would this match?", "")))
	if f.preview != nil {
		blocks = append(blocks, block.Section(previewText(*f.preview, f.names)))
	}
	for _, problem := range f.problems {
		blocks = append(blocks, block.Section(":warning: "+problem))
	}
	return block.Modal(cbPersona, title, submit, "Cancel", f.metadata(), blocks...)
}

// ruleBlocks ask for the rule. What the app may not read is said instead of asked.
func ruleBlocks(f personaForm) []slack.Block {
	r := f.persona.Rule
	words := func(field, label, placeholder, hint string, list []string) slack.Block {
		return block.Input(field, label, block.TextInput(block.InputValue, placeholder, strings.Join(list, ", "), false,
			maxRuleLine), hint, true)
	}
	blocks := []slack.Block{
		block.Section("*Who is it proposed to?* Whoever fits any of these. Without any it is proposed to nobody, and " +
			"people can still choose it."),
		words(fieldTitles, "Words in the title", "engineer, developer",
			"Separated by commas. A word fits from its start: \"engineer\" fits \"Engineers\" and \"Engineering\".", r.Titles),
		words(fieldDepartments, "Words in the department", "platform, data", "", r.Departments),
		words(fieldLocations, "Words in the location", "berlin, remote", "", r.Locations),
	}
	if f.noGroups != "" {
		blocks = append(blocks, block.Section(":warning: *User groups cannot be chosen.* "+block.Esc(f.noGroups)))
	} else {
		groups := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeExternal,
			block.Plain("Type a name", block.MaxPlaceholder), actPersonaGroups)
		groups.MinQueryLength, groups.InitialOptions = new(int), f.groups
		blocks = append(blocks, block.Input(fieldGroups, "In a user group", groups, "", true))
	}
	channels := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeChannels,
		block.Plain("Choose public channels", block.MaxPlaceholder), block.InputValue)
	channels.InitialChannels = r.Channels
	blocks = append(blocks, block.Input(fieldChannels, "In a public channel", channels,
		"Who is in them is read when you save, at every start and every night.", true))
	blocks = append(blocks, block.When(f.noMembers != "",
		block.Section(":warning: *Channels do nothing yet.* "+block.Esc(f.noMembers))))
	return blocks
}

// previewText says whom a rule would reach and what would change.
func previewText(p store.PersonaPreview, names map[store.PersonaID]string) string {
	if p.IsRuleless {
		text := ":warning: *No rule: it is proposed to nobody.* People can still choose it."
		return text + lostText(p)
	}
	text := "*It would be proposed to " + block.Count(p.Matches.Count, "person", "people") + "* of " +
		block.Count(p.People, "person", "people") + " who work here" + namesText(p.Matches)
	if p.Matches.Count == 0 && p.Earlier.Count == 0 {
		text = ":warning: *The rule fits nobody.* Look at the words: titles are often written in another way"
	}
	text += "."
	text += block.When(p.New.Count > 0, "\n• New: "+block.Count(p.New.Count, "person", "people")+namesText(p.New)+".")
	text += lostText(p)
	if p.Earlier.Count > 0 {
		var earlier []string
		for _, id := range p.EarlierBy {
			earlier = append(earlier, "*"+block.Line(names[id])+"*")
		}
		text += "\n• Fits as well, but an upper persona comes first (" + block.List(earlier) + "): " +
			block.Count(p.Earlier.Count, "person", "people") + namesText(p.Earlier) + "."
		if p.Matches.Count == 0 {
			text += "\n:warning: *As it stands it is proposed to nobody.* After this, move it above " + earlier[0] +
				" to change that."
		}
	}
	text += block.When(p.Moved > 0,
		"\n• "+block.Count(p.Moved, "advocate follows", "advocates follow")+" the rules and would change; they are told "+
			"once.")
	return text
}

// lostText says to whom it is proposed no longer.
func lostText(p store.PersonaPreview) string {
	if p.Lost.Count == 0 {
		return ""
	}
	return "\n• No longer: " + block.Count(p.Lost.Count, "person", "people") + namesText(p.Lost) + "."
}

// namesText names the first of some people after a colon; "" for nobody.
func namesText(people store.SomePeople) string {
	if people.Count == 0 {
		return ""
	}
	var safe []string
	for _, name := range people.Names {
		safe = append(safe, block.Line(block.Cut(name, 60)))
	}
	if rest := people.Count - len(people.Names); rest > 0 {
		safe = append(safe, block.Count(rest, "other", "others"))
	}
	return ": " + block.List(safe)
}
