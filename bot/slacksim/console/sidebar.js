// The sidebar: who one is and can become, and that person's conversations with their unread marks.
import { h, keepFocus, rove, show, uid } from "./dom.js";
import { icon } from "./icons.js";
import { closePopover, popover, popoverAt } from "./layers.js";
import { appAvatar, avatar } from "./avatar.js";
import { clock, now } from "./dates.js";
import { app, canBe, on, people, personById, personName, store } from "./store.js";
import { goTo, switchTo } from "./nav.js";
import { toggleDrawer } from "./topbar.js";

let personButton = null;

const localTime = (p) => (p.tz ? clock(now(), p.tz) : "");

// sidebar renders the navigation and keeps it up to date.
export function sidebar(root) {
  const render = () => store.me && keepFocus(root, () => {
    const groups = [["Apps", "app"], ["Channels", "channel"], ["Direct messages", "dm"]];
    const list = h("div", { class: "conversations" }, groups.map(([title, kind]) => {
      const items = store.conversations.filter((c) => c.kind === kind);
      if (!items.length) return null;
      const id = uid("group");
      return h("section", { "aria-labelledby": id }, h("h2", { id, class: "group-title" }, title), h("ul", null, items.map((c) => h("li", null, row(c)))));
    }));
    rove(list, ".conversation");
    const rows = [...list.querySelectorAll(".conversation")];
    const current = rows.find((r) => r.getAttribute("aria-current")) || rows[0];
    for (const r of rows) r.tabIndex = r === current ? 0 : -1;
    const top = root.querySelector(".conversations")?.scrollTop || 0;
    if (popoverAt(personButton)) root.replaceChildren(root.firstChild, list);
    else show(root, me(), list);
    list.scrollTop = top;
  });
  on("me conversations place state", render);
  setInterval(render, 30000);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && document.body.classList.contains("drawer-open")) toggleDrawer(false);
  });
}

function me() {
  const p = personById(store.me.id) || store.me;
  personButton = h("button", { type: "button", class: "person-button", "aria-haspopup": "listbox", "aria-expanded": "false", "data-key": "person", title: "Be someone else (Ctrl+K)", onclick: () => openPeople() },
    avatar(p, 36),
    h("span", { class: "person-text" },
      h("span", { class: "person-line" }, h("span", { class: "person-name" }, h("span", { class: "visually-hidden" }, "You are "), personName(p)), h("span", { class: "person-time" }, localTime(p))),
      h("span", { class: "person-about" }, p.title || "No title")),
    icon("down", 16));
  return h("div", { class: "me" }, h("div", { class: "me-label" }, "You are"), personButton);
}

function row(c) {
  const unread = c.unread > 0;
  const person = personById(c.user);
  const mark = c.kind === "app" ? appAvatar(20) : c.kind === "dm" ? (person ? avatar(person, 20) : icon("user", 16)) : icon(c.is_private ? "lock" : "hash", 16);
  const name = c.kind === "app" ? app().name : person ? personName(person) : c.name.replace(/^#/, "");
  const badge = unread && (c.kind !== "channel" || c.mention) ? h("span", { class: "badge", "aria-hidden": "true" }, c.unread > 99 ? "99+" : String(c.unread)) : null;
  return h("button", {
    type: "button", class: `conversation${unread ? " unread" : ""}`, "aria-current": store.place.channel === c.id ? "page" : null, "data-key": c.id, "data-conversation": c.id, onclick: () => goTo(c.id),
  }, h("span", { class: "conversation-mark" }, mark), h("span", { class: "conversation-name" }, name), c.kind === "app" ? h("span", { class: "tag" }, "App") : null, badge,
  unread ? h("span", { class: "visually-hidden" }, `, ${c.unread} unread`) : null);
}

// openPeople lists the people one can be, with a search over name and title.
export function openPeople() {
  if (!personButton) return;
  if (popoverAt(personButton)) {
    closePopover();
    return;
  }
  if (window.matchMedia("(max-width: 760px)").matches) toggleDrawer(true);
  const listId = uid("people");
  const list = h("div", { class: "options people", role: "listbox", id: listId, "aria-label": "People" });
  const field = h("input", { class: "option-search", type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": listId, "aria-autocomplete": "list", placeholder: "Find a person or a title", "aria-label": "Be someone else", autocomplete: "off", spellcheck: "false" });
  popover(personButton, [h("div", { class: "option-search-row" }, icon("search", 16), field), list], { match: true, className: "people-popover" });
  let active = 0;
  const rows = () => [...list.querySelectorAll("[role=option]")];
  const activate = (index) => {
    const all = rows();
    active = Math.max(0, Math.min(index, all.length - 1));
    all.forEach((node, i) => node.classList.toggle("active", i === active));
    if (all[active]) {
      field.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    }
  };
  const render = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = people().filter(canBe).filter((p) => words.every((w) => `${personName(p)} ${p.real_name} ${p.name} ${p.title}`.toLowerCase().includes(w)));
    show(list, found.length ? found.map(personRow) : h("div", { class: "option-note", role: "status" }, "Nobody by that name"));
    activate(words.length ? 0 : found.findIndex((p) => p.id === store.me.id));
  };
  field.addEventListener("input", render);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      activate(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      rows()[active]?.click();
    } else if (event.key === "Tab") closePopover();
  });
  render();
  field.focus();
}

function role(p) {
  if (p.is_owner || p.is_primary_owner) return "Owner";
  if (p.is_admin) return "Admin";
  if (p.is_stranger) return "External";
  return p.is_guest || p.is_single_channel_guest ? "Guest" : "";
}

function personRow(p) {
  return h("div", {
    class: "option person-option", role: "option", id: uid("person"), "aria-selected": p.id === store.me.id ? "true" : "false", "data-person": p.name,
    onclick: () => {
      closePopover();
      const kind = (store.conversations.find((c) => c.id === store.place.channel) || {}).kind;
      switchTo(p, kind === "channel" ? { channel: store.place.channel } : { rest: store.place.tab });
    },
  }, avatar(p, 32), h("span", { class: "option-text" },
    h("span", { class: "option-label" }, personName(p), role(p) ? h("span", { class: "tag" }, role(p)) : null),
    h("span", { class: "option-description" }, [p.real_name !== personName(p) ? p.real_name : "", p.title || "No title"].filter(Boolean).join(" · "))), h("span", { class: "option-time" }, localTime(p)));
}
