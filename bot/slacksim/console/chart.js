// data_visualization blocks rendered as SVG: pie, bar, line and area, each with a legend and a table for screen readers.
import { h, s, uid } from "./dom.js";

const WIDTH = 560;
const HEIGHT = 260;

const short = (n) => {
  const size = Math.abs(n);
  if (size >= 1e9) return `${trim(n / 1e9)}B`;
  if (size >= 1e6) return `${trim(n / 1e6)}M`;
  if (size >= 1e4) return `${trim(n / 1e3)}k`;
  return trim(n);
};
const trim = (n) => String(Number(n.toFixed(Math.abs(n) < 10 ? 2 : 1))).replace(/\B(?=(\d{3})+(?!\d))/g, ",");

// chart shows a data_visualization block.
export function chart(block) {
  const data = block.chart || {};
  const id = uid("chart");
  const pie = data.type === "pie";
  const names = pie ? (data.segments || []).map((x) => x.label) : (data.series || []).map((x) => x.name);
  const drawing = pie ? renderPie(data) : renderSeries(data);
  const total = pie ? (data.segments || []).reduce((sum, x) => sum + x.value, 0) : 0;
  const legend = names.length > 1 || pie ? h("ul", { class: "legend", "aria-hidden": "true" }, names.map((name, i) => h("li", null,
    h("span", { class: `key series-${i % 12}` }), name, pie ? h("span", { class: "muted" }, ` ${percent(data.segments[i].value, total)}`) : null))) : null;
  return h("figure", { class: `block chart chart-${pie ? "pie" : "axes"}` },
    h("figcaption", { id }, block.title),
    h("div", { class: "chart-body" }, drawing, legend),
    pie ? valueTable(block.title, [""], data.segments.map((x) => [x.label, x.value])) : valueTable(block.title, names, categories(data).map((c, i) => [c, ...data.series.map((x) => at(x, c, i))])));
}

const percent = (value, total) => `${Math.round((value / (total || 1)) * 100)}%`;

// categories are the labels under the axis, in the app's order.
const categories = (data) => (data.axis_config && data.axis_config.categories) || ((data.series || [])[0] || { data: [] }).data.map((p) => p.label);

const at = (series, label, index) => {
  const point = series.data.find((p) => p.label === label) || series.data[index];
  return point ? Number(point.value) : 0;
};

const valueTable = (title, names, rows) => h("table", { class: "visually-hidden" }, h("caption", null, title),
  h("thead", null, h("tr", null, h("th", null, ""), names.map((n) => h("th", { scope: "col" }, n || "Value")))),
  h("tbody", null, rows.map(([label, ...values]) => h("tr", null, h("th", { scope: "row" }, label), values.map((v) => h("td", null, String(v)))))));

function renderPie(data) {
  const segments = data.segments || [];
  const total = segments.reduce((sum, x) => sum + x.value, 0) || 1;
  const [cx, cy, outer, inner] = [110, 110, 104, 58];
  const point = (angle, radius) => `${(cx + radius * Math.sin(angle)).toFixed(2)} ${(cy - radius * Math.cos(angle)).toFixed(2)}`;
  let angle = 0;
  const slices = segments.map((segment, i) => {
    const start = angle;
    angle += (segment.value / total) * Math.PI * 2;
    const end = Math.min(angle, start + Math.PI * 2 - 0.0001);
    const big = end - start > Math.PI ? 1 : 0;
    return s("path", {
      class: `slice series-${i % 12}`,
      d: `M${point(start, outer)}A${outer} ${outer} 0 ${big} 1 ${point(end, outer)}L${point(end, inner)}A${inner} ${inner} 0 ${big} 0 ${point(start, inner)}Z`,
    }, s("title", null, `${segment.label}: ${short(segment.value)} (${percent(segment.value, total)})`));
  });
  return s("svg", { class: "pie", viewBox: "0 0 220 220", "aria-hidden": "true" }, slices,
    s("text", { class: "pie-total", x: cx, y: cy + 2, "text-anchor": "middle" }, short(total)), s("text", { class: "axis-text", x: cx, y: cy + 20, "text-anchor": "middle" }, "total"));
}

// ticks picks about five round values that span the data and include zero.
function ticks(low, high) {
  const span = high - low || 1;
  const raw = span / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((m) => m >= raw);
  const out = [];
  for (let v = Math.floor(low / step) * step; v < high + step * 0.999; v += step) out.push(Number(v.toPrecision(12)));
  return out;
}

function renderSeries(data) {
  const series = data.series || [];
  const labels = categories(data);
  const axis = data.axis_config || {};
  const values = series.flatMap((x) => labels.map((label, i) => at(x, label, i)));
  const marks = ticks(Math.min(0, ...values), Math.max(0, ...values));
  const [low, high] = [marks[0], marks[marks.length - 1]];
  const tilt = labels.length > 6 && labels.some((l) => l.length > 5);
  const box = { left: axis.y_label ? 66 : 48, right: WIDTH - 10, top: 12, bottom: HEIGHT - (tilt ? 64 : 30) - (axis.x_label ? 18 : 0) };
  const y = (v) => box.bottom - ((v - low) / (high - low || 1)) * (box.bottom - box.top);
  const slot = (box.right - box.left) / (labels.length || 1);
  const middle = (i) => box.left + slot * (i + 0.5);
  const every = Math.ceil(labels.length / 12);
  const grid = marks.map((v) => [s("line", { class: v === 0 ? "axis-line" : "grid-line", x1: box.left, x2: box.right, y1: y(v), y2: y(v) }), s("text", { class: "axis-text", x: box.left - 8, y: y(v) + 4, "text-anchor": "end" }, short(v))]);
  const names = labels.map((label, i) => (i % every ? null : s("text", tilt
    ? { class: "axis-text", transform: `translate(${middle(i) + 4} ${box.bottom + 14}) rotate(-35)`, "text-anchor": "end" }
    : { class: "axis-text", x: middle(i), y: box.bottom + 18, "text-anchor": "middle" }, label)));
  const titles = [
    axis.x_label ? s("text", { class: "axis-title", x: (box.left + box.right) / 2, y: HEIGHT - 4, "text-anchor": "middle" }, axis.x_label) : null,
    axis.y_label ? s("text", { class: "axis-title", transform: `translate(14 ${(box.top + box.bottom) / 2}) rotate(-90)`, "text-anchor": "middle" }, axis.y_label) : null,
  ];
  const shapes = data.type === "bar" ? bars(series, labels, { y, slot, box }) : curves(series, labels, { y, middle, area: data.type === "area" });
  return s("svg", { class: "plot", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" }, grid.flat(), shapes, names.filter(Boolean), titles.filter(Boolean));
}

function bars(series, labels, { y, slot, box }) {
  const width = Math.min(36, (slot * 0.76) / (series.length || 1));
  const start = (slot - width * series.length) / 2;
  return labels.flatMap((label, i) => series.map((one, k) => {
    const value = at(one, label, i);
    const top = Math.min(y(value), y(0));
    return s("rect", { class: `bar series-${k % 12}`, x: box.left + slot * i + start + width * k + 1, y: top, width: Math.max(1, width - 2), height: Math.max(1, Math.abs(y(value) - y(0))), rx: 2 },
      s("title", null, `${label}, ${one.name}: ${short(value)}`));
  }));
}

function curves(series, labels, { y, middle, area }) {
  return series.map((one, k) => {
    const points = labels.map((label, i) => [middle(i), y(at(one, label, i)), at(one, label, i), label]);
    const path = points.map(([px, py], i) => `${i ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`).join("");
    const first = points[0] || [0, 0];
    const last = points[points.length - 1] || [0, 0];
    return s("g", { class: `series-${k % 12}` },
      area ? s("path", { class: "area", d: `${path}L${last[0]} ${y(0)}L${first[0]} ${y(0)}Z` }) : null,
      s("path", { class: "line", d: path }),
      points.map(([px, py, value, label]) => s("circle", { class: "dot", cx: px, cy: py, r: 3.5 }, s("title", null, `${label}, ${one.name}: ${short(value)}`))));
  });
}
