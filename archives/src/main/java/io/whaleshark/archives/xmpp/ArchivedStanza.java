package io.whaleshark.archives.xmpp;

import java.util.Optional;

/// A message as an archive holds it. Immutable.
///
/// @param id the archive's own id of it
/// @param micros when it was stored, in microseconds since 1970; 0 if it has a fault
/// @param message the message
/// @param fault why it cannot be read; empty if it can. It stays in its page, since the walk needs
///   its id
record ArchivedStanza(String id, long micros, XmlNode message, Optional<String> fault) {

  ArchivedStanza(String id, long micros, XmlNode message) {
    this(id, micros, message, Optional.empty());
  }
}
