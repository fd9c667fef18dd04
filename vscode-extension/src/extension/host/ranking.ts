/** A path that was found, and how well. */
interface Match {
  readonly path: string;
  readonly score: number;
}

/**
 * The paths in which the letters of `query` occur in order, the best first.
 *
 * Best is a name that is the query, then one that begins with it, then one that has it in one
 * piece; among equals, paths in `preferred`, then the shorter.
 */
export function rank(
  paths: readonly string[],
  query: string,
  preferred: ReadonlySet<string>,
  limit: number,
): readonly string[] {
  const wanted = query.toLowerCase();
  return paths
    .map((path): Match => ({ path, score: score(path.toLowerCase(), wanted) }))
    .filter(({ score: of }) => of > 0)
    .sort(
      (a, b) =>
        b.score - a.score ||
        Number(preferred.has(b.path)) - Number(preferred.has(a.path)) ||
        a.path.length - b.path.length ||
        (a.path < b.path ? -1 : 1),
    )
    .slice(0, limit)
    .map(({ path }) => path);
}

function score(path: string, query: string): number {
  if (query === "") return 1;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === query) return 6;
  if (name.startsWith(query)) return 5;
  if (name.includes(query)) return 4;
  if (path.includes(query)) return 3;
  if (hasInOrder(name, query)) return 2;
  return hasInOrder(path, query) ? 1 : 0;
}

function hasInOrder(path: string, query: string): boolean {
  let from = 0;
  for (const letter of query) {
    const at = path.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}
