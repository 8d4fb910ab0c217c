import { RefusedError } from "@whaleshark/client";
import type { Texts } from "../texts/index.ts";
import { reason } from "./reason.ts";

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

  constructor(
    private readonly texts: () => Texts,
    private readonly onChange: () => void,
  ) {}

  show(text: string, action?: ToastAction): void {
    this.stop();
    this.text = text;
    this.action = action;
    this.timer = setTimeout(() => this.hide(), action ? SHOWN_WITH_ACTION_FOR : SHOWN_FOR);
    this.onChange();
  }

  /**
   * Waits for what the user does; if it fails, a notice says why.
   *
   * @param said what a refusal means here, by its code, if that is more than it says itself
   * @returns whether it was done
   */
  async tried(done: Promise<void>, said: Readonly<Record<number, string>> = {}): Promise<boolean> {
    try {
      await done;
      return true;
    } catch (e) {
      const texts = this.texts();
      const here = e instanceof RefusedError ? said[e.code] : undefined;
      this.show(here ?? texts.failed(reason(e, texts)));
      return false;
    }
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
