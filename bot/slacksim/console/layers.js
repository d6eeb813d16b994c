// Things that float above the page: popovers, menus, dialogs with a focus trap, and toasts.
import { append, byId, focusables, h, rove, uid } from "./dom.js";
import { icon } from "./icons.js";

let open = null;

// popover shows a node next to an anchor; it closes on Escape, on a click elsewhere and when another one opens.
export function popover(anchor, node, { onClose, className = "", match = false, above = false } = {}) {
  closePopover();
  const box = h("div", { class: `popover ${className}` }, node);
  byId("layers").append(box);
  const place = () => position(box, anchor, match, above);
  const outside = (event) => {
    if (!box.contains(event.target) && !anchor.contains(event.target)) close();
  };
  const escape = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close(true);
  };
  function close(refocus = false) {
    if (!box.isConnected) return;
    box.remove();
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("keydown", escape, true);
    window.removeEventListener("resize", place);
    open = null;
    anchor.setAttribute("aria-expanded", "false");
    if (refocus && anchor.isConnected) anchor.focus();
    if (onClose) onClose();
  }
  anchor.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("keydown", escape, true);
  window.addEventListener("resize", place);
  place();
  open = { close, place, box, anchor };
  return open;
}

export function closePopover() {
  if (open) open.close();
}

// closeWithin closes the popover whose anchor stands inside a node that is about to be rendered anew.
export function closeWithin(node) {
  if (open && node.contains(open.anchor)) open.close();
}

// popoverAt tells whether the popover on screen belongs to an anchor.
export const popoverAt = (anchor) => (open && open.anchor === anchor ? open : null);

function position(box, anchor, match, above) {
  const margin = 8;
  const rect = anchor.getBoundingClientRect();
  if (match) box.style.width = `${Math.max(rect.width, 220)}px`;
  box.style.maxHeight = "";
  const below = window.innerHeight - rect.bottom - margin;
  const over = rect.top - margin;
  const height = Math.min(box.scrollHeight + 2, 420);
  const up = above ? over > 160 || over > below : below < height && over > below;
  box.style.maxHeight = `${Math.max(120, Math.min(420, up ? over : below) - 4)}px`;
  const width = box.offsetWidth;
  box.style.left = `${Math.max(margin, Math.min(rect.left, window.innerWidth - width - margin))}px`;
  box.style.top = up ? "" : `${rect.bottom + 4}px`;
  box.style.bottom = up ? `${window.innerHeight - rect.top + 4}px` : "";
}

// menu opens a list of {label, description, icon, href, danger, heading, onselect} under an anchor.
export function menu(anchor, items, label, options = {}) {
  if (popoverAt(anchor)) {
    closePopover();
    return;
  }
  const list = h("div", { class: "menu", role: "menu", "aria-label": label });
  let layer = null;
  for (const item of items) {
    if (item.heading) {
      list.append(h("div", { class: "menu-heading", role: "presentation" }, item.heading));
      continue;
    }
    const props = {
      class: `menu-item${item.danger ? " danger" : ""}`, role: "menuitem", tabindex: "-1",
      onclick: () => {
        layer.close(true);
        if (item.onselect) item.onselect();
      },
    };
    const inner = [item.icon ? icon(item.icon) : null, h("span", { class: "menu-text" }, h("span", { class: "menu-label" }, item.label),
      item.description ? h("span", { class: "menu-description" }, item.description) : null)];
    list.append(item.href ? h("a", { ...props, href: item.href, target: "_blank", rel: "noopener noreferrer" }, inner) : h("button", { ...props, type: "button" }, inner));
  }
  rove(list, ".menu-item");
  list.addEventListener("keydown", (event) => {
    if (event.key === "Tab") {
      event.preventDefault();
      layer.close(true);
    }
  });
  layer = popover(anchor, list, options);
  const first = list.querySelector(".menu-item");
  if (first) first.focus();
}

const dialogs = [];

// dialog shows a modal box with a focus trap over the page. It returns {box, close}; focus goes back where it was.
export function dialog({ labelledBy, label, className = "", onEscape }, ...children) {
  const before = document.activeElement;
  const box = h("div", { class: `dialog ${className}`, role: "dialog", "aria-modal": "true", "aria-labelledby": labelledBy, "aria-label": label, tabindex: "-1" });
  append(box, children);
  const veil = h("div", { class: "veil" }, box);
  byId("dialogs").append(veil);
  const entry = { box };
  // Keys are heard on the document: after a click on the dimmed page nothing inside the box has the focus.
  const keys = (event) => {
    if (dialogs[dialogs.length - 1] !== entry || event.defaultPrevented) return;
    if (event.key === "Escape") {
      event.preventDefault();
      if (onEscape) onEscape();
    }
    if (event.key === "Tab") trap(box, event);
  };
  document.addEventListener("keydown", keys);
  dialogs.push(entry);
  byId("app").inert = true;
  entry.close = () => {
    veil.remove();
    document.removeEventListener("keydown", keys);
    dialogs.splice(dialogs.indexOf(entry), 1);
    byId("app").inert = dialogs.length > 0;
    if (dialogs.length > 0) dialogs[dialogs.length - 1].box.focus();
    else if (before && before.isConnected) before.focus({ preventScroll: true });
  };
  return entry;
}

export const dialogOpen = () => dialogs.length > 0;

function trap(box, event) {
  const list = focusables(box);
  if (!list.length) {
    event.preventDefault();
    return;
  }
  const first = list[0];
  const last = list[list.length - 1];
  if (event.shiftKey && (document.activeElement === first || document.activeElement === box)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && (document.activeElement === last || !box.contains(document.activeElement))) {
    event.preventDefault();
    first.focus();
  }
}

// ask shows a yes/no question and resolves to the answer.
export function ask({ title, text, yes, no, danger }) {
  return new Promise((resolve) => {
    const id = uid("ask");
    const finish = (answer) => {
      layer.close();
      resolve(answer);
    };
    const yesButton = h("button", { type: "button", class: `button ${danger ? "danger" : "primary"} solid`, onclick: () => finish(true) }, yes);
    const layer = dialog({ labelledBy: id, className: "ask", onEscape: () => finish(false) },
      h("h2", { id, class: "ask-title" }, title),
      h("div", { class: "ask-text" }, text),
      h("div", { class: "dialog-foot" }, h("button", { type: "button", class: "button", onclick: () => finish(false) }, no), yesButton));
    yesButton.focus();
  });
}

// toast says one thing at the bottom of the page for some seconds; screen readers hear it.
export function toast(text, kind = "info") {
  const node = h("div", { class: `toast ${kind}` }, icon(kind === "error" ? "warn" : kind === "done" ? "check" : "info"), h("span", null, text),
    h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss", onclick: () => node.remove() }, icon("close", 16)));
  const region = byId("toasts");
  region.append(node);
  while (region.children.length > 3) region.firstChild.remove();
  setTimeout(() => node.remove(), Math.min(12000, 4000 + text.length * 60));
}
