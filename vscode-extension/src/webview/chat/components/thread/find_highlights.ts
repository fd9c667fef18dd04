// Marks what was found, without touching the rows.

const FOUND = "found";

/** Mark every place of this text in the rows that are drawn. Nothing is marked for no text. */
export function highlight(query: string): void {
  const wanted = query.trim().toLowerCase();
  const ranges = wanted === "" ? [] : [...textNodes()].flatMap((node) => places(node, wanted));
  CSS.highlights.set(FOUND, new Highlight(...ranges));
}

function* textNodes(): Iterable<Text> {
  for (const row of document.querySelectorAll(".thread .row")) {
    const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      yield walker.currentNode as Text;
    }
  }
}

function places(node: Text, wanted: string): readonly Range[] {
  const text = node.data.toLowerCase();
  const ranges: Range[] = [];
  // Some letters change their length with their case: no place is beyond the end of the text.
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const range = new Range();
    range.setStart(node, Math.min(at, node.length));
    range.setEnd(node, Math.min(at + wanted.length, node.length));
    ranges.push(range);
  }
  return ranges;
}
