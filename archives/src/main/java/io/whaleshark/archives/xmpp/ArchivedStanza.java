package io.whaleshark.archives.xmpp;

import java.util.Optional;

/// A message as an archive, or the offline store, holds it. Immutable.
///
/// @param store which of them
/// @param id the archive's own id of it
/// @param micros when it was stored, in microseconds since 1970; 0 if it has a fault
/// @param message the message
/// @param fault why it cannot be read; empty if it can. It stays in its page, since the walk needs
///   its id
record ArchivedStanza(
    CopyStore store, String id, long micros, XmlNode message, Optional<String> fault) {

  /// One of an archive.
  ArchivedStanza(String id, long micros, XmlNode message) {
    this(CopyStore.ARCHIVE, id, micros, message, Optional.empty());
  }

  /// One of an archive that cannot be read.
  static ArchivedStanza faulty(String id, XmlNode what, String fault) {
    return new ArchivedStanza(CopyStore.ARCHIVE, id, 0, what, Optional.of(fault));
  }
}
