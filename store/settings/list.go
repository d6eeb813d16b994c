// The list of settings: one row each, and everything that handles settings is driven by the rows.

package settings

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"vouch/store/bonus"
	"vouch/store/calendar"
	"vouch/store/problem"
	"vouch/store/text"
)

// MaxPicks bounds a digest: more picks nobody reads.
const MaxPicks = 5

// Setting is one row: what a program manager may choose (see SaveSettings). From the rows come the defaults, the
// bounds, the program file with its comments, the form in Slack and the words of the audit. A new setting is a field of
// Settings and a row.
type Setting struct {
	Key   string // in the program file and in the audit
	Name  string // in FieldErrors, in stored JSON and in forms
	Label string // above its input in Slack; "" for what has a form of its own
	Hint  string // below the input, or beside the box of a bool; a number has its bounds there by default
	Words string // what it means, a comment in the program file; a number gets its bounds as well

	// Default also says the type of the value: string, int, bool, []string, map[string]string by network ("default" for
	// all others), []Route or []bonus.Rule.
	Default  any
	Min, Max int      // of a number and of the elements of a list; Max of the characters of a text
	Each     int      // characters of one element at most, 0 for no bound
	Slip     bool     // the bounds only catch slips of the finger, so nobody is told them beforehand
	Form     string   // what a text has to be: TimeForm, DateForm or "" for any
	Values   []string // the only texts allowed, nil for any
	Money    bool     // each text is an amount with its currency, such as "EUR 4500", or empty

	access
}

// The forms of texts, as layouts of package time.
const (
	TimeForm = "15:04"
	DateForm = time.DateOnly
)

// Section groups settings: a key of the program file, and a form in Slack.
type Section struct {
	Key, Title string
	Words      string // a comment in the program file
	Settings   []Setting
}

// Bounds says the bounds of a number, "" for any other value and where they need no telling.
func (row *Setting) Bounds() string {
	if _, number := row.Default.(int); !number || row.Slip {
		return ""
	}
	return fmt.Sprintf("%d to %d", row.Min, row.Max)
}

// Parts are the single texts of a setting by network, each as a row that is labelled with its network; of any other
// setting it is the row alone.
func (row Setting) Parts() []Setting {
	if _, byNetwork := row.Default.(map[string]string); !byNetwork {
		return []Setting{row}
	}
	return text.Mapped(row.Values, func(network string) Setting {
		part := Setting{Key: row.Key + "." + network, Name: row.Name + "/" + network, Label: network, Default: "",
			Max: row.Each}
		if network == DefaultNetwork {
			part.Name, part.Label, part.Hint = row.Name+"/", row.Label, row.Hint
		}
		part.access = access{
			func(s *Settings) any { return row.Get(s).(map[string]string)[network] },
			func(s *Settings, v any) {
				all := row.Get(s).(map[string]string)
				if all[network] = v.(string); all[network] == "" {
					delete(all, network)
				}
				row.Set(s, all)
			},
		}
		return part
	})
}

// The longest lists: what is longer is a slip, and no form could show it.
const (
	maxListed    = 500
	MaxRegulated = 200
	MaxLanguage  = 35
)

// Sections are all settings, in the order of the program file and of the forms. Each stands in the file of its subject.
var Sections = []Section{
	companySettings,
	digestSettings,
	sharingSettings,
	confidentialSettings,
	pointsSettings,
	boardSettings,
	referralsSettings,
	bonusSettings,
	outcomeSettings,
	reviewSettings,
	fatigueSettings,
	attributionSettings,
	peopleSettings,
	privacySettings,
}

func each(visit func(*Setting)) {
	for _, section := range Sections {
		for i := range section.Settings {
			visit(&section.Settings[i])
		}
	}
}

// Default are the program's choices before anybody chose.
func Default() Settings {
	s := Settings{Points: PointRules{Version: 1}, Bonus: BonusRules{Version: 1}, Version: 1}
	each(func(row *Setting) { row.Set(&s, row.Default) })
	return s
}

// Check says what is wrong with the value of one setting, looked at alone. Cut silently, a text that is too long would
// mean something else.
func (row *Setting) check(s *Settings, wrong *problem.Fields) {
	few := fmt.Sprintf("Give at most %d of them.", row.Max)
	switch v := row.Get(s).(type) {
	case int:
		wrong.Within(row.Name, v, row.Min, row.Max)
	case string:
		if row.Max > 0 {
			wrong.Short(row.Name, v, row.Max)
		}
		if row.Values != nil && !slices.Contains(row.Values, v) {
			wrong.Set(row.Name, "Choose one of "+strings.Join(row.Values, ", ")+".")
		}
		if _, _, ok := calendar.ParseClock(v); row.Form == TimeForm && !ok {
			wrong.Set(row.Name, fmt.Sprintf("Write the time as hours and minutes, such as %s.", row.Default))
		}
		row.checkMoney(row.Name, v, wrong)
	case map[string]string:
		for _, part := range row.Parts() {
			row.checkMoney(part.Name, part.Get(s).(string), wrong)
		}
	case []string:
		if len(v) > row.Max {
			wrong.Set(row.Name, few)
		}
		if len(v) < row.Min {
			wrong.Set(row.Name, fmt.Sprintf("Give at least %d of them.", row.Min))
		}
		for _, each := range v {
			if row.Form == DateForm && !calendar.IsDate(calendar.LocalDate(each)) {
				wrong.Set(row.Name, fmt.Sprintf("%q is not a day. Write it like 2026-12-25.", text.Cut(each, 20)))
			}
			if row.Each > 0 && text.Longer(each, row.Each) {
				wrong.Set(row.Name, fmt.Sprintf("%q is too long. Shorten it to %d characters.", text.Cut(each, 30), row.Each))
			}
		}
	case []Route, []bonus.Rule:
		if reflect.ValueOf(v).Len() > row.Max {
			wrong.Set(fmt.Sprintf("%s/%d", row.Name, row.Max+1), few)
		}
	}
}

// checkMoney refuses what is no amount, where one is asked for.
func (row *Setting) checkMoney(field, v string, wrong *problem.Fields) {
	if _, err := bonus.ParseAmount(v); row.Money && v != "" && err != nil {
		wrong.Set(field, "Write the currency and the amount, such as EUR 4500: "+err.Error()+".")
	}
}
