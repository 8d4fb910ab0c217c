// The public API of the package as text: the declarations that its entry points export, and those that these mention.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file of declarations as the compiler writes it: each begins at the margin, and what belongs to it is indented. */
interface Module {
  /** The text of each declaration, by name. */
  readonly declared: ReadonlyMap<string, string>;
  /** The file and the name there of each import and re-export, by name. */
  readonly from: ReadonlyMap<string, { readonly file: string; readonly name: string }>;
  readonly exported: readonly string[];
}

const DECLARATION = /^(?:export )?(?:declare )?(?:abstract )?(?:class|interface|type|const|function|enum) (\w+)/;
const NAMES_FROM = /^(import|export) (?:type )?\{([^}]*)\} from "(.*)\.ts";$/;

function read(file: string): Module {
  const declared = new Map<string, string>();
  const from = new Map<string, { file: string; name: string }>();
  const exported: string[] = [];
  // Comments say what is meant, and may change at any time; so may what is private.
  const text = readFileSync(file, "utf8")
    .replace(/^ *\/\*\*[\s\S]*?\*\/\n/gm, "")
    .replace(/^ *\/\/.*\n/gm, "")
    .replace(/^ {4}private (?!constructor).*\n/gm, "");
  for (const part of text.split(/\n(?=[a-z])/)) {
    const [, kind, names, module] = NAMES_FROM.exec(part.trim()) ?? [];
    const [, name] = DECLARATION.exec(part) ?? [];
    if (names !== undefined && module !== undefined) {
      for (const named of names.split(",").map((one) => one.trim().replace(/^type /, ""))) {
        from.set(named, { file: join(dirname(file), `${module}.d.ts`), name: named });
        exported.push(...(kind === "export" ? [named] : []));
      }
    } else if (name !== undefined) {
      declared.set(name, [declared.get(name), part.trim()].filter(Boolean).join("\n"));
      exported.push(...(part.startsWith("export ") ? [name] : []));
    } else if (part.trim() !== "" && part.trim() !== "export {};") {
      throw new Error(`${file}: ${part} (expected: a declaration, or names from another file)`);
    }
  }
  return { declared, from, exported };
}

class Reader {
  private readonly modules = new Map<string, Module>();
  /** The declarations that were reached, by file and name. */
  private readonly reached = new Map<string, string>();

  private module(file: string): Module {
    const known = this.modules.get(file) ?? read(file);
    this.modules.set(file, known);
    return known;
  }

  /** Adds a declaration and what it mentions; a name that is not declared in the package is no error. */
  reach(file: string, name: string): void {
    const { declared, from } = this.module(file);
    const elsewhere = from.get(name);
    if (elsewhere) {
      this.reach(elsewhere.file, elsewhere.name);
      return;
    }
    const text = declared.get(name);
    const key = `${name} ${file}`;
    if (text === undefined || this.reached.has(key)) {
      return;
    }
    this.reached.set(key, text.replace(/^export /gm, "").replace(/^declare /gm, ""));
    for (const [word] of text.matchAll(/\b[A-Za-z_]\w*\b/g)) {
      // There are values of this name, too.
      if (word !== "number") {
        this.reach(file, word);
      }
    }
  }

  exports(entry: string): readonly string[] {
    return this.module(entry).exported;
  }

  texts(): string[] {
    return [...this.reached].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  }
}

/**
 * The text for entry points, by the name under which each is imported.
 *
 * @param folder where the declarations are
 */
export function publicApi(folder: string, entries: Readonly<Record<string, string>>): string {
  const reader = new Reader();
  const heads = Object.entries(entries).map(([name, file]) => {
    const entry = join(folder, file);
    if (!existsSync(entry)) {
      throw new Error(`${entry}: missing (expected: the package is built)`);
    }
    const names = [...reader.exports(entry)].sort();
    for (const exported of names) {
      reader.reach(entry, exported);
    }
    return `"${name}" exports:\n${names.map((exported) => `  ${exported}\n`).join("")}`;
  });
  return [...heads, ...reader.texts().map((text) => `${text}\n`)].join("\n");
}
