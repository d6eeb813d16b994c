// Modals: the app's view on top of its stack, with field errors, the submitting state, and focus kept inside.
import { h, keepFocus, show, uid } from "./dom.js";
import { icon } from "./icons.js";
import { closeWithin, dialog, toast } from "./layers.js";
import { appAvatar } from "./avatar.js";
import { blockList } from "./blocks.js";
import { inOrder, loadModal } from "./live.js";
import { formValues, seed, surfaceOf } from "./surface.js";
import { textOf } from "./text.js";
import { emit, on, store } from "./store.js";

// modals shows whatever modal the store holds for the person.
export function modals() {
  let layer = null;
  let rendered = "";
  let viewId = "";
  let busy = false;
  let owner = "";

  // take waits for an answer with the buttons blocked, then reads what is open now: the app may have opened something else.
  async function take(promise) {
    busy = true;
    render();
    const me = store.me;
    try {
      await promise;
      await inOrder(loadModal);
    } catch (error) {
      toast(error.message, "error");
    }
    if (store.me.id !== me.id) return;
    busy = false;
    render();
  }

  async function submit() {
    const view = store.modal.top;
    if (busy || !view) return;
    const surface = surfaceOf(`view/${view.id}`, "modal", { view_id: view.id });
    surface.fill.cancel();
    await take(store.api.submit({ view_id: view.id, values: formValues(surface) }));
    const wrong = layer && layer.box.querySelector('[aria-invalid="true"], .has-error input, .has-error button');
    if (wrong) wrong.focus();
  }

  async function close(all) {
    const view = store.modal.top;
    if (busy || !view) return;
    surfaceOf(`view/${view.id}`, "modal", { view_id: view.id }).fill.cancel();
    await take(store.api.close({ view_id: view.id, all }));
  }

  function render() {
    const { top, errors, trouble, stack } = store.modal;
    if (!top || (layer && owner !== store.me.id)) {
      if (layer) {
        closeWithin(layer.box);
        layer.close();
      }
      layer = null;
      rendered = "";
      viewId = "";
      if (!top) return;
    }
    // What is filled in is left out: it changes with every key and is on screen already.
    const next = JSON.stringify([{ ...top, state: null }, errors, trouble, stack.length, busy, store.me.id]);
    if (next === rendered) return;
    rendered = next;
    owner = store.me.id;
    const titleId = "modal-title";
    if (!layer) layer = dialog({ labelledBy: titleId, className: "modal", onEscape: () => close(false) });
    const scroll = layer.box.querySelector(".modal-body")?.scrollTop || 0;
    const fresh = viewId !== top.id;
    viewId = top.id;
    closeWithin(layer.box);
    keepFocus(layer.box, () => show(layer.box, content(top, { titleId, errors, trouble, depth: stack.length })));
    const body = layer.box.querySelector(".modal-body");
    body.scrollTop = fresh ? 0 : scroll;
    if (fresh) firstFocus(layer.box, body);
    else if (!layer.box.contains(document.activeElement) && !document.querySelector(".popover")) layer.box.focus();
  }

  function content(view, { titleId, errors, trouble, depth }) {
    const surface = surfaceOf(`view/${view.id}`, "modal", { view_id: view.id });
    surface.errors = errors || {};
    seed(surface, view);
    const formId = uid("form");
    const stray = Object.entries(surface.errors).filter(([id]) => !(view.blocks || []).some((b) => b.block_id === id && b.type === "input"));
    const submitLabel = textOf(view.submit);
    return [
      h("header", { class: "modal-head" },
        depth > 1 ? h("button", { type: "button", class: "icon-button", "aria-label": "Back", "data-key": "modal-back", onclick: () => close(false) }, icon("back")) : appAvatar(32),
        h("h2", { id: titleId }, textOf(view.title)),
        h("button", { type: "button", class: "icon-button", "aria-label": "Close", "data-key": "modal-x", onclick: () => close(true) }, icon("close"))),
      trouble || stray.length ? h("div", { class: "banner", role: "alert" }, icon("warn"), h("span", null, trouble || stray.map(([, text]) => text).join(" "))) : null,
      h("form", {
        id: formId, class: "modal-body", novalidate: true, onsubmit: (event) => {
          event.preventDefault();
          if (submitLabel) submit();
        },
      }, blockList(view.blocks, surface), submitLabel ? h("button", { type: "submit", class: "visually-hidden", tabindex: "-1", "aria-hidden": "true" }, "") : null),
      h("footer", { class: "dialog-foot" },
        h("button", { type: "button", class: "button", "data-key": "modal-close", disabled: busy, onclick: () => close(false) }, textOf(view.close) || (submitLabel ? "Cancel" : "Close")),
        submitLabel ? h("button", { type: "submit", form: formId, class: `button primary solid${busy ? " is-busy" : ""}`, "data-key": "modal-submit", "aria-busy": busy ? "true" : null }, h("span", { class: "button-text" }, submitLabel), h("span", { class: "spinner", "aria-hidden": "true" })) : null),
    ];
  }

  on("modal", render);
  on("me", () => {
    busy = false;
    render();
  });
  on("state", () => emit("modal"));
}

function firstFocus(box, body) {
  const wanted = body.querySelector("[data-autofocus]") || body.querySelector("input:not([type=hidden]):not([type=file]), textarea, .select-trigger") || body.querySelector("button:not([type=submit]), a[href]");
  (wanted || box).focus({ preventScroll: true });
}
