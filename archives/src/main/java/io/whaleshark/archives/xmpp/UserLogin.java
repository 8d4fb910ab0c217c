package io.whaleshark.archives.xmpp;

/// A user as whom an archive is read.
///
/// @param localpart what stands before the @ of the user's address
/// @param password for the server
record UserLogin(String localpart, String password) {

  /// Without the password, which must not get into a log.
  @Override
  public String toString() {
    return localpart;
  }
}
