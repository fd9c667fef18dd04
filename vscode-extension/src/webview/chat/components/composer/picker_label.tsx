import { Icon } from "../common/icon";

/** What a button says that opens a list of choices. */
export function PickerLabel({ icon, text }: { readonly icon: string; readonly text: string }) {
  return (
    <>
      <Icon name={icon} class="mini" />
      <span class="picker-text">{text}</span>
      <Icon name="chevron-down" class="mini" />
    </>
  );
}
