// Starts the console: reads the workspace, renders the page, becomes a person.
import { readState } from "./api.js";
import { announcer } from "./announce.js";
import { byId, h, show } from "./dom.js";
import { dialogOpen, toast } from "./layers.js";
import { address, followAddress, goTo, switchTo } from "./nav.js";
import { appConversation, canBe, emit, findPerson, on, people, store } from "./store.js";
import { markRead } from "./live.js";
import { openPeople, sidebar } from "./sidebar.js";
import { topbar } from "./topbar.js";
import { mainView } from "./view.js";
import { modals } from "./modal.js";
import { threadPanel } from "./thread.js";

// shortcuts: Ctrl+K (or the command key) changes who one is, as it changes the place in Slack's client.
function shortcuts(event) {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !dialogOpen()) {
    event.preventDefault();
    openPeople();
  }
}

// start renders the empty page first, so that it is there however long the workspace takes to answer.
async function start() {
  topbar(byId("topbar"));
  sidebar(byId("sidebar"));
  mainView(byId("main"));
  threadPanel(byId("thread"));
  modals();
  announcer(byId("announcer"));
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
