package io.whaleshark.archives.xmpp;

import java.util.List;
import java.util.Optional;

/// Finds out what an archived message says. Stateless.
final class StanzaReader {

  private static final String CLIENT = "jabber:client";
  private static final String MARKERS = "urn:xmpp:chat-markers:0";
  private static final String RECEIPTS = "urn:xmpp:receipts";
  private static final String CORRECTION = "urn:xmpp:message-correct:0";
  private static final String FASTENING = "urn:xmpp:fasten:0";
  private static final String RETRACTION_BEFORE = "urn:xmpp:message-retract:0";
  private static final String RETRACTION = "urn:xmpp:message-retract:1";
  private static final String IDS = "urn:xmpp:sid:0";

  /// What only the devices of the two can read.
  private static final List<String> ENCRYPTED =
      List.of(
          "eu.siacs.conversations.axolotl",
          "urn:xmpp:omemo:1",
          "urn:xmpp:omemo:2",
          "urn:xmpp:openpgp:0",
          "jabber:x:encrypted");

  private static final String REACTIONS = "urn:xmpp:reactions:0";

  /// What a message says.
  ///
  /// @param text empty if it has none
  /// @param target the id of the message that it is about; empty if there is none
  record Said(CopyKind kind, String text, String target) {}

  private StanzaReader() {}

  /// What a message says; empty if it says nothing that lasts, such as that somebody types.
  static Optional<Said> read(XmlNode message) {
    if (message.attribute("type").equals("error")) {
      return Optional.empty();
    }
    return tombstone(message)
        .or(() -> retraction(message))
        .or(() -> correction(message))
        .or(() -> text(message))
        .or(() -> mark(message));
  }

  /// Why a message cannot be told, though it says something.
  static Optional<String> fault(XmlNode message) {
    if (message.children().stream().anyMatch(node -> ENCRYPTED.contains(node.namespace()))) {
      return Optional.of("encrypted by the sender's device");
    }
    return message.children().stream().anyMatch(node -> node.namespace().equals(REACTIONS))
        ? Optional.of("a reaction")
        : Optional.empty();
  }

  /// The id that the sender's client gave it for all to know it by.
  static String originId(XmlNode message) {
    return message.first("origin-id", IDS).map(node -> node.attribute("id")).orElse("");
  }

  private static Optional<Said> tombstone(XmlNode message) {
    return message
        .first("retracted", RETRACTION)
        .or(() -> message.first("retracted", RETRACTION_BEFORE))
        .map(_ -> new Said(CopyKind.RECALLED, "", ""));
  }

  private static Optional<Said> retraction(XmlNode message) {
    return message
        .first("retract", RETRACTION)
        .or(() ->
            message
                .first("apply-to", FASTENING)
                .filter(node -> node.first("retract", RETRACTION_BEFORE).isPresent()))
        .map(node -> new Said(CopyKind.RETRACTS, "", node.attribute("id")));
  }

  private static Optional<Said> correction(XmlNode message) {
    return message
        .first("replace", CORRECTION)
        .map(node -> new Said(CopyKind.CORRECTS, body(message), node.attribute("id")))
        .filter(said -> !said.text().isEmpty());
  }

  private static Optional<Said> text(XmlNode message) {
    String body = body(message);
    return body.isEmpty() ? Optional.empty() : Optional.of(new Said(CopyKind.SAID, body, ""));
  }

  private static String body(XmlNode message) {
    return message.textOf("body", CLIENT);
  }

  private static Optional<Said> mark(XmlNode message) {
    return message
        .first("displayed", MARKERS)
        .or(() -> message.first("acknowledged", MARKERS))
        .map(node -> new Said(CopyKind.READ, "", node.attribute("id")))
        .or(() ->
            message
                .first("received", RECEIPTS)
                .or(() -> message.first("received", MARKERS))
                .map(node -> new Said(CopyKind.RECEIVED, "", node.attribute("id"))));
  }
}
