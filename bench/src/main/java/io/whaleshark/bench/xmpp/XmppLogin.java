package io.whaleshark.bench.xmpp;

import io.whaleshark.bench.load.Ear;
import io.whaleshark.bench.load.LoadConnection;
import java.io.IOException;
import java.util.List;

/// The login of a device: the stream, the password, the stream again, then all the rest at once,
/// and the wait for its confirmation. Confined to one thread.
///
/// A device that pulls counts as logged in once it has an address, and becomes available by pulling
/// the inbox: only then does the server send its stored messages. All other devices become
/// available here.
final class XmppLogin {
  private final String user;
  private final List<String> groups;
  private final Acks acks;
  private boolean pulls;
  private boolean authenticated;
  private int awaited;

  XmppLogin(String user, List<String> groups, Acks acks) {
    this.user = user;
    this.groups = List.copyOf(groups);
    this.acks = acks;
  }

  /// From the next login on, the device becomes available only by a pull.
  void leaveItToPulls() {
    pulls = true;
  }

  boolean isLeftToPulls() {
    return pulls;
  }

  void begin(LoadConnection connection) throws IOException {
    authenticated = false;
    acks.clear();
    awaited = 1 + groups.size() + (acks.areWanted() ? 1 : 0);
    connection.write(XmlBytes.of(Words.STREAM));
  }

  /// The server has sent its features.
  void features(LoadConnection connection) throws IOException {
    connection.write(XmlBytes.of(authenticated ? arrival() : Words.authenticate(user)));
  }

  private String arrival() {
    var words = new StringBuilder(Words.BIND);
    if (!pulls) {
      words.append(Words.AVAILABLE);
    }
    groups.forEach(group -> words.append(Words.enter(group, user)));
    if (acks.areWanted()) {
      // Last, so that both sides count from here.
      words.append(Words.ENABLE_ACKS);
    }
    return words.toString();
  }

  /// The password was accepted.
  void authenticated(LoadConnection connection) throws IOException {
    authenticated = true;
    connection.write(XmlBytes.of(Words.STREAM));
  }

  /// The device has an address.
  void bound(Ear ear) {
    if (pulls) {
      confirmed(ear);
    }
  }

  /// The server has confirmed one of the pending steps.
  void confirmed(Ear ear) {
    awaited--;
    if (awaited == 0) {
      ear.ready(0);
    }
  }
}
