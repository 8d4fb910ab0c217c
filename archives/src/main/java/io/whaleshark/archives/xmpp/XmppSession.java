package io.whaleshark.archives.xmpp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.StanzaCollector;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smack.provider.ProviderManager;
import org.jivesoftware.smack.sasl.SASLErrorException;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smack.util.TLSUtils;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;

/// One user's login. It tells no presence: so the server delivers nothing to it, and what waits for
/// the user goes on waiting. Confined to one thread.
final class XmppSession implements AutoCloseable {

  static final String ARCHIVE = "urn:xmpp:mam:2";
  static final String AFFILIATIONS = "http://jabber.org/protocol/muc#admin";
  static final String ABOUT = "http://jabber.org/protocol/disco#info";

  private static final String PAGES = "http://jabber.org/protocol/rsm";
  private static final String FORWARD = "urn:xmpp:forward:0";
  private static final String DELAY = "urn:xmpp:delay";
  private static final String ROOMS = "http://jabber.org/protocol/muc";
  private static final String TOKENS = "X-OAUTH2";
  private static final String NICK = "whaleshark-archive";
  private static final String CLIENT = "jabber:client";
  private static final int ANSWERS_WITHIN_MILLIS = 60_000;

  /// Far above any page: Smack drops the oldest ones beyond it.
  private static final int COLLECTED_AT_MOST = 100_000;

  /// What goes wrong is told by exceptions. It is held here, or its level would be forgotten.
  private static final Logger SMACK = Logger.getLogger("org.jivesoftware.smack");

  private final XMPPTCPConnection connection;
  private int questions;

  private XmppSession(XMPPTCPConnection connection) {
    this.connection = connection;
  }

  /// Lets Smack hand over what is asked for here as it came.
  static void prepare() {
    SMACK.setLevel(Level.OFF);
    var answers = new NodeIq.Provider();
    ProviderManager.addExtensionProvider("result", ARCHIVE, new NodeExtension.Provider());
    ProviderManager.addIQProvider("fin", ARCHIVE, answers);
    ProviderManager.addIQProvider("query", AFFILIATIONS, answers);
    ProviderManager.addIQProvider("query", ABOUT, answers);
  }

  /// Logs a user in.
  ///
  /// @throws LoginRefused if the server does not take the secret
  /// @throws IOException whose message says what to do
  static XmppSession logIn(XmppServer server, UserLogin login) throws IOException {
    XMPPTCPConnection connection = new XMPPTCPConnection(settings(server, login));
    connection.setUseStreamManagement(false);
    connection.setReplyTimeout(ANSWERS_WITHIN_MILLIS);
    boolean isIn = false;
    try {
      connection.connect();
      connection.login();
      isIn = true;
      return new XmppSession(connection);
    } catch (SASLErrorException e) {
      String why = e.getSASLFailure().getSASLError().toString();
      throw new LoginRefused(
          login,
          why + (login.isToken() ? " (expected: a token)" : " (expected: the user's password)"),
          e);
    } catch (XMPPException | SmackException | IOException e) {
      throw new IOException(server + ": no login as " + login + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      if (!isIn) {
        connection.instantShutdown();
      }
    }
  }

  /// TLS is needed, unless nobody is between: there a certificate proves nothing.
  private static XMPPTCPConnectionConfiguration settings(XmppServer server, UserLogin login)
      throws IOException {
    try {
      var settings =
          XMPPTCPConnectionConfiguration.builder()
              .setXmppDomain(server.domain())
              .setHostAddress(server.address())
              .setPort(server.port())
              .setUsernameAndPassword(login.localpart(), login.secret())
              .setSendPresence(false)
              .setSecurityMode(server.isHere() ? SecurityMode.ifpossible : SecurityMode.required);
      if (login.isToken()) {
        settings.addEnabledSaslMechanism(TOKENS);
      }
      if (server.isHere()) {
        TLSUtils.acceptAllCertificates(settings);
        TLSUtils.disableHostnameVerificationForTlsCertificates(settings);
      }
      return settings.build();
    } catch (XmppStringprepException e) {
      throw new IOException(server.domain() + ": no domain of XMPP", e);
    }
  }

  /// Asks for a page of an archive.
  ///
  /// @param room whose archive; empty for the user's own
  /// @param after the id behind which the page begins; empty for the first one
  ArchiveWalk.Page page(Optional<String> room, String after, int atMost) throws IOException {
    String query = "q" + questions;
    List<XmlNode> bounds = new ArrayList<>(List.of(element("max", String.valueOf(atMost))));
    if (!after.isEmpty()) {
      bounds.add(element("after", after));
    }
    XmlNode set = new XmlNode("set", PAGES, Map.of(), "", bounds);
    XmlNode asked = new XmlNode("query", ARCHIVE, Map.of("queryid", query), "", List.of(set));
    var collecting =
        StanzaCollector.newConfiguration()
            .setStanzaFilter(stanza -> isResult(stanza, room, query))
            .setSize(COLLECTED_AT_MOST);
    try (StanzaCollector results = connection.createStanzaCollector(collecting)) {
      XmlNode end = ask(room, IQ.Type.set, asked);
      List<ArchivedStanza> stanzas = new ArrayList<>();
      for (Stanza next = results.pollResult(); next != null; next = results.pollResult()) {
        stanzas.add(stanza(result(next).orElseThrow()));
      }
      return new ArchiveWalk.Page(stanzas, count(end));
    }
  }

  private static XmlNode element(String name, String text) {
    return new XmlNode(name, PAGES, Map.of(), text, List.of());
  }

  /// Anybody can send what looks like a result: it has to come from whom the archive is.
  private boolean isResult(Stanza stanza, Optional<String> room, String query) {
    Jid from = stanza.getFrom();
    boolean isOurs = from == null || from.equals(connection.getUser().asBareJid());
    boolean isOfArchive =
        room.map(of -> from != null && from.asBareJid().toString().equals(of)).orElse(isOurs);
    return stanza instanceof Message
        && isOfArchive
        && result(stanza).filter(node -> node.attribute("queryid").equals(query)).isPresent();
  }

  private static Optional<XmlNode> result(Stanza stanza) {
    return stanza.getExtensionElement("result", ARCHIVE) instanceof NodeExtension found
        ? Optional.of(found.node())
        : Optional.empty();
  }

  private static ArchivedStanza stanza(XmlNode result) {
    Optional<XmlNode> forwarded = result.first("forwarded", FORWARD);
    Optional<XmlNode> message = forwarded.flatMap(node -> node.first("message", CLIENT));
    OptionalLong micros =
        Stamps.micros(
            forwarded
                .flatMap(node -> node.first("delay", DELAY))
                .map(delay -> delay.attribute("stamp"))
                .orElse(""));
    String id = result.attribute("id");
    if (message.isEmpty() || micros.isEmpty()) {
      String fault = message.isEmpty() ? "no message" : "a message without a time";
      return ArchivedStanza.faulty(id, result, fault);
    }
    return new ArchivedStanza(id, micros.getAsLong(), message.get());
  }

  private static OptionalLong count(XmlNode end) {
    String count = end.first("set", PAGES).map(set -> set.textOf("count", PAGES)).orElse("");
    return count.matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(count))
        : OptionalLong.empty();
  }

  /// Enters a room that is there, without being told what was said there. ejabberd shows its owners
  /// who wrote what only while they are in it.
  void enter(String room) throws IOException {
    XmlNode history = new XmlNode("history", ROOMS, Map.of("maxstanzas", "0"), "", List.of());
    XmlNode entering = new XmlNode("x", ROOMS, Map.of(), "", List.of(history));
    try {
      Jid as = JidCreate.fullFrom(room + "/" + NICK);
      Presence presence =
          StanzaBuilder.buildPresence().to(as).addExtension(new NodeExtension(entering)).build();
      connection
          .createStanzaCollectorAndSend(stanza -> isAnswer(stanza, as), presence)
          .nextResultOrThrow();
    } catch (XmppStringprepException e) {
      throw new IOException(room + ": no address of XMPP", e);
    } catch (XMPPException | SmackException e) {
      throw new IOException(room + ": cannot be entered: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /// Whether a room says that the user is in it, or why not.
  private static boolean isAnswer(Stanza stanza, Jid as) {
    Jid from = stanza.getFrom();
    return stanza instanceof Presence presence
        && from != null
        && (from.equals(as)
            || (presence.getType() == Presence.Type.error
                && from.asBareJid().equals(as.asBareJid())));
  }

  /// Asks the server, or a room.
  ///
  /// @return the element of the answer
  XmlNode ask(Optional<String> room, IQ.Type type, XmlNode question) throws IOException {
    questions++;
    try {
      Jid to = room.isPresent() ? JidCreate.bareFrom(room.get()) : connection.getUser().asBareJid();
      NodeIq asked = NodeIq.asking("w" + questions, type, to, question);
      IQ answer = connection.sendIqRequestAndWaitForResponse(asked);
      if (answer instanceof NodeIq node) {
        return node.node();
      }
      throw new IOException(connection.getUser() + ": an answer that nobody understands");
    } catch (XmppStringprepException e) {
      throw new IOException(room.orElse("") + ": no address of XMPP", e);
    } catch (XMPPException | SmackException e) {
      String of = room.orElse(String.valueOf(connection.getUser()));
      if (question.namespace().equals(ABOUT) && isNotThere(e)) {
        throw new IOException(of + ": not there (expected: a room of the server)", e);
      }
      throw new IOException(of + ": " + question.namespace() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static boolean isNotThere(Exception failure) {
    return failure instanceof XMPPException.XMPPErrorException error
        && error.getStanzaError().getCondition() == StanzaError.Condition.item_not_found;
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
