const DRAW_AFTER = 16;

/** Those who draw what has changed. Changes made together cause one call. */
export class Watchers {
  private readonly all = new Set<() => void>();
  private isScheduled = false;

  /** @returns what ends it */
  add(watcher: () => void): () => void {
    this.all.add(watcher);
    return () => this.all.delete(watcher);
  }

  changed(): void {
    if (!this.isScheduled) {
      this.isScheduled = true;
      setTimeout(() => {
        this.isScheduled = false;
        for (const watcher of this.all) {
          watcher();
        }
      }, DRAW_AFTER);
    }
  }
}
