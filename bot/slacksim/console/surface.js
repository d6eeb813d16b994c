// A surface is what holds blocks (a message, Home, a modal): its typed values, and pressing its elements.
import { ask, toast } from "./layers.js";
import { debounce } from "./dom.js";
import { textObject, textOf } from "./text.js";
import { store } from "./store.js";

const surfaces = new Map();

// surfaceOf gives the one surface of a key; target is what the control interface needs to find it again.
// Values live by block_id and action_id, so that what was typed survives a new version of the same view.
export function surfaceOf(key, kind, target) {
  const full = `${store.me.id}/${key}`;
  let surface = surfaces.get(full);
  if (!surface) {
    surface = { key: full, kind, target, values: {}, seed: {}, fields: new Set(), options: new Map(), busy: new Set(), warned: new Set(), errors: {} };
    surface.fill = debounce(() => send(surface), 250);
    surfaces.set(full, surface);
  }
  surface.target = target;
  return surface;
}

// seed takes over what the workspace knows to be filled into a view, so that a reload of the page loses nothing.
export function seed(surface, view) {
  surface.fields = new Set();
  for (const block of view.blocks || []) {
    for (const el of [block.element, block.accessory, ...(block.elements || [])]) if (el && el.action_id) surface.fields.add(`${block.block_id}/${el.action_id}`);
  }
  surface.seed = {};
  for (const [block, fields] of Object.entries((view.state && view.state.values) || {})) {
    surface.seed[block] = {};
    for (const [action, value] of Object.entries(fields)) surface.seed[block][action] = bare(surface, action, value);
  }
  return surface;
}

// seedMessage notes which inputs a message has. They send nothing by themselves; what is typed goes to the workspace, which
// hands it to the app with the next press in the same message.
export function seedMessage(surface, message) {
  surface.fields = new Set();
  const lists = [message.blocks, ...(message.attachments || []).map((a) => a.blocks)];
  for (const block of lists.flatMap((list) => list || [])) {
    if (block.type === "input" && block.element && block.element.action_id) surface.fields.add(`${block.block_id}/${block.element.action_id}`);
  }
  return surface;
}

// bare turns Slack's value object into what the controls hold: a text, an id, an option's value, or a list of them.
function bare(surface, action, value) {
  const options = [value.selected_option, ...(value.selected_options || [])].filter(Boolean);
  for (const o of options) surface.options.set(`${action}/${o.value}`, o);
  for (const file of value.files || []) surface.options.set(`file/${file.id}`, file);
  if (value.selected_options) return value.selected_options.map((o) => o.value);
  if (value.selected_option) return value.selected_option.value;
  if (value.files) return value.files.map((f) => f.id);
  const held = Object.entries(value).find(([key]) => key === "value" || key === "rich_text_value" || key.startsWith("selected_"));
  return held && held[1] !== null ? held[1] : "";
}

// formValues are the typed values whose fields the view still has.
export function formValues(surface) {
  const out = {};
  for (const [block, fields] of Object.entries(surface.values)) {
    const kept = Object.entries(fields).filter(([action, value]) => surface.fields.has(`${block}/${action}`) && value !== undefined);
    if (kept.length) out[block] = Object.fromEntries(kept);
  }
  return out;
}

// send stores what was typed in the workspace, so that it reaches the app with the next press and survives a reload.
async function send(surface) {
  if (surface.kind === "message") {
    const values = formValues(surface);
    if (surface.key.startsWith(`${store.me.id}/`) && Object.keys(values).length) await store.api.fill({ ...surface.target, values }).catch((error) => toast(error.message, "error"));
    return;
  }
  const view = surface.kind === "home" ? store.home : store.modal.top;
  const foreign = !surface.key.startsWith(`${store.me.id}/`);
  if (foreign || !view || (surface.kind === "modal" && view.id !== surface.target.view_id)) return;
  try {
    await store.api.fill({ view_id: view.id, values: formValues(surface) });
  } catch {
    // what was typed is sent again with the submission, which then tells what is wrong
  }
}

// valueOf is what an element holds: in a modal what was typed here, on Home what the workspace knows, else the initial value.
export function valueOf(surface, block, element, initial) {
  const find = (values) => (values && values[block.block_id] && element.action_id in values[block.block_id] ? [values[block.block_id][element.action_id]] : null);
  const [typed, known] = [find(surface.values), find(surface.seed)];
  const found = surface.kind === "home" ? known || typed : typed || known;
  return found ? found[0] : initial;
}

// setValue keeps what was typed; the error at the field goes away, as it was about the former value.
export function setValue(surface, block, element, value) {
  if (surface.errors[block.block_id]) clearError(surface, block.block_id);
  surface.values[block.block_id] = { ...surface.values[block.block_id], [element.action_id]: value };
  if (surface.kind === "modal" || block.type === "input") surface.fill();
}

function clearError(surface, blockId) {
  delete surface.errors[blockId];
  const node = document.querySelector(`.modal [data-block="${CSS.escape(blockId)}"]`);
  if (!node) return;
  node.classList.remove("has-error");
  for (const el of node.querySelectorAll(".field-error")) el.remove();
  for (const el of node.querySelectorAll("[aria-invalid]")) el.removeAttribute("aria-invalid");
}

export const pressKey = (surface, block, element) => `${surface.key}|${block.block_id || ""}|${element.action_id || ""}`;

// mark shows the loading state or the warning triangle of an element that is on screen.
export function mark(surface, key, node) {
  const nodes = node ? [node] : document.querySelectorAll(`[data-press="${CSS.escape(key)}"]`);
  for (const el of nodes) {
    const busy = surface.busy.has(key);
    el.classList.toggle("is-busy", busy);
    el.classList.toggle("is-warned", surface.warned.has(key));
    if (busy) el.setAttribute("aria-busy", "true");
    else el.removeAttribute("aria-busy");
    const warning = el.querySelector(":scope > .press-warning");
    if (warning) warning.hidden = !surface.warned.has(key);
  }
}

// act presses an element (asking first when it has a confirm dialog) and resolves to false when the person said no.
export async function act(surface, block, element, value) {
  if (element.confirm && !(await confirmed(element.confirm))) return false;
  const key = pressKey(surface, block, element);
  if (surface.busy.has(key)) return true;
  surface.busy.add(key);
  surface.warned.delete(key);
  mark(surface, key);
  try {
    await surface.fill.flush();
    const answer = await store.api.press({ ...surface.target, block_id: block.block_id, action_id: element.action_id, value });
    if (answer.warning) surface.warned.add(key);
  } catch (error) {
    toast(error.message, "error");
  } finally {
    surface.busy.delete(key);
    mark(surface, key);
  }
  return true;
}

const confirmed = (confirm) => ask({
  title: textOf(confirm.title) || "Are you sure?", text: textObject(confirm.text), yes: textOf(confirm.confirm) || "Yes", no: textOf(confirm.deny) || "Cancel", danger: confirm.style === "danger",
});

// suggestions asks the app for the options of an external select.
export async function suggestions(surface, block, element, query) {
  const answer = await store.api.options({ ...surface.target, block_id: block.block_id, action_id: element.action_id, query });
  return answer;
}
