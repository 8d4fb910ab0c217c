package io.whaleshark.archives.xmpp;

import io.whaleshark.archives.ChatFile;
import io.whaleshark.core.id.ConversationId;
import java.io.IOException;
import java.util.Optional;
import org.jxmpp.util.XmppStringUtils;

/// What a room's own archive holds. Who wrote something is known by the address that the room shows
/// to its owners, or by what the settings say of a nickname. Confined to one thread.
final class RoomArchive {

  private static final String OCCUPANT = "http://jabber.org/protocol/muc#user";

  private final ConversationId.Group group;
  private final XmppConfig.Room room;
  private final Addresses addresses;
  private final Unsaid unsaid;
  private long places;

  RoomArchive(XmppConfig.Room room, Addresses addresses, Unsaid unsaid) {
    this.group = new ConversationId.Group(ChatFile.APP, room.group());
    this.room = room;
    this.addresses = addresses;
    this.unsaid = unsaid;
  }

  /// Takes the next message.
  void take(ArchivedStanza stanza, CopySpool spool) throws IOException {
    places++;
    XmlNode message = stanza.message();
    Optional<StanzaReader.Said> said = StanzaReader.read(message);
    Optional<String> fault = StanzaReader.fault(message);
    if (said.isEmpty() && fault.isEmpty()) {
      return;
    }
    String address = address(message);
    Optional<String> sender = addresses.user(address);
    if (fault.isPresent() || sender.isEmpty()) {
      unsaid.add(
          room.address(),
          fault.orElseGet(() -> "of " + address + ": " + addresses.fault(address).orElse("")));
      return;
    }
    spool.add(group, Copy.of("", places, stanza, sender.get(), said.orElseThrow()));
  }

  /// Of whom a message is: what the server says, or else what the settings say.
  private String address(XmlNode message) {
    String nickname = XmppStringUtils.parseResource(message.attribute("from"));
    return message
        .first("x", OCCUPANT)
        .flatMap(x -> x.first("item", OCCUPANT))
        .map(item -> item.attribute("jid"))
        .filter(jid -> !jid.isEmpty())
        .or(() ->
            Optional.ofNullable(room.nicknames().get(nickname))
                .map(user -> user + "@" + addresses.domain()))
        .orElse(nickname);
  }
}
