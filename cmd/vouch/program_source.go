// The sources of the program file, told apart by their addresses.

package main

import (
	"vouch/digest/feed"
	"vouch/store"
)

// sourceOfFile is one source. Only what people decide: what readings left (when, how
// many, the last failure) is no part of a program.
type sourceOfFile struct {
	Address     string          `yaml:"address" id:"source"`
	Name        string          `yaml:"name"`
	System      string          `yaml:"system" of:"system"`
	Paused      bool            `yaml:"paused"`
	AutoApprove bool            `yaml:"auto_approve"`
	PerDay      int             `yaml:"per_day"`
	LiveAtOnce  int             `yaml:"live_at_once"`
	Kind        string          `yaml:"kind" of:"kind"`
	Topics      []string        `yaml:"topics"`
	Personas    []string        `yaml:"personas"`
	Rules       []tagRuleOfFile `yaml:"rules"`
}

// tagRuleOfFile is what words in an item of a source stand for. A rule has no id; a
// changed one counts as one that went and one that came.
type tagRuleOfFile struct {
	Words    []string `yaml:"words"`
	Topics   []string `yaml:"topics"`
	Personas []string `yaml:"personas"`
	Kind     string   `yaml:"kind" of:"kind"`
}

// fresh gives a source that is new in the file what it need not say. The reader calls it
// for elements without a predecessor (programReader.elements). The key left out then
// means the default, not 0.
func (s *sourceOfFile) fresh() {
	s.PerDay, s.LiveAtOnce = store.DefaultPerDay, store.DefaultLiveAtOnce
}

// fileOfSource writes what people decided about a source in the words of the file.
func fileOfSource(s store.Source) sourceOfFile {
	f := sourceOfFile{Address: s.Address, Name: s.Name, System: string(s.System), Paused: s.State == store.SourcePaused, AutoApprove: s.AutoApprove,
		PerDay: s.PerDay, LiveAtOnce: s.LiveAtOnce, Kind: string(s.Kind), Topics: s.Topics, Personas: textsOf(s.Personas)}
	for _, r := range s.Rules {
		f.Rules = append(f.Rules, tagRuleOfFile{r.Words, r.Topics, textsOf(r.Personas), string(r.Kind)})
	}
	return f
}

// tidySources gives each source the one spelling of its address under which it is kept,
// as adding it in Slack does, and the mistakes by the store's field names. Addresses of
// this machine pass: only the bot that reads them knows whether it may (the demo may).
func (f *programFile) tidySources(reader *programReader) store.FieldErrors {
	wrong := store.FieldErrors{}
	for i := range f.Sources {
		written := f.Sources[i].Address
		f.Sources[i].Address = feed.SourceAddress(written)
		field := "sources/" + f.Sources[i].Address
		if at, found := reader.fields["sources/"+written]; found {
			reader.fields[field] = at
		}
		if feed.IsPrivate(written) {
			wrong[field] = "address: It leads into a private network, which is never contacted. Use a public address."
		}
	}
	return wrong
}

// sources reads them back; the store knows each by its address and keeps what its
// readings left. A source in the file is active unless it is paused; other states are
// left by the reading that follows.
func (f programFile) sources() []store.Source {
	var list []store.Source
	for _, entry := range f.Sources {
		s := store.Source{Address: entry.Address, Name: entry.Name, System: store.SourceSystem(entry.System), State: store.SourceActive,
			AutoApprove: entry.AutoApprove, PerDay: entry.PerDay, LiveAtOnce: entry.LiveAtOnce, Kind: store.AssetKind(entry.Kind),
			Topics: entry.Topics, Personas: valuesOf[store.PersonaID](entry.Personas)}
		if entry.Paused {
			s.State = store.SourcePaused
		}
		for _, r := range entry.Rules {
			s.Rules = append(s.Rules, store.TagRule{Words: r.Words, Topics: r.Topics, Personas: valuesOf[store.PersonaID](r.Personas), Kind: store.AssetKind(r.Kind)})
		}
		list = append(list, s)
	}
	return list
}
