// User agents: people in the browsers and apps they read posts with, and programs that say what they are.

package attribution_test

import (
	"strings"
	"testing"

	"vouch/bot/attribution"
)

// readers are browsers of people, among them some that look like programs: the browsers inside of apps, a telephone
// called Cubot, desktop apps of messengers.
var readers = []string{
	person,
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) " +
		"Version/18.1 Safari/605.1.15",
	"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
	"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) " +
		"Mobile/15E148 [LinkedInApp]/9.30",
	"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) " +
		"Mobile/15E148 [FBAN/FBIOS;FBAV/440.0]",
	"Mozilla/5.0 (Linux; Android 15; Pixel 9 Build/AP3A; wv) AppleWebKit/537.36 (KHTML, like Gecko) " +
		"Version/4.0 Chrome/130.0 Mobile Safari/537.36 Instagram 350.0",
	"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) " +
		"Version/18.0 Mobile/15E148 Twitter for iPhone/10.60",
	"Mozilla/5.0 (Linux; Android 14; CUBOT P80) AppleWebKit/537.36 (KHTML, like Gecko) " +
		"Chrome/126.0.0.0 Mobile Safari/537.36",
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Slack/4.39.95 " +
		"Chrome/128.0 Electron/32.0 Safari/537.36 Sonic Slack_SSB/4.39.95",
	"Mozilla/5.0 (Windows NT 10.0; Trident/7.0; .NET4.0C; .NET CLR 2.0.50727; rv:11.0) like Gecko",
	"Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1)",
	"Opera/9.80 (Android; Opera Mini/12.0/37.7; U; pl) Presto/2.12.423 Version/12.16",
}

var previews = []string{
	"LinkedInBot/1.0 (compatible; Mozilla/5.0; Jakarta Commons-HttpClient/3.1 +http://www.linkedin.com)",
	"Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "facebookexternalhit/1.1", "WhatsApp/2.24.1 A",
	"TelegramBot (like TwitterBot)", "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
	"http.rb/2.2.2 (Mastodon/4.3.0; +https://mastodon.example/)", "Mozilla/5.0 (Windows NT 6.1; WOW64) " +
		"SkypeUriPreview Preview/0.5",
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) " +
		"Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
}

var programs = []string{
	"", "curl/8.5.0", "Go-http-client/1.1", "python-requests/2.32.0", "axios/1.7.2", "okhttp/4.12.0", "Java/17.0.2", "x",
	"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "GPTBot/1.0 (+https://openai.com/gptbot)",
	"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36",
	"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@example.com)",
	"Mozilla/5.0 (compatible; SomethingNew/1.0)", "SomethingNew/1.0", "\x00\xff", strings.Repeat("a", 5000),
}

func TestAgents(t *testing.T) {
	for _, agent := range readers {
		if attribution.IsCrawler(agent) || attribution.IsPreview(agent) {
			t.Errorf("a person is taken for a program: %s", agent)
		}
	}
	for _, agent := range previews {
		if !attribution.IsPreview(agent) || !attribution.IsCrawler(agent) {
			t.Errorf("makes cards: %s", agent)
		}
	}
	for _, agent := range programs {
		if !attribution.IsCrawler(agent) || attribution.IsPreview(agent) {
			t.Errorf("a program: %q", agent)
		}
	}
}

func BenchmarkIsCrawler(b *testing.B) {
	for b.Loop() {
		for _, agent := range readers {
			attribution.IsCrawler(agent)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(readers)), "ns/agent")
}
