import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import type { Target } from "./markdown.ts";
import { DECISIONS, DESCRIPTIONS, type Language, MENU } from "./menu.ts";

/** A document, and the page that is made of it. */
export interface Page {
  /** Where the document is in the repository. */
  readonly source: string;
  /** Where the page is in the site. */
  readonly path: string;
  readonly language: Language;
  readonly title: string;
  readonly markdown: string;
}

/** What is shown or downloaded as it is; all else that no page is made of is source code. */
const FILES = /\.(?:png|svg|json|yaml|txt)$|\/?LICENSE$/;

/** All documents of the site, and the files that they lead to. */
export class Library {
  private readonly pages = new Map<string, Page>();
  /** Files that the site has as they are. */
  readonly files = new Set<string>(DESCRIPTIONS.map(({ file }) => file));

  constructor(readonly root: string) {
    const listed = MENU.flatMap(({ sources }) => sources);
    for (const source of [...listed, ...this.decisions()]) {
      this.add(source, "en");
      const translation = translationOf(source);
      if (translation !== source && existsSync(join(root, translation))) {
        this.add(translation, "zh-CN");
      }
    }
  }

  all(): readonly Page[] {
    return [...this.pages.values()];
  }

  get(source: string): Page {
    const page = this.pages.get(source);
    if (!page) {
      throw new Error(`${source}: there is no page of it`);
    }
    return page;
  }

  /** The document in a language; in English where it is not translated. */
  in(language: Language, source: string): Page {
    return (language === "en" ? undefined : this.pages.get(translationOf(source))) ?? this.get(source);
  }

  /** The same page in the other language, if there is one. */
  translation(page: Page): Page | undefined {
    return this.all().find(
      (other) =>
        other !== page && (translationOf(other.source) === page.source || translationOf(page.source) === other.source),
    );
  }

  /** Where a link in a document leads. */
  resolve(from: Page, href: string): Target {
    if (/^[a-z]+:/.test(href)) {
      return { href };
    }
    const [file = "", anchor] = href.split("#");
    const source = file === "" ? from.source : posix.normalize(posix.join(posix.dirname(from.source), file));
    const page = this.pages.get(source);
    if (page) {
      return { href: relative(from.path, page.path) + (anchor === undefined ? "" : `#${anchor}`) };
    }
    if (!existsSync(join(this.root, source))) {
      throw new Error(`${from.source}: ${href} leads nowhere (expected: a file of the repository)`);
    }
    if (!FILES.test(source) || statSync(join(this.root, source)).isDirectory()) {
      return { source };
    }
    this.files.add(source);
    return { href: relative(from.path, source) };
  }

  private decisions(): string[] {
    return readdirSync(join(this.root, DECISIONS))
      .sort()
      .map((name) => `${DECISIONS}/${name}`);
  }

  private add(source: string, language: Language): void {
    const markdown = source === DECISIONS ? this.listOfDecisions() : this.read(source);
    const title = titleOf(markdown);
    const path = source === "README.md" ? "index.html" : source.replace(/\.md$|$/, ".html");
    this.pages.set(source, { source, path, language, title, markdown });
  }

  private listOfDecisions(): string {
    const items = this.decisions().map((source) => {
      const link = `${posix.basename(DECISIONS)}/${posix.basename(source)}`;
      return `- [${titleOf(this.read(source))}](${link})`;
    });
    return `# Decisions\n\nThe reasons of the larger choices.\n\n${items.join("\n")}\n`;
  }

  private read(source: string): string {
    return readFileSync(join(this.root, source), "utf8");
  }
}

function titleOf(markdown: string): string {
  return /^# (.*)$/m.exec(markdown)?.[1] ?? "";
}

/** The same as the source where documents of its folder have no translations. */
function translationOf(source: string): string {
  return source.endsWith("README.md") ? source.replace(/\.md$/, ".zh-CN.md") : source.replace(/^docs\//, "docs/zh-CN/");
}

/** The address of one file of the site from another one: it holds on a server and on a disk. */
export function relative(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to) || posix.basename(to);
}
