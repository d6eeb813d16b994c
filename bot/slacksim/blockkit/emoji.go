// The emoji that Slack stores by name, as far as workplace messages use them.

package blockkit

import (
	"maps"
	"slices"
	"sort"
	"strings"
)

// emojiNames maps signs to Slack's names: https://docs.slack.dev/messaging/formatting-message-text#emoji. Signs that
// are not in the table stay as they are. Skin tones follow their sign as names of their own, as on Slack.
var emojiNames = map[string]string{
	"😀": "grinning", "😃": "smiley", "😄": "smile", "😁": "grin", "😅": "sweat_smile", "😂": "joy", "🙂": "slightly_smiling_face",
	"😉": "wink", "😊": "blush", "😍": "heart_eyes", "😎": "sunglasses", "🤔": "thinking_face", "😐": "neutral_face",
	"😕": "confused", "😢": "cry", "😭": "sob", "😡": "rage", "😱": "scream", "😴": "sleeping", "🤖": "robot_face", "🥳": "partying_face",
	"🙈": "see_no_evil", "👍": "+1", "👎": "-1", "👏": "clap", "🙌": "raised_hands", "🙏": "pray", "👋": "wave", "💪": "muscle",
	"👀": "eyes", "🤝": "handshake", "👌": "ok_hand", "✌️": "v", "👆": "point_up_2", "👇": "point_down", "👉": "point_right",
	"👈": "point_left", "☝️": "point_up", "❤️": "heart", "💙": "blue_heart", "💚": "green_heart", "💛": "yellow_heart",
	"💜": "purple_heart", "💔": "broken_heart", "⭐": "star", "🌟": "star2", "✨": "sparkles", "⚡": "zap", "🔥": "fire", "💥": "boom",
	"🎉": "tada", "🎊": "confetti_ball", "🎁": "gift", "🎂": "birthday", "🏆": "trophy", "🥇": "first_place_medal",
	"🥈": "second_place_medal", "🥉": "third_place_medal", "🏅": "sports_medal", "🎯": "dart", "🚀": "rocket", "✅": "white_check_mark",
	"☑️": "ballot_box_with_check", "✔️": "heavy_check_mark", "❌": "x", "❎": "negative_squared_cross_mark", "➕": "heavy_plus_sign",
	"➖": "heavy_minus_sign", "❓": "question", "❗": "exclamation", "⚠️": "warning", "🚨": "rotating_light", "🚫": "no_entry_sign",
	"⛔": "no_entry", "🛑": "octagonal_sign", "💡": "bulb", "📌": "pushpin", "📍": "round_pushpin", "📎": "paperclip", "🔗": "link",
	"📣": "mega", "📢": "loudspeaker", "🔔": "bell", "🔕": "no_bell", "📰": "newspaper", "📝": "memo", "📄": "page_facing_up", "📚": "books",
	"📖": "book", "📅": "date", "📆": "calendar", "🗓️": "spiral_calendar_pad", "⏰": "alarm_clock", "⏳": "hourglass_flowing_sand",
	"⌛": "hourglass", "🕐": "clock1", "📈": "chart_with_upwards_trend", "📉": "chart_with_downwards_trend", "📊": "bar_chart",
	"💼": "briefcase", "💰": "moneybag", "💵": "dollar", "💸": "money_with_wings", "🏢": "office", "🏠": "house", "🌍": "earth_africa",
	"🌎": "earth_americas", "🌏": "earth_asia", "🌱": "seedling", "🌈": "rainbow", "☀️": "sunny", "☕": "coffee", "🍕": "pizza", "🍰": "cake",
	"🔍": "mag", "🔎": "mag_right", "🔒": "lock", "🔓": "unlock", "🔑": "key", "🛠️": "hammer_and_wrench", "⚙️": "gear", "💻": "computer",
	"📱": "iphone", "📧": "e-mail", "✉️": "envelope", "📨": "incoming_envelope", "📥": "inbox_tray", "📤": "outbox_tray", "📦": "package",
	"🗑️": "wastebasket", "✏️": "pencil2", "🖼️": "frame_with_picture", "📷": "camera", "🎥": "movie_camera", "🎤": "microphone",
	"🎧": "headphones", "💬": "speech_balloon", "💭": "thought_balloon", "🧠": "brain", "👤": "bust_in_silhouette",
	"👥": "busts_in_silhouette", "🆕": "new", "🆗": "ok", "🔄": "arrows_counterclockwise", "🔁": "repeat", "➡️": "arrow_right",
	"⬅️": "arrow_left", "⬆️": "arrow_up", "⬇️": "arrow_down", "▶️": "arrow_forward", "⏸️": "double_vertical_bar", "🔴": "red_circle",
	"🟠": "large_orange_circle", "🟡": "large_yellow_circle", "🟢": "large_green_circle", "🔵": "large_blue_circle",
	"⚪": "white_circle", "⚫": "black_circle", "💯": "100", "🎓": "mortar_board", "🧑‍💻": "technologist", "🌐": "globe_with_meridians",
	"🏖️": "beach_with_umbrella", "🛡️": "shield", "⚖️": "scales", "🧭": "compass", "🗣️": "speaking_head_in_silhouette",
	"🏻": "skin-tone-2", "🏼": "skin-tone-3", "🏽": "skin-tone-4", "🏾": "skin-tone-5", "🏿": "skin-tone-6",
}

// emojiStyle is the invisible character that asks for the coloured form of a sign; keyboards differ in sending it.
const emojiStyle = "\uFE0F"

// The table of signs, built once. Longer signs come first, so that a sign made of several is found whole.
var namesOfEmoji = func() *strings.Replacer {
	var toNames []string
	signs := slices.Sorted(maps.Keys(emojiNames))
	sort.SliceStable(signs, func(i, j int) bool { return len(signs[i]) > len(signs[j]) })
	for _, sign := range signs {
		name := ":" + emojiNames[sign] + ":"
		bare := strings.TrimSuffix(sign, emojiStyle)
		toNames = append(toNames, bare+emojiStyle, name, bare, name)
	}
	return strings.NewReplacer(toNames...)
}()

// EmojiToNames writes the emoji of a text the way Slack stores them: 🎉 becomes :tada:.
func EmojiToNames(text string) string { return namesOfEmoji.Replace(text) }
