package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.app.DirectoryPolicy;
import io.whaleshark.core.app.DirectoryPolicy.Visible;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Directory.Place;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Profile;
import io.whaleshark.testkit.Readout;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The directory: what an app may say of its users, who sees it, and who can be written to (ADR
/// 36).
class DirectoryTest {

  private static final List<String> PEOPLE = List.of("alice", "bob", "carol", "dave");

  private final World world = world(Visible.KNOWN, false);

  private static World world(Visible visible, boolean required) {
    AppPolicy usual = AppPolicy.DEFAULT;
    return new World(
        new AppPolicy(
            usual.inbox(),
            usual.retention(),
            usual.recallWindow(),
            usual.editWindow(),
            usual.login(),
            usual.silentFor(),
            usual.receiptInterval(),
            usual.membersAtMost(),
            usual.typingMembersAtMost(),
            usual.reactionMembersAtMost(),
            usual.receipts(),
            new DirectoryPolicy(visible, required),
            usual.pins(),
            usual.isPresenceTold()));
  }

  private static Asked puts(World in, String user, String name) {
    return in.ask(reply -> new Command.PutProfile(World.user(user), name, "", "", reply));
  }

  private static Asked removes(World in, String user) {
    return in.ask(reply -> new Command.RemoveProfile(World.user(user), reply));
  }

  private static void everybodyIsThere(World in) {
    PEOPLE.forEach(user -> puts(in, user, "Name of " + user).done());
  }

  private static Actor actor(String user) {
    return Actor.of(World.user(user));
  }

  private static List<String> of(World in, Actor viewer, Optional<ConversationId.Group> group) {
    Outcome<List<Profile>> outcome =
        in.node
            .directory()
            .of(
                viewer,
                Stream.of("dave", "carol", "bob", "alice").map(World::user).toList(),
                group);
    return names(outcome);
  }

  private static List<String> names(Outcome<List<Profile>> outcome) {
    return outcome.granted().stream().map(profile -> profile.user().name()).toList();
  }

  private List<String> seenBy(String user) {
    return of(world, actor(user), Optional.empty());
  }

  private List<String> seenBy(String user, ConversationId.Group in) {
    return of(world, actor(user), Optional.of(in));
  }

  private List<Profile> stored(String... users) {
    return world.engine.directory().of(Stream.of(users).map(World::user).toList());
  }

  @Test
  @DisplayName("what is said again keeps its stamp, what is said anew replaces all of it")
  void isReplaced() {
    puts(world, "bob", "Bob").done();
    Profile first = stored("bob").getFirst();
    puts(world, "bob", "Bob").done();
    assertThat(stored("bob")).containsExactly(first);
    UserId bob = World.user("bob");
    world
        .ask(reply -> new Command.PutProfile(bob, "", "https://a.example/b?c=1", "{}", reply))
        .done();
    Profile second = stored("bob").getFirst();
    assertThat(second)
        .isEqualTo(new Profile(bob, "", "https://a.example/b?c=1", "{}", second.changedAt()));
    assertThat(second.changedAt()).isGreaterThan(first.changedAt());
    removes(world, "bob").done();
    assertThat(stored("bob")).isEmpty();
    long stamp = world.engine.newestStamp();
    removes(world, "bob").done();
    assertThat(world.engine.newestStamp()).isEqualTo(stamp);
  }

  @ParameterizedTest
  @CsvSource({
    "'a\u0007b', '', ''",
    "'\u202Ebob', '', ''",
    "'\u200B', '', ''",
    "' b', '', ''",
    "'b\u200B', '', ''",
    "'\u0378', '', ''",
    "b, http://a.example/b, ''",
    "b, javascript:alert(1), ''",
    "b, https:///b, ''",
    "b, https://u:p@a.example/, ''",
    "b, 'https://a.example/a b', ''",
    "b, 'https://a.example/\u6f22', ''",
    "b, '', 'a\u0000'",
  })
  @DisplayName("what nobody may be shown is refused, and nothing is stored")
  void isRefused(String name, String avatar, String extra) {
    Asked asked =
        world.ask(reply -> new Command.PutProfile(World.user("bob"), name, avatar, extra, reply));
    assertThat(asked.refusal()).isEqualTo(Refusal.MALFORMED);
    assertThat(stored("bob")).isEmpty();
  }

  @Test
  @DisplayName("each length has its bound")
  void lengths() {
    String name = "n".repeat(Profile.NAME_CHARS_AT_MOST);
    String avatar = "https://a/" + "a".repeat(Profile.AVATAR_CHARS_AT_MOST - 10);
    String extra = "x".repeat(Profile.EXTRA_BYTES_AT_MOST);
    assertThat(Profile.fault(World.user("ann"), name, avatar, extra)).isEmpty();
    assertThat(Profile.fault(World.user("ann"), name + "n", avatar, extra)).isPresent();
    assertThat(Profile.fault(World.user("ann"), name, avatar + "a", extra)).isPresent();
    assertThat(Profile.fault(World.user("ann"), name, avatar, extra + "x")).isPresent();
    String undefined = "\u0378";
    assertThat(Profile.fault(World.user(undefined), "", "", "")).as("compared").isPresent();
    assertThat(Profile.fault(World.user(undefined), "Ann", "", "")).isEmpty();
    assertThat(puts(world, " bob", "Bob").refusal()).isEqualTo(Refusal.MALFORMED);
  }

  @Test
  @DisplayName("who writes with somebody sees their profile, and those of nobody else")
  void knownByWriting() {
    everybodyIsThere(world);
    assertThat(seenBy("alice")).containsExactly("alice");
    world.phone("alice").sends("hi").to("bob").done();
    assertThat(seenBy("alice")).containsExactly("bob", "alice");
    assertThat(seenBy("bob")).containsExactly("bob", "alice");
    assertThat(seenBy("carol")).containsExactly("carol");
    assertThat(of(world, Actor.ADMINISTRATION, Optional.empty())).hasSize(4);
  }

  @Test
  @DisplayName("in a group one sees those whom one has met there, in the past too")
  void knownByGroup() {
    everybodyIsThere(world);
    ConversationId.Group group = world.group("g", "alice", "bob");
    assertThat(seenBy("alice")).containsExactly("alice");
    assertThat(seenBy("alice", group)).containsExactly("bob", "alice");
    assertThat(seenBy("carol", group)).containsExactly("carol");
    world.phone("alice").sends("hi").to(group).done();
    world.leaves(group, "bob").done();
    world.joins(group, "carol").done();
    assertThat(seenBy("alice", group)).containsExactly("carol", "bob", "alice");
    assertThat(seenBy("bob", group)).as("who had left before").containsExactly("bob", "alice");
    assertThat(seenBy("carol", group)).as("who came later").containsExactly("carol", "alice");
    assertThat(seenBy("alice", new ConversationId.Group(group.app(), "other")))
        .containsExactly("alice");
  }

  @Test
  @DisplayName("who is erased has no profile, and whoever comes under the name knows nobody")
  void erased() throws Exception {
    everybodyIsThere(world);
    ConversationId.Group group = world.group("g", "alice", "bob");
    Device alice = world.phone("alice");
    alice.sends("hi").to("carol").done();
    alice.sends("hi").to(group).done();
    var _ = world.asksBeside(() -> world.node.erasure().erase(alice.user()));
    assertThat(stored("alice")).isEmpty();
    assertThat(seenBy("alice")).isEmpty();
    assertThat(seenBy("alice", group)).isEmpty();
    Device carol = world.phone("carol");
    carol.sends("who are you?").to("alice").done();
    assertThat(seenBy("alice")).containsExactly("carol");
  }

  @Test
  @DisplayName("where the app shows nobody, a user sees themselves, and may not search")
  void showsNobody() {
    World closed = world(Visible.NONE, false);
    everybodyIsThere(closed);
    ConversationId.Group group = closed.group("g", "alice", "bob");
    assertThat(of(closed, actor("alice"), Optional.of(group))).containsExactly("alice");
    for (World one : List.of(closed, world)) {
      assertThat(search(one, actor("alice"), "name", Place.FIRST))
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.refusal()).isEqualTo(Refusal.DIRECTORY_CLOSED));
    }
    assertThat(names(search(closed, Actor.ADMINISTRATION, "name", Place.FIRST))).hasSize(2);
  }

  private static Outcome<List<Profile>> search(World in, Actor viewer, String text, Place after) {
    return in.node.directory().startingWith(viewer, World.user("a").app(), text, after, 2);
  }

  @Test
  @DisplayName("where the app shows everybody, a search finds them page by page, in any case")
  void showsEverybody() {
    World open = world(Visible.ALL, false);
    everybodyIsThere(open);
    assertThat(of(open, actor("alice"), Optional.empty())).hasSize(4);
    Outcome<List<Profile>> first = search(open, actor("alice"), "NAME OF", Place.FIRST);
    assertThat(names(first)).containsExactly("alice", "bob");
    Profile last = first.granted().getLast();
    assertThat(names(search(open, actor("alice"), "NAME OF", Place.of(last))))
        .containsExactly("carol", "dave");
    assertThat(names(search(open, actor("alice"), "bob", Place.FIRST))).isEmpty();
  }

  @Test
  @DisplayName("a call names so many at most")
  void tooMany() {
    List<UserId> many =
        Stream.iterate(0, i -> i + 1).limit(101).map(i -> World.user("u" + i)).toList();
    assertThat(world.node.directory().of(Actor.ADMINISTRATION, many, Optional.empty()))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(
            names(world.node.directory().of(actor("bob"), many.subList(1, 101), Optional.empty())))
        .isEmpty();
  }

  @Test
  @DisplayName(
      "where everybody has a profile, a message to who has none is refused and leaves nothing")
  void nobodyThere() {
    World strict = world(Visible.KNOWN, true);
    Device alice = strict.phone("alice");
    List<Fact> before = Readout.facts(strict.engine);
    assertThat(alice.sends("x").as("once").to("bob").refusal()).isEqualTo(Refusal.NO_SUCH_USER);
    assertThat(Readout.facts(strict.engine)).isEqualTo(before);
    assertThat(alice.sends("note").to("alice").message().sequence()).isEqualTo(1);
    ConversationId.Group group = strict.group("g", "alice", "bob");
    assertThat(alice.sends("hi").to(group).message().sequence()).isEqualTo(1);
    strict.together(() -> {
      puts(strict, "bob", "Bob");
      alice.sends("x").as("once").to("bob");
    });
    Message sent = alice.sends("x").as("once").to("bob").message();
    assertThat(sent.sequence()).isEqualTo(1);
    removes(strict, "bob").done();
    assertThat(alice.sends("x").as("once").to("bob").message()).isEqualTo(sent);
    assertThat(alice.sends("y").to("bob").refusal()).isEqualTo(Refusal.NO_SUCH_USER);
    assertThat(world.phone("alice").sends("x").to("bob").message().sequence()).isEqualTo(1);
  }
}
