package io.whaleshark.server.move;

import io.whaleshark.core.engine.Chain;
import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Payload;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Contents that nobody has to write first: pairs of users, each with the same number of messages,
/// sent in turn.
record Chats(int pairs, int messagesEach) implements Contents {

  private static final int APP = 10_001;
  private static final long FIRST_STAMP = 1_700_000_000_000_000L;
  private static final int STAMPS_EACH = 2;

  private static UserId user(int pair, char which) {
    return new UserId(APP, "u%08d-%c".formatted(pair, which));
  }

  private static ConversationId.Direct conversation(int pair) {
    return new ConversationId.Direct(user(pair, 'a'), user(pair, 'b'));
  }

  private long stamp(int pair, long sequence) {
    return FIRST_STAMP + (long) pair * (messagesEach + STAMPS_EACH) + sequence;
  }

  @Override
  public String version() {
    return "chats " + pairs + " " + messagesEach;
  }

  @Override
  public long newestStamp() {
    return stamp(pairs, 0);
  }

  @Override
  public long messagesAbout() {
    return (long) pairs * messagesEach;
  }

  @Override
  public Iterator<Fact> facts() {
    return Chain.of(
        List.of(
            () -> new Chain<>(IntStream.range(0, pairs).mapToObj(this::facts).iterator()),
            () -> new Chain<>(IntStream.range(0, pairs).mapToObj(this::lists).iterator())));
  }

  private Iterator<Fact> facts(int pair) {
    ConversationId.Direct of = conversation(pair);
    Fact numbers =
        new Fact.OfConversation(
            of,
            new Head(messagesEach, stamp(pair, messagesEach)),
            (messagesEach + 1) / 2,
            Fact.Expired.NOTHING,
            0,
            Optional.empty());
    Stream<Fact> members =
        Stream.of(of.low(), of.high())
            .map(user -> new Fact.OfMember(Membership.open(of, user, 0, 0, stamp(pair, 0))));
    Stream<Fact> messages =
        LongStream.rangeClosed(1, messagesEach)
            .mapToObj(sequence -> new Fact.OfMessage(message(pair, of, sequence)));
    return Stream.concat(Stream.concat(Stream.of(numbers), members), messages).iterator();
  }

  private Message message(int pair, ConversationId.Direct of, long sequence) {
    UserId sender = sequence % 2 == 1 ? of.low() : of.high();
    return new Message(
        of,
        sequence,
        stamp(pair, sequence),
        new ClientMessageId(sender, "m" + sequence),
        new Message.Sent(Payload.ofText("\"message " + sequence + " of a chat\""), Payload.NONE),
        (sequence + 1) / 2,
        1);
  }

  private Iterator<Fact> lists(int pair) {
    ConversationId.Direct of = conversation(pair);
    return List.<Fact>of(
            new Fact.OfList(Participation.entered(of.low(), of, stamp(pair, 0))),
            new Fact.OfList(Participation.entered(of.high(), of, stamp(pair, 0))))
        .iterator();
  }

  @Override
  public void close() {}
}
