// Tests of the text helpers: one table for each, and what holds for any text at all.

package text

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestText_Clean(t *testing.T) {
	cases := []struct{ name, in, line, lines string }{
		{"white space", "  a\t b\u00a0 c ", "a b c", "a b c"},
		{"line breaks, at most two", "\na\r\n b\n\n\n\nc\n", "a b c", "a\nb\n\nc"},
		{"what nobody sees", "a\u200bb\u2060c\u00add\ufeffe\x00f", "abcdef", "abcdef"},
		{"what turns the direction around", "abc\u202egnp.exe\u2066\u200f\u061c", "abcgnp.exe", "abcgnp.exe"},
		{"bytes that are no text", "a\xffb", "ab", "ab"},
		{"joiners stay", "👩\u200d🚒 می\u200cخواهم", "👩\u200d🚒 می\u200cخواهم", "👩\u200d🚒 می\u200cخواهم"},
		{"nothing to see", " \u200b\n", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := Line(c.in); got != c.line {
				t.Errorf("on one line %q, want %q", got, c.line)
			}
			if got := Lines(c.in); got != c.lines {
				t.Errorf("%q, want %q", got, c.lines)
			}
		})
	}
	if got := Fold(" Site\u200b  RELIABILITY\n"); got != "site reliability" {
		t.Errorf("folded %q", got)
	}
}

func TestText_Cut(t *testing.T) {
	cases := []struct {
		name, in string
		limit    int
		want     string
	}{
		{"short enough", "abc", 3, "abc"},
		{"by characters, not bytes", "ééééé", 4, "ééé…"},
		{"no blank before the ellipsis", "one two", 5, "one…"},
		{"one character", "abc", 1, "…"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := Cut(c.in, c.limit); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestText_CountAndList(t *testing.T) {
	for got, want := range map[string]string{
		Count(1, "person", "people"):                "1 person",
		Count(0, "person", "people"):                "0 people",
		List(nil, "and"):                            "",
		List([]string{"Ada"}, "or"):                 "Ada",
		List([]string{"Ada", "Ben"}, "or"):          "Ada or Ben",
		List([]string{"Ada", "Ben", "Cleo"}, "and"): "Ada, Ben and Cleo",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestText_Words(t *testing.T) {
	cases := []struct {
		name, in string
		want     []string
	}{
		{"signs and case", "Go-lang, C++ & Rust!", []string{"go", "lang", "c", "rust"}},
		{"marks belong to their letter", "e\u0301te\u0301", []string{"e\u0301te\u0301"}},
		{"scripts without spaces", "Go入門", []string{"go", "入", "門"}},
		{"no word", " - ", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := Words(c.in); !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestText_HasWord(t *testing.T) {
	cases := []struct {
		name, in, word string
		want           bool
	}{
		{"the beginning of a later word", "Site Reliability Engineers", "engineer", true},
		{"inside a word", "Head of Smart Things", "art", false},
		{"inside a word and then at a start", "Smart Art", "art", true},
		{"an abbreviation that begins another word", "Cook", "coo", false},
		{"an abbreviation", "Founder/COO", "coo", true},
		{"several words", "site   reliability", "Site Reliability", true},
		{"an empty word", "anything", " ", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := HasWord(c.in, []string{c.word}); got != c.want {
				t.Errorf("%q in %q is %v", c.word, c.in, got)
			}
		})
	}
}

func TestText_IsOwn(t *testing.T) {
	const lent = "Our builds take half the time they used to. Here is what the team learned on the way."
	const lentArabic = "نحن نبني أنظمة أسرع كل عام وهذا ما تعلمناه من العمل معا في هذا الفريق الرائع"
	wide := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r > ' ' && r <= '~' {
				return r - '!' + '！'
			}
			return r
		}, s)
	}
	cases := []struct {
		name, in string
		want     bool
	}{
		{"a sentence", "I waited twenty minutes per change in 2023; now I barely refill my tea.", true},
		{"German", "Endlich muss niemand mehr nachts aufstehen, weil ein Zertifikat abgelaufen ist.", true},
		{"French", "J'ai passé trois ans là-dessus et je recommencerais demain, avec les mêmes collègues.", true},
		{"Russian", "Я три года работал над этим и завтра начал бы всё сначала с теми же людьми.", true},
		{"Japanese", "去年まで一回のビルドに二十分かかっていましたが、今ではお茶を淹れる暇もありません。チームのみんなに感謝しています。", true},
		{"the lent text", lent, false},
		{"the lent text misspelt and moved around", "Hre is what teh team lerned on ther way: our bulds take haf the time " +
			"tehy used to!", false},
		{"the lent text in wide letters", wide(lent), false},
		{"the lent text in look-alikes", strings.NewReplacer("a", "а", "e", "е", "o", "о").Replace(lent), false},
		{"the lent text with blank letters", strings.ReplaceAll(lent, "t", "t\u3164"), false},
		{"the lent text with joiners", strings.ReplaceAll(lent, "e", "e\u200d"), false},
		{"Arabic", "لقد انتظرت عشرين دقيقة لكل تغيير في العام الماضي والآن بالكاد أشرب قهوتي قبل أن ينتهي", true},
		{"the lent Arabic, stretched", strings.ReplaceAll(lentArabic, "ا", "اـ"), false},
		{"Korean", "작년까지 변경 하나에 이십 분을 기다렸는데 이제는 차를 마실 시간도 없습니다 모두 고맙습니다", true},
		{"10,000 characters of one sentence", strings.Repeat("I waited twenty minutes per change in 2023. ", 230), false},
		{"too short", "Love this work, truly great", false},
		{"a link", "Mine: https://example.com/a-very-long-address-that-is-nobodys-words-at-all", false},
		{"filler", "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt.", false},
		{"keys", "asdf jklö qwertz uiop yxcv bnmn asdfgh hjkl poiu lkjh mnbv", false},
		{"keys without vowels", "sdkjh fgkjh dfkgjh xcvmn bxcvk jhsdf kjhsdf kjhxc vkjhs dfkjh", false},
		{"one word again and again", "great great great great great great great great great great", false},
		{"one letter", "aaaaaaaa bbbbbbbb cccccccc dddddddd eeeeeeee ffffffff gggggggg", false},
		{"signs", "!!!! ???? .... ,,,, ;;;; :::: ---- ____ **** ++++ ==== ~~~~", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := IsOwn(c.in, []string{lent, lentArabic}); got != c.want {
				t.Errorf("is own: %v", got)
			}
		})
	}
}

func TestText_Repeats(t *testing.T) {
	const posted = "I sat in that office for ten years before anybody asked me what I would change."
	cases := []struct {
		name, in string
		want     bool
	}{
		{"the same", posted, true},
		{"the same, shouted", strings.ToUpper(posted) + "!!!", true},
		{"the same, misspelt", "I sat inn that ofice for ten yeras before anyone asked mee what I woud change.", true},
		{"a remark behind it", posted + " So true, dear colleague!", true},
		{"a phrase that many use", "Nobody asked me what I think, and still the whole floor came to listen on a Friday.",
			false},
		{"what both were given", "The bakery on the ground floor moved to the top in one week. I carried trays until my " +
			"arms gave up.", false},
	}
	given := "The bakery on the ground floor moved to the top in one week."
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := Repeats(c.in, posted+" "+given, []string{given}); got != c.want {
				t.Errorf("repeats: %v", got)
			}
		})
	}
}

func TestCutWords(t *testing.T) {
	rows := map[string]struct {
		text  string
		limit int
		want  string
	}{
		"short stays":            {"a b", 3, "a b"},
		"at a space":             {"one two three", 10, "one two…"},
		"inside a long word":     {"abcdefghijkl", 6, "abcde…"},
		"never inside an emoji":  {"👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 2, "👩‍👩‍👧…"},
		"not after a comma":      {"one two, three", 10, "one two…"},
		"bytes are not counted":  {"ééé", 3, "ééé"},
		"limit of one character": {"abc", 1, "…"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			if got := CutWords(row.text, row.limit); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func FuzzText(f *testing.F) {
	f.Add("a\u202e\xff\n\n\n b ", 2)
	f.Add("👩\u200d🚒 x", 3)
	f.Fuzz(func(t *testing.T, in string, limit int) {
		line, lines := Line(in), Lines(in)
		if Line(line) != line || Lines(lines) != lines {
			t.Errorf("%q is not clean after one time", in)
		}
		if strings.ContainsFunc(line, IsHidden) || !utf8.ValidString(lines) || strings.Contains(lines, "\n\n\n") {
			t.Errorf("%q keeps what nobody should see: %q, %q", in, line, lines)
		}
		if limit = max(1, min(limit, 1000)); utf8.RuneCountInString(Cut(in, limit)) > limit {
			t.Errorf("%q cut to %d is %q", in, limit, Cut(in, limit))
		}
	})
}

func TestText_IsOwn_FillerAndShortWordsOfLanguages(t *testing.T) {
	for said, want := range map[string]bool{
		"Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore": false,
		"Le projet est lent et la pluie est froide, et pourtant la ville est contente de nous":                true,
		"Do sit in on this if you do ads: it is the id of each ad that we count in the end":                   true,
	} {
		if got := IsOwn(said, nil); got != want {
			t.Errorf("%q: %v, want %v", said, got, want)
		}
	}
}
