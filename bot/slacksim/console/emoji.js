// Emoji short names and their characters: the table by which the workspace checks names.

const KNOWN = new Map();
const table = await (await fetch("/console/emoji.txt")).text();
for (const word of table.replace(/^# .*$/gm, "").trim().split(/\s+/)) {
  const [character, ...names] = word.split("=");
  for (const name of names) KNOWN.set(name, character);
}

const TONES = ["", "", "🏻", "🏼", "🏽", "🏾", "🏿"];

// emojiFor gives the character of "tada" or "wave::skin-tone-3", or "" when the name is unknown.
export function emojiFor(name) {
  const [base, tone] = String(name).split("::skin-tone-");
  const character = KNOWN.get(base);
  if (!character) return "";
  return tone ? character.replace(/\uFE0F/g, "") + (TONES[Number(tone)] || "") : character;
}

// emojiNames lists every known name, for the picker's search.
export const emojiNames = () => [...KNOWN.keys()];

// QUICK are the reactions offered first.
export const QUICK = ["+1", "tada", "heart", "eyes", "clap", "rocket", "raised_hands", "white_check_mark", "100", "joy", "bulb", "pray"];
