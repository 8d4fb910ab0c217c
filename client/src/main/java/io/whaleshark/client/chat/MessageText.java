package io.whaleshark.client.chat;

import io.whaleshark.cli.TerminalText;
import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.MessageBody;
import io.whaleshark.protocol.MessageBody.Attachment;
import io.whaleshark.protocol.MessageBody.Card;
import io.whaleshark.protocol.MessageBody.ForeignJson;
import io.whaleshark.protocol.MessageBody.PlainText;
import io.whaleshark.protocol.MessageBody.ReplyTo;
import io.whaleshark.protocol.MessageBody.SystemText;
import io.whaleshark.protocol.MessageBody.UnknownKind;

/// Converts message bodies to displayable text. Stateless.
final class MessageText {
  private static final char HIDDEN = '\u00b7';

  private MessageText() {}

  /// What a message says: its text, what stands for a kind without one, or else the JSON itself.
  static String of(Bytes body) {
    MessageBody said = MessageBody.read(body);
    var text = said.text();
    return safe(
        switch (said.content()) {
          case ForeignJson(Bytes json) -> json.text();
          case UnknownKind(String kind, Bytes _) when text.isEmpty() ->
              "(a message of the kind " + kind + ", which this version does not know)";
          case Card card -> card(card, text);
          case Attachment file -> named(file.name(), text) + " " + file.url();
          case PlainText _, SystemText _, UnknownKind _ -> text;
        });
  }

  /// What a message says, behind what it answers and whose it was: `↳ #12 alice: lunch?`.
  static String withContext(Bytes body) {
    MessageBody said = MessageBody.read(body);
    var context = new StringBuilder();
    if (said.forwardedFrom() != null) {
      context.append("(forwarded from ").append(safeLine(said.forwardedFrom())).append(")\n");
    }
    ReplyTo reply = said.replyTo();
    if (reply != null) {
      var answered = safeLine(reply.fromId() + ": " + reply.text().replace('\n', ' '));
      context
          .append("↳ #")
          .append(reply.messageSequence())
          .append(' ')
          .append(answered)
          .append('\n');
    }
    return context + of(body);
  }

  private static String card(Card card, String text) {
    var lines = new StringBuilder(named(card.title(), text));
    card.fields().forEach(f -> lines.append('\n').append(f.name()).append(": ").append(f.value()));
    return card.url() == null ? lines.toString() : lines.append('\n').append(card.url()).toString();
  }

  private static String named(String name, String text) {
    return name.equals(text) || text.isBlank() ? "[" + name + "]" : "[" + name + "] " + text;
  }

  /// Removes everything that controls a terminal: control characters and bidirectional overrides.
  /// Line breaks stay, and a tab becomes a blank.
  static String safe(String text) {
    var safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        safe.append(c);
      } else if (c == '\t') {
        safe.append(' ');
      } else {
        safe.append(TerminalText.isObeyed(c) ? HIDDEN : c);
      }
    }
    return safe.toString();
  }

  /// Does the same for text that must stay on one line, such as a user's id.
  static String safeLine(String text) {
    return safe(text).replace('\n', HIDDEN);
  }
}
