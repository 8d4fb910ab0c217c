package io.whaleshark.archives.xmpp;

import io.whaleshark.archives.ChatFile;
import io.whaleshark.core.id.ConversationId;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

  /// Who wrote a message.
  ///
  /// @param user empty if nobody knows
  /// @param fault why nobody knows; empty if somebody does
  private record Author(Optional<String> user, String fault) {

    static Author unknown(String why) {
      return new Author(Optional.empty(), why);
    }
  }

  /// Takes the next message.
  void take(ArchivedStanza stanza, CopySpool spool) throws IOException {
    places++;
    if (stanza.fault().isPresent()) {
      unsaid.add(room.address(), stanza.fault().get());
      return;
    }
    XmlNode message = stanza.message();
    Optional<StanzaReader.Said> said = StanzaReader.read(message);
    Optional<String> fault = StanzaReader.fault(message);
    if (said.isEmpty() && fault.isEmpty()) {
      return;
    }
    Author author = author(message);
    if (fault.isPresent() || author.user().isEmpty()) {
      unsaid.add(room.address(), fault.orElse(author.fault()));
      return;
    }
    spool.add(group, Copy.of("", places, stanza, author.user().get(), said.orElseThrow()));
  }

  /// Of whom a message is: what the server says, or else what the settings say. A nickname is never
  /// read as an address, since everybody may call themselves as they like.
  private Author author(XmlNode message) {
    Optional<String> nickname =
        Optional.ofNullable(XmppStringUtils.parseResource(message.attribute("from")))
            .filter(name -> !name.isEmpty());
    if (nickname.isEmpty()) {
      return Author.unknown("of the room itself");
    }
    String of = "of " + nickname.get() + ": ";
    Set<String> shown = shown(message);
    if (shown.size() > 1) {
      return Author.unknown(of + "it names several users");
    }
    return shown.stream()
        .findFirst()
        .or(() ->
            Optional.ofNullable(room.nicknames().get(nickname.get()))
                .map(user -> user + "@" + addresses.domain()))
        .map(this::author)
        .orElseGet(() -> Author.unknown(of + "not known as a user"));
  }

  private Author author(String address) {
    String fault = addresses.fault(address).map(why -> "of " + address + ": " + why).orElse("");
    return new Author(addresses.user(address), fault);
  }

  /// All addresses that a message shows. A server may put its own behind those that the sender has
  /// made up, so one of them alone proves nothing.
  private static Set<String> shown(XmlNode message) {
    return message.children().stream()
        .filter(x -> x.name().equals("x") && x.namespace().equals(OCCUPANT))
        .flatMap(x -> x.children().stream())
        .filter(item -> item.name().equals("item") && item.namespace().equals(OCCUPANT))
        .map(item -> Addresses.bare(item.attribute("jid")))
        .filter(address -> !address.isEmpty())
        .collect(Collectors.toSet());
  }
}
