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
    surface = { key: full, kind, target, values: {}, options: new Map(), busy: new Set(), warned: new Set(), errors: {} };
    surface.fill = debounce(() => send(surface), 250);
    surfaces.set(full, surface);
  }
  surface.target = target;
  return surface;
}

// forget drops a surface that is gone, for example a closed modal.
export function forget(key) {
  const full = `${store.me.id}/${key}`;
  const surface = surfaces.get(full);
  if (surface) surface.fill.cancel();
  surfaces.delete(full);
}

async function send(surface) {
  if (!surface.target.view_id || !store.modal.top || store.modal.top.id !== surface.target.view_id) return;
  try {
    await store.api.fill({ view_id: surface.target.view_id, values: surface.values });
  } catch (error) {
    console.info("fill:", error.message);
  }
}

export const valueOf = (surface, block, element, initial) => {
  const typed = surface.values[block.block_id];
  return typed && element.action_id in typed ? typed[element.action_id] : initial;
};

export function setValue(surface, block, element, value) {
  surface.values[block.block_id] = { ...surface.values[block.block_id], [element.action_id]: value };
  if (surface.kind === "modal") surface.fill();
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
    if (surface.kind === "modal") await surface.fill.flush();
    const answer = await store.api.press({ ...surface.target, block_id: block.block_id, action_id: element.action_id, value, ...messageValues(surface) });
    if (answer.warning) surface.warned.add(key);
  } catch (error) {
    toast(error.message, "error");
  } finally {
    surface.busy.delete(key);
    mark(surface, key);
  }
  return true;
}

// messageValues are the inputs filled in beside a pressed element of a message or of Home.
function messageValues(surface) {
  return surface.kind !== "modal" && Object.keys(surface.values).length ? { values: surface.values } : {};
}

const confirmed = (confirm) => ask({
  title: textOf(confirm.title) || "Are you sure?", text: textObject(confirm.text), yes: textOf(confirm.confirm) || "Yes", no: textOf(confirm.deny) || "Cancel", danger: confirm.style === "danger",
});

// suggestions asks the app for the options of an external select.
export async function suggestions(surface, block, element, query) {
  const answer = await store.api.options({ ...surface.target, block_id: block.block_id, action_id: element.action_id, query });
  return answer;
}
