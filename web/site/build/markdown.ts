import { Marked, type Tokens } from "marked";

export interface Heading {
  readonly depth: number;
  readonly text: string;
  readonly anchor: string;
}

/** A heading and what stands below it, up to the next one. */
export interface Section {
  readonly heading: Heading;
  text: string;
}

export interface Rendered {
  readonly html: string;
  readonly sections: readonly Section[];
}

/** Where a link leads: to an address, or to a source file, which the site does not have. */
export type Target = { readonly href: string } | { readonly source: string };

export function encode(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** What a reader sees of HTML that this file has made. */
function textOf(html: string): string {
  return html
    .replace(/<\/(?:p|li|td|th|pre|blockquote)>/g, " ")
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, " ");
}

/** The anchors of one document, as GitHub makes them: lower case, hyphens for spaces, numbered when repeated. */
class Anchors {
  private readonly seen = new Map<string, number>();

  of(heading: string): string {
    const name = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
    const repeated = this.seen.get(name) ?? 0;
    this.seen.set(name, repeated + 1);
    return repeated === 0 ? name : `${name}-${repeated}`;
  }
}

/** Makes HTML of a document, and the sections that a search finds. */
export function render(markdown: string, resolve: (href: string) => Target): Rendered {
  const anchors = new Anchors();
  const sections: Section[] = [];
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const html = this.parser.parseInline(tokens);
        const heading = { depth, text: textOf(html), anchor: anchors.of(textOf(html)) };
        sections.push({ heading, text: "" });
        return `<h${depth} id="${heading.anchor}">${html}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        const target = resolve(href);
        return "href" in target
          ? `<a href="${encode(target.href)}">${text}</a>`
          : `<span class="source" title="${encode(target.source)}">${text}</span>`;
      },
      image({ href, text }) {
        const target = resolve(href);
        if (!("href" in target)) {
          throw new Error(`${href} is no picture (expected: a file that the site has)`);
        }
        return `<img src="${encode(target.href)}" alt="${encode(text)}">`;
      },
      // What may be too wide for the screen can be scrolled with the keyboard, too.
      code: ({ text }) => `<pre tabindex="0"><code>${encode(text)}\n</code></pre>\n`,
      table(token) {
        const row = (tag: "th" | "td", cells: Tokens.TableCell[]) =>
          `<tr>${cells.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join("")}</tr>\n`;
        const rows = token.rows.map((cells) => row("td", cells)).join("");
        const head = `<thead>${row("th", token.header)}</thead>`;
        return `<div class="wide" tabindex="0"><table>${head}<tbody>${rows}</tbody></table></div>\n`;
      },
      codespan: ({ text }) => `<code>${encode(text)}</code>`,
      text(token) {
        return "tokens" in token && token.tokens ? this.parser.parseInline(token.tokens) : encode(token.text);
      },
      html: ({ text }) => encode(text),
    },
  });
  let html = "";
  for (const token of marked.lexer(markdown)) {
    const part = marked.parser([token]);
    const section = sections.at(-1);
    if (token.type !== "heading" && section) {
      section.text += textOf(part);
    }
    html += part;
  }
  return { html, sections };
}
