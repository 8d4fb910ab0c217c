import { render } from "preact";
import "./style/tokens.css";
import "./style/base.css";
import "./style/pages.css";
import "./style/window.css";
import "./style/rich.css";
import "./style/pins.css";
import "./style/reactions.css";
import "./style/small.css";
import { applyTheme, loadTheme } from "./model/prefs.ts";
import { App } from "./view/App.tsx";

applyTheme(loadTheme());
// Without this, a file dropped next to its target would replace the page.
for (const type of ["dragover", "drop"] as const) {
  window.addEventListener(type, (event) => {
    if (event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
    }
  });
}
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  // After the page has loaded, which is more urgent. Without the worker the page needs the server, as any page does.
  window.addEventListener("load", () => navigator.serviceWorker.register("/worker.js").catch(() => {}));
}
const root = document.getElementById("app");
if (root) {
  render(<App />, root);
}
