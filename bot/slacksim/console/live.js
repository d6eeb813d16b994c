// Keeps the store up to date: reads conversations and messages, and applies the events of the stream.
import { readState } from "./api.js";
import { now } from "./dates.js";
import { debounce } from "./dom.js";
import { toast } from "./layers.js";
import { conversation, emit, here, store } from "./store.js";

let chain = Promise.resolve();

// inOrder runs reads and events one after the other: an event that comes while something is read is newer and applied after it.
export function inOrder(step) {
  chain = chain.then(step).catch((error) => toast(error.message, "error"));
  return chain;
}

const stillMe = (me) => store.me.id === me.id;

export async function loadConversations() {
  const me = store.me;
  const answer = await store.api.conversations();
  if (!stillMe(me)) return;
  store.conversations = answer.conversations || [];
  emit("conversations");
}

// loadModal reads the person's open modal, if any.
export async function loadModal() {
  const me = store.me;
  const answer = await store.api.modal();
  if (stillMe(me)) setModal(answer);
}

function setModal({ stack, top, errors, trouble }) {
  store.modal = { stack: stack || [], top: top || null, errors: errors || {}, trouble: trouble || "" };
  emit("modal");
}

const order = (a, b) => Number(a.ts) - Number(b.ts);

// refresh reads everything again: after the stream (re)connected nothing missed may stay missing.
export async function refresh() {
  const me = store.me;
  try {
    store.state = await readState();
    store.me = store.state.people.find((p) => p.id === store.me.id) || store.me;
    emit("state");
    await loadConversations();
    const [home] = await Promise.all([store.api.home(), loadModal()]);
    if (!stillMe(me)) return;
    store.home = home.view || null;
    emit("home");
    const at = store.place.channel;
    store.messages = new Map([...store.messages].filter(([channel]) => channel === at));
    if (at) await loadMessages(at);
    store.online = true;
    markRead();
  } catch {
    store.online = false;
  }
  emit("online");
}

// loadMessages reads the newest messages of a conversation.
export async function loadMessages(channel) {
  const me = store.me;
  const answer = await store.api.messages(channel);
  if (!stillMe(me)) return;
  const list = (answer.messages || []).sort(order);
  const known = conversation(channel);
  if (known && known.unread > 0 && !store.newFrom.has(channel)) {
    const others = list.filter((m) => m.user !== me.id && !(m.thread_ts && m.thread_ts !== m.ts));
    const first = others[Math.max(0, others.length - known.unread)];
    if (first && others.length > known.unread) store.newFrom.set(channel, first.ts);
  }
  // Local notes of this page, for example a failed command, are kept beside what the server knows.
  const local = (store.messages.get(channel) || []).filter((m) => m.local);
  store.messages.set(channel, [...list, ...local].sort(order));
  if (list.length < 100) store.complete.add(channel);
  emit("messages", channel);
}

// loadOlder puts the messages before the first known one in front of it.
export async function loadOlder(channel) {
  const known = store.messages.get(channel) || [];
  if (!known.length || store.complete.has(channel)) return;
  const answer = await store.api.messages(channel, known[0].ts);
  const older = (answer.messages || []).filter((m) => !known.some((k) => k.ts === m.ts));
  if (!older.length) store.complete.add(channel);
  store.messages.set(channel, [...older, ...known].sort(order));
  emit("messages", channel);
}

// put adds a message or replaces the one with the same ts.
export function put(channel, message) {
  const list = store.messages.get(channel);
  if (!list) return;
  const at = list.findIndex((m) => m.ts === message.ts);
  if (at >= 0) list[at] = message;
  else {
    list.push(message);
    list.sort(order);
  }
  emit("messages", channel);
}

function drop(channel, ts) {
  const list = store.messages.get(channel);
  if (!list) return;
  store.messages.set(channel, list.filter((m) => m.ts !== ts));
  emit("messages", channel);
}

// note shows a line from Slackbot that only this page knows.
export function note(channel, text) {
  put(channel, { type: "message", user: "USLACKBOT", text, ts: now().toFixed(6), ephemeral: true, local: true });
}

const sendRead = debounce(async (api, channel, ts) => {
  try {
    await api.read({ channel, ts });
  } catch {
    // the next message marks it again
  }
}, 200);

// markRead tells the server that the conversation on screen was read to its end.
export function markRead() {
  const at = here();
  if (!at || document.hidden || store.place.tab !== "messages") return;
  const list = (store.messages.get(at.id) || []).filter((m) => !m.local);
  const last = list[list.length - 1];
  if (!last || (!at.unread && at.seen === last.ts)) return;
  at.unread = 0;
  at.seen = last.ts;
  at.mention = false;
  emit("conversations");
  sendRead(store.api, at.id, last.ts);
}

const readAgain = debounce(() => loadConversations().catch(() => {}), 150);

// arrived puts a new message into its conversation and passes it on to whoever tells people of it.
function arrived(event) {
  const { channel, message } = event;
  emit("arrived", event);
  const known = conversation(channel);
  put(channel, event.type === "ephemeral" ? { ...message, ephemeral: true } : message);
  if (!known) {
    readAgain();
    return;
  }
  known.last_ts = message.ts;
  if (store.place.channel === channel) markRead();
}

const HANDLERS = {
  message: arrived,
  ephemeral: arrived,
  message_changed: ({ channel, message }) => put(channel, message),
  message_deleted: ({ channel, ts }) => drop(channel, ts),
  ephemeral_deleted: ({ channel, ts }) => drop(channel, ts),
  reaction: ({ channel, ts, reactions }) => {
    const message = (store.messages.get(channel) || []).find((m) => m.ts === ts);
    if (message) put(channel, { ...message, reactions });
  },
  home: ({ view }) => {
    store.home = view || null;
    store.homeLoaded = true;
    emit("home");
  },
  modal: setModal,
  unread: ({ channel, unread, mention }) => {
    const known = conversation(channel);
    if (!known) {
      readAgain();
      return;
    }
    known.unread = unread;
    if (mention !== undefined) known.mention = mention;
    emit("conversations");
    if (unread > 0 && store.place.channel === channel) {
      known.seen = "";
      markRead();
    }
  },
  state: debounce(() => inOrder(refresh), 100),
  failure: ({ text }) => toast(text || "Something went wrong.", "error"),
};

// applyEvent takes one event of the stream; unknown kinds are ignored.
export function applyEvent(event) {
  const handle = HANDLERS[event.type];
  if (handle) handle(event);
}
