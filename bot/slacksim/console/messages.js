// The list of messages of one conversation, with day dividers, the line over new ones, and scrolling.
import { byId, h, keepFocus, rove, show } from "./dom.js";
import { dayTitle, sameDay } from "./dates.js";
import { appAvatar, avatar } from "./avatar.js";
import { app, here, on, personById, personName, store, tz } from "./store.js";
import { loadOlder } from "./live.js";
import { messageNode } from "./message.js";
import { icon } from "./icons.js";
import { toast } from "./layers.js";

const GROUP_SECONDS = 300;

const isReply = (m) => m.thread_ts && m.thread_ts !== m.ts && m.subtype !== "thread_broadcast";

const author = (m) => m.bot_id || m.user;

// messageList returns {node, open}: open shows the conversation of the store's place from its end, or from a linked message.
export function messageList() {
  const list = h("div", { class: "message-list", role: "list", "aria-label": "Messages" });
  const jump = h("button", { type: "button", class: "jump", hidden: true, onclick: () => toEnd(true) }, icon("down", 16), "New messages");
  const scroller = h("div", { class: "scroller" }, list);
  const node = h("div", { class: "messages" }, scroller, jump);
  let kept = new Map();
  let owner = "";
  let pinned = true;
  let loading = false;

  const toEnd = (smooth) => {
    scroller.scrollTo({ top: scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    pinned = true;
    jump.hidden = true;
  };
  scroller.addEventListener("scroll", async () => {
    pinned = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
    if (pinned) jump.hidden = true;
    if (scroller.scrollTop > 80 || loading || !here() || store.complete.has(here().id)) return;
    loading = true;
    const before = scroller.scrollHeight;
    try {
      await loadOlder(here().id);
      scroller.scrollTop += scroller.scrollHeight - before;
    } catch (error) {
      toast(error.message, "error");
    }
    loading = false;
  });
  const resized = new ResizeObserver(() => pinned && toEnd(false));
  resized.observe(list);
  resized.observe(scroller);
  rove(list, ".message");

  function rows(at) {
    const all = (store.messages.get(at.id) || []).filter((m) => !isReply(m) && !store.dismissed.has(`${at.id}/${m.ts}`));
    const fresh = store.newFrom.get(at.id);
    const out = [];
    let last = null;
    for (const message of all) {
      const newDay = !last || !sameDay(last.ts, message.ts, tz());
      if (newDay) out.push({ key: `day-${message.ts}`, sign: dayTitle(message.ts, tz()), make: () => h("div", { class: "day", role: "separator" }, h("span", null, dayTitle(message.ts, tz()))) });
      if (message.ts === fresh) out.push({ key: "new", sign: "new", make: () => h("div", { class: "new-line", role: "separator" }, h("span", null, "New")) });
      const joined = !newDay && message.ts !== fresh && last && author(last) === author(message) && !message.subtype && !message.ephemeral && !last.ephemeral && Number(message.ts) - Number(last.ts) < GROUP_SECONDS;
      out.push({ key: message.ts, sign: `${joined}${JSON.stringify(message)}`, make: () => messageNode(message, { channel: at.id, joined }) });
      last = message;
    }
    return out;
  }

  function render() {
    const at = here();
    if (!at || !node.isConnected) return;
    const loaded = store.messages.has(at.id);
    const stick = pinned;
    const had = kept.size;
    keepFocus(list, () => {
      const next = new Map();
      const wanted = [store.complete.has(at.id) || !loaded ? { key: "intro", sign: at.id + loaded, make: () => (loaded ? intro(at) : skeletons()) } : null, ...rows(at)].filter(Boolean).map((row) => {
        const former = kept.get(row.key);
        const entry = former && former.sign === row.sign ? former : { sign: row.sign, node: row.make() };
        next.set(row.key, entry);
        return entry.node;
      });
      kept = next;
      wanted.forEach((one, index) => {
        if (list.children[index] !== one) list.insertBefore(one, list.children[index] || null);
      });
      while (list.children.length > wanted.length) list.lastChild.remove();
    });
    const items = [...list.querySelectorAll(".message")];
    if (items.length && !items.some((m) => m.tabIndex === 0)) items[items.length - 1].tabIndex = 0;
    if (stick) toEnd(false);
    else if (kept.size > had) jump.hidden = false;
  }

  function open() {
    const at = here();
    if (!at) return;
    const key = `${store.me.id}/${at.id}`;
    if (key !== owner) {
      kept = new Map();
      show(list);
    }
    owner = key;
    pinned = true;
    render();
    toEnd(false);
    reveal();
  }

  // reveal scrolls to the message of a copied link and marks it for a moment.
  function reveal() {
    if (!store.place.ts) return;
    const target = byId(`m-${store.place.ts}`);
    if (!target) return;
    store.place.ts = "";
    pinned = false;
    target.scrollIntoView({ block: "center" });
    target.classList.add("linked");
    target.focus({ preventScroll: true });
  }

  on("messages", (channel) => {
    const at = here();
    if (!at || channel !== at.id) return;
    render();
    reveal();
  });
  on("state conversations", render);
  return { node, open };
}

const skeletons = () => h("div", { class: "intro" }, h("div", { class: "skeleton" }), h("div", { class: "skeleton wide" }), h("div", { class: "skeleton" }));

function intro(at) {
  const person = personById(at.user);
  if (at.kind === "app") {
    return h("div", { class: "intro" }, appAvatar(56), h("h2", null, app().name), h("p", { class: "muted" }, `This is the beginning of your messages with ${app().name}. Write here, or type / to see its commands.`));
  }
  if (at.kind === "dm") return h("div", { class: "intro" }, person ? avatar(person, 56) : null, h("h2", null, person ? personName(person) : at.name), h("p", { class: "muted" }, "This is the beginning of your conversation."));
  return h("div", { class: "intro" }, h("h2", null, `#${at.name.replace(/^#/, "")}`), h("p", { class: "muted" }, "This is the beginning of the channel."));
}
