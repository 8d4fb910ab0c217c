package io.whaleshark.archives.xmpp;

/// Where a copy of a message is. Of several copies the time of the first kind here counts.
enum CopyStore {
  /// In an archive.
  ARCHIVE,

  /// It waits for its user, and was archived for them as well: it is named as it was there.
  WAITING,

  /// It waits for its user, and was never archived for them.
  WAITING_ALONE
}
