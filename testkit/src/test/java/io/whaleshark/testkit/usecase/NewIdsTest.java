package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: an id that people cannot see, or that changes the text around it, does not come into use,
/// and what earlier versions stored under such an id stays usable. Method: every command that can
/// bring an id into use; and rows as such a version wrote them.
class NewIdsTest {

  private static final long STORED = 1; // a stamp long before those of the test's clock

  private final World world = new World();
  private final Device alice = world.phone("alice");

  private Asked create(String id, String owner, String... members) {
    return world.ask(reply ->
        new Command.PutGroup(
            Actor.ADMINISTRATION,
            new ConversationId.Group(World.APP, id),
            "",
            World.user(owner),
            Arrays.stream(members).map(World::user).toList(),
            reply));
  }

  private static void assertRefused(Asked asked, String field) {
    assertThat(asked.answer())
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> {
              assertThat(refused.refusal()).isEqualTo(Refusal.MALFORMED);
              assertThat(refused.detail()).startsWith(field + ": ").doesNotContain("\u202E");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" ", "\u200B", "\u202Eevil", "a\u2028b", " a", "a\u3000", "a\u200B", "\uFEFFa"})
  void idsThatPeopleCannotTellApartAreRefused(String id) {
    ConversationId.Group team = world.group("team", "alice");
    assertRefused(alice.sends("hi").to(id), "toId");
    assertRefused(alice.sends("hi").as(id).to("bob"), "messageId");
    assertRefused(alice.sends("hi").as(id).to(team), "messageId");
    assertRefused(create(id, "alice"), "groupId");
    assertRefused(create("g", id), "ownerId");
    assertRefused(create("g", "alice", "bob", id), "members[1]");
    assertRefused(world.joins(team, id), "members[0]");
    assertThat(world.inbox("alice", 0).messages()).isEmpty();
    assertThat(world.engine.memberships().group(team).orElseThrow().memberCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "\u7FA4",
        "\uD83D\uDC68\u200D\uD83D\uDC69",
        "\u0645\u06CC\u200C\u062E",
        "e\u0301"
      })
  void idsOfAnyLanguageComeIntoUse(String id) {
    ConversationId.Group team = world.group(id, "alice", id);
    assertThat(alice.sends("hi").as(id).to(id).message().sequence()).isEqualTo(1);
    assertThat(alice.sends("hi").to(team).message().sequence()).isEqualTo(1);
  }

  @Test
  void whatIsStoredUnderSuchAnIdStaysUsable() {
    UserId hidden = World.user("\u200B");
    var direct = ConversationId.Direct.between(alice.user(), hidden);
    var group = new ConversationId.Group(World.APP, " ");
    Message message =
        new Message(
            direct,
            1,
            STORED,
            new ClientMessageId(alice.user(), " "),
            new Message.Sent(Payload.ofText("old"), Payload.NONE),
            1,
            1);
    List<Change> changes = new ArrayList<>();
    for (UserId user : List.of(alice.user(), hidden)) {
      for (ConversationId conversation : List.of(direct, group)) {
        changes.add(new Change.ParticipationPut(Participation.entered(user, conversation, STORED)));
        changes.add(new Change.MembershipPut(Membership.open(conversation, user, 0, 0, STORED)));
      }
    }
    changes.add(new Change.MessageAppended(message));
    changes.add(new Change.GroupPut(new Group(group, " ", alice.user(), 2, false, STORED)));
    try (Transaction transaction = world.engine.begin(Announcement.NOTHING)) {
      transaction.commit(changes, List.of(), STORED);
    }

    assertThat(alice.sends("old").as(" ").to(direct).message()).isEqualTo(message);
    assertThat(alice.sends("new").to(direct).message().sequence()).isEqualTo(2);
    assertThat(alice.sends("new").to(group).message().sequence()).isEqualTo(1);
    assertThat(alice.recalls(message).refusal()).isEqualTo(Refusal.RECALL_TOO_LATE);
    assertThat(alice.hides(direct).isAnswered()).isTrue();
    assertThat(world.renames(group, "Team", "alice").group().name()).isEqualTo("Team");
    assertThat(world.joins(group, "\u200B").group().memberCount()).isEqualTo(2);
    assertThat(world.leaves(group, "\u200B").group().memberCount()).isEqualTo(1);
    assertRefused(world.joins(group, "\u200B"), "members[0]");
    assertThat(world.history(direct)).hasSize(2);
    assertThat(world.bugs).isEmpty();
  }
}
