#!/usr/bin/env bash
# Smack: what a bridge or the server itself writes to somebody is not heard by the chat listener, and a text with a language is null.
#
# With:  org.igniterealtime.smack:smack-tcp, smack-extensions and smack-java8 4.4.8 from Maven Central; Java 17 or newer, Maven.
#        Seen on 2026-11-30.
# Guess: ChatManager's incoming listener gets each message of a person that has a text, whatever form the address has: "bob@example.org" or
#        "bob@example.org/phone". If there is one text only, getBody gives it.
# Seen:  only addresses with a resource are heard. A message from "bob@sms.example.org", as gateways write it, and one from
#        "example.org", as servers announce, go past the listener, though the connection gets them and a listener for stanzas sees them. A
#        text whose language stands at the <body>, <body xml:lang="zh">, is heard, and getBody() is null; at the <message> it is given.
# So:    a client loses all that comes by gateways to SMS, IRC or mail and looks right between two people who test it. Listen for stanzas
#        with a body (MessageWithBodiesFilter) instead, and take the first of getBodies() when getBody() is null.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.igniterealtime.smack</groupId><artifactId>smack-tcp</artifactId><version>4.4.8</version></dependency>
    <dependency><groupId>org.igniterealtime.smack</groupId><artifactId>smack-extensions</artifactId><version>4.4.8</version></dependency>
    <dependency><groupId>org.igniterealtime.smack</groupId><artifactId>smack-java8</artifactId><version>4.4.8</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.chat2.ChatManager;
import org.jivesoftware.smack.filter.MessageWithBodiesFilter;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;

class Probe {
  static final Map<String, String> SENT = new TreeMap<>(Map.of(
      "1 a phone", "<message type='chat' from='bob@example.org/phone' id='1'><body>hello</body></message>",
      "2 a gateway", "<message type='chat' from='bob@sms.example.org' id='2'><body>hello</body></message>",
      "3 the server", "<message from='example.org' id='3'><body>hello</body></message>",
      "4 a message with a language", "<message xml:lang='zh' from='bob@example.org/phone' id='4'><body>hello</body></message>",
      "5 a body with a language", "<message from='bob@example.org/phone' id='5'><body xml:lang='zh'>hello</body></message>"));
  static final Map<String, String> heard = new ConcurrentHashMap<>();
  static final Map<String, String> stanzas = new ConcurrentHashMap<>();

  public static void main(String[] arguments) throws Exception {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> serve(server));
    thread.setDaemon(true);
    thread.start();
    XMPPTCPConnection connection = new XMPPTCPConnection(XMPPTCPConnectionConfiguration.builder()
        .setXmppDomain("example.org").setHostAddress(InetAddress.getLoopbackAddress()).setPort(server.getLocalPort())
        .setUsernameAndPassword("ann", "secret").setSecurityMode(SecurityMode.disabled).build());
    connection.connect();
    Roster.getInstanceFor(connection).setRosterLoadedAtLogin(false);
    ChatManager.getInstanceFor(connection)
        .addIncomingListener((from, message, chat) -> heard.put(message.getStanzaId(), "text " + message.getBody()));
    connection.addSyncStanzaListener(
        stanza -> stanzas.put(stanza.getStanzaId(), "text " + ((Message) stanza).getBodies().iterator().next().getMessage()),
        MessageWithBodiesFilter.INSTANCE);
    connection.login();
    Thread.sleep(2000);
    SENT.forEach((who, stanza) -> System.out.println(
        who.substring(2) + ": the chat listener hears " + heard.getOrDefault(who.substring(0, 1), "nothing")
            + ", the stanza listener " + stanzas.getOrDefault(who.substring(0, 1), "nothing")));
    System.exit(0);
  }

  /** A server that knows as much of XMPP as one login takes, and then writes the messages. */
  static void serve(ServerSocket server) {
    try (Socket socket = server.accept()) {
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      StringBuilder got = new StringBuilder();
      String features = "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>";
      for (int next = in.read(); next >= 0; next = in.read()) {
        got.append((char) next);
        String text = got.toString();
        String answer = null;
        if (text.contains("<stream:stream") && text.endsWith(">")) {
          answer = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1' from='example.org'"
              + " version='1.0'><stream:features>" + features + "</stream:features>";
          features = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>";
        } else if (text.endsWith("</auth>")) {
          answer = "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>";
        } else if (text.endsWith("</iq>") && text.contains("xmpp-bind")) {
          String id = text.replaceAll("(?s).*<iq[^>]*? id=['\"]([^'\"]+).*", "$1");
          answer = "<iq type='result' id='" + id + "'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
              + "<jid>ann@example.org/one</jid></bind></iq>";
        } else if (text.contains("<presence") && (text.endsWith("</presence>") || text.endsWith("/>"))) {
          answer = String.join("", SENT.values());
        }
        if (answer != null) {
          out.write(answer.getBytes(StandardCharsets.UTF_8));
          out.flush();
          got.setLength(0);
        }
      }
    } catch (IOException closed) {
      System.err.println(closed);
    }
  }
}
EOF
timeout 60 java -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
a phone: the chat listener hears text hello, the stanza listener text hello
a gateway: the chat listener hears nothing, the stanza listener text hello
the server: the chat listener hears nothing, the stanza listener text hello
a message with a language: the chat listener hears text hello, the stanza listener text hello
a body with a language: the chat listener hears text null, the stanza listener text hello
EOF
diff expected seen && echo "as noted"
