package io.whaleshark.archives.xmpp;

/// A user as whom an archive is read.
///
/// @param localpart what stands before the @ of the user's address
/// @param secret the password, or a token
/// @param isToken whether it is a token that the server's operator has issued
record UserLogin(String localpart, String secret, boolean isToken) {

  /// Without the secret, which must not get into a log.
  @Override
  public String toString() {
    return localpart;
  }
}
