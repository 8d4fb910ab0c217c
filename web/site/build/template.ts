import { type Library, type Page, relative } from "./library.ts";
import { encode, type Rendered, type Section } from "./markdown.ts";
import { DECISIONS, DESCRIPTIONS, type Language, MENU, type Words } from "./menu.ts";

const WORDS = {
  menu: { en: "Menu", "zh-CN": "目录" },
  onThisPage: { en: "On this page", "zh-CN": "本页内容" },
  overview: { en: "Overview", "zh-CN": "概览" },
  search: { en: "Search", "zh-CN": "搜索" },
  skip: { en: "Skip to the text", "zh-CN": "跳到正文" },
  inEnglish: { en: "", "zh-CN": "英文" },
} satisfies Record<string, Words>;

const OTHER = {
  en: { language: "zh-CN", name: "中文", start: "README.zh-CN.md" },
  "zh-CN": { language: "en", name: "English", start: "README.md" },
} as const;

/** Makes the whole of a page, which a browser shows without running a script. */
export function html(library: Library, page: Page, { html: text, sections }: Rendered, version: string): string {
  const { language } = page;
  const to = (path: string) => relative(page.path, path);
  const word = (words: Words) => words[language];
  const other = OTHER[language];
  const start = library.in(language, "README.md");
  const title = page === start ? "Whale Shark" : `${page.title} · Whale Shark`;
  const contents = onThisPage(sections, word(WORDS.onThisPage));
  return `<!doctype html>
<html lang="${language}" data-site="${to("index.html").replace("index.html", "")}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${encode(title.replaceAll("`", ""))}</title>
<link rel="icon" href="${to("logo.svg")}">
<link rel="stylesheet" href="${to("tokens.css")}">
<link rel="stylesheet" href="${to("site.css")}">
<script src="${to("site.js")}" defer></script>
</head>
<body>
<a class="skip" href="#text">${word(WORDS.skip)}</a>
<header>
<button popovertarget="menu">${word(WORDS.menu)}</button>
<a class="home" href="${to(start.path)}"><img src="${to("logo.svg")}" alt="" width="28" height="28">Whale Shark</a>
<span class="version">${encode(version)}</span>
<form role="search" hidden>
<input type="search" aria-label="${word(WORDS.search)}" placeholder="${word(WORDS.search)}" autocomplete="off">
<div class="found" hidden><p role="status"></p><ol></ol></div>
</form>
<a class="language" href="${to((library.translation(page) ?? library.get(other.start)).path)}" hreflang="${other.language}" lang="${other.language}">${other.name}</a>
</header>
<nav id="menu" class="side" popover aria-label="${word(WORDS.menu)}">
${menu(library, page)}</nav>
<main id="text" tabindex="-1">
${contents}<article>
${text}</article>
</main>
</body>
</html>
`;
}

function label(library: Library, source: string, language: Language): string {
  const { title, language: written } = library.in(language, source);
  const text = source === "README.md" ? WORDS.overview[language] : encode(title.replaceAll("`", ""));
  return written === language ? text : `<span lang="en">${text}</span> <small>${WORDS.inEnglish[language]}</small>`;
}

function menu(library: Library, page: Page): string {
  const { language } = page;
  const here = (source: string) => {
    const isAbove = source === DECISIONS && page.source.startsWith(`${DECISIONS}/`);
    return library.in(language, source) === page ? ' aria-current="page"' : isAbove ? ' aria-current="true"' : "";
  };
  const link = (source: string) =>
    `<li><a href="${relative(page.path, library.in(language, source).path)}"${here(source)}>${label(library, source, language)}</a></li>\n`;
  const files = DESCRIPTIONS.map(
    ({ title, file }) => `<li><a href="${relative(page.path, file)}">${title}</a></li>\n`,
  ).join("");
  return MENU.map(({ title, sources }) => {
    const more = sources.includes("docs/protocol.md") ? files : "";
    return `<h2>${title[language]}</h2>\n<ul>\n${sources.map(link).join("")}${more}</ul>\n`;
  }).join("");
}

function onThisPage(sections: readonly Section[], title: string): string {
  const listed = sections.map(({ heading }) => heading).filter(({ depth }) => depth === 2 || depth === 3);
  if (listed.length < 2) {
    return "";
  }
  const items = listed.map(
    ({ depth, anchor, text }) => `<li class="depth-${depth}"><a href="#${anchor}">${encode(text)}</a></li>\n`,
  );
  return `<button popovertarget="contents">${title}</button>
<nav id="contents" class="side" popover aria-label="${title}">
<h2>${title}</h2>
<ul>
${items.join("")}</ul>
</nav>
`;
}
