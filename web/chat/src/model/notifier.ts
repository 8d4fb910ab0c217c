import { type Peer, peerKey } from "@whaleshark/client";

/** Desktop notifications, one for each conversation. Does nothing if the browser has none, or denies them. */
export class Notifier {
  private readonly shown = new Map<string, Notification>();

  constructor(private readonly onClick: (peer: Peer) => void) {}

  static get supported(): boolean {
    return "Notification" in globalThis;
  }

  static get denied(): boolean {
    return Notifier.supported && Notification.permission === "denied";
  }

  /** @returns whether the user allows them */
  static async ask(): Promise<boolean> {
    return Notifier.supported && (await Notification.requestPermission()) === "granted";
  }

  show(peer: Peer, title: string, body: string): void {
    if (!Notifier.supported || Notification.permission !== "granted") {
      return;
    }
    this.close(peer);
    const notification = make(title, { body, tag: peerKey(peer), icon: "/logo.svg" });
    if (!notification) {
      return;
    }
    notification.onclick = () => {
      window.focus();
      this.onClick(peer);
      this.close(peer);
    };
    notification.onclose = () => {
      if (this.shown.get(peerKey(peer)) === notification) {
        this.shown.delete(peerKey(peer));
      }
    };
    this.shown.set(peerKey(peer), notification);
  }

  /** Closes the notification of a conversation that was read, on this or another device. */
  close(peer: Peer): void {
    const notification = this.shown.get(peerKey(peer));
    this.shown.delete(peerKey(peer));
    notification?.close();
  }

  closeAll(): void {
    for (const notification of this.shown.values()) {
      notification.close();
    }
    this.shown.clear();
  }
}

/** Mobile browsers have the class but throw on construction: there only a service worker may notify. */
function make(title: string, options: NotificationOptions): Notification | undefined {
  try {
    return new Notification(title, options);
  } catch {
    return undefined;
  }
}
