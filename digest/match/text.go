// Text: cutting at a reader's characters, for reasons.

package match

import "vouch/store/text"

// cutText is text.CutWords, where text is the name of a variable.
func cutText(s string, limit int) string { return text.CutWords(s, limit) }
