// Slack's mrkdwn becomes nodes: emphasis, code, quotes, links, mentions, dates and emoji.
import { h } from "./dom.js";
import { dateText } from "./dates.js";
import { emojiFor } from "./emoji.js";
import { app, channelById, store, tz, userName } from "./store.js";

const WORD = /[\p{L}\p{N}]/u;

// unescape undoes the three escapes of Slack text.
export const unescape = (text) => String(text || "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

// link makes an outside link when the scheme is harmless, and plain text otherwise.
export function link(url, label) {
  const target = unescape(url);
  if (!/^(https?:|mailto:|tel:)/i.test(target)) {
    if (/^slack:\/\/app\b/.test(target)) return h("a", { href: "#", class: "link", "data-go": target.includes("tab=home") ? "home" : "messages" }, label || app().name);
    return h("span", null, label || target);
  }
  return h("a", { href: target, class: "link", target: "_blank", rel: "noopener noreferrer" }, label || target.replace(/^mailto:/, ""));
}

// mention shows a person; clicking it does nothing, as people are switched in the sidebar.
export function mention(id) {
  const mine = store.me && store.me.id === id;
  return h("span", { class: mine ? "mention mention-me" : "mention" }, `@${userName(id)}`);
}

// channelMention links to a channel of the simulated workspace.
export function channelMention(id, label) {
  const channel = channelById(id);
  return h("a", { href: "#", class: "mention", "data-channel": id }, `#${(channel && channel.name) || label || id}`);
}

// emojiNode shows an emoji, or its name when it is not known.
export function emojiNode(name) {
  const character = emojiFor(name);
  if (!character) return document.createTextNode(`:${name}:`);
  return h("span", { class: "emoji", role: "img", "aria-label": name.replace(/_/g, " "), title: `:${name}:` }, character);
}

function entity(inner) {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? "" : unescape(inner.slice(bar + 1));
  if (/^@[UW]/.test(target)) return mention(target.slice(1));
  if (/^#C/.test(target)) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) {
    const [, seconds, pattern, url] = target.split("^");
    const text = dateText(seconds, unescape(pattern), tz(), label);
    return url ? link(url, text) : h("time", { title: label }, text);
  }
  if (/^!(here|channel|everyone)$/.test(target)) return h("span", { class: "mention mention-me" }, `@${target.slice(1)}`);
  if (target.startsWith("!")) return h("span", { class: "mention" }, label || `@${target.slice(1).split("^").pop()}`);
  return link(target, label ? emojis(label) : "");
}

const MARKS = { "*": "strong", _: "em", "~": "s" };

// emphasis finds the end of *x*, _x_ or ~x~ starting at i, or -1: the marks must hug the words and stand at word boundaries.
function emphasisEnd(text, i) {
  const mark = text[i];
  if (i > 0 && (WORD.test(text[i - 1]) || text[i - 1] === mark)) return -1;
  if (i + 1 >= text.length || /\s/.test(text[i + 1]) || text[i + 1] === mark) return -1;
  for (let j = i + 2; j < text.length && text[j] !== "\n"; j += 1) {
    if (text[j] === "<") {
      const close = text.indexOf(">", j);
      if (close > 0) j = close;
      continue;
    }
    if (text[j] !== mark || /\s/.test(text[j - 1])) continue;
    if (j + 1 < text.length && (WORD.test(text[j + 1]) || text[j + 1] === mark)) continue;
    return j;
  }
  return -1;
}

// inline turns one stretch of mrkdwn without code blocks and quotes into nodes.
export function inline(text, { verbatim = false } = {}) {
  const out = [];
  let plain = "";
  const flush = () => {
    if (plain) out.push(unescape(plain));
    plain = "";
  };
  let i = 0;
  while (i < text.length) {
    const rest = text.slice(i);
    const c = text[i];
    let match = null;
    if (c === "\n") {
      flush();
      out.push(h("br"));
      i += 1;
    } else if (c === "`" && (match = rest.match(/^`([^`\n]+)`/))) {
      flush();
      out.push(h("code", null, codeText(match[1])));
      i += match[0].length;
    } else if (c === "<" && (match = rest.match(/^<([^<>\n]+)>/))) {
      flush();
      out.push(entity(match[1]));
      i += match[0].length;
    } else if (MARKS[c] && emphasisEnd(text, i) > 0) {
      const end = emphasisEnd(text, i);
      flush();
      out.push(h(MARKS[c], null, inline(text.slice(i + 1, end), { verbatim })));
      i = end + 1;
    } else if (c === ":" && (match = rest.match(/^:([a-z0-9_+\-]+(?:::skin-tone-[2-6])?):/)) && emojiFor(match[1])) {
      flush();
      out.push(emojiNode(match[1]));
      i += match[0].length;
    } else if (c === "h" && !verbatim && (match = rest.match(/^https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"*_~]/)) && !(i > 0 && WORD.test(text[i - 1]))) {
      flush();
      out.push(link(match[0], unescape(match[0])));
      i += match[0].length;
    } else {
      plain += c;
      i += 1;
    }
  }
  flush();
  return out;
}

// codeText is what code shows: links lose their brackets, escapes are undone.
const codeText = (text) => unescape(text.replace(/<([^<>|]+)\|([^<>]+)>/g, "$2").replace(/<(https?:[^<>|]+)>/g, "$1"));

// mrkdwn turns a whole mrkdwn text into nodes.
export function mrkdwn(text, options) {
  const out = [];
  const parts = String(text || "").split("```");
  parts.forEach((part, index) => {
    const closed = index % 2 === 1 && index < parts.length - 1;
    if (closed) out.push(h("pre", null, codeText(part.replace(/^\n|\n$/g, ""))));
    else {
      let body = index % 2 === 1 ? `\`\`\`${part}` : part;
      if (index > 0 && !closed) body = body.replace(/^\n/, "");
      if (index < parts.length - 1) body = body.replace(/\n$/, "");
      if (body) out.push(...quoted(body, options));
    }
  });
  return out;
}

function quoted(text, options) {
  const groups = [];
  for (const line of text.split("\n")) {
    const match = line.match(/^(?:&gt;|>) ?(.*)$/);
    const kind = match ? "quote" : "text";
    const last = groups[groups.length - 1];
    const value = match ? match[1] : line;
    if (last && last.kind === kind) last.lines.push(value);
    else groups.push({ kind, lines: [value] });
  }
  return groups.flatMap(({ kind, lines }) => {
    const nodes = inline(lines.join("\n"), options);
    return kind === "quote" ? [h("blockquote", null, nodes)] : nodes;
  });
}

// plain turns a plain_text text into nodes: only emoji names and line breaks mean something.
export function plain(text, { emoji = true } = {}) {
  const out = [];
  unescape(text).split("\n").forEach((line, index) => {
    if (index) out.push(h("br"));
    if (!emoji) out.push(line);
    else out.push(...emojis(line));
  });
  return out;
}

// emojis turns the emoji names of a text into emoji and leaves the rest.
function emojis(text) {
  return text.split(/(:[a-z0-9_+\-]+(?:::skin-tone-[2-6])?:)/).map((piece) => {
    const name = piece.length > 2 && piece.startsWith(":") && piece.endsWith(":") ? piece.slice(1, -1) : "";
    return name && emojiFor(name) ? emojiNode(name) : piece;
  });
}

// textObject shows a Block Kit text object, or a bare string.
export function textObject(object) {
  if (!object) return [];
  if (typeof object === "string") return plain(object);
  if (object.type === "mrkdwn") return mrkdwn(object.text, { verbatim: object.verbatim });
  return plain(object.text, { emoji: object.emoji !== false });
}

// textOf is a text object's bare text with emoji as characters, for labels and attributes.
export function textOf(object) {
  const text = unescape(typeof object === "string" ? object : (object && object.text) || "");
  return text.replace(/:([a-z0-9_+\-]+):/g, (whole, name) => emojiFor(name) || whole);
}
