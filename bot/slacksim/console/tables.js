// Tables: the plain table block, and data tables that sort and turn pages.
import { h, show } from "./dom.js";
import { icon } from "./icons.js";
import { leaves, richText } from "./richtext.js";
import { plain, textOf } from "./text.js";
import { element } from "./elements.js";

function cell(value, block, surface) {
  if (!value) return [];
  switch (value.type) {
    case "rich_text": return richText(value);
    case "rich_text_section": return leaves(value.elements);
    case "raw_number": return [value.text || Number(value.value).toLocaleString("en-US")];
    case "action_cell": return surface ? element(value.element, block, surface) : cell(value.fallback, block);
    default: return plain(value.text || "");
  }
}

const isNumber = (value) => value && value.type === "raw_number";

function plainCell(value) {
  if (!value) return "";
  if (isNumber(value)) return Number(value.value);
  if (value.type === "rich_text") return richText(value).textContent;
  return value.text || textOf((value.element || {}).text);
}

// table shows the table block; its first row is the head.
export function table(block) {
  const settings = block.column_settings || [];
  const [head, ...rows] = block.rows || [];
  const row = (tag) => (values) => h("tr", null, (values || []).map((value, index) => {
    const set = settings[index] || {};
    return h(tag, { class: `align-${["center", "right"].includes(set.align) ? set.align : isNumber(value) ? "right" : "left"}${set.is_wrapped ? " wrapped" : ""}`, scope: tag === "th" ? "col" : null }, cell(value, block));
  }));
  return h("div", { class: "block table-wrap", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", { class: "table" }, h("thead", null, head ? row("th")(head) : null), h("tbody", null, rows.map(row("td")))));
}

// dataTable shows a captioned table in pages; a click on a column's head sorts by it.
export function dataTable(block, surface) {
  const [head = [], ...all] = block.rows || [];
  const size = block.page_size || 5;
  let page = 0;
  let sort = { column: -1, up: true };
  const root = h("div", { class: "block data-table" });
  const sorted = () => {
    if (sort.column < 0) return all;
    const value = (row) => plainCell(row[sort.column]);
    return [...all].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      const order = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), "en", { numeric: true });
      return sort.up ? order : -order;
    });
  };
  const turn = (by) => {
    page += by;
    render();
    const again = root.querySelector(by > 0 ? ".next" : ".previous");
    if (again) (again.disabled ? root.querySelector(".pager button:not([disabled])") : again)?.focus();
  };
  function render() {
    const pages = Math.max(1, Math.ceil(all.length / size));
    page = Math.max(0, Math.min(page, pages - 1));
    const rows = sorted().slice(page * size, page * size + size);
    const numeric = head.map((_, i) => all.length > 0 && all.every((r) => !r[i] || isNumber(r[i])));
    show(root, h("div", { class: "table-wrap", tabindex: "0", role: "region", "aria-label": block.caption || "Table" }, h("table", { class: "table" },
      h("caption", null, block.caption),
      h("thead", null, h("tr", null, head.map((value, i) => h("th", { scope: "col", class: numeric[i] ? "align-right" : null, "aria-sort": sort.column === i ? (sort.up ? "ascending" : "descending") : null },
        h("button", { type: "button", class: "sort", onclick: () => { sort = { column: i, up: sort.column === i ? !sort.up : true }; render(); root.querySelectorAll(".sort")[i].focus(); } },
          cell(value, block), h("span", { class: "sort-mark", "aria-hidden": "true" }, sort.column === i ? (sort.up ? "▲" : "▼") : "")))))),
      h("tbody", null, rows.map((r) => h("tr", null, r.map((value, i) => h(i === block.row_header_column_index ? "th" : "td", { scope: i === block.row_header_column_index ? "row" : null, class: isNumber(value) ? "align-right" : null }, cell(value, block, surface)))))))),
    pages > 1 ? h("div", { class: "pager" },
      h("span", { class: "muted small" }, `${page * size + 1}–${page * size + rows.length} of ${all.length}`),
      h("button", { type: "button", class: "icon-button previous", "aria-label": "Previous page", disabled: page === 0, onclick: () => turn(-1) }, icon("back", 16)),
      h("button", { type: "button", class: "icon-button next", "aria-label": "Next page", disabled: page === pages - 1, onclick: () => turn(1) }, icon("right", 16))) : null);
  }
  render();
  return root;
}
