// The app manifest: what the installed app may do, read from YAML or JSON and checked as Slack checks it.

package slacksim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Manifest is the part of an app manifest that a Socket Mode app uses (reference/app-manifest). Keys that exist on
// Slack but mean nothing here are accepted and ignored; keys that do not exist are refused.
type Manifest struct {
	Metadata           any `yaml:"_metadata"`
	DisplayInformation struct {
		Name            string `yaml:"name"`
		Description     string `yaml:"description"`
		LongDescription string `yaml:"long_description"`
		BackgroundColor string `yaml:"background_color"`
	} `yaml:"display_information"`
	Features    ManifestFeatures `yaml:"features"`
	OAuthConfig struct {
		Scopes struct {
			Bot          []string `yaml:"bot"`
			User         []string `yaml:"user"`
			BotOptional  []string `yaml:"bot_optional"`
			UserOptional []string `yaml:"user_optional"`
		} `yaml:"scopes"`
		RedirectURLs           []string `yaml:"redirect_urls"`
		TokenManagementEnabled bool     `yaml:"token_management_enabled"`
		PKCEEnabled            bool     `yaml:"pkce_enabled"`
	} `yaml:"oauth_config"`
	Settings              ManifestSettings `yaml:"settings"`
	Functions             any              `yaml:"functions"`
	Workflows             any              `yaml:"workflows"`
	Schema                any              `yaml:"$schema"`
	AppDirectory          any              `yaml:"app_directory"`
	Datastores            any              `yaml:"datastores"`
	Types                 any              `yaml:"types"`
	OutgoingDomains       any              `yaml:"outgoing_domains"`
	ExternalAuthProviders any              `yaml:"external_auth_providers"`
	MCPServers            any              `yaml:"mcp_servers"`
}

// ManifestFeatures is the manifest's "features" object.
type ManifestFeatures struct {
	AppHome struct {
		HomeTabEnabled             bool `yaml:"home_tab_enabled"`
		MessagesTabEnabled         bool `yaml:"messages_tab_enabled"`
		MessagesTabReadOnlyEnabled bool `yaml:"messages_tab_read_only_enabled"`
	} `yaml:"app_home"`
	BotUser struct {
		DisplayName  string `yaml:"display_name"`
		AlwaysOnline bool   `yaml:"always_online"`
	} `yaml:"bot_user"`
	Shortcuts     []Shortcut `yaml:"shortcuts"`
	SlashCommands []Command  `yaml:"slash_commands"`
	UnfurlDomains []string   `yaml:"unfurl_domains"`
	AssistantView any        `yaml:"assistant_view"`
	AgentView     any        `yaml:"agent_view"`
	Functions     any        `yaml:"functions"`
	WorkflowSteps any        `yaml:"workflow_steps"`
}

// ManifestSettings is the manifest's "settings" object.
type ManifestSettings struct {
	EventSubscriptions struct {
		RequestURL            string   `yaml:"request_url"`
		BotEvents             []string `yaml:"bot_events"`
		UserEvents            []string `yaml:"user_events"`
		MetadataSubscriptions any      `yaml:"metadata_subscriptions"`
	} `yaml:"event_subscriptions"`
	Interactivity struct {
		IsEnabled             bool   `yaml:"is_enabled"`
		RequestURL            string `yaml:"request_url"`
		MessageMenuOptionsURL string `yaml:"message_menu_options_url"`
	} `yaml:"interactivity"`
	SocketModeEnabled      bool     `yaml:"socket_mode_enabled"`
	OrgDeployEnabled       bool     `yaml:"org_deploy_enabled"`
	TokenRotationEnabled   bool     `yaml:"token_rotation_enabled"`
	IsHosted               bool     `yaml:"is_hosted"`
	IsMCPEnabled           bool     `yaml:"is_mcp_enabled"`
	AllowedIPAddressRanges []string `yaml:"allowed_ip_address_ranges"`
	IncomingWebhooks       any      `yaml:"incoming_webhooks"`
	SIWSLinks              any      `yaml:"siws_links"`
	HermesAppType          any      `yaml:"hermes_app_type"`
	FunctionRuntime        any      `yaml:"function_runtime"`
}

// Shortcut is an entry of the manifest's shortcuts. Type is "global" or "message".
type Shortcut struct {
	Name        string `yaml:"name" json:"name"`
	Type        string `yaml:"type" json:"type"`
	CallbackID  string `yaml:"callback_id" json:"callback_id"`
	Description string `yaml:"description" json:"description"`
}

// Command is a slash command of the manifest. With ShouldEscape, mentions reach the app as <@U1|name>.
type Command struct {
	Command      string `yaml:"command" json:"command"`
	Description  string `yaml:"description" json:"description"`
	UsageHint    string `yaml:"usage_hint" json:"usage_hint"`
	ShouldEscape bool   `yaml:"should_escape" json:"-"`
	URL          string `yaml:"url" json:"-"`
}

// ParseManifest reads a manifest in YAML or JSON and reports every rule it breaks, joined in one error.
func ParseManifest(text []byte) (*Manifest, error) {
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, errors.New("the app manifest is empty")
	}
	if json.Valid(text) {
		var document any
		if err := json.Unmarshal(text, &document); err != nil {
			return nil, fmt.Errorf("app manifest: %w", err)
		}
		converted, err := yaml.Marshal(document)
		if err != nil {
			return nil, fmt.Errorf("app manifest: %w", err)
		}
		text = converted
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	var m Manifest
	if err := decoder.Decode(&m); err != nil {
		return nil, fmt.Errorf("app manifest: %w", err)
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return nil, errors.New("app manifest: more than one document")
	}
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("app manifest:\n%w", err)
	}
	return &m, nil
}

var (
	hexColor    = regexp.MustCompile(`^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`)
	scopeName   = regexp.MustCompile(`^[a-z_]+([.:][a-z_.]+)*$`)
	commandName = regexp.MustCompile(`^/[^\s/]{1,31}$`)
)

// check holds the manifest to the limits of reference/app-manifest and to the cross rules of apps.manifest.validate.
//
// All mistakes are reported together, each with the JSON pointer that apps.manifest.validate would give:
//
//	{"ok":false,"error":"invalid_manifest","errors":[{"message":"...","pointer":"/settings/interactivity"}]}
//
// Lengths count characters, as the schemas of github.com/slackapi/manifest-schema do.
func (m *Manifest) check() error {
	var problems []error
	complain := func(pointer, format string, args ...any) {
		problems = append(problems, fmt.Errorf("%s: %s", pointer, fmt.Sprintf(format, args...)))
	}
	length := func(pointer, text string, least, most int) {
		if n := utf8.RuneCountInString(text); n < least || n > most {
			complain(pointer, "must have %d to %d characters, has %d", least, most, n)
		}
	}
	length("/display_information/name", m.DisplayInformation.Name, 1, 35)
	length("/display_information/description", m.DisplayInformation.Description, 0, 140)
	if long := m.DisplayInformation.LongDescription; long != "" {
		length("/display_information/long_description", long, 175, 4000)
	}
	if color := m.DisplayInformation.BackgroundColor; color != "" && !hexColor.MatchString(color) {
		complain("/display_information/background_color", "%q is not #rgb or #rrggbb", color)
	}
	length("/features/bot_user/display_name", m.Features.BotUser.DisplayName, 1, 80)
	m.checkCommands(complain, length)
	for i, s := range m.Features.Shortcuts {
		at := fmt.Sprintf("/features/shortcuts/%d", i)
		length(at+"/name", s.Name, 1, 24)
		length(at+"/callback_id", s.CallbackID, 1, 255)
		length(at+"/description", s.Description, 1, 150)
		if s.Type != "global" && s.Type != "message" {
			complain(at+"/type", "%q is neither global nor message", s.Type)
		}
	}
	if len(m.Features.Shortcuts) > 10 {
		complain("/features/shortcuts", "no more than 10 items allowed")
	}
	m.checkLists(complain)
	if !m.Settings.SocketModeEnabled {
		complain("/settings/socket_mode_enabled", "must be true: this workspace speaks Socket Mode only")
	}
	needsCommands := len(m.Features.SlashCommands)+len(m.Features.Shortcuts) > 0
	if needsCommands && !m.Granted("commands") {
		complain("/oauth_config/scopes/bot", "slash commands and shortcuts need the scope commands")
	}
	if len(m.Features.Shortcuts) > 0 && !m.Settings.Interactivity.IsEnabled {
		complain("/settings/interactivity", "shortcuts need interactivity")
	}
	for i, event := range m.Settings.EventSubscriptions.BotEvents {
		at := fmt.Sprintf("/settings/event_subscriptions/bot_events/%d", i)
		scopes, known := eventScopes[event]
		if !known {
			complain(at, "%q is no event of the Events API", event)
		} else if slices.ContainsFunc(scopes, func(scope string) bool { return !m.Granted(scope) }) {
			complain(at, "the event %s needs the scope %s", event, strings.Join(scopes, ","))
		}
	}
	return errors.Join(problems...)
}

// checkLists holds the lists to the sizes of reference/app-manifest, and scopes to their shape: apps.manifest.validate
// refuses what it does not know, and this workspace at least what cannot be a scope.
func (m *Manifest) checkLists(complain func(string, string, ...any)) {
	scopes, events := m.OAuthConfig.Scopes, m.Settings.EventSubscriptions
	for pointer, list := range map[string][]string{"bot": scopes.Bot, "user": scopes.User,
		"bot_optional": scopes.BotOptional, "user_optional": scopes.UserOptional} {
		at := "/oauth_config/scopes/" + pointer
		if len(list) > 255 {
			complain(at, "no more than 255 items allowed")
		}
		for i, scope := range list {
			if len(scope) > 50 || !scopeName.MatchString(scope) {
				complain(fmt.Sprintf("%s/%d", at, i), "%q is no scope", scope)
			}
		}
	}
	if len(m.Features.UnfurlDomains) > 5 {
		complain("/features/unfurl_domains", "no more than 5 items allowed")
	}
	if len(events.BotEvents) > 100 || len(events.UserEvents) > 100 {
		complain("/settings/event_subscriptions", "no more than 100 items allowed")
	}
}

// checkCommands holds the slash commands to their limits. Names are unique within an app; on Slack the app installed
// last wins a name that two apps share, and here there is one app. Slack lets apps define a command that others have
// too, so a clash with other apps is nothing a manifest can show. A command needs no url over Socket Mode, and the
// scope commands in any case.
func (m *Manifest) checkCommands(complain func(string, string, ...any), length func(string, string, int, int)) {
	seen := map[string]bool{}
	for i, c := range m.Features.SlashCommands {
		at := fmt.Sprintf("/features/slash_commands/%d", i)
		if !commandName.MatchString(c.Command) {
			complain(at+"/command", "%q must start with / and have 2 to 32 characters without spaces", c.Command)
		}
		if seen[c.Command] {
			complain(at+"/command", "%s is defined twice", c.Command)
		}
		seen[c.Command] = true
		length(at+"/description", c.Description, 1, 2000)
		length(at+"/usage_hint", c.UsageHint, 0, 1000)
	}
	if len(m.Features.SlashCommands) > 50 {
		complain("/features/slash_commands", "no more than 50 items allowed")
	}
}

// Granted tells whether the installed app holds a bot scope. A token holds what the manifest asks for, as right after
// an installation; optional scopes count as declined, so that an app under test has to do without them.
func (m *Manifest) Granted(scope string) bool {
	return slices.Contains(m.OAuthConfig.Scopes.Bot, scope)
}

// subscribed tells whether the app asked for an event by its subscription name, such as message.im. Slack delivers only
// what the manifest names, even when the scopes would allow more (apis/events-api, "Subscribing").
func (m *Manifest) subscribed(event string) bool {
	return slices.Contains(m.Settings.EventSubscriptions.BotEvents, event)
}

// command finds a slash command by its name with the slash. Case does not matter to Slack's client, so "/Try" finds
// "/try"; the payload carries the manifest's spelling.
func (m *Manifest) command(name string) (Command, bool) {
	i := slices.IndexFunc(m.Features.SlashCommands, func(c Command) bool { return strings.EqualFold(c.Command, name) })
	if i < 0 {
		return Command{}, false
	}
	return m.Features.SlashCommands[i], true
}

// shortcut finds a shortcut of a type by its callback id.
func (m *Manifest) shortcut(kind, callbackID string) (Shortcut, bool) {
	i := slices.IndexFunc(m.Features.Shortcuts, func(s Shortcut) bool {
		return s.Type == kind &&
			s.CallbackID == callbackID
	})
	if i < 0 {
		return Shortcut{}, false
	}
	return m.Features.Shortcuts[i], true
}

// eventScopes names the scopes each event subscription needs (reference/events). An empty list means none. Several
// scopes mean that all are needed: member events of public and private channels come under one name. An event whose
// scope is missing would be accepted by Slack's editor and then never delivered; refusing it finds the mistake sooner.
var eventScopes = map[string][]string{
	"app_home_opened": nil, "app_uninstalled": nil, "tokens_revoked": nil,
	"app_mention": {"app_mentions:read"},
	"message.im":  {"im:history"}, "message.channels": {"channels:history"},
	"message.groups": {"groups:history"}, "message.mpim": {"mpim:history"},
	"reaction_added": {"reactions:read"}, "reaction_removed": {"reactions:read"},
	"member_joined_channel": {"channels:read", "groups:read"}, "member_left_channel": {"channels:read", "groups:read"},
	"team_join": {"users:read"}, "user_change": {"users:read"}, "user_profile_changed": {"users:read"},
	"user_status_changed": {"users:read"}, "user_huddle_changed": {"users:read"},
	"link_shared": {"links:read"}, "emoji_changed": {"emoji:read"}, "dnd_updated_user": {"dnd:read"},
	"channel_archive": {"channels:read"}, "channel_created": {"channels:read"}, "channel_deleted": {"channels:read"},
	"channel_rename": {"channels:read"}, "channel_unarchive": {"channels:read"}, "channel_left": {"channels:read"},
	"channel_id_changed": {"channels:read"}, "channel_shared": {"channels:read"}, "channel_unshared": {"channels:read"},
	"group_archive": {"groups:read"}, "group_left": {"groups:read"}, "group_rename": {"groups:read"},
	"group_unarchive": {"groups:read"}, "group_deleted": {"groups:read"},
	"im_created": {"im:read"}, "im_close": {"im:read"}, "im_open": {"im:read"},
	"file_created": {"files:read"}, "file_shared": {"files:read"}, "file_change": {"files:read"},
	"file_deleted": {"files:read"}, "file_public": {"files:read"}, "file_unshared": {"files:read"},
	"pin_added": {"pins:read"}, "pin_removed": {"pins:read"},
	"subteam_created": {"usergroups:read"}, "subteam_updated": {"usergroups:read"},
	"subteam_members_changed": {"usergroups:read"},
	"team_rename":             {"team:read"}, "team_domain_change": {"team:read"},
}
