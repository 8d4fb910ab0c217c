export interface MenuItem {
  readonly label: string;
  readonly onSelect: () => void;
}

/** A menu at a point of the page; its coordinates are those of mouse events. */
export interface ContextMenu {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly x: number;
  readonly y: number;
}

/** Shows one context menu at a time. */
export class ContextMenus {
  shown: ContextMenu | undefined;

  constructor(private readonly onChange: () => void) {}

  open(menu: ContextMenu): void {
    this.shown = menu;
    this.onChange();
  }

  close(): void {
    this.shown = undefined;
    this.onChange();
  }
}
