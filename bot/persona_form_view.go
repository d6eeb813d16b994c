// The form of a persona and the preview in it.

package bot

import (
	"strings"

	"github.com/slack-go/slack"

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
	fieldEverybody   = "everybody"
)

// maxRuleLine is the room for the words of a rule; the store bounds their number and length.
const maxRuleLine = 3000

// personaFormModal asks for everything a persona is. Its inputs keep their names, so that what was typed survives a preview.
func personaFormModal(f personaForm) *slack.ModalViewRequest {
	p := f.persona
	title, submit := "Edit a persona", "Save"
	if f.fresh {
		title, submit = "Add a persona", "Add"
	}
	var blocks []slack.Block
	if f.notice != "" {
		blocks = append(blocks, section(f.notice))
	}
	blocks = append(blocks, input(fieldName, "Name", textInput(inputValue, "Platform engineers", p.Name, false, 150), "", false))
	if f.fresh {
		blocks = append(blocks, input(fieldID, "Short name for files", textInput(inputValue, "platform", string(p.ID), false, 40),
			"Small letters, digits and hyphens. It stays for good. Left empty, it is made from the name.", true))
	}
	var networks []string
	for _, n := range p.Networks {
		networks = append(networks, string(n))
	}
	blocks = append(blocks,
		input(fieldTopics, "Topics", textInput(inputValue, "engineering, open source", strings.Join(p.Topics, ", "), false, maxRuleLine),
			"Separated by commas. Items on them are shown to these people first.", true),
		input(fieldNetworks, "Networks", selectMany(inputValue, "All networks", networkOptions(named, nil), 0, networks...), "Where they are usually read.", true),
		input(fieldTalking, "Talking points", textInput(inputValue, "", strings.Join(p.TalkingPoints, "\n"), true, maxRuleLine),
			"One on each line, at most ten.", true),
		divider())
	blocks = append(blocks, ruleBlocks(f)...)
	blocks = append(blocks, actions("preview", button(actPersonaPreview, "Who would this match?", "")))
	if f.preview != nil {
		blocks = append(blocks, section(previewText(*f.preview, f.names)))
	}
	for _, problem := range f.problems {
		blocks = append(blocks, section(":warning: "+problem))
	}
	if f.everybody {
		blocks = append(blocks, input(fieldEverybody, "It fits everybody",
			checkboxes(inputValue, []*slack.OptionBlockObject{option("yes", "I mean it: propose this persona to everybody")}), "Personas below this one are then proposed to nobody.", true))
	}
	return modal(cbPersona, title, submit, "Cancel", f.metadata(), blocks...)
}

// ruleBlocks ask for the rule. What the app may not read is said instead of asked.
func ruleBlocks(f personaForm) []slack.Block {
	r := f.persona.Rule
	words := func(field, label, placeholder, hint string, list []string) slack.Block {
		return input(field, label, textInput(inputValue, placeholder, strings.Join(list, ", "), false, maxRuleLine), hint, true)
	}
	blocks := []slack.Block{
		section("*Who is it proposed to?* Whoever fits any of these. Without any it is proposed to nobody, and people can still choose it."),
		words(fieldTitles, "Words in the title", "engineer, developer", "Separated by commas. A word fits from its start: \"engineer\" fits \"Engineers\" and \"Engineering\".", r.Titles),
		words(fieldDepartments, "Words in the department", "platform, data", "", r.Departments),
		words(fieldLocations, "Words in the location", "berlin, remote", "", r.Locations),
	}
	if f.noGroups != "" {
		blocks = append(blocks, section(":warning: *User groups cannot be chosen.* "+esc(f.noGroups)))
	} else {
		groups := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeExternal, plain("Type a name", maxPlaceholder), actPersonaGroups)
		groups.MinQueryLength, groups.InitialOptions = new(int), f.groups
		blocks = append(blocks, input(fieldGroups, "In a user group", groups, "", true))
	}
	channels := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeChannels, plain("Choose public channels", maxPlaceholder), inputValue)
	channels.InitialChannels = r.Channels
	blocks = append(blocks, input(fieldChannels, "In a public channel", channels, "Who is in them is read when you save, at every start and every night.", true))
	if f.noMembers != "" {
		blocks = append(blocks, section(":warning: *Channels do nothing yet.* "+esc(f.noMembers)))
	}
	return blocks
}

// previewText says whom a rule would reach and what would change.
func previewText(p store.PersonaPreview, names map[store.PersonaID]string) string {
	if p.IsRuleless {
		text := ":warning: *No rule: it is proposed to nobody.* People can still choose it."
		return text + lostText(p)
	}
	text := "*It would be proposed to " + count(p.Matches, "person", "people") + "* of " + count(p.People, "person", "people") + " who work here" + namesText(p.Names, p.Matches)
	if p.Everybody {
		text = ":warning: *The rule fits everybody who works here.* " + text
	}
	if p.Matches == 0 && p.Earlier == 0 {
		text = ":warning: *The rule fits nobody.* Look at the words: titles are often written in another way"
	}
	text += "."
	if p.New > 0 {
		text += "\n• New: " + count(p.New, "person", "people") + namesText(p.NewNames, p.New) + "."
	}
	text += lostText(p)
	if p.Earlier > 0 {
		var earlier []string
		for _, id := range p.EarlierBy {
			earlier = append(earlier, "*"+line(names[id])+"*")
		}
		text += "\n• Fits as well, but an upper persona comes first (" + list(earlier) + "): " + count(p.Earlier, "person", "people") + namesText(p.EarlierNames, p.Earlier) + "."
		if p.Matches == 0 {
			text += "\n:warning: *As it stands it is proposed to nobody.* After saving, move it above " + earlier[0] + " to change that."
		}
	}
	if p.Moved > 0 {
		text += "\n• " + count(p.Moved, "advocate follows", "advocates follow") + " the rules and would change; they are told once and can keep what they have."
	}
	return text
}

// lostText says to whom it is proposed no longer.
func lostText(p store.PersonaPreview) string {
	if p.Lost == 0 {
		return ""
	}
	return "\n• No longer: " + count(p.Lost, "person", "people") + namesText(p.LostNames, p.Lost) + "."
}

// namesText names the first people of n after a colon; "" for nobody.
func namesText(names []string, n int) string {
	if n == 0 {
		return ""
	}
	var safe []string
	for _, name := range names {
		safe = append(safe, line(cut(name, 60)))
	}
	if rest := n - len(names); rest > 0 {
		safe = append(safe, count(rest, "other", "others"))
	}
	return ": " + list(safe)
}
