// Goal: whoever has only the site can read all of it, in both languages, and find what is in it. Method: the site is
// built of the repository's own documents, and its files are followed as a browser would.

import { readdirSync } from "node:fs";
import { posix, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { buildSite } from "../build/site.ts";
import { excerpt, type SearchPage, search } from "../client/search.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const site = buildSite(ROOT);
const pages = new Map([...site].filter(([path]) => path.endsWith(".html")).map(([path, text]) => [path, String(text)]));

function attributes(html: string, name: string): string[] {
  return [...html.matchAll(new RegExp(` ${name}="([^"]*)"`, "g"))].map(([, value = ""]) =>
    value.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
  );
}

const ids = new Map([...pages].map(([path, html]) => [path, attributes(html, "id")]));

describe("each page", () => {
  it("leads only to pages, files and headings that are there", () => {
    const dead: string[] = [];
    for (const [path, html] of pages) {
      for (const address of [...attributes(html, "href"), ...attributes(html, "src")]) {
        const [file = "", anchor] = address.split("#");
        const target = file === "" ? path : posix.join(posix.dirname(path), file);
        const isThere = target === "site.js" || site.has(target);
        if (!/^[a-z]+:/.test(address) && !(isThere && (!anchor || ids.get(target)?.includes(anchor)))) {
          dead.push(`${path}: ${address}`);
        }
      }
    }
    expect(dead).toEqual([]);
  });

  it("has a heading, anchors that differ, and no markup that is shown as text", () => {
    for (const [path, html] of pages) {
      expect(html.match(/<h1 /g), path).toHaveLength(1);
      expect(new Set(ids.get(path)).size, path).toBe(ids.get(path)?.length);
      expect(html.replace(/<(pre|code)\b.*?<\/\1>/gs, "").replace(/<[^>]*>/g, ""), path).not.toMatch(/\*\*|\]\(|\|-/);
    }
  });

  it("loads nothing from elsewhere", () => {
    for (const [path, html] of pages) {
      const loaded = [...html.matchAll(/<(?:script|link|img)\b[^>]*>/g)].flatMap(([tag]) => [
        ...attributes(tag, "src"),
        ...attributes(tag, "href"),
      ]);
      expect(loaded, path).not.toHaveLength(0);
      expect(
        loaded.filter((address) => /^([a-z]+:|\/)/.test(address)),
        path,
      ).toEqual([]);
    }
  });
});

it("each document that is translated has a page in each language, and each leads to the other", () => {
  const chinese = [...pages.keys()].filter((path) => path.includes("zh-CN"));
  expect(chinese.length).toBeGreaterThanOrEqual(16);
  for (const path of chinese) {
    const english =
      path === "README.zh-CN.html" ? "index.html" : path.replace(/docs\/zh-CN/, "docs").replace(".zh-CN", "");
    for (const [from, to, language] of [
      [path, english, "zh-CN"],
      [english, path, "en"],
    ] as const) {
      const html = pages.get(from) ?? "";
      const address = /<a class="language" href="([^"]*)"/.exec(html)?.[1] ?? "";
      expect(posix.join(posix.dirname(from), address)).toBe(to);
      expect(html).toContain(`<html lang="${language}"`);
    }
  }
});

it("a page is in the language that its path says, and leads to another page if it is translated", () => {
  for (const [path, html] of pages) {
    const language = path.includes("zh-CN") ? "zh-CN" : "en";
    expect(html, path).toContain(`<html lang="${language}"`);
    const [, address = ""] = /<a class="language" href="([^"]*)"/.exec(html) ?? [];
    expect(posix.join(posix.dirname(path), address), path).not.toBe(path);
  }
});

it("the menu has every document of the folder docs", () => {
  const documents = readdirSync(resolve(ROOT, "docs")).filter((name) => name.endsWith(".md"));
  const menu = attributes(pages.get("index.html") ?? "", "href");
  expect(menu).toEqual(expect.arrayContaining(documents.map((name) => `docs/${name.replace(/md$/, "html")}`)));
});

describe("the search", () => {
  const [, json = "[]"] = /^globalThis\.\w+ = (.*);\n$/s.exec(String(site.get("search.js"))) ?? [];
  const texts = JSON.parse(json) as SearchPage[];
  const find = (language: string, query: string) =>
    search(texts, language, query).map(({ page, section }) => `${page.path}#${section.anchor}`);

  it("finds words of each language, where they are the heading first", () => {
    expect(find("en", "inbox")[0]).toBe("docs/protocol.html#inbox");
    expect(find("en", "Privacy of receipts")[0]).toBe("docs/protocol.html#privacy-of-receipts");
    expect(find("zh-CN", "收件箱")[0]).toBe("docs/zh-CN/protocol.html#收件箱");
    expect(find("zh-CN", "已读回执").length).toBeGreaterThan(0);
    expect(find("zh-CN", "推送 令牌")[0]).toMatch(/#推送令牌$/);
  });
  it("finds what stands apart, and parts of names", () => {
    expect(find("zh-CN", "消息撤回").length).toBeGreaterThan(0);
    expect(find("en", "inboxsequence")).toContain("docs/protocol.html#pushes");
  });
  it("finds in the language of the page, and in the other one if there is nothing", () => {
    expect(find("zh-CN", "receipt").filter((place) => /^docs\/protocol/.test(place))).toEqual([]);
    expect(find("en", "已读回执").length).toBeGreaterThan(0);
    expect(find("zh-CN", "Simulation")[0]).toBe("docs/testing.html#simulation");
  });
  it("says that there is nothing, and takes every character as it is", () => {
    for (const query of ["", "  ", "no such word anywhere", ".*", "(", "\\"]) {
      expect(() => find("en", query)).not.toThrow();
    }
    expect(find("en", "")).toEqual([]);
    expect(find("en", "nosuchwordanywhere")).toEqual([]);
  });
  it("shows the text around what was found", () => {
    expect(excerpt("Nothing is lost (ever).", ["(ever)"])).toEqual(["Nothing is lost ", "(ever)", "."]);
    const long = `${"before ".repeat(40)}the whale ${"after ".repeat(40)}`;
    const [before, word, after] = excerpt(long, ["whale"]);
    expect([before?.slice(0, 8), word, after?.slice(-2)]).toEqual(["… before", "whale", " …"]);
  });
});
