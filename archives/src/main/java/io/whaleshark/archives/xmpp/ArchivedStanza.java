package io.whaleshark.archives.xmpp;

/// A message as an archive holds it. Immutable.
///
/// @param id the archive's own id of it
/// @param micros when it was stored, in microseconds since 1970
/// @param message the message
record ArchivedStanza(String id, long micros, XmlNode message) {}
