// The bar on top: the drawer button, the workspace's name, the host program's buttons, and the theme.
import { runAction } from "./api.js";
import { h, show } from "./dom.js";
import { icon } from "./icons.js";
import { menu, toast } from "./layers.js";
import { on, store } from "./store.js";

const THEMES = ["auto", "light", "dark"];
const THEME_ICONS = { auto: "half", light: "sun", dark: "moon" };
const THEME_WORDS = { auto: "as the system", light: "light", dark: "dark" };
const KEY = "console-theme";

function savedTheme() {
  try {
    return THEMES.includes(localStorage.getItem(KEY)) ? localStorage.getItem(KEY) : "auto";
  } catch {
    return "auto";
  }
}

function applyTheme(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // the choice lasts until the page is closed
  }
}

// topbar renders the bar and keeps it up to date.
export function topbar(root) {
  let theme = savedTheme();
  applyTheme(theme);
  const running = new Set();
  let rendered = "";

  async function run(action) {
    if (running.has(action.id)) return;
    running.add(action.id);
    render();
    try {
      const answer = await runAction(action.id);
      toast(answer.text || "Done.", "done");
    } catch (error) {
      toast(error.message, "error");
    }
    running.delete(action.id);
    render();
  }

  function render() {
    const state = store.state || { team: { name: "Workspace" }, actions: [], connections: 0 };
    const actions = state.actions || [];
    const connected = state.connections > 0;
    const offline = store.me && store.online === false;
    const status = offline ? "Reconnecting…" : !store.state ? "Connecting…" : connected ? "App connected" : "App not connected";
    const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    const sign = JSON.stringify([state.team.name, actions, state.connections, status, theme, [...running]]);
    if (sign === rendered) return;
    rendered = sign;
    const more = h("button", { type: "button", class: "icon-button only-narrow", "aria-label": "Actions", "aria-haspopup": "menu", "aria-expanded": "false" }, icon("bolt"));
    more.addEventListener("click", () => menu(more, actions.map((a) => ({ label: a.label, description: a.description, icon: "bolt", onselect: () => run(a) })), "Actions"));
    const focused = document.activeElement && root.contains(document.activeElement) ? document.activeElement.dataset.key : "";
    show(root,
      h("button", { type: "button", class: "icon-button only-narrow", "aria-label": "Conversations", "data-key": "drawer", onclick: () => toggleDrawer() }, icon("menu")),
      h("div", { class: "workspace" }, h("span", { class: "workspace-name" }, state.team.name), h("span", { class: "workspace-kind" }, "simulator")),
      h("div", { class: `status ${offline ? "lost" : connected ? "good" : "idle"}`, title: `${state.connections} open connection${state.connections === 1 ? "" : "s"} of the app` }, h("span", { class: "status-dot", "aria-hidden": "true" }), h("span", { class: "status-text" }, status)),
      h("div", { class: "topbar-actions" }, actions.map((a) => h("button", {
        type: "button", class: `button on-dark${running.has(a.id) ? " is-busy" : ""}`, title: a.description || null, "data-key": `action-${a.id}`, "data-host-action": a.id, "aria-busy": running.has(a.id) ? "true" : null, onclick: () => run(a),
      }, icon("bolt", 15), h("span", { class: "button-text" }, a.label), h("span", { class: "spinner", "aria-hidden": "true" })))),
      actions.length ? more : null,
      h("button", {
        type: "button", class: "icon-button", "data-key": "theme", "aria-label": `Theme: ${THEME_WORDS[theme]}. Change to ${THEME_WORDS[next]}`, title: `Theme: ${THEME_WORDS[theme]}`,
        onclick: () => {
          theme = next;
          applyTheme(theme);
          render();
        },
      }, icon(THEME_ICONS[theme])));
    if (focused) root.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  on("state online me", render);
  render();
}

// toggleDrawer opens or closes the sidebar on narrow screens.
export function toggleDrawer(open = !document.body.classList.contains("drawer-open")) {
  document.body.classList.toggle("drawer-open", open);
  document.getElementById("scrim").hidden = !open;
  if (open) document.querySelector("#sidebar button")?.focus();
}
