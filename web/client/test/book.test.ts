// Goal: unread counts follow from what is heard, once each. Method: list items and events in the orders in which they
// can come.

import { expect, it } from "vitest";
import { ConversationBook } from "../src/book.ts";
import type { ChatMessage, ConversationItem } from "../src/events.ts";
import { direct } from "../src/peer.ts";

const BOB = direct("bob");

const message = (messageSequence: number): ChatMessage => ({
  appId: 1,
  messageId: `bob-${messageSequence}`,
  fromId: "bob",
  toId: "alice",
  conversationType: 0,
  messageBody: "equal",
  messageTime: 1,
  messageKey: messageSequence,
  messageSequence,
});

const item = (messageSequence: number, readSequence: number): ConversationItem => ({
  conversationId: "x",
  conversationType: 0,
  fromId: "alice",
  toId: "bob",
  sequence: messageSequence,
  readSequence,
  messageSequence,
  unreadCount: messageSequence - readSequence,
  isMute: false,
  isTop: false,
});

it("a message that is recalled before it arrives is counted by the server", () => {
  const book = new ConversationBook("alice");
  book.listed(item(2, 2), false);
  book.arrived(BOB, message(4));
  expect(book.get(BOB).unread).toBe(1);
  book.recalled(BOB, 4);
  expect(book.isUnsure).toBe(false); // it was counted when it arrived
  book.recalled(BOB, 3);
  expect(book.isUnsure).toBe(true);
  book.listed(item(4, 2), false);
  expect(book.isUnsure).toBe(false);
  expect(book.get(BOB).unread).toBe(2);
  book.recalled(BOB, 3);
  expect(book.isUnsure).toBe(false); // the list has counted it
  book.recalled(BOB, 5);
  expect(book.isUnsure).toBe(true); // it is the newest, and never arrived
});

it("a position beyond the newest message is not taken for the newest, here and from another device", () => {
  const book = new ConversationBook("alice");
  expect(book.read(BOB, 1)).toBe(false);
  book.listed(item(5, 2), false);
  expect([book.read(BOB, 6), book.read(BOB, 2)]).toEqual([false, false]);
  expect(book.get(BOB)).toMatchObject({ newest: 5, read: 2, unread: 3 });
  // Another device has the sixth already.
  book.readElsewhere(BOB, 6, 0);
  expect(book.get(BOB)).toMatchObject({ newest: 5, read: 6, unread: 0 });
  book.arrived(BOB, message(6));
  book.arrived(BOB, message(7));
  expect(book.get(BOB)).toMatchObject({ newest: 7, read: 6, unread: 1 });
});

it("a message that is edited before it arrives is counted by the server, and one that has arrived not again", () => {
  const book = new ConversationBook("alice");
  book.listed(item(2, 2), false);
  book.arrived(BOB, message(4));
  book.edited(BOB, 4, { messageBody: "better", editedTime: 7 });
  expect(book.get(BOB)).toMatchObject({ unread: 1, last: { messageBody: "better", editedTime: 7 } });
  book.edited(BOB, 2, { messageBody: "older", editedTime: 8 });
  expect([book.isUnsure, book.get(BOB).last?.messageBody]).toEqual([false, "better"]);
  book.arrived(BOB, message(3)); // an edit has moved it behind the fourth
  expect([book.isUnsure, book.get(BOB).unread]).toEqual([true, 1]);
  book.listed(item(4, 2), false);
  expect([book.isUnsure, book.get(BOB).unread]).toEqual([false, 2]);
  book.edited({ kind: "direct", id: "nobody" }, 1, { messageBody: "?", editedTime: 9 });
  expect(book.all()).toHaveLength(1);
});

it("who has read the last message by others has read all, whatever they have written after it", () => {
  const own = (sequence: number): ChatMessage => ({ ...message(sequence), fromId: "alice", toId: "bob" });
  const book = new ConversationBook("alice");
  book.listed(item(2, 0), false);
  book.known(BOB, own(3));
  book.read(BOB, 2);
  expect([book.get(BOB).unread, book.isUnsure]).toEqual([0, false]);
  // A list from before the report was taken changes nothing.
  book.listed({ ...item(3, 0), unreadCount: 2, lastMessage: own(3) }, true);
  expect(book.get(BOB)).toMatchObject({ unread: 0, newest: 3 });
  book.arrived(BOB, own(3));
  book.arrived(BOB, message(4));
  book.known(BOB, own(5));
  expect(book.get(BOB).unread).toBe(1);
  book.read(BOB, 4);
  expect(book.get(BOB).unread).toBe(0);

  const later = new ConversationBook("alice");
  later.listed({ ...item(5, 0), lastMessage: own(5) }, false);
  expect(later.get(BOB).unread).toBe(5);
  later.read(BOB, 4);
  expect([later.get(BOB).unread, later.isUnsure]).toEqual([0, false]);
  // Of what was left out nobody knows who wrote it.
  later.leftOut(BOB, 6, 7);
  later.known(BOB, own(8));
  later.read(BOB, 6);
  expect(later.isUnsure).toBe(true);
  later.listed({ ...item(8, 6), unreadCount: 1, lastMessage: own(8) }, false);
  later.recalled(BOB, 9);
  later.read(BOB, 8);
  expect(later.isUnsure).toBe(true);
});
