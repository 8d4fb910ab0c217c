package io.whaleshark.archives.xmpp;

import io.whaleshark.archives.ChatFile;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What a user's own archive holds, or what waits for them: conversations of two. Confined to one
/// thread.
final class UserArchive {

  private final String owner;
  private final Addresses addresses;
  private final List<String> rooms;
  private final Unsaid unsaid;
  private long places;

  /// @param rooms whose own archives are read, so that what is said there is not taken here
  UserArchive(String owner, Addresses addresses, List<String> rooms, Unsaid unsaid) {
    this.owner = owner;
    this.addresses = addresses;
    this.rooms = rooms;
    this.unsaid = unsaid;
  }

  /// Takes the next message.
  void take(ArchivedStanza stanza, CopySpool spool) throws IOException {
    places++;
    if (stanza.fault().isPresent()) {
      unsaid.add(where(stanza), stanza.fault().get());
      return;
    }
    XmlNode message = stanza.message();
    Optional<StanzaReader.Said> said = StanzaReader.read(message);
    Optional<String> fault = StanzaReader.fault(message);
    if (said.isEmpty() && fault.isEmpty()) {
      return;
    }
    String from = message.attribute("from");
    String to = message.attribute("to");
    if (message.attribute("type").equals("groupchat")) {
      String room = Addresses.bare(from.isEmpty() ? to : from);
      if (!rooms.contains(room)) {
        unsaid.add(room, "messages of a room (expected: the room in rooms)");
      }
      return;
    }
    Optional<String> sender = from.isEmpty() ? Optional.of(owner) : addresses.user(from);
    Optional<String> receiver = to.isEmpty() ? Optional.of(owner) : addresses.user(to);
    if (fault.isPresent() || sender.isEmpty() || receiver.isEmpty()) {
      String peer = Addresses.bare(sender.filter(owner::equals).isPresent() ? to : from);
      unsaid.add(
          where(stanza) + " with " + peer,
          fault.or(() -> addresses.fault(peer)).orElse("of nobody who is known"));
      return;
    }
    spool.add(
        ConversationId.Direct.between(user(sender.get()), user(receiver.get())),
        Copy.of(owner, places, stanza, sender.get(), said.orElseThrow()));
  }

  /// What waits may be in the archive as well, so the two are not counted together.
  private String where(ArchivedStanza stanza) {
    return stanza.store() == CopyStore.ARCHIVE ? owner : owner + ", waiting";
  }

  private static UserId user(String name) {
    return new UserId(ChatFile.APP, name);
  }
}
