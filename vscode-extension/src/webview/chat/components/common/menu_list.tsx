// What a menu shows when it is open.

import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon, IconButton } from "./icon";
import type { MenuItem, MenuProps } from "./menu";

/** How far lists stay away from the edges of the page, in pixels. */
const EDGE = 6;

interface MenuListProps extends MenuProps {
  readonly close: () => void;
}

export function MenuList(props: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => stayInside(list.current), []);
  useLayoutEffect(() => {
    // At first; and when the item that had the focus is gone.
    if (!list.current?.contains(document.activeElement)) {
      const items = itemsIn(list.current);
      (items.find((item) => item.ariaChecked === "true") ?? items[0])?.focus();
    }
  }, [props.items.length]);
  return (
    <div
      ref={list}
      class={`popover menu-list ${props.place} ${props.align ?? "left"}`}
      role="menu"
      tabIndex={-1}
      aria-label={props.label}
      onKeyDown={(event) => moveInMenu(event, list.current, props.close)}
    >
      {props.items.map((item) => (
        <MenuRow
          key={item.id}
          item={item}
          testid={`${props.testid}-${item.id}`}
          close={props.close}
        />
      ))}
    </div>
  );
}

interface MenuRowProps {
  readonly item: MenuItem;
  readonly testid: string;
  readonly close: () => void;
}

function MenuRow({ item, testid, close }: MenuRowProps) {
  const choose = () => {
    close();
    item.run();
  };
  return (
    <div class="menu-row" role="none">
      <button
        type="button"
        class="menu-item"
        {...roleOf(item)}
        tabIndex={-1}
        disabled={item.disabled}
        data-testid={testid}
        onClick={choose}
      >
        <Icon name={item.checked ? "check" : (item.icon ?? "blank")} />
        <span class="menu-text">
          <span>{item.label}</span>
          {item.detail && <span class="menu-detail">{item.detail}</span>}
        </span>
      </button>
      {item.aside && (
        <IconButton
          icon={item.aside.icon}
          label={item.aside.label}
          class="menu-aside"
          role="menuitem"
          tabIndex={-1}
          testid={`${testid}-aside`}
          onClick={item.aside.run}
        />
      )}
    </div>
  );
}

/** Move a list that would end beyond an edge of the page. */
function stayInside(list: HTMLElement | null): void {
  if (list) {
    const { left, right } = list.getBoundingClientRect();
    const beyond = Math.max(0, right - window.innerWidth + EDGE) - Math.max(0, EDGE - left);
    list.style.transform = `translateX(${-beyond}px)`;
  }
}

function roleOf({ checked }: MenuItem) {
  return checked === undefined
    ? ({ role: "menuitem" } as const)
    : ({ role: "menuitemradio", "aria-checked": checked } as const);
}

function itemsIn(list: HTMLElement | null): HTMLButtonElement[] {
  return [...(list?.querySelectorAll<HTMLButtonElement>("button:not(:disabled)") ?? [])];
}

function moveInMenu(event: KeyboardEvent, list: HTMLElement | null, close: () => void): void {
  const items = itemsIn(list);
  const at = items.indexOf(document.activeElement as HTMLButtonElement);
  const targets: Record<string, number> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const target =
    targets[event.key] ??
    items.findIndex((item, place) => startsWith(item, event.key) && place > at);
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close();
  } else if (items[target]) {
    event.preventDefault();
    items[target].focus();
  }
}

function startsWith(item: HTMLElement, key: string): boolean {
  return key.length === 1 && (item.textContent ?? "").trim().toLowerCase().startsWith(key);
}
