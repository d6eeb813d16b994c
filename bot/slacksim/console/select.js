// Every select menu: static, external, users, channels and conversations, for one choice or many.
import { debounce, h, show, uid } from "./dom.js";
import { icon } from "./icons.js";
import { closePopover, popover, popoverAt } from "./layers.js";
import { plain, textOf } from "./text.js";
import { channels, people, personById, personName, store, tz, userName } from "./store.js";
import { act, mark, pressKey, setValue, suggestions, valueOf } from "./surface.js";
import { avatar } from "./avatar.js";
import { clock, now } from "./dates.js";

const many = (element) => element.type.startsWith("multi_");

function initial(element) {
  const options = (list) => (list || []).map((o) => o.value);
  switch (element.type.replace("multi_", "")) {
    case "users_select": return many(element) ? element.initial_users || [] : element.initial_user || "";
    case "channels_select": return many(element) ? element.initial_channels || [] : element.initial_channel || "";
    case "conversations_select": {
      const start = many(element) ? element.initial_conversations : element.initial_conversation;
      if (!start && element.default_to_current_conversation && store.place.channel) return many(element) ? [store.place.channel] : store.place.channel;
      return start || (many(element) ? [] : "");
    }
    default: return many(element) ? options(element.initial_options) : (element.initial_option || {}).value || "";
  }
}

// select renders a select element. Inside an input block a choice is only kept; elsewhere it is sent at once.
export function select(element, block, surface, { input = false, id, describedBy, label, invalid } = {}) {
  const multi = many(element);
  const press = pressKey(surface, block, element);
  for (const o of [element.initial_option, ...(element.initial_options || []), ...(element.options || []), ...(element.option_groups || []).flatMap((g) => g.options || [])]) {
    if (o) surface.options.set(`${element.action_id}/${o.value}`, o);
  }
  let value = valueOf(surface, block, element, initial(element));
  let saved = value;
  const names = uid("chosen");
  const trigger = h("button", {
    type: "button", class: "select-trigger", id, "aria-haspopup": "listbox", "aria-expanded": "false", "aria-invalid": invalid ? "true" : null,
    "aria-describedby": [describedBy, names].filter(Boolean).join(" "), "aria-label": label || textOf(element.placeholder) || "Choose", "data-key": `${block.block_id}/${element.action_id}`,
  });
  const root = h("div", { class: `select${multi ? " multi" : ""}${input ? " wide" : ""}`, "data-press": press, "data-action": element.action_id }, trigger,
    h("span", { class: "press-warning", hidden: true, role: "img", "aria-label": "The app did not answer", title: "The app did not answer" }, icon("warn", 16)));
  mark(surface, press, root);

  function render() {
    root.querySelectorAll(".chip").forEach((chip) => chip.remove());
    const chosen = (multi ? value : [value]).filter(Boolean);
    const placeholder = textOf(element.placeholder) || (multi ? "Choose options" : "Choose an option");
    if (multi) {
      show(trigger, h("span", { class: "placeholder", id: names }, chosen.length ? `${chosen.length} chosen` : placeholder), icon("down", 16));
      for (const one of chosen) {
        const text = labelOf(element, surface, one);
        trigger.before(h("span", { class: "chip" }, text, h("button", { type: "button", "aria-label": `Remove ${text}`, onclick: () => { value = value.filter((v) => v !== one); render(); commit(); } }, icon("close", 12))));
      }
    } else show(trigger, h("span", { class: chosen.length ? "chosen" : "placeholder", id: names }, chosen.length ? labelOf(element, surface, value) : placeholder), icon("down", 16));
  }

  async function commit() {
    if (JSON.stringify(saved) === JSON.stringify(value)) return;
    const former = saved;
    saved = value;
    setValue(surface, block, element, value);
    if (input && !block.dispatch_action) return;
    if (await act(surface, block, element, value)) return;
    value = saved = former;
    setValue(surface, block, element, value);
    render();
  }

  function pick(one) {
    if (multi) {
      if (value.includes(one)) value = value.filter((v) => v !== one);
      else if (!element.max_selected_items || value.length < element.max_selected_items) value = [...value, one];
      render();
      const layer = popoverAt(trigger);
      if (layer) layer.place();
      return value;
    }
    value = one;
    render();
    closePopover();
    trigger.focus();
    return value;
  }

  const openList = () => (popoverAt(trigger) ? closePopover() : listbox(trigger, element, block, surface, { multi, current: () => value, pick, done: commit }));
  trigger.addEventListener("click", openList);
  trigger.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      openList();
    } else if (event.key === "Backspace" && multi && value.length) {
      value = value.slice(0, -1);
      render();
      commit();
    }
  });
  render();
  return root;
}

function labelOf(element, surface, value) {
  if (element.type.includes("users_select")) return userName(value);
  if (element.type.includes("channels_select") || element.type.includes("conversations_select")) {
    const item = conversationItems(element).find((i) => i.value === value);
    return item ? item.label : value;
  }
  const option = surface.options.get(`${element.action_id}/${value}`);
  return option ? textOf(option.text) : value;
}

const optionItem = (o) => ({ value: o.value, label: textOf(o.text), description: textOf(o.description) });

const userItem = (p) => ({ value: p.id, label: personName(p), description: [p.title, p.tz ? clock(now(), p.tz) : ""].filter(Boolean).join(" · "), find: `${p.name} ${p.real_name}`, person: p });

function conversationItems(element) {
  const include = (element.filter && element.filter.include) || ["public", "private", "im", "mpim"];
  const items = channels().filter((c) => !c.is_archived && (c.is_private ? (c.members || []).includes(store.me.id) : true))
    .filter((c) => element.type.includes("channels_select") ? !c.is_private : include.includes(c.is_private ? "private" : "public"))
    .map((c) => ({ value: c.id, label: `#${c.name}`, description: c.topic || "" }));
  if (element.type.includes("channels_select") || !include.includes("im")) return items;
  const noBots = element.filter && element.filter.exclude_bot_users;
  const direct = store.conversations.filter((c) => c.kind !== "channel" && !(noBots && c.kind === "app"))
    .map((c) => ({ value: c.id, label: c.name, description: "Direct message", person: personById(c.user) }));
  return [...items, ...direct];
}

// itemsFor gives the groups to offer for what was typed; external selects ask the app.
async function itemsFor(element, block, surface, query) {
  const kind = element.type.replace("multi_", "");
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (item) => words.every((w) => `${item.label} ${item.description || ""} ${item.find || ""}`.toLowerCase().includes(w));
  if (kind === "users_select") return [{ items: people().filter((p) => !p.deleted).map(userItem).filter(fits) }];
  if (kind === "channels_select" || kind === "conversations_select") return [{ items: conversationItems(element).filter(fits) }];
  let source = element;
  if (kind === "external_select") {
    source = await suggestions(surface, block, element, query);
    for (const o of [...(source.options || []), ...(source.option_groups || []).flatMap((g) => g.options || [])]) surface.options.set(`${element.action_id}/${o.value}`, o);
  }
  const keep = kind === "external_select" ? () => true : fits;
  const groups = source.option_groups && source.option_groups.length
    ? source.option_groups.map((g) => ({ label: textOf(g.label), items: (g.options || []).map(optionItem) })) : [{ items: (source.options || []).map(optionItem) }];
  return groups.map((g) => ({ ...g, items: g.items.filter(keep) })).filter((g) => g.items.length || !g.label);
}

function listbox(trigger, element, block, surface, { multi, current, pick, done }) {
  const listId = uid("list");
  const list = h("div", { class: "options", role: "listbox", id: listId, "aria-multiselectable": multi ? "true" : null, "aria-label": "Options" });
  const field = h("input", { class: "option-search", type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": listId, "aria-autocomplete": "list", placeholder: "Search", "aria-label": "Search options", autocomplete: "off", spellcheck: "false" });
  const layer = popover(trigger, [h("div", { class: "option-search-row" }, icon("search", 16), field), list], { match: true, className: "select-popover", onClose: done });
  let active = -1;
  let asked = 0;
  const nodes = () => [...list.querySelectorAll("[role=option]")];
  const chosen = (v) => (multi ? current().includes(v) : current() === v);

  const activate = (index) => {
    const all = nodes();
    active = all.length ? Math.max(0, Math.min(index, all.length - 1)) : -1;
    all.forEach((node, i) => node.classList.toggle("active", i === active));
    if (active >= 0) {
      field.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };
  const choose = (item) => {
    pick(item.value);
    nodes().forEach((node) => node.setAttribute("aria-selected", chosen(node.dataset.value) ? "true" : "false"));
  };
  const row = (item) => h("div", {
    class: "option", role: "option", id: uid("option"), "aria-selected": chosen(item.value) ? "true" : "false", "data-value": item.value,
    onclick: () => choose(item), onpointermove: (event) => activate(nodes().indexOf(event.currentTarget)),
  }, item.person ? avatar(item.person, 24) : null,
  h("span", { class: "option-text" }, h("span", { class: "option-label" }, plain(item.label)), item.description ? h("span", { class: "option-description" }, plain(item.description)) : null),
  h("span", { class: "option-check" }, icon("check", 16)));

  const note = (text) => show(list, h("div", { class: "option-note", role: "status" }, text));
  async function load() {
    const external = element.type.includes("external_select");
    const least = element.min_query_length === undefined ? 3 : element.min_query_length;
    asked += 1;
    const mine = asked;
    if (external && field.value.length < least) {
      note(`Type ${least} or more character${least === 1 ? "" : "s"} to search`);
      return;
    }
    if (external) note("Loading…");
    try {
      const groups = await itemsFor(element, block, surface, field.value);
      if (mine !== asked || !list.isConnected) return;
      if (!groups.some((g) => g.items.length)) note("No results");
      else show(list, groups.map((g) => (g.label ? h("div", { role: "group", "aria-label": g.label }, h("div", { class: "option-group" }, g.label), g.items.map(row)) : g.items.map(row))));
      activate(Math.max(0, field.value ? 0 : nodes().findIndex((n) => n.getAttribute("aria-selected") === "true")));
    } catch {
      if (mine === asked) note("Results could not be loaded");
    }
    layer.place();
  }
  const later = debounce(load, 250);
  field.addEventListener("input", () => (element.type.includes("external_select") ? later() : load()));
  field.addEventListener("keydown", (event) => {
    const all = nodes();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      activate(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      if (all[active]) all[active].click();
    } else if (event.key === "Tab") {
      event.preventDefault();
      layer.close(true);
    } else if (event.key === "Home" || event.key === "End") activate(event.key === "Home" ? 0 : all.length - 1);
  });
  load();
  field.focus();
}
