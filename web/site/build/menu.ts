export type Language = "en" | "zh-CN";
export type Words = Readonly<Record<Language, string>>;

/** The folder that has a page of its own: a list of what is in it. */
export const DECISIONS = "docs/adr";

interface Group {
  readonly title: Words;
  readonly sources: readonly string[];
  /** Whether it is for those who work on the project: others look for something else, so a search tells it later. */
  readonly isInside?: boolean;
}

/** The documents of the site by their paths in the repository, in the order of the menu. */
export const MENU: readonly Group[] = [
  {
    title: { en: "Start", "zh-CN": "开始" },
    sources: ["README.md", "docs/install.md", "docs/web.md", "docs/glossary.md"],
  },
  {
    title: { en: "Libraries", "zh-CN": "客户端与后端库" },
    sources: [
      "docs/sdk.md",
      "web/client/README.md",
      "java-sdk/README.md",
      "backend/README.md",
      "spring-boot-starter/README.md",
      "docs/message-body.md",
    ],
  },
  {
    title: { en: "Interfaces", "zh-CN": "接口" },
    sources: ["docs/protocol.md", "docs/server-api.md", "docs/webhooks.md", "docs/push.md"],
  },
  {
    title: { en: "Operation", "zh-CN": "运维" },
    sources: [
      "docs/config.md",
      "docs/operations.md",
      "docs/cluster.md",
      "docs/import.md",
      "docs/convert.md",
      "docs/security.md",
    ],
  },
  {
    title: { en: "Inside", "zh-CN": "内部" },
    isInside: true,
    sources: [
      "ARCHITECTURE.md",
      DECISIONS,
      "docs/testing.md",
      "docs/benchmarks.md",
      "bench/peers/README.md",
      "docs/libraries.md",
    ],
  },
  {
    title: { en: "Project", "zh-CN": "项目" },
    isInside: true,
    sources: ["CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"],
  },
];

const API = "server/src/main/resources/io/whaleshark/server/docs";

/** The descriptions of the interfaces, for programs: the menu leads to the files. */
export const DESCRIPTIONS: readonly { readonly title: string; readonly file: string }[] = [
  { title: "OpenAPI", file: `${API}/openapi.yaml` },
  { title: "AsyncAPI", file: `${API}/asyncapi.yaml` },
];

export function isInside(source: string): boolean {
  return source.startsWith(DECISIONS) || MENU.some((group) => group.isInside && group.sources.includes(source));
}
