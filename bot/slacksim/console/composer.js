// The message box: sends messages and slash commands, hints at commands and people while one types, and opens shortcuts.
import { h, show, uid } from "./dom.js";
import { icon } from "./icons.js";
import { menu, toast } from "./layers.js";
import { avatar } from "./avatar.js";
import { emojiPicker } from "./picker.js";
import { emojiFor } from "./emoji.js";
import { app, canBe, here, on, people, personById, personName, store } from "./store.js";
import { note } from "./live.js";

const drafts = new Map();

// composer returns {node, open}. thread is a function giving the ts of the thread it writes to, or null for the conversation itself.
export function composer({ thread }) {
  const listId = uid("hints");
  const list = h("div", { class: "hints", role: "listbox", id: listId, "aria-label": "Suggestions", hidden: true });
  const usage = h("div", { class: "usage", hidden: true, role: "status" });
  const text = h("textarea", { class: "composer-text", id: thread ? null : "composer-text", rows: "1", "aria-autocomplete": "list", "aria-controls": listId, "data-key": thread ? "thread-text" : "composer-text", spellcheck: "true" });
  const plus = h("button", { type: "button", class: "tool", "aria-label": "Shortcuts", title: "Shortcuts and commands", "aria-haspopup": "menu", "aria-expanded": "false" }, icon("plus"));
  const smile = h("button", { type: "button", class: "tool", "aria-label": "Emoji", title: "Emoji", "aria-haspopup": "dialog", "aria-expanded": "false" }, icon("smile"));
  const send = h("button", { type: "button", class: "send", "aria-label": "Send", title: "Send (Enter)", onclick: () => submit() }, icon("send"));
  const closedNote = h("div", { class: "composer-closed", hidden: true, role: "note" });
  let box = null;
  const node = h("div", { class: "composer" }, list, usage,
    closedNote, box = h("div", { class: "composer-box" }, text, h("div", { class: "composer-tools" }, thread ? null : plus, smile, h("span", { class: "composer-help" }, "Enter sends, Shift+Enter starts a new line"), send)));
  let options = [];
  let active = 0;
  let closed = false;
  let newLine = false;
  const key = () => `${store.me.id}/${store.place.channel}/${thread ? thread() : ""}`;

  function grow() {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, 220)}px`;
    send.disabled = !text.value.trim();
  }

  // hintsFor finds what fits the word under the caret: commands at the start of the text, people after an @.
  function hintsFor() {
    const before = text.value.slice(0, text.selectionStart);
    const commandPart = !thread && before.match(/^\/(\S*)$/);
    if (commandPart) {
      return (app().commands || []).filter((c) => c.command.slice(1).toLowerCase().startsWith(commandPart[1].toLowerCase()))
        .map((c) => ({ title: c.command, hint: c.usage_hint, description: c.description, from: 0, insert: `${c.command} ` }));
    }
    const personPart = before.match(/(?:^|\s)@([\p{L}\p{N}._-]*)$/u);
    if (!personPart) return [];
    const word = personPart[1].toLowerCase();
    return people().filter((p) => canBe(p) && `${p.name} ${personName(p)}`.toLowerCase().split(/\s+/).some((w) => w.startsWith(word))).slice(0, 8)
      .map((p) => ({ title: personName(p), hint: `@${p.name}`, description: p.title, person: p, from: before.length - personPart[1].length - 1, insert: `@${p.name} ` }));
  }

  function renderHints() {
    options = closed ? [] : hintsFor();
    active = Math.max(0, Math.min(active, options.length - 1));
    list.hidden = options.length === 0;
    show(list, options.map((o, i) => h("div", {
      class: `hint-row${i === active ? " active" : ""}`, role: "option", id: `${listId}-${i}`, "aria-selected": i === active ? "true" : "false",
      onpointerdown: (event) => event.preventDefault(), onclick: () => complete(i),
    }, o.person ? avatar(o.person, 24) : h("span", { class: "hint-mark", "aria-hidden": "true" }, "/"),
    h("span", { class: "hint-title" }, o.title, o.hint ? h("span", { class: "hint-usage" }, ` ${o.hint}`) : null), h("span", { class: "hint-description" }, o.description || ""))));
    if (options.length) {
      text.setAttribute("aria-activedescendant", `${listId}-${active}`);
      list.children[active].scrollIntoView({ block: "nearest" });
    } else text.removeAttribute("aria-activedescendant");
    const typed = text.value.match(/^(\/\S+)(\s|$)/);
    const command = !thread && typed && (app().commands || []).find((c) => c.command === typed[1]);
    usage.hidden = !command || options.length > 0;
    if (command) show(usage, h("code", null, [command.command, command.usage_hint].filter(Boolean).join(" ")), h("span", null, command.description || ""));
  }

  function changed() {
    drafts.set(key(), text.value);
    grow();
    renderHints();
  }

  function complete(index) {
    const option = options[index];
    const caret = text.selectionStart;
    text.value = text.value.slice(0, option.from) + option.insert + text.value.slice(caret);
    const at = option.from + option.insert.length;
    text.setSelectionRange(at, at);
    text.focus();
    changed();
  }

  function insert(words) {
    const at = text.selectionStart;
    text.setRangeText(words, at, text.selectionEnd, "end");
    text.focus();
    changed();
  }

  async function submit() {
    const line = text.value.trim();
    const at = here();
    if (!line || !at) return;
    text.value = "";
    changed();
    try {
      if (!thread && /^\/[^\s/]/.test(line)) await slash(at.id, line);
      else {
        await store.api.message({ channel: at.id, text: line, thread_ts: thread ? thread() : undefined });
      }
    } catch (error) {
      if (!text.value) {
        text.value = line;
        changed();
      }
      toast(error.message, "error");
    }
  }

  text.addEventListener("input", () => {
    closed = false;
    active = 0;
    changed();
  });
  // Only Shift+Enter makes a line break, also where the break does not come from the key press itself.
  text.addEventListener("beforeinput", (event) => {
    if (event.inputType === "insertLineBreak" && !newLine) event.preventDefault();
  });
  text.addEventListener("click", renderHints);
  text.addEventListener("blur", () => {
    list.hidden = true;
  });
  text.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    newLine = event.key === "Enter" && event.shiftKey;
    const exact = options.length > 0 && options[active].from === 0 && options[active].title === text.value.trim();
    if (options.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      active = (active + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length;
      renderHints();
    } else if (options.length && (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !exact))) {
      event.preventDefault();
      complete(active);
    } else if (event.key === "Escape" && options.length) {
      event.stopPropagation();
      closed = true;
      renderHints();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  });
  smile.addEventListener("click", () => emojiPicker(smile, (name) => insert(emojiFor(name))));
  plus.addEventListener("click", () => {
    const shortcuts = (app().shortcuts || []).filter((c) => c.type !== "message");
    menu(plus, [
      ...(shortcuts.length ? [{ heading: "Shortcuts" }] : []),
      ...shortcuts.map((c) => ({ label: c.name, description: c.description, icon: "bolt", onselect: () => runShortcut(c) })),
      { heading: "Commands" },
      ...(app().commands || []).map((c) => ({ label: c.command, description: c.description, icon: "right", onselect: () => { text.value = `${c.command} `; text.focus(); changed(); } })),
    ], "Shortcuts", { above: true });
  });

  function open() {
    const at = here();
    if (!at) return;
    const person = personById(at.user);
    const name = at.kind === "app" ? app().name : at.kind === "channel" ? `#${at.name.replace(/^#/, "")}` : person ? personName(person) : at.name;
    text.placeholder = thread ? "Reply…" : `Message ${name}`;
    text.setAttribute("aria-label", thread ? "Reply in thread" : `Message ${name}`);
    text.value = drafts.get(key()) || "";
    closedNote.textContent = at.is_archived ? "This channel is archived." : at.kind === "app" && app().messages_tab_readonly ? "Sending messages to this app has been turned off." : "";
    closedNote.hidden = !closedNote.textContent;
    box.hidden = !closedNote.hidden;
    closed = false;
    changed();
    if (!thread && window.matchMedia("(min-width: 761px)").matches && !document.querySelector(".dialog, .popover") && !store.place.ts) text.focus({ preventScroll: true });
  }
  on("state", renderHints);
  return { node, open };
}

// slash runs a command. What the app or Slackbot answers comes with the live events; a refusal is Slackbot's line too.
async function slash(channel, line) {
  try {
    await store.api.slash({ channel, line });
  } catch (error) {
    note(channel, error.message);
  }
}

async function runShortcut(shortcut) {
  try {
    await store.api.shortcut({ callback_id: shortcut.callback_id });
  } catch (error) {
    toast(error.message, "error");
  }
}
