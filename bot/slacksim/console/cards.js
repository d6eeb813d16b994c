// Cards, carousels, containers and task lists.
import { h } from "./dom.js";
import { hasIcon, icon } from "./icons.js";
import { link, textObject, unescape } from "./text.js";
import { richText } from "./richtext.js";
import { element, image } from "./elements.js";

// card shows one card block.
export function card(block, surface) {
  const slackIcon = block.slack_icon && block.slack_icon.name;
  const mark = block.icon ? image(block.icon, "card-icon") : slackIcon ? h("span", { class: "card-icon glyph" }, icon(hasIcon(slackIcon) ? slackIcon : "star", 18)) : null;
  return h("article", { class: "block card" },
    block.hero_image ? image(block.hero_image, "hero") : null,
    h("div", { class: "card-body" },
      mark || block.title || block.subtitle ? h("div", { class: "card-head" }, mark, h("div", null,
        block.title ? h("div", { class: "card-title" }, textObject(block.title)) : null,
        block.subtitle ? h("div", { class: "muted small" }, textObject(block.subtitle)) : null)) : null,
      block.body ? h("div", { class: "text" }, textObject(block.body)) : null,
      block.subtext ? h("div", { class: "muted small" }, textObject(block.subtext)) : null,
      block.actions && block.actions.length ? h("div", { class: "actions" }, block.actions.map((el) => element(el, block, surface))) : null));
}

// carousel shows cards in a row that scrolls, by touch, wheel, arrow keys or its two buttons.
export function carousel(block, surface) {
  const cards = (block.elements || []).map((one, index) => card({ ...one, block_id: one.block_id || (index ? `${block.block_id}/${index}` : block.block_id) }, surface));
  const track = h("div", { class: "carousel-track", tabindex: "0", role: "group", "aria-roledescription": "carousel", "aria-label": `${cards.length} cards` }, cards);
  const move = (by) => track.scrollBy({ left: by * 280, behavior: "smooth" });
  return h("div", { class: "block carousel" }, track, cards.length > 1 ? h("div", { class: "carousel-buttons" },
    h("button", { type: "button", class: "icon-button", "aria-label": "Previous cards", onclick: () => move(-1) }, icon("back", 16)),
    h("button", { type: "button", class: "icon-button", "aria-label": "Next cards", onclick: () => move(1) }, icon("right", 16))) : null);
}

// container groups child blocks under a title, collapsible when the app says so.
export function container(block, surface, blockList) {
  const head = [block.icon ? image(block.icon, "card-icon") : null, h("div", null,
    h("div", { class: "card-title" }, block.rich_text_title ? richText(block.rich_text_title) : textObject(block.title)),
    block.subtitle ? h("div", { class: "muted small" }, textObject(block.subtitle)) : null)];
  const body = h("div", { class: "container-body" }, blockList(block.child_blocks, surface));
  if (!block.is_collapsible) return h("section", { class: "block container" }, h("div", { class: "card-head" }, head), body);
  return h("details", { class: "block container", open: !block.default_collapsed }, h("summary", { class: "card-head" }, head, icon("down", 16)), body);
}

const STATES = { complete: ["check", "Done"], error: ["warn", "Failed"], in_progress: ["half", "In progress"], pending: ["info", "Waiting"] };

// taskCard shows one task with its state.
export function taskCard(block) {
  const [glyph, word] = STATES[block.status] || STATES.pending;
  return h("div", { class: `block task ${block.status || "pending"}` }, h("span", { class: "task-state", role: "img", "aria-label": word, title: word }, icon(glyph, 16)), h("div", null,
    block.hide_title ? null : h("div", { class: "card-title" }, block.title),
    block.details ? richText(block.details) : null, block.output ? richText(block.output) : null,
    (block.sources || []).map((source) => h("div", { class: "small" }, link(source.url, unescape(source.text))))));
}

// plan shows a list of tasks under a title.
export const plan = (block) => h("section", { class: "block container" }, h("div", { class: "card-title" }, block.title), (block.tasks || []).map(taskCard));
