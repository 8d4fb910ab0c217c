package io.whaleshark.client.chat;

import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ProtocolException;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

/// A parsed line.
sealed interface Input {

  /// Send this text.
  record Say(String text) implements Input {}

  /// Answer a message with this text.
  record Reply(long sequence, String text) implements Input {}

  record Help() implements Input {}

  /// Show earlier messages.
  record Earlier(int count) implements Input {}

  /// Show the next screenful of later messages.
  record Later() implements Input {}

  /// Mark everything as read.
  record ReadAll() implements Input {}

  record Conversations() implements Input {}

  record Open(Peer peer) implements Input {}

  /// Show who has read a message of the group.
  record Readers(long sequence) implements Input {}

  record Recall(long sequence) implements Input {}

  /// Give a message this text.
  record Edit(long sequence, String text) implements Input {}

  /// Pin a message for all, or no more.
  record Pin(long sequence, boolean isPinned) implements Input {}

  /// Show the pinned messages.
  record Pins() implements Input {}

  /// Mute, or unmute.
  record Mute() implements Input {}

  /// Pin to the top, or unpin.
  record Top() implements Input {}

  /// Block a user, or lift the block.
  record Block(String user, boolean isBlocked) implements Input {}

  /// Show whom the user blocks.
  record Blocks() implements Input {}

  /// Set a sign at a message, or take it back.
  record React(long sequence, String sign, boolean isSet) implements Input {}

  /// Show who has reacted to a message.
  record Reactions(long sequence) implements Input {}

  /// Let others see what the user reads, or not.
  record Receipts(boolean on) implements Input {}

  record Quit() implements Input {}

  record Nothing() implements Input {}

  /// A line that can't be parsed.
  ///
  /// @param why one line that says what is expected
  record Wrong(String why) implements Input {}

  int MESSAGES_DEFAULT = 20;
  int MESSAGES_AT_MOST = 500;

  /// Parses a line. A line that starts with `//` is text that starts with `/`.
  static Input of(String line) {
    if (line.isBlank()) {
      return new Nothing();
    }
    if (!line.startsWith("/")) {
      return new Say(line);
    }
    if (line.startsWith("//")) {
      return new Say(line.substring(1));
    }
    String[] words = line.strip().split("\\s+", 2);
    String argument = words.length > 1 ? words[1] : "";
    return switch (words[0]) {
      case "/help" -> alone(argument, "/help", new Help());
      case "/history" -> counted(argument, "/history", Earlier::new);
      case "/more" -> alone(argument, "/more", new Later());
      case "/read" -> alone(argument, "/read", new ReadAll());
      case "/conversations" -> alone(argument, "/conversations", new Conversations());
      case "/to" -> open(argument, "/to USER", Peer::direct);
      case "/group" -> open(argument, "/group ID", Peer::group);
      case "/readers" -> numbered(argument, "/readers SEQ", Readers::new);
      case "/recall" -> numbered(argument, "/recall SEQ", Recall::new);
      case "/edit" -> texted(argument, "/edit SEQ TEXT", Edit::new);
      case "/pin" -> numbered(argument, "/pin SEQ", sequence -> new Pin(sequence, true));
      case "/unpin" -> numbered(argument, "/unpin SEQ", sequence -> new Pin(sequence, false));
      case "/pins" -> alone(argument, "/pins", new Pins());
      case "/react" ->
          texted(argument, "/react SEQ SIGN", (seq, sign) -> new React(seq, sign, true));
      case "/unreact" ->
          texted(argument, "/unreact SEQ SIGN", (seq, sign) -> new React(seq, sign, false));
      case "/reactions" -> numbered(argument, "/reactions SEQ", Reactions::new);
      case "/reply" -> texted(argument, "/reply SEQ TEXT", Reply::new);
      case "/mute" -> alone(argument, "/mute", new Mute());
      case "/top" -> alone(argument, "/top", new Top());
      case "/block" -> block(argument, "/block USER", true);
      case "/unblock" -> block(argument, "/unblock USER", false);
      case "/blocks" -> alone(argument, "/blocks", new Blocks());
      case "/receipts" -> receipts(argument);
      case "/quit" -> alone(argument, "/quit", new Quit());
      default -> new Wrong("unknown command " + MessageText.safeLine(words[0]) + "; see /help");
    };
  }

  private static Input alone(String argument, String usage, Input meant) {
    return argument.isEmpty() ? meant : new Wrong("expected: " + usage + ", and nothing after it");
  }

  private static Input counted(String argument, String usage, IntFunction<Input> made) {
    long count = argument.isEmpty() ? MESSAGES_DEFAULT : number(argument);
    return count < 1 || count > MESSAGES_AT_MOST
        ? new Wrong("expected: " + usage + " N, with N in 1.." + MESSAGES_AT_MOST)
        : made.apply((int) count);
  }

  private static Input open(String id, String usage, Function<String, Peer> peer) {
    if (id.isEmpty()) {
      return new Wrong("expected: " + usage);
    }
    try {
      return new Open(peer.apply(id));
    } catch (ProtocolException e) {
      return new Wrong(e.detail());
    }
  }

  private static Input block(String user, String usage, boolean isBlocked) {
    return user.isEmpty() ? new Wrong("expected: " + usage) : new Block(user, isBlocked);
  }

  /// Makes an input of a message's number and a text.
  interface TextMaker {
    Input of(long sequence, String text);
  }

  private static Input texted(String argument, String usage, TextMaker made) {
    String[] words = argument.split("\\s+", 2);
    return words.length < 2
        ? new Wrong("expected: " + usage)
        : numbered(words[0], usage, sequence -> made.of(sequence, words[1]));
  }

  private static Input receipts(String argument) {
    return switch (argument) {
      case "on" -> new Receipts(true);
      case "off" -> new Receipts(false);
      default -> new Wrong("expected: /receipts on, or /receipts off");
    };
  }

  private static Input numbered(String argument, String usage, LongFunction<Input> made) {
    long sequence = number(argument.startsWith("#") ? argument.substring(1) : argument);
    return sequence < 1
        ? new Wrong("expected: " + usage + ", the number after the # of a message")
        : made.apply(sequence);
  }

  /// Parses a number of up to 15 digits; -1 if the text is none.
  private static long number(String digits) {
    return digits.matches("\\d{1,15}") ? Long.parseLong(digits) : -1;
  }
}
