// Tells screen readers what arrived, in few words: one line for a burst of messages, nothing about one's own.
import { debounce, h, show } from "./dom.js";
import { conversation, on, store, userName } from "./store.js";
import { mrkdwn } from "./text.js";

// QUIET is how long nothing may arrive before a burst is announced; a line is cut at LONGEST characters, because the
// message itself is one key away.
const QUIET = 600;
const LONGEST = 160;

const author = (message) => (message.user ? userName(message.user) : "Someone");

// wanted tells whether an arrival interrupts: in the conversation on screen always, elsewhere only what marks with a badge.
function wanted({ channel, message }) {
  if (message.user === store.me.id) return false;
  const at = conversation(channel);
  return store.place.channel === channel || !at || at.kind !== "channel" || at.mention;
}

function sentence({ channel, message }) {
  const said = h("span", null, mrkdwn(message.text || "")).textContent.trim();
  const text = said.length > LONGEST ? `${said.slice(0, LONGEST)} and more` : said;
  const where = store.place.channel === channel ? "" : " elsewhere";
  return `${author(message)}${where}: ${text || "a message"}`;
}

// announcer fills a live region. Lines are added, not replaced, so that a reader that is still speaking loses none; old
// ones are taken out again.
export function announcer(region) {
  let waiting = [];
  const say = debounce(() => {
    const found = waiting.filter(wanted);
    waiting = [];
    if (!found.length) return;
    const line = found.length === 1 ? sentence(found[0]) : `${found.length} new messages, the last from ${author(found[found.length - 1].message)}`;
    region.append(h("p", null, line));
    while (region.children.length > 5) region.firstChild.remove();
  }, QUIET);
  on("arrived", (event) => {
    waiting.push(event);
    say();
  });
  on("me", () => {
    waiting = [];
    show(region);
  });
}
