import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SearchPage } from "../client/search.ts";
import { Library } from "./library.ts";
import { render } from "./markdown.ts";
import { isInside } from "./menu.ts";
import { html } from "./template.ts";

/** The look of the site, and where it comes from: the colours are those of the chat. */
const STYLE: Readonly<Record<string, string>> = {
  "logo.svg": "web/chat/public/logo.svg",
  "tokens.css": "web/chat/src/style/tokens.css",
  "site.css": "web/site/client/site.css",
};

/** Makes all files of the site but its script: their paths, and what is in them. */
export function buildSite(root: string): Map<string, string | Uint8Array> {
  const library = new Library(root);
  const version = /<version>(.*)<\/version>/.exec(readFileSync(join(root, "pom.xml"), "utf8"))?.[1] ?? "";
  const site = new Map<string, string | Uint8Array>();
  const searched: SearchPage[] = [];
  for (const page of library.all()) {
    const rendered = render(page.markdown, (href) => library.resolve(page, href));
    site.set(page.path, html(library, page, rendered, version));
    const sections = rendered.sections.map(({ heading, text }) => ({ ...heading, body: text.trim() }));
    const isTranslated = library.translation(page) !== undefined;
    const weight = isInside(page.source) ? 0.5 : 1;
    searched.push({ path: page.path, language: page.language, isTranslated, weight, sections });
  }
  // A script and no JSON, because a page that is opened from a disk may not fetch.
  site.set("search.js", `globalThis.whalesharkPages = ${JSON.stringify(searched)};\n`);
  for (const file of library.files) {
    site.set(file, readFileSync(join(root, file)));
  }
  for (const [name, source] of Object.entries(STYLE)) {
    site.set(name, readFileSync(join(root, source)));
  }
  return site;
}
