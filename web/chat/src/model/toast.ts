const SHOWN_FOR = 6_000;
/** A button needs time to be seen and reached; milliseconds. */
const SHOWN_WITH_ACTION_FOR = 10_000;

/** What the user may do about a notice, for example undo what it tells of. */
export interface ToastAction {
  readonly label: string;
  readonly act: () => void;
}

/** A short notice that disappears by itself. */
export class Toast {
  text = "";
  action: ToastAction | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly onChange: () => void) {}

  show(text: string, action?: ToastAction): void {
    this.stop();
    this.text = text;
    this.action = action;
    this.timer = setTimeout(() => this.hide(), action ? SHOWN_WITH_ACTION_FOR : SHOWN_FOR);
    this.onChange();
  }

  /** Does what the notice offers, once. */
  act(): void {
    const { action } = this;
    this.hide();
    action?.act();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private hide(): void {
    this.stop();
    this.text = "";
    this.action = undefined;
    this.onChange();
  }
}
