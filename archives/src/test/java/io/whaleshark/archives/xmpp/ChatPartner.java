package io.whaleshark.archives.xmpp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Nonza;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;

/// A user of a server who writes whatever a test says.
final class ChatPartner implements AutoCloseable {

  static final String PASSWORD = "secret";

  private static final int ANSWERS_WITHIN_MILLIS = 60_000;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final XMPPTCPConnection connection;
  private final List<Message> heard = new CopyOnWriteArrayList<>();
  private int settled;

  /// XML as it is.
  private record Raw(String xml) implements Nonza {

    @Override
    public String getElementName() {
      return "message";
    }

    @Override
    public String getNamespace() {
      return "jabber:client";
    }

    @Override
    public CharSequence toXML(XmlEnvironment environment) {
      return xml;
    }
  }

  ChatPartner(int port, String user) {
    this(port, user, false);
  }

  /// @param isKept whether the server waits for the user after a loss of the connection (XEP-0198)
  ChatPartner(int port, String user, boolean isKept) {
    XmppSession.prepare();
    try {
      connection =
          new XMPPTCPConnection(
              XMPPTCPConnectionConfiguration.builder()
                  .setXmppDomain("localhost")
                  .setHostAddress(InetAddress.getLoopbackAddress())
                  .setPort(port)
                  .setUsernameAndPassword(user, PASSWORD)
                  .setResource("test")
                  .setSecurityMode(SecurityMode.disabled)
                  .build());
      connection.setUseStreamManagement(isKept);
      connection.setUseStreamManagementResumption(isKept);
      connection.setReplyTimeout(ANSWERS_WITHIN_MILLIS);
      connection.addSyncStanzaListener(
          stanza -> heard.add((Message) stanza), StanzaTypeFilter.MESSAGE);
      connection.connect();
      connection.login();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (XMPPException | SmackException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Sends XML, in which a quotation mark may be a single one.
  void write(String xml) {
    try {
      connection.sendNonza(new Raw(xml));
    } catch (SmackException.NotConnectedException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Sends a text, and what belongs to it.
  void say(String to, String id, String text, String... more) {
    write(
        "<message type='chat' to='%s@localhost' id='%s'><body>%s</body>%s</message>"
            .formatted(to, id, text, String.join("", more)));
  }

  /// Waits until the server has done everything that was sent.
  void settle() {
    XmlNode about = new XmlNode("query", XmppSession.ABOUT, Map.of(), "", List.of());
    String id = "settle" + settled++;
    try {
      connection.sendIqRequestAndWaitForResponse(
          NodeIq.asking(id, IQ.Type.get, connection.getXMPPServiceDomain(), about));
    } catch (XMPPException | SmackException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Waits until so many messages have come back, since the server did not take them: what was
  /// heard before an answer may be counted a moment after it.
  void awaitRefused(long count) {
    await(() -> refused() == count, count + " refusals");
  }

  private long refused() {
    return heard.stream().filter(message -> message.getType() == Message.Type.error).count();
  }

  /// Waits until a text has come.
  void await(String text) {
    await(() -> heard.stream().anyMatch(message -> text.equals(message.getBody())), text);
  }

  private void await(BooleanSupplier isThere, String what) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!isThere.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException(what + " did not come: " + heard);
      }
      settle();
    }
  }

  /// Loses the connection, of which the server is told nothing.
  void cut() {
    connection.instantShutdown();
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
