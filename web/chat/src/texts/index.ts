import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { en, type Texts } from "./en.ts";
import { zh } from "./zh.ts";

export type { Texts } from "./en.ts";

export const LANGUAGES = { en: "English", zh: "中文" } as const;
export type Language = keyof typeof LANGUAGES;

const DICTIONARIES: Readonly<Record<Language, Texts>> = { en, zh };

export function textsOf(language: Language): Texts {
  return DICTIONARIES[language];
}

export function browserLanguage(): Language {
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export const LanguageContext = createContext<Language>("en");

export function useTexts(): Texts {
  return textsOf(useContext(LanguageContext));
}
