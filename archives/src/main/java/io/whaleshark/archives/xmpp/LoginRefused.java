package io.whaleshark.archives.xmpp;

import java.io.IOException;

/// The server does not take a user's secret; those of others it may take.
final class LoginRefused extends IOException {

  private static final long serialVersionUID = 1;
  private static final String REFUSED = "the server refuses the login: ";

  private final String user;
  private final String why;

  LoginRefused(UserLogin login, String why, Throwable cause) {
    super(login + ": " + REFUSED + why, cause);
    this.user = login.localpart();
    this.why = REFUSED + why;
  }

  String user() {
    return user;
  }

  /// The reason, without the user.
  String why() {
    return why;
  }
}
