import { excerpt, FOUND_AT_MOST, type Found, type SearchPage, search } from "./search.ts";

declare global {
  /** What search.js brings. */
  var whalesharkPages: readonly SearchPage[] | undefined;
}

const { lang: language, dataset } = document.documentElement;
const { site = "" } = dataset;
const isChinese = language.startsWith("zh");

function told(found: number | undefined): string {
  if (found === undefined) {
    return isChinese ? "搜索没有加载" : "The search was not loaded";
  }
  if (found === 0) {
    return isChinese ? "没有结果" : "Nothing found";
  }
  if (found === FOUND_AT_MOST) {
    return isChinese ? `最相关的 ${found} 处` : `The best ${found} places`;
  }
  return isChinese ? `${found} 处` : `${found} ${found === 1 ? "place" : "places"}`;
}

/** Loads the texts of all pages, when somebody begins to search. */
function load(): Promise<readonly SearchPage[] | undefined> {
  return new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = `${site}search.js`;
    script.onload = () => resolve(globalThis.whalesharkPages);
    script.onerror = () => resolve(undefined);
    document.head.append(script);
  });
}

function item({ page, section, words }: Found): HTMLLIElement {
  const link = document.createElement("a");
  link.href = `${site}${page.path}${section.depth === 1 ? "" : `#${section.anchor}`}`;
  const title = document.createElement("strong");
  const [first] = page.sections;
  title.textContent = section === first || !first ? section.text : `${first.text} › ${section.text}`;
  const text = document.createElement("span");
  for (const [i, piece] of excerpt(section.body, words).entries()) {
    const part = document.createElement(i % 2 === 1 ? "mark" : "span");
    part.textContent = piece;
    text.append(part);
  }
  link.append(title, text);
  const listed = document.createElement("li");
  listed.lang = page.language;
  listed.append(link);
  return listed;
}

function start(form: HTMLFormElement, input: HTMLInputElement, panel: HTMLElement): void {
  let pages: ReturnType<typeof load> | undefined;
  const links = () => [...panel.querySelectorAll("a")];
  const close = () => {
    panel.hidden = true;
  };
  const show = async () => {
    pages ??= load();
    const query = input.value;
    const known = await pages;
    if (!known) {
      pages = undefined; // the next one tries again
    }
    if (query !== input.value) {
      return;
    }
    const found = known && search(known, language, query);
    panel.querySelector("ol")?.replaceChildren(...(found ?? []).map(item));
    const status = panel.querySelector("p");
    if (status) {
      status.textContent = told(found?.length);
    }
    panel.hidden = query.trim() === "";
  };
  input.addEventListener("input", show);
  input.addEventListener("focus", show);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await show();
    links()[0]?.click();
  });
  form.addEventListener("keydown", (event) => {
    // Chinese is typed with arrows and Escape, too.
    if (event.isComposing) {
      return;
    }
    const stops: HTMLElement[] = [input, ...links()];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && !panel.hidden) {
      event.preventDefault();
      stops[Math.min(stops.length - 1, Math.max(0, at + step))]?.focus();
    } else if (event.key === "Escape") {
      close();
      input.focus();
    }
  });
  for (const elsewhere of ["focusin", "pointerdown"]) {
    document.addEventListener(elsewhere, ({ target }) => {
      if (!(target instanceof Node && form.contains(target))) {
        close();
      }
    });
  }
  // A result may be on this page.
  panel.addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
  form.hidden = false;
}

const form = document.querySelector("form");
const input = document.querySelector("input");
const panel = document.querySelector<HTMLElement>(".found");
if (form && input && panel) {
  start(form, input, panel);
}
for (const side of document.querySelectorAll<HTMLElement>("[popover]")) {
  side.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("a") && side.matches(":popover-open")) {
      side.hidePopover();
    }
  });
}
// The menu is long: what is shown stands in the middle of it.
const current = document.querySelector<HTMLElement>("#menu [aria-current]");
if (current?.offsetParent instanceof HTMLElement) {
  const menu = current.closest<HTMLElement>("#menu");
  menu?.scrollTo({ top: current.offsetTop - menu.clientHeight / 2 });
}
