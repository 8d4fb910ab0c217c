package io.whaleshark.engine.cluster.redis;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.InvalidIdException;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Typing;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Who is writing, told from node to node on a channel of Redis. Thread-safe; never blocks, never
/// fails. All of it may be lost.
///
/// It is told in lines, since no id has a control character: the node, the app, whether somebody
/// writes (`1`) or has stopped (`0`), who, `user` or `group`, and the name of that peer or group.
public final class TypingChannel {

  private static final Pattern APP = Pattern.compile("\\d{1,9}|1\\d{9}|20\\d{8}|21[0-3]\\d{7}");
  private static final int LINES = 6;
  private static final String ON = "1";
  private static final String USER = "user";
  private static final String GROUP = "group";

  private final String node;
  private final Channel channel;

  private TypingChannel(
      RedisClients clients, String cluster, String node, Consumer<Typing> listener) {
    this.node = node;
    this.channel =
        Channel.open(clients, cluster, "typing", text -> heard(text, node).ifPresent(listener));
  }

  /// Begins to listen, and does not wait for it. Ends with the clients.
  ///
  /// @param cluster whose nodes hear each other
  /// @param node the own name; what it tells itself is not told to the listener
  /// @param listener on a thread of the connection: must be quick
  public static TypingChannel open(
      RedisClients clients, String cluster, String node, Consumer<Typing> listener) {
    return new TypingChannel(clients, cluster, node, listener);
  }

  /// Tells the other nodes. Dropped while too much is under way.
  public void tell(Typing typing) {
    channel.say(text(node, typing));
  }

  static String text(String node, Typing typing) {
    ConversationId conversation = typing.conversation();
    List<String> of =
        switch (conversation) {
          case ConversationId.Direct direct -> List.of(USER, direct.peerOf(typing.author()).name());
          case ConversationId.Group group -> List.of(GROUP, group.name());
        };
    return String.join(
        "\n",
        node,
        Integer.toString(conversation.app()),
        typing.isOn() ? ON : "0",
        typing.author().name(),
        of.getFirst(),
        of.getLast());
  }

  /// What another node says.
  ///
  /// @return empty if this node has said it, or if it is of another version or of somebody else
  static Optional<Typing> heard(String text, String node) {
    String[] lines = text.split("\n", -1);
    if (lines.length != LINES || lines[0].equals(node) || !APP.matcher(lines[1]).matches()) {
      return Optional.empty();
    }
    int app = Integer.parseInt(lines[1]);
    try {
      UserId author = new UserId(app, lines[3]);
      Optional<ConversationId> conversation =
          switch (lines[4]) {
            case USER ->
                Optional.of(ConversationId.Direct.between(author, new UserId(app, lines[5])));
            case GROUP -> Optional.of(new ConversationId.Group(app, lines[5]));
            default -> Optional.empty();
          };
      return conversation.map(known -> new Typing(known, author, lines[2].equals(ON)));
    } catch (InvalidIdException _) {
      return Optional.empty();
    }
  }
}
