// The small emoji picker: a search and a grid one can walk with the arrow keys.
import { h, show } from "./dom.js";
import { QUICK, emojiFor, emojiNames } from "./emoji.js";
import { popover } from "./layers.js";

const COLUMNS = 8;

// emojiPicker opens the picker at an anchor and calls chosen with the short name.
export function emojiPicker(anchor, chosen) {
  const grid = h("div", { class: "emoji-grid", role: "group", "aria-label": "Emoji" });
  const field = h("input", { class: "option-search", type: "text", placeholder: "Search emoji", "aria-label": "Search emoji", autocomplete: "off", spellcheck: "false" });
  const layer = popover(anchor, [h("div", { class: "option-search-row" }, field), grid], { className: "emoji-popover" });
  const pick = (name) => {
    layer.close(true);
    chosen(name);
  };
  const cells = () => [...grid.children];
  const render = () => {
    const word = field.value.trim().toLowerCase().replace(/^:|:$/g, "").replace(/ /g, "_");
    const seen = new Set();
    const names = (word ? emojiNames().filter((n) => n.includes(word)) : [...QUICK, ...emojiNames()]).filter((n) => !seen.has(emojiFor(n)) && seen.add(emojiFor(n))).slice(0, 160);
    show(grid, names.length ? names.map((n) => h("button", { type: "button", class: "emoji-cell", tabindex: "-1", title: `:${n}:`, "aria-label": n.replace(/_/g, " "), "data-emoji": n, onclick: () => pick(n) }, emojiFor(n))) : h("div", { class: "option-note" }, "No emoji by that name"));
    if (names.length) cells()[0].tabIndex = 0;
    grid.scrollTop = 0;
  };
  field.addEventListener("input", render);
  field.addEventListener("keydown", (event) => {
    const first = grid.querySelector(".emoji-cell");
    if (event.key === "Enter" && first) {
      event.preventDefault();
      first.click();
    } else if (event.key === "ArrowDown" && first) {
      event.preventDefault();
      first.focus();
    }
  });
  grid.addEventListener("keydown", (event) => {
    const all = cells();
    const at = all.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
    if (at < 0 || !step) return;
    event.preventDefault();
    if (at + step < 0) field.focus();
    else if (all[at + step]) all[at + step].focus();
  });
  render();
  field.focus();
}
