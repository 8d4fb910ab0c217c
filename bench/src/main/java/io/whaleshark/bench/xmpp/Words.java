package io.whaleshark.bench.xmpp;

import io.whaleshark.bench.load.Whom;
import java.util.Base64;

/// The stanzas that devices send. Stateless.
final class Words {
  static final String DOMAIN = "localhost";
  static final String RESOURCE = "bench";
  static final char BIND_ID = 'b';
  static final char PULL_ID = 'q';

  /// The prefix of message ids; marker ids have another prefix, so that one character tells them
  /// apart.
  static final char MESSAGE_ID = 'm';

  /// The prefix of marker ids; their number is the sequence up to which the user has read.
  static final char MARKER_ID = 'r';

  static final String STREAM =
      "<?xml version='1.0'?><stream:stream to='"
          + DOMAIN
          + "' version='1.0' xmlns='jabber:client'"
          + " xmlns:stream='http://etherx.jabber.org/streams'>";
  static final String BIND =
      "<iq type='set' id='"
          + BIND_ID
          + "'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>"
          + RESOURCE
          + "</resource></bind></iq>";
  static final String AVAILABLE = "<presence/>";
  static final String ENABLE_ACKS = "<enable xmlns='urn:xmpp:sm:3'/>";
  static final String ASK_FOR_ACK = "<r xmlns='urn:xmpp:sm:3'/>";
  static final String ACK = "<a xmlns='urn:xmpp:sm:3' h='" + NumberedStanza.PLAIN + "'/>";

  private static final String ROOMS = "conference." + DOMAIN;

  private Words() {}

  /// The address of a user or a group.
  static String jid(Whom whom) {
    return whom.name() + "@" + (whom.isGroup() ? ROOMS : DOMAIN);
  }

  /// The password is the name.
  static String register(String user) {
    return "<iq type='set' id='u'><query xmlns='jabber:iq:register'><username>"
        + user
        + "</username><password>"
        + user
        + "</password></query></iq>";
  }

  static String authenticate(String user) {
    String secret = Base64.getEncoder().encodeToString(XmlBytes.of("\0" + user + "\0" + user));
    return "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + secret + "</auth>";
  }

  static String enter(String group, String user) {
    return "<presence to='"
        + jid(Whom.group(group))
        + "/"
        + user
        + "'><x xmlns='http://jabber.org/protocol/muc'/></presence>";
  }

  /// A template of a message.
  static String message(Whom to, String text) {
    return "<message to='"
        + jid(to)
        + (to.isGroup() ? "' type='groupchat' id='" : "' type='chat' id='")
        + MESSAGE_ID
        + NumberedStanza.NUMBER
        + "'><body>"
        + text
        + "</body></message>";
  }

  /// The template of a marker: its number is a sequence, and the message that it names has that
  /// number minus one.
  static String displayed(Whom to) {
    return "<message to='"
        + jid(to)
        + "' type='chat' id='"
        + MARKER_ID
        + NumberedStanza.NUMBER
        + "'><displayed xmlns='urn:xmpp:chat-markers:0' id='"
        + MESSAGE_ID
        + NumberedStanza.ONE_LESS
        + "'/><store xmlns='urn:xmpp:hints'/></message>";
  }

  /// The template of an archive query: its number is the id of the entry to continue after.
  static String pull(Whom in, int pageSize) {
    return "<iq type='set' id='"
        + PULL_ID
        + (in.isGroup() ? "' to='" + jid(in) : "")
        + "'><query xmlns='urn:xmpp:mam:2'><x xmlns='jabber:x:data' type='submit'>"
        + "<field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field>"
        + (in.isGroup() ? "" : "<field var='with'><value>" + jid(in) + "</value></field>")
        + "</x><set xmlns='http://jabber.org/protocol/rsm'><max>"
        + pageSize
        + "</max><after>"
        + NumberedStanza.PLAIN
        + "</after></set></query></iq>";
  }
}
