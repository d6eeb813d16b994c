// Standard Markdown of the markdown block becomes nodes: headings, lists, quotes, code, tables, links and emphasis.
import { h } from "./dom.js";
import { emojiFor } from "./emoji.js";
import { emojiNode, link } from "./text.js";

// markdown shows a whole Markdown text.
export function markdown(text) {
  return h("div", { class: "markdown" }, blocks(String(text || "").replace(/\r\n?/g, "\n").split("\n")));
}

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([\w+-]*)\s*$/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const RULE = /^ {0,3}([-*_])(\s*\1){2,}\s*$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

function blocks(lines) {
  const out = [];
  let i = 0;
  while (i < lines.length) {
    const line = lines[i];
    let match = null;
    if (!line.trim()) i += 1;
    else if ((match = line.match(FENCE))) {
      let end = i + 1;
      while (end < lines.length && !lines[end].trim().startsWith(match[1])) end += 1;
      out.push(h("pre", null, lines.slice(i + 1, end).join("\n")));
      i = end + 1;
    } else if ((match = line.match(/^ {0,3}(#{1,6})\s+(.*?)\s*#*$/))) {
      out.push(h("div", { class: `heading level-${match[1].length}`, role: "heading", "aria-level": match[1].length + 2 }, inline(match[2])));
      i += 1;
    } else if (RULE.test(line)) {
      out.push(h("hr"));
      i += 1;
    } else if (/^ {0,3}>/.test(line)) {
      let end = i;
      while (end < lines.length && /^ {0,3}>/.test(lines[end])) end += 1;
      out.push(h("blockquote", null, blocks(lines.slice(i, end).map((l) => l.replace(/^ {0,3}> ?/, "")))));
      i = end;
    } else if (ITEM.test(line)) {
      const end = listEnd(lines, i);
      out.push(list(lines.slice(i, end)));
      i = end;
    } else if (line.includes("|") && i + 1 < lines.length && TABLE_RULE.test(lines[i + 1]) && lines[i + 1].includes("-")) {
      let end = i + 2;
      while (end < lines.length && lines[end].trim() && lines[end].includes("|")) end += 1;
      out.push(table(lines.slice(i, end)));
      i = end;
    } else {
      let end = i + 1;
      while (end < lines.length && lines[end].trim() && !startsBlock(lines[end])) end += 1;
      out.push(h("p", null, paragraph(lines.slice(i, end))));
      i = end;
    }
  }
  return out;
}

const startsBlock = (line) => FENCE.test(line) || /^ {0,3}#{1,6}\s/.test(line) || /^ {0,3}>/.test(line) || ITEM.test(line) || RULE.test(line);

const paragraph = (lines) => lines.flatMap((line, index) => (index ? [h("br"), inline(line.trim())] : [inline(line.trim())]));

function listEnd(lines, start) {
  const [, indent, mark] = lines[start].match(ITEM);
  let end = start + 1;
  while (end < lines.length) {
    const line = lines[end];
    const item = line.match(ITEM);
    if (item && item[1].length <= indent.length && /\d/.test(item[2]) !== /\d/.test(mark)) break;
    if (ITEM.test(line) || /^\s{2,}\S/.test(line)) end += 1;
    else if (!line.trim() && end + 1 < lines.length && (ITEM.test(lines[end + 1]) || /^\s{2,}\S/.test(lines[end + 1]))) end += 1;
    else break;
  }
  return end;
}

function list(lines) {
  const [, indent, mark] = lines[0].match(ITEM);
  const ordered = /\d/.test(mark);
  const items = [];
  for (const line of lines) {
    const match = line.match(ITEM);
    if (match && match[1].length <= indent.length) items.push({ text: match[3], rest: [] });
    else if (items.length) items[items.length - 1].rest.push(line.replace(new RegExp(`^\\s{0,${indent.length + mark.length + 1}}`), ""));
  }
  return h(ordered ? "ol" : "ul", { start: ordered && Number.parseInt(mark, 10) !== 1 ? Number.parseInt(mark, 10) : null }, items.map(({ text, rest }) => {
    const task = text.match(/^\[([ xX])\]\s+(.*)$/);
    const box = task ? h("input", { type: "checkbox", disabled: true, checked: task[1] !== " ", "aria-label": "task" }) : null;
    return h("li", { class: task ? "task" : null }, box, inline(task ? task[2] : text), rest.some((l) => l.trim()) ? blocks(rest) : null);
  }));
}

const cells = (line) => line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((c) => c.trim().replace(/\\\|/g, "|"));

function table(lines) {
  const align = cells(lines[1]).map((c) => (c.endsWith(":") ? (c.startsWith(":") ? "center" : "right") : "left"));
  const row = (tag) => (line) => h("tr", null, cells(line).map((cell, index) => h(tag, { class: `align-${align[index] || "left"}` }, inline(cell))));
  return h("div", { class: "table-wrap" }, h("table", { class: "table" }, h("thead", null, row("th")(lines[0])), h("tbody", null, lines.slice(2).map(row("td")))));
}

const RULES = [
  [/^\\([\\`*_{}[\]()#+\-.!~|<>])/, (m) => m[1]],
  [/^(`+)(.+?)\1(?!`)/, (m) => h("code", null, m[2].trim())],
  [/^!\[([^\]]*)\]\(([^()\s]+)[^)]*\)/, (m) => link(m[2], m[1] || m[2])],
  [/^\[((?:[^[\]]|\[[^\]]*\])+)\]\(([^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s+"[^"]*")?\)/, (m) => link(m[2], inline(m[1]))],
  [/^<((?:https?|mailto):[^<>\s]+)>/, (m) => link(m[1])],
  [/^\*\*(?=\S)([\s\S]*?\S)\*\*/, (m) => h("strong", null, inline(m[1]))],
  [/^__(?=\S)([\s\S]*?\S)__(?!\w)/, (m) => h("strong", null, inline(m[1]))],
  [/^~~(?=\S)([\s\S]*?\S)~~/, (m) => h("s", null, inline(m[1]))],
  [/^\*(?=[^\s*])([\s\S]*?[^\s*])\*(?!\*)/, (m) => h("em", null, inline(m[1]))],
  [/^_(?=[^\s_])([\s\S]*?[^\s_])_(?!\w)/, (m) => h("em", null, inline(m[1])), true],
  [/^https?:\/\/[^\s<>]+[^\s<>.,;:!?)'"*_~]/, (m) => link(m[0]), true],
  [/^:([a-z0-9_+\-]+):/, (m) => (emojiFor(m[1]) ? emojiNode(m[1]) : m[0])],
];

function inline(text) {
  const out = [];
  let plain = "";
  let i = 0;
  scan: while (i < text.length) {
    if ("\\`![<*_~h:".includes(text[i])) {
      const rest = text.slice(i);
      for (const [pattern, make, boundary] of RULES) {
        const match = rest.match(pattern);
        if (!match || (boundary && i > 0 && /\w/.test(text[i - 1]))) continue;
        if (plain) out.push(plain);
        plain = "";
        out.push(make(match));
        i += match[0].length;
        continue scan;
      }
    }
    plain += text[i];
    i += 1;
  }
  if (plain) out.push(plain);
  return out;
}
