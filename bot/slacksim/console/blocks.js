// Blocks of messages, Home and modals become nodes.
import { h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { link, mrkdwn, textObject, textOf, unescape } from "./text.js";
import { richText } from "./richtext.js";
import { markdown } from "./markdown.js";
import { element, image } from "./elements.js";
import { dataTable, table } from "./tables.js";
import { chart } from "./chart.js";
import { card, carousel, container, plan, taskCard } from "./cards.js";
import { store } from "./store.js";

// blockList shows blocks one under the other. surface says where they stand and keeps what is typed.
export function blockList(blocks, surface) {
  return (blocks || []).map((block, index) => {
    const node = one({ block_id: `#${index}`, ...block }, surface);
    node.dataset.block = block.block_id || `#${index}`;
    return node;
  });
}

function one(block, surface) {
  switch (block.type) {
    case "section": return section(block, surface);
    case "header": return h("div", { class: `block header level-${block.level || 2}`, role: "heading", "aria-level": String(Math.min(6, (block.level || 2) + 1)) }, textObject(block.text));
    case "divider": return h("hr", { class: "block divider" });
    case "context": return h("div", { class: "block context" }, (block.elements || []).map((el) => (el.type === "image" ? image(el, "tiny") : h("span", { class: "context-text" }, textObject(el)))));
    case "actions": case "context_actions": return h("div", { class: "block actions" }, (block.elements || []).map((el) => element(el, block, surface)));
    case "image": return imageBlock(block);
    case "input": return input(block, surface);
    case "rich_text": return h("div", { class: "block" }, richText(block));
    case "markdown": return h("div", { class: "block" }, markdown(block.text));
    case "table": return table(block);
    case "data_table": return dataTable(block, surface);
    case "data_visualization": return chart(block);
    case "card": return card(block, surface);
    case "carousel": return carousel(block, surface);
    case "container": return container(block, surface, blockList);
    case "plan": return plan(block);
    case "task_card": return taskCard(block);
    case "alert": return alertBlock(block);
    case "video": return video(block);
    case "file": return h("div", { class: "block file-block" }, icon("file"), "A shared file");
    default: return h("div", { class: "block unknown" }, `This console does not render "${block.type}" blocks yet.`);
  }
}

function section(block, surface) {
  const body = h("div", { class: "section-body" });
  if (block.text) body.append(h("div", { class: "text" }, textObject(block.text)));
  if (block.fields) body.append(h("div", { class: "fields" }, block.fields.map((f) => h("div", { class: "text" }, textObject(f)))));
  const accessory = block.accessory
    ? h("div", { class: `accessory accessory-${block.accessory.type}` }, block.accessory.type === "image" ? image(block.accessory, "thumb") : element(block.accessory, block, surface)) : null;
  return h("div", { class: `block section${accessory ? " with-accessory" : ""}` }, body, accessory);
}

function imageBlock(block) {
  return h("figure", { class: "block image-block" }, block.title ? h("figcaption", null, textObject(block.title)) : null, image(block, "large"));
}

const LEVELS = { info: "info", warning: "warn", error: "warn", success: "check", default: "info" };

const alertBlock = (block) => h("div", { class: `block alert ${block.level || "default"}`, role: "note" }, icon(LEVELS[block.level] || "info"), h("div", { class: "text" }, textObject(block.text)));

function video(block) {
  const title = textOf(block.title);
  const address = unescape(block.title_url || block.video_url);
  return h("div", { class: "block video" },
    h("div", { class: "video-title" }, link(address, title)),
    block.author_name || block.provider_name ? h("div", { class: "muted small" }, [block.author_name, block.provider_name].filter(Boolean).join(" · ")) : null,
    block.description ? h("div", { class: "text" }, textObject(block.description)) : null,
    h("a", { class: "video-frame", href: /^https?:/i.test(address) ? address : null, target: "_blank", rel: "noopener noreferrer", "aria-label": `Play ${title}` },
      image({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "large"), h("span", { class: "video-play" }, icon("play", 28))));
}

// input shows a labelled field with hint and inline error; both are tied to the field for screen readers.
function input(block, surface) {
  const el = block.element || {};
  const error = surface.errors[block.block_id];
  const id = uid("field");
  const hintId = block.hint ? uid("hint") : "";
  const errorId = error ? uid("error") : "";
  const describedBy = [hintId, errorId].filter(Boolean).join(" ") || null;
  const label = textOf(block.label);
  const grouped = el.type === "radio_buttons" || el.type === "checkboxes";
  const control = element(el, block, surface, { input: true, id, describedBy, label, invalid: Boolean(error) });
  const optional = block.optional ? h("span", { class: "optional" }, " (optional)") : null;
  return h("div", { class: `block input${error ? " has-error" : ""}` },
    h(grouped ? "div" : "label", { class: "label", for: grouped ? null : id }, textObject(block.label), optional),
    control,
    error ? h("div", { class: "field-error", id: errorId, role: "alert" }, icon("warn", 16), h("span", null, error)) : null,
    block.hint ? h("div", { class: "hint", id: hintId }, textObject(block.hint)) : null);
}

// attachments shows the older coloured attachments, whose blocks are the same.
export function attachments(list, surface) {
  return (list || []).map((a) => {
    const bar = h("div", { class: "attachment" },
      a.blocks ? blockList(a.blocks, surface) : [
        a.pretext ? h("div", { class: "text" }, mrkdwn(a.pretext)) : null,
        a.title ? h("div", { class: "attachment-title" }, a.title_link ? link(a.title_link, unescape(a.title)) : unescape(a.title)) : null,
        a.text || a.fallback ? h("div", { class: "text" }, mrkdwn(a.text || a.fallback)) : null,
        a.image_url ? image({ image_url: a.image_url, alt_text: a.fallback }, "large") : null,
      ]);
    if (/^#?[0-9a-fA-F]{6}$/.test(a.color || "")) bar.style.borderLeftColor = a.color.startsWith("#") ? a.color : `#${a.color}`;
    return bar;
  });
}

// files shows the files of a message: pictures as pictures, everything else as a row to open.
export function files(list) {
  const origin = store.state && store.state.api_url ? new URL(store.state.api_url, location.href).origin : location.origin;
  const local = (url) => (url && url.startsWith(origin) ? url.slice(origin.length) : url);
  return (list || []).map((f) => {
    const url = local(f.url_private || f.url_private_download || f.permalink || "");
    if (String(f.mimetype || "").startsWith("image/")) {
      return h("figure", { class: "block image-block" }, h("figcaption", null, f.title || f.name), h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, image({ image_url: local(f.thumb_720 || f.thumb_360) || url, alt_text: f.alt_txt || f.title || f.name }, "large")));
    }
    return h("a", { class: "file-row", href: url || null, target: "_blank", rel: "noopener noreferrer" }, icon("file", 24), h("span", null, h("strong", null, f.title || f.name), h("span", { class: "muted small" }, f.pretty_type || f.mimetype || "")));
  });
}
