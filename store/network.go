// Networks by name: what people call the places where they share.

package store

// networkLabels has every network of Networks.
var networkLabels = map[Network]string{
	LinkedIn: "LinkedIn",
	X:        "X",
	Bluesky:  "Bluesky",
	Threads:  "Threads",
	Facebook: "Facebook",
	Mastodon: "Mastodon",
	Reddit:   "Reddit",
	WhatsApp: "WhatsApp",
	Email:    "E-mail",
	CopyOnly: "Copy the text",
}

// Label is the name people know; that of copying the text for a network that is not known.
func (n Network) Label() string {
	if label, known := networkLabels[n]; known {
		return label
	}
	return networkLabels[CopyOnly]
}
