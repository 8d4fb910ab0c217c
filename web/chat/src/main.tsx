import { render } from "preact";
import "./style/base.css";
import "./style/pages.css";
import "./style/window.css";
import "./style/small.css";
import { applyTheme, loadTheme } from "./model/prefs.ts";
import { App } from "./view/App.tsx";

applyTheme(loadTheme());
const root = document.getElementById("app");
if (root) {
  render(<App />, root);
}
