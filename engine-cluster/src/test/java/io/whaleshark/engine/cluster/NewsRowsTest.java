package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Pinning;
import io.whaleshark.core.model.Reacted;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.news.News;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Goal: every kind of news that a node commits is read by the others as it was written. A kind
/// that is written, and that no node can read, is told to nobody there. Method: one of each.
class NewsRowsTest {

  private static final int APP = 1;
  private static final UserId ALICE = new UserId(APP, "alice");
  private static final UserId BOB = new UserId(APP, "bob");
  private static final ConversationId.Direct DIRECT = ConversationId.Direct.between(ALICE, BOB);
  private static final ConversationId.Group TEAM = new ConversationId.Group(APP, "team");
  private static final SessionId BY = new SessionId(7);
  private static final DeviceId PHONE = new DeviceId(DeviceKind.IOS, "phone");
  private static final Group GROUP = new Group(TEAM, "Team", ALICE, 2, false, 8);
  private static final Membership MEMBER =
      new Membership(
          TEAM, BOB, 0, Membership.OPEN, 0, 0, 0, new Membership.Standing(true, false), 9);

  /// Neither is ever committed.
  private static final Set<Class<?>> OF_ONE_NODE =
      Set.of(News.Superseded.class, News.Unknown.class);

  private static Message message(Message.Content content) {
    return new Message(DIRECT, 3, 10, new ClientMessageId(ALICE, "m"), content, 2, 1);
  }

  private static final Message SENT =
      message(new Message.Sent(Payload.ofText("\"hi\""), Payload.NONE));
  private static final Message EDITED =
      SENT.edited(new Message.Sent(Payload.ofText("\"ho\""), Payload.NONE), 11, 11);
  private static final Message RECALLED = message(new Message.Recalled(11, 12));

  private static List<News> oneOfEach() {
    return List.of(
        new News.MessageSent(SENT, BY, true),
        new News.MessageReplaced(EDITED, BY),
        new News.MessageReplaced(RECALLED, BY),
        new News.MessagePinned(
            new Pinning(TEAM, 3, 10, "m", Optional.of(BOB), Optional.of(new Pin(3, 12))), BY),
        new News.MessagePinned(
            new Pinning(DIRECT, 3, 10, "m", Optional.empty(), Optional.empty()), BY),
        new News.MessageReacted(
            new Reacted(TEAM, 10, "m", new Reaction(3, "👍🏽", BOB), true, 7), true, BY),
        new News.MessageReacted(
            new Reacted(DIRECT, 10, "m", new Reaction(3, "\"x", BOB), false, 0), false, BY),
        new News.MessageImported(DIRECT, 3),
        new News.ReceivedAdvanced(BOB, DIRECT, 3, 10, "m"),
        new News.ReadAdvanced(BOB, TEAM, News.Audience.ALL, 1, 3, 4, true, BY),
        new News.ReadAdvanced(BOB, TEAM, News.Audience.OWN_DEVICES, 1, 3, 4, true, BY),
        new News.ReadAdvanced(BOB, TEAM, News.Audience.OTHERS, 1, 3, 4, false, BY),
        new News.ConversationSet(
            new Participation(
                ALICE,
                TEAM,
                true,
                false,
                5,
                new Participation.Left("Team", 2),
                new Participation.Unshared(6, 2),
                new Participation.Erased(4, 3, 13),
                14),
            BY),
        new News.MembersAdded(GROUP, List.of(MEMBER)),
        new News.MemberRemoved(GROUP, MEMBER),
        new News.GroupUpdated(GROUP),
        new News.GroupDissolved(GROUP),
        new News.ReceiptsSwitched(ALICE, false, BY),
        new News.LoggedIn(ALICE, PHONE, BY, LoginPolicy.of(1), 5, 15, true),
        new News.LoggedOut(ALICE, BY, 16, Optional.of(PHONE)),
        new News.SignedOut(
            ALICE,
            Optional.of(PHONE),
            Optional.of(new Ban(ALICE, "spam", 99, 17)),
            18,
            Optional.of(PHONE)),
        new News.NodeGone(APP, 5));
  }

  /// What a node makes of a row: a message is only named in it.
  private static NewsRows.Item item(News news) {
    return switch (news) {
      case News.MessageSent sent -> new NewsRows.Sent(DIRECT, 3, sent.by(), sent.toPrivate());
      case News.MessageReplaced(Message message, SessionId by) ->
          message.isRecalled()
              ? new NewsRows.Recalled(DIRECT, 3, by)
              : new NewsRows.Edited(DIRECT, 3, by, 11);
      case News other -> new NewsRows.Whole(other);
    };
  }

  @Test
  void whatANodeWritesAnotherOneReads() {
    for (News news : oneOfEach()) {
      assertThat(NewsRows.read(APP, NewsRows.write(List.of(news)))).containsExactly(item(news));
    }
  }

  @Test
  void noKindIsForgotten() {
    Set<Class<?>> tried = oneOfEach().stream().map(News::getClass).collect(Collectors.toSet());
    assertThat(kinds(News.class).filter(kind -> !OF_ONE_NODE.contains(kind)))
        .containsExactlyInAnyOrderElementsOf(tried);
  }

  private static Stream<Class<?>> kinds(Class<?> of) {
    return of.isSealed()
        ? Stream.of(of.getPermittedSubclasses()).flatMap(NewsRowsTest::kinds)
        : Stream.of(of);
  }
}
