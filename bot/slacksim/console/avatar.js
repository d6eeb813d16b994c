// The small pictures beside names: coloured initials for people, a rounded tile for the app.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { app, personById, personName } from "./store.js";

const COLOURS = ["#7a4fb5", "#b5484f", "#2f7a8c", "#946200", "#3d6fb5", "#4d7d32", "#a8457f", "#5b5fc7", "#8a5a3c", "#1f7a5c"];

function colourOf(person) {
  if (/^#[0-9a-fA-F]{6}$/.test(person.avatar_color || "")) return person.avatar_color;
  let sum = 0;
  for (const c of person.id || "") sum = (sum * 31 + c.charCodeAt(0)) >>> 0;
  return COLOURS[sum % COLOURS.length];
}

// dark letters on light colours keep the initials readable
function isLight(hex) {
  const [r, g, b] = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16));
  return r * 0.299 + g * 0.587 + b * 0.114 > 150;
}

const initials = (name) => name.split(/[\s._-]+/).filter(Boolean).slice(0, 2).map((word) => [...word][0].toUpperCase()).join("") || "?";

// avatar renders a person's picture in one of the sizes of the style sheet (20, 24, 32, 36, 56).
export function avatar(person, size) {
  const node = h("span", { class: `avatar size-${size}`, "aria-hidden": "true" }, initials(personName(person)));
  const colour = colourOf(person);
  node.style.backgroundColor = colour;
  if (isLight(colour)) node.classList.add("light");
  return node;
}

// appAvatar renders the app's picture.
export const appAvatar = (size) => h("span", { class: `avatar app-avatar size-${size}`, "aria-hidden": "true" }, initials(app().name).slice(0, 1));

// avatarOf renders the picture for any author of a message.
export function avatarOf(message, size) {
  if (message.user === "USLACKBOT" || message.bot_id === "USLACKBOT") return h("span", { class: `avatar slackbot size-${size}`, "aria-hidden": "true" }, icon("bolt", size > 30 ? 20 : 14));
  const person = personById(message.user);
  if (message.bot_id || message.user === app().bot_user_id || (person && person.is_bot)) return appAvatar(size);
  return person ? avatar(person, size) : h("span", { class: `avatar slackbot size-${size}`, "aria-hidden": "true" }, "?");
}
