const SHOWN_FOR = 6_000;

/** A short notice that disappears by itself. */
export class Toast {
  text = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly onChange: () => void) {}

  show(text: string): void {
    this.stop();
    this.text = text;
    this.timer = setTimeout(() => {
      this.text = "";
      this.onChange();
    }, SHOWN_FOR);
    this.onChange();
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
