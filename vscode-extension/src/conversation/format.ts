// Numbers and times for people.

import type { ContentBlock, Cost } from "../protocol";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in as few letters as possible: `now`, `5m`, `3h`, `2d`, or a date. */
export function age(at: string, now: number): string {
  const elapsed = now - Date.parse(at);
  if (Number.isNaN(elapsed)) {
    return "";
  }
  if (elapsed < MINUTE) {
    return "now";
  }
  if (elapsed < HOUR) {
    return `${Math.floor(elapsed / MINUTE)}m`;
  }
  if (elapsed < DAY) {
    return `${Math.floor(elapsed / HOUR)}h`;
  }
  if (elapsed < 7 * DAY) {
    return `${Math.floor(elapsed / DAY)}d`;
  }
  return new Date(at).toLocaleDateString(undefined, { month: "short", day: "numeric" });
}

/** How long ago, in a sentence: `just now`, `5m ago`, or a date. */
export function ago(at: string, now: number): string {
  const short = age(at, now);
  return short === "now" ? "just now" : short.replace(/^\d+[mhd]$/, "$& ago");
}

/** How long until then, in days: `today`, `tomorrow`, `in 27 days`. */
export function daysUntil(at: string, now: number): string {
  const days = Math.round((Date.parse(at) - now) / DAY);
  if (!(days > 0)) {
    return "today";
  }
  return days === 1 ? "tomorrow" : `in ${days} days`;
}

/** A point in time on the clock. */
export function clock(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime())
    ? ""
    : date.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
}

/** `850 ms`, `4 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) {
    return `${Math.max(0, Math.round(ms))} ms`;
  }
  const seconds = Math.floor(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `950`, `1.2k`, `32k`, `1.5M`. */
export function count(value: number): string {
  const [size, unit] =
    value >= 1e6 ? [value / 1e6, "M"] : value >= 1e3 ? [value / 1e3, "k"] : [value, ""];
  return `${size >= 10 || unit === "" ? Math.round(size) : Number(size.toFixed(1))}${unit}`;
}

export function money({ amount, currency }: Cost): string {
  const digits = amount !== 0 && Math.abs(amount) < 0.01 ? 4 : 2;
  try {
    return amount.toLocaleString(undefined, {
      style: "currency",
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  } catch {
    return `${amount.toFixed(digits)} ${currency}`;
  }
}

/** The last part of a path or a `file:` URI. */
export function baseName(path: string): string {
  const name =
    path
      .replace(/[/\\]+$/, "")
      .split(/[/\\]/)
      .at(-1) ?? path;
  try {
    return path.startsWith("file:") ? decodeURIComponent(name) : name;
  } catch {
    return name;
  }
}

/** A prompt in one line. */
export function promptLine(blocks: readonly ContentBlock[]): string {
  return blocks
    .map((block) => (block.type === "text" ? String(block.text) : `[${blockName(block)}]`))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}

/** What to call a block that is no text. */
export function blockName(block: ContentBlock): string {
  const { type, name, uri, resource } = block;
  if (typeof name === "string") {
    return name;
  }
  const where = uri ?? (resource as { uri?: unknown } | undefined)?.uri;
  return typeof where === "string" ? baseName(where) : String(type);
}
