// What the page knows right now, and who wants to hear when it changes.
import { as } from "./api.js";

export const store = {
  state: null, // answer of /sim/state
  me: null, // the person one is
  api: null, // that person's calls
  conversations: [],
  place: { channel: "", tab: "messages", ts: "" },
  messages: new Map(), // channel id -> messages, oldest first
  complete: new Set(), // channels whose first message is loaded
  newFrom: new Map(), // channel id -> ts of the first message unread when it was opened
  home: null,
  homeLoaded: false,
  modal: { stack: [], top: null, errors: {}, trouble: "" },
  thread: null, // {channel, ts} of the open thread
  online: null, // whether the event stream is open; null before the first answer
  dismissed: new Set(), // "channel/ts" of ephemeral messages put away on this page
};

const listeners = new Map();

// on calls fn whenever one of the named things changes: "state", "me", "conversations", "place", "messages", "message", "home", "modal", "thread", "online", "arrived".
export function on(names, fn) {
  for (const name of names.split(" ")) {
    if (!listeners.has(name)) listeners.set(name, []);
    listeners.get(name).push(fn);
  }
}

export function emit(name, detail) {
  for (const fn of listeners.get(name) || []) fn(detail);
}

// become switches the person; everything that belonged to the former one is forgotten.
export function become(person) {
  Object.assign(store, {
    me: person, api: as(person.id), conversations: [], messages: new Map(), complete: new Set(), newFrom: new Map(),
    home: null, homeLoaded: false, modal: { stack: [], top: null, errors: {}, trouble: "" }, thread: null, place: { channel: "", tab: "messages", ts: "" },
  });
  emit("me");
}

export const people = () => (store.state && store.state.people) || [];
export const channels = () => (store.state && store.state.channels) || [];
export const app = () => (store.state && store.state.app) || { name: "App", commands: [], shortcuts: [] };

export const personById = (id) => people().find((p) => p.id === id);

// findPerson accepts an id or a user name.
export const findPerson = (key) => people().find((p) => p.id === key || p.name === key);

export const personName = (p) => (p && (p.display_name || p.real_name || p.name)) || "Someone";

// canBe tells whether a person of the list can be acted as.
export const canBe = (p) => !p.is_bot && !p.deleted && p.id !== "USLACKBOT";

// userName is the name to show for any user id, the app's own and Slackbot's included.
export function userName(id) {
  if (id === app().bot_user_id) return app().name;
  if (id === "USLACKBOT") return "Slackbot";
  const p = personById(id);
  return p ? personName(p) : id;
}

export const channelById = (id) => channels().find((c) => c.id === id);

export const conversation = (id) => store.conversations.find((c) => c.id === id);

export const appConversation = () => store.conversations.find((c) => c.kind === "app");

// hasTab tells whether the app's view has a tab; apps may switch Home and Messages off.
export const hasTab = (tab) => tab === "about" || app()[`${tab}_tab`] !== false;

// here is the conversation on screen.
export const here = () => conversation(store.place.channel);

export const tz = () => (store.me && store.me.tz) || "UTC";
