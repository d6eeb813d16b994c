// rich_text blocks become nodes: sections, lists, preformatted text and quotes with styled elements.
import { h } from "./dom.js";
import { dateText } from "./dates.js";
import { channelMention, emojiNode, link, mention } from "./text.js";
import { tz } from "./store.js";

// richText shows a rich_text block.
export function richText(block) {
  return h("div", { class: "rich" }, (block.elements || []).map(part));
}

function part(element) {
  switch (element.type) {
    case "rich_text_list": return list(element);
    case "rich_text_preformatted": return h("pre", { class: element.border ? "bordered" : null }, leaves(element.elements, true));
    case "rich_text_quote": return h("blockquote", null, leaves(element.elements));
    default: return h("div", { class: "rich-section" }, leaves(element.elements));
  }
}

function list(element) {
  const ordered = element.style === "ordered";
  const level = Math.min(Math.max(element.indent || 0, 0), 8);
  const items = (element.elements || []).map((item) => h("li", null, leaves(item.elements)));
  return h(ordered ? "ol" : "ul", {
    class: `rich-list level-${level} style-${level % 3}${element.border ? " bordered" : ""}`,
    start: ordered && element.offset ? Number(element.offset) + 1 : null,
  }, items);
}

// leaves shows the elements of a section, a quote or a cell.
export function leaves(elements, bare = false) {
  return (elements || []).map((element) => leaf(element, bare));
}

function leaf(element, bare) {
  return styled(content(element, bare), element.style);
}

function content(element, bare) {
  switch (element.type) {
    case "text": return lines(element.text || "", bare);
    case "link": return link(element.url || "", element.text);
    case "user": return mention(element.user_id);
    case "usergroup": return h("span", { class: "mention" }, `@${element.usergroup_id}`);
    case "channel": return channelMention(element.channel_id);
    case "broadcast": return h("span", { class: "mention mention-me" }, `@${element.range}`);
    case "emoji": return emojiNode(element.name);
    case "date": {
      const text = dateText(element.timestamp, element.format, tz(), element.fallback);
      return element.url ? link(element.url, text) : h("time", { title: element.fallback || null }, text);
    }
    case "color": return h("span", { class: "color-value" }, swatch(element.value), element.value);
    case "rich_text_section": return leaves(element.elements, bare);
    default: return element.url ? link(element.url, element.text) : element.text || "";
  }
}

function lines(text, bare) {
  if (bare) return [text];
  return text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
}

function swatch(value) {
  const dot = h("span", { class: "swatch", "aria-hidden": "true" });
  if (/^#[0-9a-fA-F]{3,8}$/.test(value || "")) dot.style.backgroundColor = value;
  return dot;
}

function styled(nodes, style) {
  if (!style || typeof style !== "object") return nodes;
  let out = nodes;
  for (const [name, tag] of [["code", "code"], ["strike", "s"], ["underline", "u"], ["italic", "em"], ["bold", "strong"], ["highlight", "mark"]]) {
    if (style[name]) out = h(tag, null, out);
  }
  return out;
}

// richTextString is the bare text of a rich_text block, for fields that edit it.
export function richTextString(block) {
  const walk = (element) => {
    if (element.elements) {
      const inner = element.elements.map(walk).join(element.type === "rich_text_list" ? "\n• " : "");
      return element.type === "rich_text_list" ? `• ${inner}\n` : inner;
    }
    if (element.type === "emoji") return `:${element.name}:`;
    if (element.type === "user") return `<@${element.user_id}>`;
    return element.text || element.url || "";
  };
  return walk(block || {}).replace(/\n$/, "");
}
