// Dates and times as the person one is would read them: in that person's time zone.

// ahead is how far the workspace's clock is before the one of this machine, in seconds.
let ahead = 0;

// setNow notes what time it is in the workspace.
export const setNow = (seconds) => {
  ahead = seconds - Date.now() / 1000;
};

// now is the present moment in the workspace, in Unix seconds.
export const now = () => Date.now() / 1000 + ahead;

const LOCALE = "en-US";
const cache = new Map();

function format(tz, options) {
  const key = tz + JSON.stringify(options);
  let made = cache.get(key);
  if (!made) {
    try {
      made = new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: tz || "UTC" });
    } catch {
      made = new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: "UTC" });
    }
    cache.set(key, made);
  }
  return made;
}

const at = (seconds) => new Date(Number(seconds) * 1000);

// clock is "4:05 PM".
export const clock = (seconds, tz) => format(tz, { hour: "numeric", minute: "2-digit" }).format(at(seconds));

// dayKey is "2026-03-02": equal for two moments of the same local day.
export const dayKey = (seconds, tz) => format(tz, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(at(seconds))
  .reduce((all, part) => ({ ...all, [part.type]: part.value }), {});

const iso = (seconds, tz) => {
  const parts = dayKey(seconds, tz);
  return `${parts.year}-${parts.month}-${parts.day}`;
};

export const sameDay = (a, b, tz) => iso(a, tz) === iso(b, tz);

function near(seconds, tz) {
  for (const [word, shift] of [["today", 0], ["yesterday", -86400], ["tomorrow", 86400]]) {
    if (iso(seconds, tz) === iso(now() + shift, tz)) return word;
  }
  return "";
}

const ordinal = (day) => {
  const rest = day % 100;
  if (rest >= 11 && rest <= 13) return `${day}th`;
  return day + (["th", "st", "nd", "rd"][day % 10] || "th");
};

function words(seconds, tz, { month, weekday = false, plain = false }) {
  // Slack leaves the year out within six months of now.
  const showYear = plain || Math.abs(now() - seconds) > 183 * 86400;
  const parts = format(tz, { month, day: "numeric", year: "numeric", weekday: "long" }).formatToParts(at(seconds))
    .reduce((all, part) => ({ ...all, [part.type]: part.value }), {});
  const day = month === "long" && !plain ? ordinal(Number(parts.day)) : parts.day;
  return `${weekday ? `${parts.weekday}, ` : ""}${parts.month} ${day}${showYear ? `, ${parts.year}` : ""}`;
}

// dayTitle names the day of a divider: Today, Yesterday, "Monday, March 2nd".
export function dayTitle(seconds, tz) {
  const word = near(seconds, tz);
  return word ? word[0].toUpperCase() + word.slice(1) : words(seconds, tz, { month: "long", weekday: true });
}

// fullTime is the tooltip of a message's time.
export const fullTime = (seconds, tz) => `${words(seconds, tz, { month: "long", weekday: true })} at ${format(tz, { hour: "numeric", minute: "2-digit", second: "2-digit" }).format(at(seconds))}`;

function ago(seconds) {
  const past = now() - seconds;
  const size = Math.abs(past);
  const steps = [[60, 1, "second"], [3600, 60, "minute"], [86400, 3600, "hour"], [2592000, 86400, "day"], [31536000, 2592000, "month"], [Infinity, 31536000, "year"]];
  const [, unit, word] = steps.find(([limit]) => size < limit);
  const n = Math.max(1, Math.floor(size / unit));
  const text = `${n} ${word}${n === 1 ? "" : "s"}`;
  return past >= 0 ? `${text} ago` : `in ${text}`;
}

const TOKENS = {
  date_num: (t, tz) => iso(t, tz),
  date_slash: (t, tz) => format(tz, { month: "2-digit", day: "2-digit", year: "numeric" }).format(at(t)),
  date: (t, tz) => words(t, tz, { month: "long" }),
  date_short: (t, tz) => words(t, tz, { month: "short" }),
  date_long: (t, tz) => words(t, tz, { month: "long", weekday: true }),
  date_long_full: (t, tz) => words(t, tz, { month: "long", weekday: true, plain: true }),
  date_pretty: (t, tz) => near(t, tz) || words(t, tz, { month: "long" }),
  date_short_pretty: (t, tz) => near(t, tz) || words(t, tz, { month: "short" }),
  date_long_pretty: (t, tz) => near(t, tz) || words(t, tz, { month: "long", weekday: true }),
  day_divider_pretty: (t, tz) => near(t, tz) || words(t, tz, { month: "long", weekday: true }),
  time: (t, tz) => clock(t, tz),
  time_secs: (t, tz) => format(tz, { hour: "numeric", minute: "2-digit", second: "2-digit" }).format(at(t)),
  ago: (t) => ago(t),
};

// dateText fills Slack's date tokens ("{date_short} at {time}"); an unusable date or format gives the fallback.
export function dateText(seconds, pattern, tz, fallback) {
  if (!Number.isFinite(Number(seconds)) || !pattern) return fallback || "";
  let broken = false;
  const text = pattern.replace(/\{(\w+)\}/g, (whole, token) => {
    if (TOKENS[token]) return TOKENS[token](Number(seconds), tz);
    broken = true;
    return whole;
  });
  return broken ? fallback || text : text;
}

// wallToUnix reads "2026-03-02T09:30" as local time of a zone and returns unix seconds.
export function wallToUnix(wall, tz) {
  const guess = Date.parse(`${wall}Z`) / 1000;
  if (!Number.isFinite(guess)) return null;
  let result = guess;
  for (let i = 0; i < 2; i += 1) result = guess - offset(result, tz);
  return Math.round(result);
}

// unixToWall is the inverse of wallToUnix.
export function unixToWall(seconds, tz) {
  return new Date((Number(seconds) + offset(seconds, tz)) * 1000).toISOString().slice(0, 16);
}

function offset(seconds, tz) {
  const parts = format(tz, { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" })
    .formatToParts(at(seconds)).reduce((all, part) => ({ ...all, [part.type]: Number(part.value) }), {});
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) / 1000 - Math.floor(seconds);
}
