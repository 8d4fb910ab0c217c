package io.whaleshark.archives.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.id.ConversationId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Goal: nobody gets what another one wrote under their name. Method: messages as a room's archive
/// has them, with what a client may put into them.
class RoomArchiveTest {

  private static final String ROOM = "team@conference.localhost";
  private static final String OCCUPANT = "http://jabber.org/protocol/muc#user";

  private static XmlNode shown(String address) {
    XmlNode item = new XmlNode("item", OCCUPANT, Map.of("jid", address), "", List.of());
    return new XmlNode("x", OCCUPANT, Map.of(), "", List.of(item));
  }

  private static List<String> senders(String from, XmlNode... shown) throws IOException {
    List<XmlNode> children = new ArrayList<>(Arrays.asList(shown));
    children.add(new XmlNode("body", "jabber:client", Map.of(), "hi", List.of()));
    XmlNode message = new XmlNode("message", "jabber:client", Map.of("from", from), "", children);
    return senders(new ArchivedStanza("1", 1, message));
  }

  private static List<String> senders(ArchivedStanza stanza) throws IOException {
    XmppConfig.Room room =
        new XmppConfig.Room(
            ROOM, "team", new UserLogin("alice", "secret", false), Map.of("Ali", "alice"));
    List<String> senders = new ArrayList<>();
    try (CopySpool spool = CopySpool.begin()) {
      new RoomArchive(room, new Addresses("localhost"), new Unsaid()).take(stanza, spool);
      spool.forEach((ConversationId _, List<Copy> copies) ->
          copies.forEach(copy -> senders.add(copy.sender())));
    }
    return senders;
  }

  @Test
  void theRoomOrTheSettingsSayWho() throws IOException {
    assertThat(senders(ROOM + "/x", shown("bob@localhost/phone"))).containsExactly("bob");
    assertThat(senders(ROOM + "/Ali")).containsExactly("alice");
  }

  @Test
  void aNicknameIsNoAddress() throws IOException {
    assertThat(senders(ROOM + "/alice@localhost")).isEmpty();
  }

  @Test
  void twoAddressesProveNothing() throws IOException {
    assertThat(senders(ROOM + "/x", shown("alice@localhost"), shown("bob@localhost"))).isEmpty();
  }

  @Test
  void whatTheRoomItselfSaysIsNobodys() throws IOException {
    assertThat(senders(ROOM)).isEmpty();
    assertThat(senders(ROOM, shown("bob@localhost"))).isEmpty();
  }

  @Test
  void whatIsNoMessageEndsNothing() throws IOException {
    XmlNode result = new XmlNode("result", XmppSession.ARCHIVE, Map.of(), "", List.of());
    assertThat(senders(ArchivedStanza.faulty("1", result, "no message"))).isEmpty();
  }
}
