// The app's manifest inside the binary, for the demo; manifest.yml beside the program's source is the same text for
// admins to paste.

package bot

// Manifest is the Slack app manifest as YAML: the commands, shortcuts, events and scopes this code uses, and no others.
func Manifest() []byte { return []byte(manifest) }

const manifest = `# Vouch's Slack app manifest: paste it at https://api.slack.com/apps ("Create New App", "From a manifest").
# The app-level token (xapp-..., scope connections:write) is not part of a manifest: make it under Basic Information.
display_information:
  name: Vouch
  description: Share company news in your own words, and refer people.
  background_color: "#1f4d3a"
features:
  app_home:
    home_tab_enabled: true
    messages_tab_enabled: true
    messages_tab_read_only_enabled: false
  bot_user:
    display_name: vouch
    always_online: true
  shortcuts:
    - name: Refer someone
      type: global
      callback_id: refer_someone
      description: Refer a candidate or introduce a client by name
    - name: Suggest as content
      type: message
      callback_id: suggest_content
      description: Suggest the link in this message for the library
  slash_commands:
    - command: /vouch
      description: Your digest, points, settings and everything else
      usage_hint: "[digest | library | suggest | story | me | settings | pause | resume | help]"
      should_escape: false
    - command: /refer
      description: Refer a candidate or introduce a client
      usage_hint: "[name or e-mail]"
      should_escape: false
    - command: /leaderboard
      description: See and post the leaderboard
      usage_hint: "[team] [week | month | quarter]"
      should_escape: false
oauth_config:
  scopes:
    bot:
      - commands
      - chat:write
      - files:read
      - files:write
      - im:write
      - im:history
      - users:read
      - reactions:read
      - usergroups:read
      - channels:read
settings:
  event_subscriptions:
    bot_events:
      - app_home_opened
      - app_uninstalled
      - message.im
      - reaction_added
      - reaction_removed
      - team_join
      - tokens_revoked
      - user_change
  interactivity:
    is_enabled: true
  org_deploy_enabled: false
  socket_mode_enabled: true
  token_rotation_enabled: false
`
