// What opens a context menu: a right click, the key for it, and a long press where there is no mouse.

const LONG = 500;

/** The finger that is down; there is one at a time. */
let press: { readonly timer: ReturnType<typeof setTimeout>; hasOpened: boolean } | undefined;

/** Links and selected text keep the menu of the browser; Shift asks for it. */
function isForBrowser({ target, shiftKey }: MouseEvent): boolean {
  const selection = getSelection();
  return (
    shiftKey ||
    !(target instanceof Element) ||
    target.closest("a[target], input, textarea") !== null ||
    (selection?.isCollapsed === false && selection.containsNode(target, true))
  );
}

function lift(): void {
  clearTimeout(press?.timer);
  press = undefined;
}

/** The handlers of an element with a context menu. */
export function opensMenu(open: (x: number, y: number) => void) {
  return {
    onContextMenu: (event: MouseEvent) => {
      if (press?.hasOpened) {
        // Browsers tell of a long press, too: some before, some after this page does.
        event.preventDefault();
      } else if (!isForBrowser(event)) {
        event.preventDefault();
        clearTimeout(press?.timer);
        open(event.clientX, event.clientY);
      }
    },
    onTouchStart: ({ touches }: TouchEvent) => {
      const [touch] = touches;
      lift();
      if (touch && touches.length === 1) {
        const timer = setTimeout(() => {
          if (press) {
            press.hasOpened = true;
            open(touch.clientX, touch.clientY);
          }
        }, LONG);
        press = { timer, hasOpened: false };
      }
    },
    onTouchMove: lift,
    onTouchCancel: lift,
    onTouchEnd: (event: TouchEvent) => {
      if (press?.hasOpened) {
        // Otherwise the finger that opened the menu would also click.
        event.preventDefault();
      }
      lift();
    },
  };
}
