// The middle of the page: the header of a conversation, the app's tabs, and what each shows.
import { h, keepFocus, rove, show, uid } from "./dom.js";
import { icon } from "./icons.js";
import { blockList } from "./blocks.js";
import { appAvatar, avatar } from "./avatar.js";
import { app, hasTab, here, on, personById, personName, store, tz } from "./store.js";
import { clock, now } from "./dates.js";
import { seed, surfaceOf } from "./surface.js";
import { messageList } from "./messages.js";
import { composer } from "./composer.js";
import { goTo } from "./nav.js";

// mainView renders the header once per place and hands the rest to the tab on screen.
export function mainView(root) {
  const head = h("header", { class: "place-head" });
  const body = h("div", { class: "place-body", id: "panel" });
  const messages = messageList();
  const write = composer({ thread: null });
  let renderedHome = "";

  function renderHead() {
    const at = here();
    if (!at) return;
    const person = personById(at.user);
    const kind = at.kind === "channel" ? icon(at.is_private ? "lock" : "hash") : at.kind === "app" ? appAvatar(24) : person ? avatar(person, 24) : null;
    const name = at.kind === "app" ? app().name : person ? personName(person) : at.name.replace(/^#/, "");
    const channel = (store.state.channels || []).find((c) => c.id === at.id);
    const about = at.kind === "channel" ? [channel && channel.members ? `${channel.members.length} member${channel.members.length === 1 ? "" : "s"}` : "", channel && channel.topic].filter(Boolean).join(" · ")
      : person && at.kind === "dm" ? [person.title, person.tz ? `${clock(now(), person.tz)} local time` : ""].filter(Boolean).join(" · ") : "";
    document.title = `${name} · ${store.state.team.name}`;
    keepFocus(head, () => show(head, h("div", { class: "place-line" }, h("span", { class: "place-mark" }, kind), h("h1", { class: "place-name" }, name), about ? h("span", { class: "place-about" }, about) : null), at.kind === "app" ? tabs() : null));
  }

  function tabs() {
    const names = [["home", "Home"], ["messages", "Messages"], ["about", "About"]].filter(([tab]) => hasTab(tab));
    const list = h("div", { class: "tabs", role: "tablist", "aria-label": app().name }, names.map(([tab, label]) => h("button", {
      type: "button", class: "tab", role: "tab", id: `tab-${tab}`, "aria-selected": store.place.tab === tab ? "true" : "false", "aria-controls": "panel", tabindex: store.place.tab === tab ? "0" : "-1", "data-key": `tab-${tab}`,
      onclick: () => goTo(here().id, tab),
    }, label)));
    rove(list, ".tab", { horizontal: true });
    return list;
  }

  function renderBody() {
    const at = here();
    if (!at) return;
    body.setAttribute("role", at.kind === "app" ? "tabpanel" : "region");
    body.setAttribute("aria-label", at.kind === "app" ? store.place.tab : at.name);
    renderedHome = "";
    if (store.place.tab === "home") renderHome();
    else if (store.place.tab === "about") show(body, about());
    else {
      show(body, messages.node, write.node);
      messages.open();
      write.open();
    }
  }

  function renderHome() {
    if (store.place.tab !== "home") return;
    const next = JSON.stringify([store.home && { ...store.home, state: null }, store.homeLoaded, store.me.id]);
    if (next === renderedHome) return;
    renderedHome = next;
    const scroll = body.querySelector(".home")?.scrollTop || 0;
    keepFocus(body, () => {
      if (store.home) {
        const surface = seed(surfaceOf("home", "home", { home: true }), store.home);
        show(body, h("div", { class: "home" }, h("div", { class: "home-inner" }, blockList(store.home.blocks, surface))));
      } else if (!store.homeLoaded) show(body, h("div", { class: "home" }, h("div", { class: "home-inner" }, h("div", { class: "skeleton wide" }), h("div", { class: "skeleton" }), h("div", { class: "skeleton" }))));
      else show(body, h("div", { class: "empty" }, appAvatar(56), h("h2", null, `${app().name} has published no Home for you yet`), h("p", null, "It appears here as soon as the app publishes it.")));
    });
    const home = body.querySelector(".home");
    if (home) home.scrollTop = scroll;
  }

  on("place me", () => {
    renderHead();
    renderBody();
  });
  on("conversations state", renderHead);
  on("home", renderHome);
  show(root, head, body);
}

function about() {
  const state = store.state;
  const list = (title, items, empty) => {
    const id = uid("about");
    return h("section", { "aria-labelledby": id }, h("h2", { id }, title), items.length ? h("dl", { class: "facts" }, items) : h("p", { class: "muted" }, empty));
  };
  const fact = (term, ...rest) => [h("dt", null, term), h("dd", null, rest)];
  return h("div", { class: "home" }, h("div", { class: "home-inner about" },
    h("div", { class: "about-head" }, appAvatar(56), h("div", null, h("h2", { class: "about-name" }, app().name), h("div", { class: "muted" }, `App · ${state.connections} open connection${state.connections === 1 ? "" : "s"}`))),
    list("Slash commands", (app().commands || []).map((c) => fact(h("code", null, [c.command, c.usage_hint].filter(Boolean).join(" ")), c.description)), "This app has no slash commands."),
    list("Shortcuts", (app().shortcuts || []).map((c) => fact(c.name, c.description, h("span", { class: "muted" }, c.type === "message" ? " · in a message's menu" : " · in the + menu"))), "This app has no shortcuts."),
    list("For developers", [fact("Web API", h("code", null, state.api_url)), fact("App id", h("code", null, app().id)), fact("Bot user", h("code", null, app().bot_user_id)),
      fact("You", h("code", null, store.me.id), ` ${personName(store.me)} · ${tz()}`)], "")));
}
