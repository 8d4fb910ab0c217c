package io.whaleshark.archives.xmpp;

import io.whaleshark.core.id.Names;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jivesoftware.smack.packet.IQ;

/// What a room is called, and who is what in it now. Immutable.
///
/// @param name empty if it has none that is allowed here
/// @param affiliations of the users who have one
record RoomFacts(String name, SortedMap<String, Affiliation> affiliations) {

  /// What a user is in a room, whether they are there or not.
  enum Affiliation {
    OWNER("owner"),
    ADMIN("admin"),
    MEMBER("member"),
    OUTCAST("outcast");

    private final String word;

    Affiliation(String word) {
      this.word = word;
    }
  }

  /// Asks a room.
  ///
  /// @param session of a user who owns it
  static RoomFacts ask(XmppSession session, String room, Addresses addresses, Unsaid unsaid)
      throws IOException {
    String name = name(session, room, unsaid);
    SortedMap<String, Affiliation> affiliations = new TreeMap<>();
    for (Affiliation each : Affiliation.values()) {
      XmlNode item =
          new XmlNode(
              "item", XmppSession.AFFILIATIONS, Map.of("affiliation", each.word), "", List.of());
      XmlNode asked = new XmlNode("query", XmppSession.AFFILIATIONS, Map.of(), "", List.of(item));
      for (XmlNode found : session.ask(Optional.of(room), IQ.Type.get, asked).children()) {
        String address = found.attribute("jid");
        addresses
            .user(address)
            .ifPresentOrElse(
                user -> affiliations.put(user, each),
                () ->
                    unsaid.add(
                        room, each.word + ": " + addresses.fault(address).orElse("no user")));
      }
    }
    if (!affiliations.containsValue(Affiliation.OWNER)) {
      throw new IOException(room + ": no owner who is a user (expected: a room with an owner)");
    }
    return new RoomFacts(name, affiliations);
  }

  private static String name(XmppSession session, String room, Unsaid unsaid) throws IOException {
    XmlNode asked = new XmlNode("query", XmppSession.ABOUT, Map.of(), "", List.of());
    String name =
        session
            .ask(Optional.of(room), IQ.Type.get, asked)
            .first("identity", XmppSession.ABOUT)
            .map(identity -> identity.attribute("name").strip())
            .orElse("");
    if (!name.isEmpty() && !Names.mayNameGroup(name)) {
      unsaid.add(room, "its name, which is not allowed here");
      return "";
    }
    return name;
  }

  /// Who owns the group: of several, the first by name.
  String owner() {
    return all(Affiliation.OWNER).getFirst();
  }

  /// Those who are something, in the order of their names.
  List<String> all(Affiliation affiliation) {
    return affiliations.entrySet().stream()
        .filter(entry -> entry.getValue() == affiliation)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Those who belong to it, in the order of their names.
  List<String> belonging() {
    return affiliations.entrySet().stream()
        .filter(entry -> entry.getValue() != Affiliation.OUTCAST)
        .map(Map.Entry::getKey)
        .toList();
  }
}
