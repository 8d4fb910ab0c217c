package io.whaleshark.archives.xmpp;

import java.util.stream.Stream;

/// What one archive holds of a message, or of what was done to one. Immutable.
///
/// @param store where it is
/// @param owner whose archive; empty for a room's own
/// @param place in that store: the first is 1
/// @param archiveId the archive's own id
/// @param micros when it was stored, in microseconds since 1970
/// @param sender the user who sent it
/// @param stanzaId what the sender's client calls it; empty if it does not
/// @param originId what the sender's client calls it besides (XEP-0359); empty if it does not
/// @param kind what it is
/// @param text of what says something; else empty
/// @param target the id of the message that it is about, or in whose place it stands; else empty
record Copy(
    CopyStore store,
    String owner,
    long place,
    String archiveId,
    long micros,
    String sender,
    String stanzaId,
    String originId,
    CopyKind kind,
    String text,
    String target) {

  /// What an archive holds at a place.
  static Copy of(
      String owner, long place, ArchivedStanza stanza, String sender, StanzaReader.Said said) {
    XmlNode message = stanza.message();
    return new Copy(
        stanza.store(),
        owner,
        place,
        stanza.id(),
        stanza.micros(),
        sender,
        message.attribute("id"),
        StanzaReader.originId(message),
        said.kind(),
        said.text(),
        said.target());
  }

  /// The same, as a message of its own, which stands in place of the one that it is about.
  Copy asMessage() {
    return new Copy(
        store,
        owner,
        place,
        archiveId,
        micros,
        sender,
        stanzaId,
        originId,
        CopyKind.SAID,
        text,
        target);
  }

  /// What the sender's client calls it; empty if it does not.
  String clientId() {
    return originId.isEmpty() ? stanzaId : originId;
  }

  /// What others may call it.
  Stream<String> names() {
    String replaced = kind.isMessage() ? target : "";
    return Stream.of(stanzaId, originId, archiveId, replaced)
        .filter(name -> !name.isEmpty())
        .distinct();
  }
}
