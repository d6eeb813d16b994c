// Where the person is: being somebody, showing a conversation or tab, and the address bar that remembers it.
// Everything that leads somewhere imports this file; it imports nothing that renders, so that no two modules need each other.
import { listen } from "./api.js";
import { closePopover, toast } from "./layers.js";
import { appConversation, become, canBe, conversation, emit, findPerson, hasTab, here, store } from "./store.js";
import { applyEvent, inOrder, loadConversations, loadMessages, markRead, refresh } from "./live.js";

// stop ends the event stream of the former person.
let stop = null;

// address reads "#/ada/C1/home" or "#/ada/C1/1700000000.000100".
export function address() {
  const [person, channel, rest] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  return { person, channel, rest };
}

// writeAddress keeps the address bar at the place on screen, so that a reload or a shared link comes back to it.
function writeAddress() {
  const { channel, tab, ts } = store.place;
  const parts = [store.me.name, channel, tab === "messages" ? ts : tab].filter(Boolean).map(encodeURIComponent);
  const hash = `#/${parts.join("/")}`;
  if (location.hash !== hash) history.pushState(null, "", hash);
}

// goTo shows a conversation, or a tab of the app's view.
export function goTo(channel, tab = "messages", ts = "") {
  closePopover();
  document.body.classList.remove("drawer-open");
  const changed = store.place.channel !== channel;
  if ((conversation(channel) || {}).kind === "app" && !hasTab(tab)) tab = tab === "messages" && hasTab("home") ? "home" : "about";
  store.place = { channel, tab, ts };
  if (changed) store.thread = null;
  writeAddress();
  emit("place");
  if (changed) emit("thread");
  openPlace(changed);
}

// HOME_PATIENCE is how long an app may take to publish its first Home before the page says that there is none.
const HOME_PATIENCE = 3000;

function awaitHome() {
  store.homeLoaded = false;
  setTimeout(() => {
    store.homeLoaded = true;
    emit("home");
  }, HOME_PATIENCE);
}

// openPlace tells the app that its tab was opened and reads what is shown there.
async function openPlace(changed) {
  const at = here();
  if (!at) return;
  if (store.place.tab === "home" && !store.home) {
    awaitHome();
    emit("home");
  }
  try {
    if (at.kind === "app" && (changed || store.place.tab !== "about")) await store.api.open({ tab: store.place.tab === "home" ? "home" : "messages" });
    if (!here() || here().id !== at.id) return;
    if (store.place.tab === "messages" && !store.messages.has(at.id)) await loadMessages(at.id);
  } catch (error) {
    toast(error.message, "error");
  }
  markRead();
}

// switchTo becomes a person and shows the given place, or the app's messages.
export async function switchTo(person, place = {}) {
  if (stop) stop();
  become(person);
  const opened = inOrder(() => open(place));
  stop = listen(person.id, {
    onEvent: (event) => inOrder(() => store.me.id === person.id && applyEvent(event)),
    onOpen: () => inOrder(refresh),
    onLost: () => {
      store.online = false;
      emit("online");
    },
  });
  await opened;
}

// open shows the wanted conversation, or the one with the app.
async function open(place) {
  await loadConversations();
  const wanted = store.conversations.find((c) => c.id === place.channel || c.name === place.channel) || appConversation() || store.conversations[0];
  if (!wanted) return;
  const tab = ["home", "about"].includes(place.rest) && wanted.kind === "app" ? place.rest : "messages";
  goTo(wanted.id, tab, /^\d+\.\d+$/.test(place.rest || "") ? place.rest : "");
}

// followAddress goes where the address bar says, after a step back or a pasted link.
export function followAddress() {
  const { person, channel, rest } = address();
  const wanted = findPerson(person);
  if (wanted && canBe(wanted) && wanted.id !== store.me.id) switchTo(wanted, { channel, rest });
  else if (channel && store.conversations.some((c) => c.id === channel)) goTo(channel, ["home", "about"].includes(rest) ? rest : "messages", /^\d+\.\d+$/.test(rest || "") ? rest : "");
}
