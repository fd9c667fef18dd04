// What a list is searched with.

import type { Search } from "../../model/search";
import { Icon } from "../common/icon";

export interface SearchInputProps {
  readonly search: Search;
  readonly label: string;
}

export function SearchInput({ search, label }: SearchInputProps) {
  const query = search.query.value;
  return (
    <label class="search">
      <Icon name={search.loading.value && query ? "loading" : "search"} />
      <input
        type="search"
        data-testid="search"
        placeholder={label}
        aria-label={label}
        value={query}
        onInput={({ currentTarget }) => search.type(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") {
            event.preventDefault();
            document.querySelector<HTMLElement>("[data-list-item]")?.focus();
          } else if (event.key === "Escape") {
            search.type("");
          }
        }}
      />
    </label>
  );
}

/** The arrows go from one item of the list to the next, and from the first one to the search. */
export function moveInList(event: KeyboardEvent): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) {
    return;
  }
  const items = [...document.querySelectorAll<HTMLElement>("[data-list-item]")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  event.preventDefault();
  (items[at + step] ?? document.querySelector<HTMLElement>(".search input"))?.focus();
}
