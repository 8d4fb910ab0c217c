// The picker of reactions, and the list of those who reacted: loaded when reactions are shown first.

import { useEffect, useState } from "preact/hooks";

type Views = typeof import("./ReactionViews.tsx");
let loaded: Views | undefined;
let loading: Promise<Views> | undefined;

/** Loads them once. If that fails, it has failed until the page is loaded again: browsers do not try twice. */
function load(): Promise<Views> {
  loading ??= import("./ReactionViews.tsx").then((views) => {
    loaded = views;
    return views;
  });
  return loading;
}

/** The views, as soon as they are loaded. */
export function useReactionViews(onFailed: () => void = () => {}): Views | undefined {
  const [views, setViews] = useState(loaded);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => {
    if (!views) {
      load().then(setViews, onFailed);
    }
  }, []);
  return views;
}
