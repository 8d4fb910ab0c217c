package io.whaleshark.archives.xmpp;

import java.util.List;
import java.util.stream.Stream;

/// A room in which two users write.
record TestRoom(String address) {

  /// Makes the room.
  void open(ChatPartner owner, String nickname) {
    enter(owner, nickname);
    owner.write(
        "<iq type='set' id='open' to='%s'><query xmlns='http://jabber.org/protocol/muc#owner'>"
                .formatted(address)
            + "<x xmlns='jabber:x:data' type='submit'/></query></iq>");
    owner.settle();
  }

  void enter(ChatPartner user, String nickname) {
    user.write(
        "<presence to='%s/%s'><x xmlns='http://jabber.org/protocol/muc'/></presence>"
            .formatted(address, nickname));
    user.settle();
  }

  void say(ChatPartner user, String id, String text) {
    user.write(
        "<message type='groupchat' to='%s' id='%s'><body>%s</body></message>"
            .formatted(address, id, text));
    user.settle();
  }

  /// The setting that has it read.
  String readBy(String reader) {
    return "rooms:\n  - room: %s\n    reader: %s\n".formatted(address, reader);
  }

  /// The lines of a room `team`, where the owner asks who comes, and another one does.
  static List<String> lines(String owner, String asked, String other, String answered) {
    return Stream.of(
            "{'type':'group','groupId':'team','ownerId':'%1$s'}",
            "{'type':'message','fromId':'%1$s','groupId':'team','messageId':'%2$s',"
                + "'messageBody':'who comes?'}",
            "{'type':'join','groupId':'team','members':['%3$s'],"
                + "'after':{'fromId':'%1$s','messageId':'%2$s'}}",
            "{'type':'message','fromId':'%3$s','groupId':'team','messageId':'%4$s',"
                + "'messageBody':'I do'}")
        .map(line -> line.formatted(owner, asked, other, answered).replace('\'', '"'))
        .toList();
  }
}
