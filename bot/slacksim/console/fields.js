// Fields one types into: text, e-mail, web address, number, formatted text, and files.
import { debounce, h, show } from "./dom.js";
import { icon } from "./icons.js";
import { toast } from "./layers.js";
import { textOf, unescape } from "./text.js";
import { richTextString } from "./richtext.js";
import { store } from "./store.js";
import { act, setValue, valueOf } from "./surface.js";

const TYPES = { email_text_input: "email", url_text_input: "url", number_input: "text", plain_text_input: "text" };
const MODES = { email_text_input: "email", url_text_input: "url", number_input: "decimal" };

// textField shows any text-like input with its length counter and sends block_actions when the input block asks for it.
export function textField(el, block, surface, { id, describedBy, label, invalid } = {}) {
  const rich = el.type === "rich_text_input";
  const first = rich ? richTextString(el.initial_value) : unescape(el.initial_value || "");
  const kept = valueOf(surface, block, el, undefined);
  const value = kept === undefined ? first : rich ? richTextString(kept) : kept;
  const long = el.multiline || rich;
  const props = {
    class: "field", id, value, placeholder: textOf(el.placeholder), "aria-describedby": describedBy, "aria-invalid": invalid ? "true" : null, "aria-label": id ? null : label || textOf(el.placeholder) || "Text",
    "aria-required": block.type === "input" && !block.optional ? "true" : null, autocomplete: "off", "data-key": `${block.block_id}/${el.action_id}`, "data-action": el.action_id,
  };
  const field = long ? h("textarea", { ...props, rows: String(el.min_lines || 4) }) : h("input", { ...props, type: TYPES[el.type], inputmode: MODES[el.type] });
  if (el.focus_on_load) field.dataset.autofocus = "";
  const counter = el.max_length || el.min_length ? h("span", { class: "counter", "aria-hidden": "true" }) : null;
  const count = () => {
    if (!counter) return;
    const length = [...field.value].length;
    const short = el.min_length && length > 0 && length < el.min_length;
    counter.textContent = short ? `${length} of at least ${el.min_length}` : el.max_length ? `${length} / ${el.max_length}` : `${length}`;
    counter.classList.toggle("over", Boolean(short || (el.max_length && length > el.max_length)));
  };
  const on = (el.dispatch_action_config || {}).trigger_actions_on || ["on_enter_pressed"];
  const typed = debounce(() => act(surface, block, el, field.value), 400);
  const current = () => (rich ? asRichText(field.value) : field.value);
  field.addEventListener("input", () => {
    count();
    setValue(surface, block, el, current());
    if (block.dispatch_action && on.includes("on_character_entered")) typed();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (block.dispatch_action && on.includes("on_enter_pressed") && !(long && event.shiftKey)) {
      event.preventDefault();
      event.stopPropagation();
      act(surface, block, el, field.value);
    }
  });
  count();
  return h("div", { class: "field-wrap" }, field, counter);
}

const asRichText = (text) => (text ? { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] } : "");

const size = (bytes) => (bytes > 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} KB`);

// fileField uploads what is chosen at once and keeps the file ids as its value.
export function fileField(el, block, surface, { id, describedBy, invalid } = {}) {
  let files = (valueOf(surface, block, el, []) || []).map((one) => surface.options.get(`file/${one}`) || { id: one, name: one });
  const most = el.max_files || 10;
  const list = h("ul", { class: "file-list" });
  const accept = (el.filetypes || []).map((t) => `.${t}`).join(",");
  const field = h("input", { type: "file", class: "file-input", id, multiple: most > 1, accept: accept || null, "aria-describedby": describedBy, "aria-invalid": invalid ? "true" : null, "data-key": `${block.block_id}/${el.action_id}` });
  const render = () => show(list, files.map((file) => h("li", null, icon("file", 16), h("span", { class: "file-name" }, file.name || file.title || file.id), file.size ? h("span", { class: "muted" }, size(file.size)) : null,
    h("button", { type: "button", class: "icon-button", "aria-label": `Remove ${file.name || "file"}`, onclick: () => { files = files.filter((f) => f !== file); keep(); } }, icon("close", 14)))));
  const keep = () => {
    setValue(surface, block, el, files.map((f) => f.id));
    render();
  };
  field.addEventListener("change", async () => {
    for (const file of [...field.files]) {
      if (files.length >= most) {
        toast(`At most ${most} file${most === 1 ? "" : "s"}.`, "error");
        break;
      }
      try {
        const answer = await store.api.upload(file);
        surface.options.set(`file/${answer.file.id}`, answer.file);
        files = [...files, answer.file];
        keep();
      } catch (error) {
        toast(error.message, "error");
      }
    }
    field.value = "";
  });
  render();
  return h("div", { class: "field-wrap files" }, field, list);
}
