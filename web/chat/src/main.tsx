import { render } from "preact";
import "./style/base.css";
import "./style/pages.css";
import "./style/window.css";
import "./style/small.css";
import { applyTheme, loadTheme } from "./model/prefs.ts";
import { App } from "./view/App.tsx";

applyTheme(loadTheme());
// A file that is dropped beside its aim must not be opened in place of the page.
for (const type of ["dragover", "drop"] as const) {
  window.addEventListener(type, (event) => {
    if (event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
    }
  });
}
const root = document.getElementById("app");
if (root) {
  render(<App />, root);
}
