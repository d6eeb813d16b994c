// The keys of the program file: those of the list of settings, and those of the elements of its lists.

package programfile

import (
	"slices"
	"strings"
	"time"

	"vouch/store"
	"vouch/store/bonus"
)

// key is one key of the file. What may stand at it follows from the type of zero.
type key struct {
	name  string
	words string // the comment above it
	field string // by which the store's errors call it
	// zero is the value of no text, number and so on: string, int, bool, []string, map[string]string by network, section
	// for keys below it, or []section for a list of elements.
	zero any
	form string   // what a text has to be, a layout of package time
	want []string // the only texts allowed
	keys []key    // of the section, or of each element
	noun string   // what one element is called where its first key tells it apart; "" where nothing does

	setting *store.Setting // which it stands for
}

// section is the values of some keys, by name.
type section map[string]any

// header opens every file. What it promises is what Read does; change both.
const header = `The advocacy program, written by: vouch program show > program.yaml
Change what you like, then: vouch program apply program.yaml
It shows the differences and asks before anything changes.

A key that is left out keeps what is set now; so a file may hold just the keys you care about.
A list or the texts under sharing.disclosure replace what is set now as a whole; [] empties a list.
A persona or source that is missing from a given list is removed.`

// top is the whole file: a section for each of the settings, then the lists of the program.
var top = func() key {
	file := key{zero: section{}}
	for _, group := range store.SettingSections {
		part := key{name: group.Key, words: group.Words, zero: section{}}
		for _, row := range group.Settings {
			part.keys = append(part.keys, settingKey(row))
		}
		file.keys = append(file.keys, part)
	}
	file.keys = append(file.keys, personaKey, sourceKey)
	return file
}()

// settingKey is the key of one row of the list of settings.
func settingKey(row store.Setting) key {
	k := key{name: row.Key[strings.LastIndex(row.Key, ".")+1:], words: row.Words, field: row.Name, zero: row.Default,
		form: row.Form, want: row.Values, setting: &row}
	if bounds := row.Bounds(); bounds != "" {
		k.words = strings.TrimSuffix(k.words, ".") + ", " + bounds + "."
	}
	switch row.Default.(type) {
	case []store.Route:
		k.zero, k.keys = []section{}, routeKeys
	case []bonus.Rule:
		k.zero, k.keys = []section{}, ruleKeys
	case []store.Lesson:
		k.zero, k.keys, k.noun = []section{}, lessonKeys, "lesson"
	}
	return k
}

// names are named texts as plain ones, behind those that come first.
func names[T ~string](list []T, first ...string) []string {
	for _, v := range list {
		first = append(first, string(v))
	}
	return first
}

var (
	networks  = names(store.Networks)
	audiences = names(store.Audiences)
	kinds     = names(store.AssetKinds, "")
	systems   = names([]store.SourceSystem{store.FeedSystem, store.GreenhouseSystem, store.LeverSystem, store.AshbySystem,
		store.CSVSystem}, "")
)

// audienceWords list the audiences.
const audienceWords = "buyers, candidates, peers, customers, partners."

// The keys of elements are the names under which the store writes them as JSON; a test holds that none is missing.
var routeKeys = []key{
	{name: "kind", words: "candidate or client.", zero: "", want: []string{string(store.Candidate), string(store.Client)}},
	{name: "department", words: "The job's department, the whole name.", zero: ""},
	{name: "location", words: "Part of the job's location: Oslo fits \"Oslo, Norway\".", zero: ""},
	{name: "contains", words: "A word in the job's title or in what the client needs.", zero: ""},
	{name: "owner", words: "Slack user id of who answers.", zero: ""},
}

// ruleKeys are those of bonus rules.
var ruleKeys = []key{
	{name: "name", words: "Name of the rule; payouts keep it.", zero: ""},
	{name: "kind", words: "candidate or client.", zero: "", want: []string{bonus.Candidate, bonus.Client}},
	{name: "level", zero: "", want: names(bonus.Levels, ""),
		words: "Level that the job's title names: " + strings.Join(bonus.Levels, ", ") + "."},
	{name: "department", words: "The job's department, the whole name.", zero: ""},
	{name: "location", words: "Part of the job's location.", zero: ""},
	{name: "contains", words: "A word in the job's title or in what is needed.", zero: ""},
	{name: "amount", words: "What it pays, such as EUR 1500; or", zero: ""},
	{name: "percent", words: "for clients, percent of the first year's revenue, 1 to 100.", zero: 0},
	{name: "cap", words: "The most that a percentage pays, such as EUR 10000; \"\" for no bound.", zero: ""},
	{name: "tiers", zero: "",
		words: "Parts by days after the start or the deal, or at once. \"\" is: 50% after 30 days, 50% after 90 days; " +
			"for clients: 100% at once."},
}

// lessonKeys are those of lessons.
var lessonKeys = []key{
	{name: "id", zero: "",
		words: "Short name in small letters, digits and hyphens. It stays; a new one makes a new lesson."},
	{name: "title", words: "Title, 1 to 60 characters.", zero: ""},
	{name: "text", words: "What it says, at most 90 words.", zero: ""},
	{name: "question", words: "A question about a situation, 1 to 200 characters.", zero: ""},
	{name: "right", words: "The right answer, 1 to 75 characters.", zero: ""},
	{name: "wrong", words: "The two wrong answers.", zero: []section{}, keys: []key{
		{name: "answer", words: "The answer, 1 to 75 characters.", zero: ""},
		{name: "why", words: "Why it is wrong, 1 to 250 characters.", zero: ""},
	}},
}

// personaKey is the list of personas. Its order is the order in which the rules are tried.
var personaKey = key{name: "personas", field: "personas", zero: []section{}, noun: "persona",
	words: "Kinds of people the library is organised by, at least one. Rules are tried from the top; any of their words " +
		"proposes the persona, compared at the beginnings of words.",
	keys: []key{
		{name: "id", zero: "",
			words: "Short name in small letters, digits and hyphens. It stays; a new one makes a new persona."},
		{name: "name", words: "Name people see, 1 to 150 characters.", zero: ""},
		{name: "topics", words: "Topics of its items.", zero: []string{}},
		{name: "networks", words: "Networks its people use most: linkedin, x and so on.", zero: []string{}, want: networks},
		{name: "audiences", zero: []string{}, want: audiences,
			words: "Who mostly follows its people outside, until they say it themselves: " + audienceWords},
		{name: "talking_points", words: "Sentences that help in own words.", zero: []string{}},
		{name: "rule", words: "Whom it is proposed to; an empty rule proposes it to nobody.", zero: section{}, keys: []key{
			{name: "titles", words: "Words of titles.", zero: []string{}},
			{name: "departments", words: "Words of departments.", zero: []string{}},
			{name: "locations", words: "Words of places.", zero: []string{}},
			{name: "groups", words: "Slack user groups by id, such as S0123ABCD.", zero: []string{}},
			{name: "channels", words: "Slack channels by id, such as C0123ABCD.", zero: []string{}},
		}},
	}}

// sourceKey is the list of sources: only what people decide. What readings left is no part of a program.
var sourceKey = key{name: "sources", field: "sources", zero: []section{}, noun: "source",
	words: "Feeds and public job boards that fill the library by themselves.",
	keys: []key{
		{name: "address", zero: "",
			words: "http or https address. It tells sources apart: another one makes another source."},
		{name: "name", words: "Name curators see, 1 to 80 characters.", zero: ""},
		{name: "system", zero: "", want: systems,
			words: "feed, greenhouse, lever, ashby or csv; \"\" to tell by the address."},
		{name: "paused", words: "Whether it is not read at present: true or false.", zero: false},
		{name: "auto_approve", zero: false,
			words: "Whether items go live without review, unless a topic is regulated: true or false."},
		{name: "per_day", words: "New items a day at most, 1 to 1000; 0, or left out of a new source, is 10.", zero: 0},
		{name: "live_at_once", zero: 0,
			words: "Items live or waiting at once at most, 1 to 5000; 0, or left out of a new source, is 100."},
		{name: "kind", zero: "", want: kinds, words: "Kind of items that do not say: article, job, culture, case_study, " +
			"thought_leadership, event; \"\" for article, or job of a board."},
		{name: "topics", words: "Topics given to every item.", zero: []string{}},
		{name: "personas", words: "Personas given to items for which no rule names one, by id.", zero: []string{}},
		{name: "audiences", zero: []string{}, want: audiences,
			words: "Outside readers given to items that name none: " + audienceWords},
		{name: "rules", words: "What words in an item stand for.", zero: []section{}, keys: []key{
			{name: "words", words: "The words, any of them, compared at the beginnings of words.", zero: []string{}},
			{name: "topics", words: "Topics such items get.", zero: []string{}},
			{name: "personas", words: "Personas such items get, by id.", zero: []string{}},
			{name: "kind", words: "Kind such items get, \"\" for none.", zero: "", want: kinds},
		}},
	}}

// join is a key below a path, "" the top.
func join(path, name string) string { return strings.TrimPrefix(path+"."+name, ".") }

// find is the key below k with a name, nil when there is none.
func (k *key) find(name string) *key {
	at := slices.IndexFunc(k.keys, func(sub key) bool { return sub.name == name })
	if at < 0 {
		return nil
	}
	return &k.keys[at]
}

// wants says what a text at the key should be, for the sentence that refuses another; "text" for any.
func (k *key) wants() string {
	switch {
	case k.form == store.DateForm:
		return "a day such as 2026-12-25"
	case k.form == store.TimeForm:
		return `a time such as "09:30"`
	case k.want != nil: // an empty text is allowed when it is among them, and not listed
		return "one of " + strings.TrimPrefix(strings.Join(k.want, ", "), ", ")
	}
	return "text"
}

// fits tells a text that may stand at the key. It is about its form; what makes sense is the store's to say. Writing a
// time back refuses what Parse reads generously, such as 9:30.
func (k *key) fits(text string) bool {
	if k.form != "" {
		at, err := time.Parse(k.form, text)
		return err == nil && at.Format(k.form) == text
	}
	return k.want == nil || slices.Contains(k.want, text)
}
