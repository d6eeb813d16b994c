// One message: its author and time, its blocks, reactions, reply count, and the little bar of things to do with it.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { attachments, blockList, files } from "./blocks.js";
import { avatarOf } from "./avatar.js";
import { clock, fullTime } from "./dates.js";
import { emojiNode, mrkdwn } from "./text.js";
import { menu, toast } from "./layers.js";
import { emojiPicker } from "./picker.js";
import { app, conversation, emit, store, tz, userName } from "./store.js";
import { seedMessage, surfaceOf } from "./surface.js";

// messageNode shows a message; joined ones follow another by the same author and carry no name.
export function messageNode(message, { channel, joined = false, inThread = false }) {
  const surface = seedMessage(surfaceOf(`message/${channel}/${message.ts}`, "message", { channel, ts: message.ts }), message);
  const isApp = Boolean(message.bot_id) || message.user === app().bot_user_id;
  const name = message.user === "USLACKBOT" ? "Slackbot" : message.username || (message.user ? userName(message.user) : app().name);
  const time = clock(message.ts, tz());
  const head = joined ? null : h("div", { class: "message-head" }, h("span", { class: "author" }, name), isApp || message.user === "USLACKBOT" ? h("span", { class: "tag" }, "App") : null,
    h("time", { class: "time", title: fullTime(message.ts, tz()) }, time));
  const side = h("div", { class: "message-side" }, joined ? h("time", { class: "time", title: fullTime(message.ts, tz()) }, time.replace(/ [AP]M$/, "")) : avatarOf(message, 36));
  const node = h("div", {
    class: `message${joined ? " joined" : ""}${message.ephemeral ? " ephemeral" : ""}`, id: inThread ? null : `m-${message.ts}`, role: "listitem", tabindex: "-1", "data-ts": message.ts,
    "aria-label": `${name}, ${time}`,
  }, message.ephemeral ? h("div", { class: "only-you" }, icon("eye", 14), "Only visible to you") : null,
  h("div", { class: "message-row" }, side, h("div", { class: "message-main" }, head, body(message, surface), reactions(message, channel), replies(message, channel, inThread))),
  message.ephemeral ? dismiss(message, channel) : toolbar(message, channel, inThread));
  return node;
}

function body(message, surface) {
  const edited = message.edited ? h("span", { class: "edited" }, " (edited)") : null;
  const rest = [attachments(message.attachments, surface), files(message.files)];
  if (message.subtype === "channel_join" || message.subtype === "channel_leave") return h("div", { class: "message-body muted" }, mrkdwn(message.text), rest);
  if (message.blocks && message.blocks.length) return h("div", { class: "message-body" }, blockList(message.blocks, surface), edited, rest);
  return h("div", { class: "message-body" }, message.text ? h("div", { class: "text" }, mrkdwn(message.text), edited) : null, rest);
}

async function toggle(message, channel, name) {
  const mine = (message.reactions || []).some((r) => r.name === name && (r.users || []).includes(store.me.id));
  try {
    await store.api.react({ channel, ts: message.ts, name, remove: mine });
  } catch (error) {
    toast(error.message, "error");
  }
}

function reactions(message, channel) {
  if (!message.reactions || !message.reactions.length) return null;
  const pills = message.reactions.map((r) => {
    const users = r.users || [];
    const mine = users.includes(store.me.id);
    const who = users.map((id) => (id === store.me.id ? "You" : userName(id))).join(", ");
    return h("button", {
      type: "button", class: `reaction${mine ? " mine" : ""}`, "aria-pressed": mine ? "true" : "false", title: `${who} reacted with :${r.name}:`, "aria-label": `${r.name.replace(/_/g, " ")}, ${r.count} reaction${r.count === 1 ? "" : "s"}`,
      "data-key": `${message.ts}/${r.name}`, onclick: () => toggle(message, channel, r.name),
    }, emojiNode(r.name), h("span", { class: "reaction-count" }, String(r.count)));
  });
  const add = h("button", { type: "button", class: "reaction add", "aria-label": "Add reaction", "aria-haspopup": "dialog", "aria-expanded": "false" }, icon("smile", 16), "+");
  add.addEventListener("click", () => emojiPicker(add, (name) => toggle(message, channel, name)));
  return h("div", { class: "reactions" }, pills, add);
}

function replies(message, channel, inThread) {
  if (!message.reply_count || inThread) return null;
  return h("button", { type: "button", class: "replies", "data-key": `${message.ts}/replies`, onclick: () => openThread(channel, message.ts) },
    h("span", { class: "replies-count" }, `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`), h("span", { class: "muted" }, "View thread"));
}

function openThread(channel, ts) {
  store.thread = { channel, ts };
  emit("thread");
}

// linkTo is the address of a message in this console.
const linkTo = (channel, ts) => `${location.origin}${location.pathname}#/${encodeURIComponent(store.me.name)}/${encodeURIComponent(channel)}/${ts}`;

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`${what} copied.`, "done");
  } catch {
    toast(text);
  }
}

function toolbar(message, channel, inThread) {
  const tool = (label, glyph, onclick) => h("button", { type: "button", class: "tool", "aria-label": label, title: label, onclick }, glyph);
  const react = tool("Add reaction", icon("smile"));
  react.addEventListener("click", () => emojiPicker(react, (name) => toggle(message, channel, name)));
  const more = tool("More actions", icon("more"));
  more.setAttribute("aria-haspopup", "menu");
  const shortcuts = (app().shortcuts || []).filter((c) => c.type === "message");
  more.addEventListener("click", () => menu(more, [
    ...(shortcuts.length ? [{ heading: app().name } ] : []),
    ...shortcuts.map((c) => ({ label: c.name, description: c.description, icon: "bolt", onselect: () => runShortcut(c, message, channel) })),
    { heading: "Message" },
    { label: "Copy link", icon: "link", onselect: () => copy(linkTo(channel, message.ts), "Link") },
    { label: "Copy text", icon: "file", onselect: () => copy(message.text || "", "Text") },
  ], "More actions"));
  const thread = inThread || !conversation(channel) ? null : tool("Reply in thread", icon("reply"), () => openThread(channel, message.thread_ts || message.ts));
  return h("div", { class: "toolbar", role: "toolbar", "aria-label": "Message actions" },
    ["+1", "tada"].map((name) => tool(`React with ${name}`, emojiNode(name), () => toggle(message, channel, name))), react, thread, more);
}

async function runShortcut(shortcut, message, channel) {
  try {
    await store.api.messageShortcut({ callback_id: shortcut.callback_id, channel, ts: message.ts });
  } catch (error) {
    toast(error.message, "error");
  }
}

const dismiss = (message, channel) => h("div", { class: "toolbar" }, h("button", {
  type: "button", class: "tool", "aria-label": "Dismiss", title: "Dismiss",
  onclick: () => {
    store.dismissed.add(`${channel}/${message.ts}`);
    emit("messages", channel);
  },
}, icon("close")));
