// Crawlers: programs that read pages, known by what they call themselves.

package attribution

import "strings"

// IsCrawler tells whether a user agent is that of a program.
func IsCrawler(agent string) bool {
	return agent == "" || strings.Contains(strings.ToLower(agent), "bot")
}

// IsPreview tells whether a user agent is that of a network or messenger that makes a card of a page.
func IsPreview(agent string) bool { return strings.Contains(agent, "LinkedInBot") }
