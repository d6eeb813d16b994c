// The elements one presses or chooses with: buttons, overflow menus, radio buttons, checkboxes, date and time pickers.
import { debounce, h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { menu } from "./layers.js";
import { textObject, textOf, unescape } from "./text.js";
import { clock, dateText, now, unixToWall, wallToUnix } from "./dates.js";
import { tz } from "./store.js";
import { act, mark, pressKey, setValue, valueOf } from "./surface.js";
import { select } from "./select.js";
import { fileField, textField } from "./fields.js";

const keyOf = (block, element) => `${block.block_id}/${element.action_id}`;

const warning = () => h("span", { class: "press-warning", hidden: true, role: "img", "aria-label": "The app did not answer", title: "The app did not answer" }, icon("warn", 16));

// element shows any Block Kit element. options: {input, id, describedBy, label, invalid} when it stands in an input block.
export function element(el, block, surface, options = {}) {
  switch (el.type) {
    case "button": case "workflow_button": return button(el, block, surface);
    case "overflow": return overflow(el, block, surface);
    case "image": return image(el);
    case "radio_buttons": case "checkboxes": return choices(el, block, surface, options);
    case "datepicker": case "timepicker": case "datetimepicker": return picker(el, block, surface, options);
    case "plain_text_input": case "email_text_input": case "url_text_input": case "number_input": case "rich_text_input": return textField(el, block, surface, options);
    case "file_input": return fileField(el, block, surface, options);
    case "feedback_buttons": return h("span", { class: "press-row" }, [el.positive_button, el.negative_button].filter(Boolean)
      .map((b) => button({ ...b, type: "button", action_id: el.action_id }, block, surface)));
    case "icon_button": return button({ ...el, text: el.text || el.icon, small: true }, block, surface);
    default:
      if (/_select$/.test(el.type)) return select(el, block, surface, options);
      if (el.type === "mrkdwn" || el.type === "plain_text") return h("span", null, textObject(el));
      return h("span", { class: "unknown" }, `[${el.type}]`);
  }
}

// slackFile is where the workspace keeps a file that an image names by id or address.
const slackFile = (file) => (file && (file.url || (file.id ? `/files/${encodeURIComponent(file.id)}/image` : ""))) || "";

// image shows a picture, or its alternative text in a box when it cannot be loaded.
export function image(el, className = "") {
  const node = h("img", { class: `image ${className}`, alt: el.alt_text || "", src: el.image_url || slackFile(el.slack_file), loading: "lazy", referrerpolicy: "no-referrer" });
  node.addEventListener("error", () => node.replaceWith(h("span", { class: `image-missing ${className}`, role: "img", "aria-label": el.alt_text || "image" }, icon("eye", 16), className ? null : el.alt_text || "Image unavailable")));
  return node;
}

function button(el, block, surface) {
  const key = pressKey(surface, block, el);
  const value = el.value === undefined ? null : el.value;
  const props = {
    class: `button${el.style ? ` ${el.style}` : ""}`, "aria-label": el.accessibility_label || null, "data-action": el.action_id,
    "data-key": `${keyOf(block, el)}/${el.value || ""}`,
  };
  const url = unescape(el.url);
  const inner = [h("span", { class: "button-text" }, textObject(el.text)), h("span", { class: "spinner", "aria-hidden": "true" })];
  const press = () => act(surface, block, el, value);
  const node = /^https?:/i.test(url)
    ? h("a", { ...props, href: url, target: "_blank", rel: "noopener noreferrer", onclick: press }, inner)
    : h("button", { ...props, type: "button", onclick: press }, inner);
  const wrap = h("span", { class: "press", "data-press": key }, node, warning());
  mark(surface, key, wrap);
  return wrap;
}

function overflow(el, block, surface) {
  const key = pressKey(surface, block, el);
  const trigger = h("button", { type: "button", class: "button overflow", "aria-label": "More options", "aria-haspopup": "menu", "aria-expanded": "false", "data-action": el.action_id, "data-key": keyOf(block, el) }, icon("more"));
  trigger.addEventListener("click", () => menu(trigger, (el.options || []).map((o) => ({
    label: textOf(o.text), description: textOf(o.description), href: /^https?:/i.test(o.url || "") ? unescape(o.url) : null, onselect: () => act(surface, block, el, o.value),
  })), "More options"));
  const wrap = h("span", { class: "press", "data-press": key }, trigger, warning());
  mark(surface, key, wrap);
  return wrap;
}

function choices(el, block, surface, { input = false, id, describedBy, label, invalid }) {
  const multi = el.type === "checkboxes";
  const first = multi ? (el.initial_options || []).map((o) => o.value) : (el.initial_option || {}).value || "";
  let value = valueOf(surface, block, el, first);
  const name = uid("choice");
  const key = pressKey(surface, block, el);
  const boxes = new Map();
  const change = async (option, box) => {
    const former = value;
    if (multi) value = (el.options || []).map((o) => o.value).filter((v) => (v === option.value ? box.checked : former.includes(v)));
    else value = option.value;
    setValue(surface, block, el, value);
    if (input && !block.dispatch_action) return;
    if (await act(surface, block, el, value)) return;
    value = former;
    setValue(surface, block, el, value);
    for (const [v, b] of boxes) b.checked = multi ? value.includes(v) : value === v;
  };
  const rows = (el.options || []).map((option) => {
    const boxId = uid("box");
    const box = h("input", {
      type: multi ? "checkbox" : "radio", id: boxId, name, value: option.value, checked: multi ? value.includes(option.value) : value === option.value,
      "data-key": `${keyOf(block, el)}/${option.value}`, onchange: (event) => change(option, event.target),
    });
    boxes.set(option.value, box);
    return h("div", { class: "choice" }, box, h("label", { for: boxId }, h("span", null, textObject(option.text)), option.description ? h("span", { class: "choice-description" }, textObject(option.description)) : null));
  });
  const wrap = h("div", { class: "choices", role: multi ? "group" : "radiogroup", id, "aria-label": label || (multi ? "Options" : "Choose one"), "aria-describedby": describedBy, "aria-invalid": invalid && !multi ? "true" : null, "data-press": key, "data-action": el.action_id }, rows, warning());
  mark(surface, key, wrap);
  return wrap;
}

const PICKERS = {
  datepicker: { type: "date", first: (el) => el.initial_date || "", read: (text) => text || null, write: (value) => value || "", icon: "calendar" },
  timepicker: { type: "time", first: (el) => el.initial_time || "", read: (text) => (text ? text.slice(0, 5) : null), write: (value) => value || "", icon: null },
  datetimepicker: {
    type: "datetime-local", first: (el) => el.initial_date_time || "", read: (text) => (text ? wallToUnix(text, tz()) : null),
    write: (value) => (value ? unixToWall(value, tz()) : ""), icon: "calendar",
  },
};

function picker(el, block, surface, { input = false, id, describedBy, label, invalid }) {
  const kind = PICKERS[el.type];
  const key = pressKey(surface, block, el);
  let value = valueOf(surface, block, el, kind.first(el));
  let sent = value;
  const field = h("input", {
    type: kind.type, class: "picker", id, value: kind.write(value), "aria-describedby": describedBy, "aria-invalid": invalid ? "true" : null,
    "aria-label": label || textOf(el.placeholder) || el.type, title: pickerTitle(el, value), "data-key": keyOf(block, el), "data-action": el.action_id,
  });
  const commit = debounce(async () => {
    if (value === sent || (input && !block.dispatch_action)) return;
    const former = sent;
    sent = value;
    if (await act(surface, block, el, value)) return;
    value = sent = former;
    field.value = kind.write(former);
    setValue(surface, block, el, former);
  }, 500);
  field.addEventListener("change", () => {
    value = kind.read(field.value);
    setValue(surface, block, el, value);
    commit();
  });
  field.addEventListener("blur", () => commit.flush());
  const wrap = h("span", { class: "press", "data-press": key }, field, warning());
  mark(surface, key, wrap);
  return wrap;
}

function pickerTitle(el, value) {
  if (!value) return textOf(el.placeholder) || null;
  if (el.type === "datetimepicker") return dateText(value, "{date_long} at {time}", tz(), "");
  if (el.type === "timepicker" && el.timezone) return `${value} in ${el.timezone}, now ${clock(now(), el.timezone)} there`;
  return value;
}

