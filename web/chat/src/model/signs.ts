// The reactions that the picker offers, and what they are called. Any other text may be a reaction, too.

import type { Language } from "../texts/index.ts";

type Sign = readonly [sign: string, en: string, zh: string];

const USUAL: readonly Sign[] = [
  ["👍", "thumbs up", "赞"],
  ["❤️", "heart", "爱心"],
  ["😂", "tears of joy", "笑哭"],
  ["🎉", "party popper", "庆祝"],
  ["😮", "surprised", "惊讶"],
  ["🙏", "folded hands", "双手合十"],
];

const OTHERS: readonly Sign[] = [
  ["👎", "thumbs down", "踩"],
  ["👌", "OK", "好的"],
  ["👏", "clapping", "鼓掌"],
  ["💪", "strong", "加油"],
  ["🤝", "handshake", "握手"],
  ["✌️", "victory", "胜利"],
  ["🙌", "raised hands", "举双手"],
  ["👀", "eyes", "围观"],
  ["✅", "done", "完成"],
  ["❌", "cross", "叉"],
  ["➕", "plus", "加一"],
  ["❓", "question mark", "问号"],
  ["❗", "exclamation mark", "感叹号"],
  ["💯", "hundred points", "满分"],
  ["🔥", "fire", "火"],
  ["⭐", "star", "星星"],
  ["✨", "sparkles", "闪亮"],
  ["🚀", "rocket", "火箭"],
  ["💡", "light bulb", "灯泡"],
  ["🏆", "trophy", "奖杯"],
  ["🎁", "gift", "礼物"],
  ["🎂", "birthday cake", "生日蛋糕"],
  ["☕", "coffee", "咖啡"],
  ["🌹", "rose", "玫瑰"],
  ["😀", "grinning", "咧嘴笑"],
  ["😊", "smiling", "微笑"],
  ["😉", "winking", "眨眼"],
  ["😍", "in love", "喜爱"],
  ["🥳", "celebrating", "欢庆"],
  ["😎", "cool", "酷"],
  ["🤔", "thinking", "思考"],
  ["😅", "relieved", "松口气"],
  ["😭", "sobbing", "大哭"],
  ["😢", "crying", "流泪"],
  ["😡", "angry", "生气"],
  ["😱", "screaming", "惊恐"],
];

const ALL = [...USUAL, ...OTHERS];

/** The usual ones first. */
export const SIGNS: readonly string[] = ALL.map(([sign]) => sign);

/** What each is called, by language. */
export const NAMES: Readonly<Record<Language, ReadonlyMap<string, string>>> = {
  en: new Map(ALL.map(([sign, en]) => [sign, en])),
  zh: new Map(ALL.map(([sign, , zh]) => [sign, zh])),
};
