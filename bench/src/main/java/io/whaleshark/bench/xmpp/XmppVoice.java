package io.whaleshark.bench.xmpp;

import io.whaleshark.bench.load.BenchException;
import io.whaleshark.bench.load.Ear;
import io.whaleshark.bench.load.Letters;
import io.whaleshark.bench.load.LoadConnection;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Voice;
import io.whaleshark.bench.load.Whom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A device that uses XMPP over TCP. Confined to its loop's thread.
public final class XmppVoice implements Voice {
  private static final int SHOWN_BYTES_AT_MOST = 300;
  private static final byte[] KEEP_ALIVE = {' '};
  private static final byte[] SUCCESS = XmlBytes.of("<success");
  private static final byte[] FEATURES = XmlBytes.of("<stream:features");
  private static final byte[] STREAM = XmlBytes.of("<stream:stream");
  private static final byte[] SELF_IN_ROOM = XmlBytes.of("<status code='110'/>");
  private static final byte[] FORWARDED = XmlBytes.of("<forwarded ");
  private static final byte[] MESSAGE = XmlBytes.of("<message ");
  private static final byte[] COMPLETE = XmlBytes.of("<fin complete='true'");
  private static final byte[] LAST = XmlBytes.of("<last>");

  private final String user;
  private final byte[] self;
  private final byte[] selfInRoom;
  private final Acks acks = new Acks();
  private final XmppLogin login;
  private final Attribute ids = new Attribute("id");
  private final Attribute archivedIds = new Attribute("id");
  private final Attribute types = new Attribute("type");
  private final Attribute authors = new Attribute("from");
  private final Attribute counts = new Attribute("h");
  private long cursor;

  /// A device of a user.
  ///
  /// @param groups the groups that the user is a member of
  XmppVoice(String user, List<String> groups) {
    this.user = user;
    login = new XmppLogin(user, groups, acks);
    self = XmlBytes.of(Words.jid(Whom.user(user)) + "/" + Words.RESOURCE + "'");
    selfInRoom = XmlBytes.of("/" + user + "'");
  }

  @Override
  public void begin(LoadConnection connection) throws IOException {
    login.begin(connection);
  }

  @Override
  public int frameLength(byte[] bytes, int from, int to) throws IOException {
    return Stanzas.length(bytes, from, to);
  }

  @Override
  public void hear(LoadConnection connection, byte[] bytes, int from, int to, Ear ear)
      throws IOException {
    if (bytes[from] != '<') {
      return;
    }
    int tagEnd = Stanzas.tagEnd(bytes, from, to);
    switch (bytes[from + 1]) {
      case 'm' -> message(bytes, from, tagEnd, to, ear);
      case 'p' -> presence(bytes, from, tagEnd, to, ear);
      case 'i' -> answer(bytes, from, tagEnd, to, ear);
      case 'a' -> acks.answered(connection, counts.number(bytes, from, tagEnd), ear);
      case 'r' -> acks.answer(connection);
      case 'e' -> {
        acks.begin();
        login.confirmed(ear);
      }
      case 's' -> stream(connection, bytes, from, to, ear);
      case '?' -> {
        // The stream begins.
      }
      default -> ear.refused(shown(bytes, from, to));
    }
  }

  private void stream(LoadConnection connection, byte[] bytes, int from, int to, Ear ear)
      throws IOException {
    if (XmlBytes.startsWith(bytes, from, to, FEATURES)) {
      login.features(connection);
    } else if (XmlBytes.startsWith(bytes, from, to, SUCCESS)) {
      login.authenticated(connection);
    } else if (!XmlBytes.startsWith(bytes, from, to, STREAM)) {
      ear.refused(shown(bytes, from, to));
    }
  }

  private void presence(byte[] bytes, int from, int tagEnd, int to, Ear ear) {
    acks.heard();
    int author = authors.find(bytes, from, tagEnd);
    if (isError(bytes, from, tagEnd)) {
      ear.refused(shown(bytes, from, to));
    } else if (XmlBytes.find(bytes, tagEnd, to, SELF_IN_ROOM) >= 0) {
      login.confirmed(ear);
    } else if (author >= 0 && XmlBytes.startsWith(bytes, author, tagEnd, self)) {
      if (login.isLeftToPulls()) {
        // The session has sent all its stored messages before it returns its own presence.
        ear.page(0, true);
      } else {
        login.confirmed(ear);
      }
    }
  }

  /// The answer to an `iq`.
  private void answer(byte[] bytes, int from, int tagEnd, int to, Ear ear) {
    acks.heard();
    int id = ids.find(bytes, from, tagEnd);
    if (id < 0 || isError(bytes, from, tagEnd)) {
      ear.refused(shown(bytes, from, to));
    } else if (bytes[id] == Words.BIND_ID) {
      login.bound(ear);
    } else if (bytes[id] == Words.PULL_ID) {
      int last = XmlBytes.find(bytes, tagEnd, to, LAST);
      cursor = last < 0 ? cursor : XmlBytes.digits(bytes, last + LAST.length, to);
      ear.page(cursor, XmlBytes.startsWith(bytes, tagEnd, to, COMPLETE));
    }
  }

  private void message(byte[] bytes, int from, int tagEnd, int to, Ear ear) {
    acks.heard();
    int id = ids.find(bytes, from, tagEnd);
    if (id < 0) {
      archived(bytes, tagEnd, to, ear);
      return;
    }
    long number = XmlBytes.digits(bytes, id + 1, tagEnd);
    if (isError(bytes, from, tagEnd)) {
      ear.sendRefused(number, shown(bytes, from, to));
    } else if (bytes[id] == Words.MARKER_ID) {
      ear.read(number);
    } else if (isReflected(bytes, from, tagEnd)) {
      ear.acked(number, Ear.NO_SEQUENCE);
    } else {
      ear.message(number, Ear.NO_SEQUENCE);
    }
  }

  private boolean isError(byte[] bytes, int from, int tagEnd) {
    int type = types.find(bytes, from, tagEnd);
    return type >= 0 && bytes[type] == 'e';
  }

  /// Returns whether a room reflects this device's own message.
  private boolean isReflected(byte[] bytes, int from, int tagEnd) {
    int author = authors.find(bytes, from, tagEnd);
    int end = author < 0 ? -1 : XmlBytes.find(bytes, author, tagEnd, '\'') + 1;
    return end - selfInRoom.length >= author
        && XmlBytes.startsWith(bytes, end - selfInRoom.length, end, selfInRoom);
  }

  /// An entry of the archive. A room's subject, which has no id either, does not count.
  private void archived(byte[] bytes, int from, int to, Ear ear) {
    int forwarded = XmlBytes.find(bytes, from, to, FORWARDED);
    int start = forwarded < 0 ? -1 : XmlBytes.find(bytes, forwarded, to, MESSAGE);
    if (start < 0) {
      return;
    }
    int tagEnd = Stanzas.tagEnd(bytes, start, to);
    int id = archivedIds.find(bytes, start, tagEnd);
    if (id >= 0 && bytes[id] == Words.MESSAGE_ID) {
      ear.message(XmlBytes.digits(bytes, id + 1, tagEnd), Ear.NO_SEQUENCE);
    }
  }

  private static String shown(byte[] bytes, int from, int to) {
    int length = Math.min(to - from, SHOWN_BYTES_AT_MOST);
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  @Override
  public byte[] keepAlive() {
    return KEEP_ALIVE.clone();
  }

  @Override
  public Saying sends(Whom to, int bodyBytes) {
    if (!to.isGroup()) {
      acks.want();
    }
    var stanza = NumberedStanza.of(Words.message(to, Letters.of(user, bodyBytes)));
    return new Counted(stanza, !to.isGroup());
  }

  @Override
  public Saying reads(Whom in) {
    if (in.isGroup()) {
      throw new BenchException("nobody counts who has read in a room of XMPP", null);
    }
    return new Counted(NumberedStanza.of(Words.displayed(in)), false);
  }

  @Override
  public Saying pullsInbox(int pageSize) {
    login.leaveItToPulls();
    return new Counted(NumberedStanza.of(Words.AVAILABLE), false);
  }

  @Override
  public Saying pullsHistory(Whom in, int pageSize) {
    login.leaveItToPulls();
    return new Counted(NumberedStanza.of(Words.pull(in, pageSize)), false);
  }

  /// Stanzas of one kind, counted as they are sent.
  private final class Counted implements Saying {
    private final NumberedStanza stanza;
    private final boolean isAwaited;

    Counted(NumberedStanza stanza, boolean isAwaited) {
      this.stanza = stanza;
      this.isAwaited = isAwaited;
    }

    @Override
    public int bytesAtMost() {
      return stanza.bytesAtMost() + acks.bytesAtMost();
    }

    @Override
    public void append(ByteBuffer out, long number) {
      stanza.append(out, number);
      if (isAwaited) {
        acks.sent(out, number);
      } else {
        acks.sentOther();
      }
    }
  }
}
