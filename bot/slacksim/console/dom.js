// Builds DOM nodes from data, so that no text of a message is ever parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";

// h makes an element: h("button", {class: "x", onclick: f, "aria-label": "Close"}, "text", node, [nodes], null).
// Keys starting with "on" are listeners; booleans set or leave out the attribute; null and undefined are ignored.
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

// s makes an SVG element.
export function s(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(node, props, children) {
  for (const [key, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.setAttribute("class", value);
    else if (key === "value" || key === "checked" || key === "indeterminate") node[key] = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

// append adds strings, nodes and nested lists of them.
export function append(node, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

// show replaces everything inside a node.
export function show(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

let serial = 0;

// uid gives an id that is unique in this page, for label/for and aria-* pairs.
export function uid(prefix) {
  serial += 1;
  return `${prefix}-${serial}`;
}

export const byId = (id) => document.getElementById(id);

const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), select:not([disabled]), summary, [tabindex]";

// focusables lists what Tab reaches inside a node, in order.
export function focusables(node) {
  return [...node.querySelectorAll(FOCUSABLE)].filter((el) => el.tabIndex >= 0 && el.getClientRects().length > 0);
}

// keepFocus runs a re-render and puts focus and caret back on the element with the same data-key.
export function keepFocus(root, render) {
  const active = document.activeElement;
  const keyed = active && root.contains(active) ? active.closest("[data-key]") : null;
  const key = keyed && keyed.dataset.key;
  let caret = null;
  try {
    caret = active && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  } catch {
    caret = null;
  }
  render();
  if (!key) return;
  const again = root.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!again) return;
  const target = again.matches(FOCUSABLE) ? again : focusables(again)[0];
  if (!target) return;
  target.focus({ preventScroll: true });
  if (caret && caret[0] !== null && "setSelectionRange" in target) {
    try {
      target.setSelectionRange(caret[0], caret[1]);
    } catch {
      // number and e-mail fields have no caret to restore
    }
  }
}

// rove makes arrow keys, Home and End move between the items of a list; one item is in the tab order.
export function rove(container, selector, { horizontal = false } = {}) {
  const items = () => [...container.querySelectorAll(selector)].filter((el) => el.getClientRects().length > 0);
  const [back, forward] = horizontal ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  container.addEventListener("keydown", (event) => {
    const list = items();
    const at = list.indexOf(document.activeElement);
    if (at < 0) return;
    let to = -1;
    if (event.key === forward) to = Math.min(at + 1, list.length - 1);
    else if (event.key === back) to = Math.max(at - 1, 0);
    else if (event.key === "Home") to = 0;
    else if (event.key === "End") to = list.length - 1;
    else return;
    event.preventDefault();
    list[to].focus();
  });
  container.addEventListener("focusin", (event) => {
    const item = event.target.closest(selector);
    if (!item || !container.contains(item)) return;
    for (const el of items()) el.tabIndex = el === item ? 0 : -1;
  });
}

// debounce delays a call until nothing came for some milliseconds; flush runs what is waiting.
export function debounce(fn, milliseconds) {
  let timer = 0;
  let args = null;
  const run = () => {
    clearTimeout(timer);
    timer = 0;
    if (!args) return undefined;
    const now = args;
    args = null;
    return fn(...now);
  };
  const wrapped = (...now) => {
    args = now;
    clearTimeout(timer);
    timer = setTimeout(run, milliseconds);
  };
  wrapped.flush = run;
  wrapped.cancel = () => {
    clearTimeout(timer);
    args = null;
  };
  return wrapped;
}
