// Starts the console: reads the workspace, becomes a person, follows the address bar and the live events.
import { listen, readState } from "./api.js";
import { byId, h, show } from "./dom.js";
import { closePopover, dialogOpen, toast } from "./layers.js";
import { appConversation, become, canBe, conversation, emit, findPerson, hasTab, here, on, people, store } from "./store.js";
import { applyEvent, inOrder, loadConversations, loadMessages, markRead, refresh } from "./live.js";
import { openPeople, sidebar } from "./sidebar.js";
import { topbar } from "./topbar.js";
import { mainView } from "./view.js";
import { modals } from "./modal.js";
import { threadPanel } from "./thread.js";

let stop = null;

// address reads "#/ada/C1/home" or "#/ada/C1/1700000000.000100".
function address() {
  const [person, channel, rest] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  return { person, channel, rest };
}

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

async function open(place) {
  await loadConversations();
  const wanted = store.conversations.find((c) => c.id === place.channel || c.name === place.channel) || appConversation() || store.conversations[0];
  if (!wanted) return;
  const tab = ["home", "about"].includes(place.rest) && wanted.kind === "app" ? place.rest : "messages";
  goTo(wanted.id, tab, /^\d+\.\d+$/.test(place.rest || "") ? place.rest : "");
}

function followAddress() {
  const { person, channel, rest } = address();
  const wanted = findPerson(person);
  if (wanted && canBe(wanted) && wanted.id !== store.me.id) switchTo(wanted, { channel, rest });
  else if (channel && store.conversations.some((c) => c.id === channel)) goTo(channel, ["home", "about"].includes(rest) ? rest : "messages", /^\d+\.\d+$/.test(rest || "") ? rest : "");
}

function shortcuts(event) {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !dialogOpen()) {
    event.preventDefault();
    openPeople();
  }
}

async function start() {
  topbar(byId("topbar"));
  sidebar(byId("sidebar"));
  mainView(byId("main"));
  threadPanel(byId("thread"));
  modals();
  byId("scrim").addEventListener("click", () => document.body.classList.remove("drawer-open"));
  on("place thread", () => {
    byId("scrim").hidden = !document.body.classList.contains("drawer-open");
  });
  document.addEventListener("keydown", shortcuts);
  document.addEventListener("visibilitychange", () => store.me && markRead());
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-channel], [data-go]");
    if (!target) return;
    event.preventDefault();
    if (target.dataset.go) goTo(appConversation().id, target.dataset.go);
    else if (store.conversations.some((c) => c.id === target.dataset.channel)) goTo(target.dataset.channel);
    else toast("You are not in that channel.");
  });
  window.addEventListener("popstate", followAddress);
  window.addEventListener("hashchange", followAddress);
  try {
    store.state = await readState();
  } catch (error) {
    show(byId("main"), h("div", { class: "empty" }, h("h2", null, "The workspace cannot be read"), h("p", null, error.message),
      h("button", { type: "button", class: "button primary solid", onclick: () => location.reload() }, "Try again")));
    return;
  }
  emit("state");
  const { person, channel, rest } = address();
  const first = [findPerson(person), ...people()].find((p) => p && canBe(p));
  if (!first) {
    show(byId("main"), h("div", { class: "empty" }, h("h2", null, "Nobody is here yet"), h("p", null, "Add people to the workspace, then reload this page.")));
    return;
  }
  await switchTo(first, { channel, rest });
}

start();
