package io.whaleshark.engine.cluster.redis;

import static io.whaleshark.engine.cluster.redis.RedisClients.bytes;

import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// The sorted sets, one for each user. Thread-safe. Nothing here fails: Redis may be away.
public final class InboxSets {

  /// Raised when members change their form.
  private static final String FORMAT = "2";

  private static final SecureRandom TAGS = new SecureRandom();
  private static final int NUMBERS = 3; // before the members of an answer

  private final RedisLink link;
  private final RedisConfig.Sizes sizes;
  private final byte[] format;

  private InboxSets(RedisLink link, RedisConfig.Sizes sizes, String database) {
    this.link = link;
    this.sizes = sizes;
    this.format = bytes(FORMAT + " " + database);
  }

  /// The sets of these servers.
  ///
  /// @param database says from which database the messages are; what another one left is begun anew
  public static InboxSets of(RedisClients clients, RedisConfig.Sizes sizes, String database) {
    return new InboxSets(new RedisLink(clients), sizes, database);
  }

  /// A message that is added to sets. Immutable.
  public static final class Addition {

    /// The place that a message left that was sent.
    public static final long SENT = 0;

    private final Message message;
    private final long from;
    private final byte[] member;

    private Addition(Message message, long from, byte[] member) {
      this.message = message;
      this.from = from;
      this.member = member;
    }

    /// Of a message that was committed.
    ///
    /// @param from the place that it left when it was edited or recalled; [#SENT] if it was sent
    /// @param tag of the batch, see [InboxSets#tag]
    public static Addition of(Message message, long from, String tag) {
      return new Addition(message, from, member(message, tag));
    }
  }

  /// A tag for one write of any number of sets, which nobody else has.
  public static String tag() {
    return HexFormat.of().toHexDigits(TAGS.nextLong());
  }

  private static byte[] member(Message message, String tag) {
    byte[] text = InboxMember.text(message);
    byte[] end = InboxMember.end(tag);
    byte[] whole = Arrays.copyOf(text, text.length + end.length);
    System.arraycopy(end, 0, whole, text.length, end.length);
    return whole;
  }

  /// Looks at a user's set.
  ///
  /// @param after the cursor, an exclusive lower bound
  /// @param wanted how many entries after it
  /// @param bound of the inbox
  /// @return empty if Redis is away or refuses
  public Optional<InboxCopy> look(UserId user, long after, int wanted, int bound) {
    List<byte[]> values = List.of(format, number(after), number(wanted), number(bound));
    return link.ask(InboxScript.LOOK, InboxKeys.of(user), values)
        .map(answer -> copy(answer, wanted));
  }

  private static InboxCopy copy(List<Object> answer, int wanted) {
    if (answer.isEmpty()) {
      return InboxCopy.NOTHING;
    }
    try {
      List<InboxMember> members = new ArrayList<>();
      for (Object member : answer.subList(NUMBERS, answer.size())) {
        members.add(InboxMember.read((byte[]) member));
      }
      return new InboxCopy(
          number(answer.get(0)),
          number(answer.get(1)),
          number(answer.get(2)),
          members,
          members.size() == wanted);
    } catch (IllegalArgumentException _) {
      return InboxCopy.FOREIGN;
    }
  }

  private static byte[] number(long number) {
    return bytes(Long.toString(number));
  }

  private static long number(Object text) {
    return Long.parseLong(new String((byte[]) text, StandardCharsets.US_ASCII));
  }

  /// Adds to a user's set what a batch has committed. To be called at most once for each batch and
  /// user, since each addition is counted.
  ///
  /// @param additions all that the batch has for the user
  /// @return completes when it is over, however it went
  public CompletionStage<Void> add(UserId user, List<Addition> additions) {
    List<byte[]> values = new ArrayList<>(writing());
    for (Addition addition : additions) {
      values.add(number(addition.from));
      values.add(number(addition.message.stamp()));
      values.add(number(addition.message.inboxPosition()));
      values.add(addition.member);
    }
    return link.tell(InboxScript.ADD, InboxKeys.of(user), values);
  }

  private List<byte[]> writing() {
    return List.of(format, number(sizes.entries()), number(sizes.idle().toSeconds()));
  }

  /// Fills a user's set with what a snapshot holds.
  public void fill(UserId user, InboxFill fill) {
    String tag = tag();
    List<byte[]> values = new ArrayList<>(writing());
    values.add(number(fill.from()));
    values.add(number(fill.stamp()));
    values.add(number(fill.total()));
    values.add(number(fill.trimmedUpTo()));
    for (Message message : fill.messages()) {
      values.add(number(message.stamp()));
      values.add(number(message.inboxPosition()));
      values.add(member(message, tag));
    }
    link.ask(InboxScript.FILL, InboxKeys.of(user), values);
  }

  /// Deletes a user's set. The next pull finds that it is not complete, and fills it.
  ///
  /// @return completes when it is over, however it went
  public CompletionStage<Void> forget(UserId user) {
    return link.delete(InboxKeys.of(user));
  }

  /// How many entries a set holds at most.
  public int entriesAtMost() {
    return sizes.entries();
  }
}
