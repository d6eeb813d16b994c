// The five lessons that a new program begins with, see product rule 9.1.

package lesson

// Defaults are the lessons of a new program, in the order in which they are taken.
func Defaults() []Lesson { return Clone(defaults) }

var defaults = []Lesson{
	{
		ID: "what-to-share", Title: "What to share",
		Text: "Share what the people you know would thank you for: a job that fits them, a story you took part in, " +
			"something you learned at work. Say in a sentence why it matters to you.\n\n" +
			"Share only what is public already. A pick that says nothing to you needs no post: press “Not for me” and " +
			"better ones come. One post that you mean does more than five that you don't.",
		Question: "You want to begin. Which post is the best first one?",
		Right:    "An open job in my team, with a sentence on what we do",
		Wrong: []Wrong{
			{"All three picks of today, with the suggested texts", "Three texts in a row that are not yours look like " +
				"advertising. One post with a sentence of your own does more."},
			{"A photo of next year's plan on the meeting room's board", "A plan is not public. Share only what the " +
				"company has published."},
		},
	},
	{
		ID: "own-words", Title: "Your own words",
		Text: "People believe people. Change the suggested text until you would say it aloud: what surprised you, what " +
			"you did, whom you thank. Two sentences are enough.\n\n" +
			"Our voice is plain: facts and numbers, no superlatives, nothing about competitors, and credit to colleagues " +
			"who agree to be named. Small mistakes are fine. Claims that nobody can check are not.",
		Question: "Your team made the search faster. Which text fits?",
		Right:    "“Search now takes 200 ms. I rebuilt the index and learned a lot.”",
		Wrong: []Wrong{
			{"“We have the best search in the world!”", "Nobody can check that, so nobody believes it. Say what is " +
				"faster, and by how much."},
			{"“Unlike our competitors, our search works.”", "Comparisons start arguments, and some break the law. Speak " +
				"of your own work."},
		},
	},
	{
		ID: "disclosure", Title: "Say where you work",
		Text: "When you speak well of your employer, readers must know that it is your employer. In many countries the law " +
			"asks for it, in the post itself.\n\n" +
			"Vouch adds a short sentence for this to each text. Leave it in. Your profile does not replace it, because " +
			"people see the post alone. It also holds for posts and comments you write without Vouch.",
		Question: "Your text is too long for the network. What do you shorten?",
		Right:    "My own text. The sentence on where I work stays",
		Wrong: []Wrong{
			{"The sentence on where I work: my profile says it", "Most readers never open the profile. The sentence has " +
				"to stand in the post."},
			{"The sentence becomes the last of five hashtags", "The last of many hashtags is easily overlooked. Plain " +
				"words near the claim are clear."},
		},
	},
	{
		ID: "confidentiality", Title: "What stays inside",
		Text: "Customers' names, figures and plans that are not published, security problems and anything about colleagues " +
			"stay inside, in pictures too. Vouch stops phrases on the company's list. It does not know everything.\n\n" +
			"Writing assistants are outside as well: put nothing confidential into them, and make the words your own " +
			"before you post. When in doubt, ask first.",
		Question: "You want a writing assistant to help with a draft. What may you give it?",
		Right:    "The published article. Then I write it in my words",
		Wrong: []Wrong{
			{"Our sales figures, if its text leaves them out", "What you type in has left the company, whatever the text " +
				"says. Give it only what is public."},
			{"A customer's mail, without the name", "Details show who wrote it, and the mail is not yours to pass on. Use " +
				"what is published."},
		},
	},
	{
		ID: "introductions", Title: "Warm introductions",
		Text: "An introduction by name does more than any post: you know somebody, and a colleague here should meet them. " +
			"Ask that person first, and say what for.\n\n" +
			"Then press “Refer someone” and say in a sentence how you know each other. Somebody answers for it, and you see " +
			"each step. Choose people you would like to work with, not everybody you know.",
		Question: "A former colleague would suit an open job. What comes first?",
		Right:    "I ask them whether I may pass on their name",
		Wrong: []Wrong{
			{"I refer them at once, before somebody else does", "Nobody should hear from a recruiter that you passed on " +
				"their name. Ask first, it takes a minute."},
			{"I post the job and mention them by name", "Their present employer may read it. Write to them alone, and " +
				"ask."},
		},
	},
}
