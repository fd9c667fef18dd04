import { type Shape, ShapeError, text } from "../../../bridge/shape";

/**
 * What can be typed into a shell without anything happening: no line break, and no other control
 * character either. Ctrl-O runs a line as well, Ctrl-D ends a shell, and Escape begins anything.
 */
export const ONE_LINE = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$";
/** Ctrl-U: takes away what was typed and not run yet. */
export const CLEAR_LINE = "\x15";

const MOST = 4000;
const pattern = new RegExp(ONE_LINE);

/** A line to type, which is not run. */
export const typedLine: Shape<string> = (value, path) => {
  const line = text(MOST)(value, path);
  if (!pattern.test(line)) {
    throw new ShapeError(path, "must be one line without control characters");
  }
  return line;
};
