import { type Peer, peerKey } from "./peer.ts";

/**
 * Collects displayed messages and reports them at most once per conversation and interval, only while the window is
 * visible: a message that nobody can see is not read.
 */
export class Displayed {
  private readonly displayed = new Map<string, { readonly peer: Peer; upTo: number }>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param visible whether a person can see the window now; by default whether the page is visible, if there is one
   * @param report receives the highest displayed sequence of a conversation, inclusive
   * @param interval milliseconds
   */
  constructor(
    private readonly visible: () => boolean = isPageVisible,
    private readonly report: (peer: Peer, upTo: number) => void,
    private readonly interval = 250,
  ) {}

  show(peer: Peer, upTo: number): void {
    const known = this.displayed.get(peerKey(peer));
    if (known) {
      known.upTo = Math.max(known.upTo, upTo);
    } else {
      this.displayed.set(peerKey(peer), { peer, upTo });
    }
    this.timer ??= setTimeout(() => this.flush(), this.interval);
  }

  /** Reports pending messages, if the window is visible. Call this when it becomes visible. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.visible()) {
      return;
    }
    const due = [...this.displayed.values()];
    this.displayed.clear();
    for (const { peer, upTo } of due) {
      this.report(peer, upTo);
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    this.displayed.clear();
  }
}

function isPageVisible(): boolean {
  return typeof document === "undefined" || document.visibilityState === "visible";
}
