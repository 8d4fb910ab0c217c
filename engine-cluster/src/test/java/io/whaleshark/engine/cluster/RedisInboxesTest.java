package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RestoreArgs;
import io.lettuce.core.ScoredValue;
import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.Inboxes.Gap;
import io.whaleshark.core.engine.Inboxes.Slice;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Payload;
import io.whaleshark.engine.cluster.redis.RedisConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Goal: inboxes lie in Redis as the source document has them, and are read from there. Method: a
/// real PostgreSQL and a real Redis, looked at by a plain client.
@ExtendWith(Servers.class)
class RedisInboxesTest {

  private static final int APP = 10001;
  private static final UserId ALICE = new UserId(APP, "alice");
  private static final UserId BOB = new UserId(APP, "bob");
  private static final String KEY = "10001:OfflineMessage:alice";
  private static final String STATE = "{10001:OfflineMessage:alice}:state";
  private static final ConversationId.Direct DIRECT = ConversationId.Direct.between(ALICE, BOB);
  private static final ConversationId.Group GROUP = new ConversationId.Group(APP, "crew");
  private static final RedisConfig.Sizes SIZES = new RedisConfig.Sizes(8, 3, Duration.ofMinutes(5));
  private static final Bound BOUND = new Bound(6, 3);

  private static int schemas;

  private PostgresConfig postgres;
  private ClusterEngine engine;
  private PlainRedis redis;
  private long stamp = 1_700_000_000_000_000L;
  private long sequence;
  private long answered;

  @BeforeEach
  void open() {
    schemas++;
    postgres = Servers.config("inboxes" + schemas);
    redis = PlainRedis.of(Servers.redis());
    redis.commands().flushall();
    engine = Servers.connected(Servers.open(postgres, Servers.redis(SIZES)));
    answered = engine.pullsFromRedis();
  }

  @AfterEach
  void close() {
    engine.close();
    redis.close();
  }

  private long pullsFromRedis() {
    return engine.pullsFromRedis() - answered;
  }

  private void commit(List<Change> changes) throws InterruptedException {
    try (Transaction transaction = engine.begin(Announcement.NOTHING)) {
      transaction.commit(changes, List.of(), stamp);
    }
    engine.awaitAdditions();
  }

  private Message message(ConversationId conversation, String body) {
    sequence++;
    return new Message(
        conversation,
        sequence,
        ++stamp,
        new ClientMessageId(BOB, "m" + sequence),
        new Message.Sent(Payload.ofText(body), Payload.NONE),
        sequence,
        1);
  }

  private void entering(ConversationId conversation, List<Change> changes, UserId... users) {
    for (UserId user : users) {
      changes.add(new Change.ParticipationPut(Participation.entered(user, conversation, ++stamp)));
      changes.add(new Change.MembershipPut(Membership.open(conversation, user, 0, 0, ++stamp)));
    }
  }

  /// Bob sends so many to Alice.
  private List<Message> send(int count) throws InterruptedException {
    List<Change> changes = new ArrayList<>();
    if (sequence == 0) {
      entering(DIRECT, changes, ALICE, BOB);
    }
    List<Message> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(message(DIRECT, "\"text " + i + "\""));
    }
    sent.forEach(message -> changes.add(new Change.MessageAppended(message)));
    commit(changes);
    return sent;
  }

  private Slice pull(UserId user, long after) {
    return engine.inboxes().pull(user, after, PageLimit.of(100), BOUND);
  }

  @Test
  @DisplayName("the set has the key, the members and the scores of the source document")
  void asInTheSourceDocument() throws Exception {
    List<Message> sent = send(3);
    List<ScoredValue<byte[]>> members = redis.commands().zrangeWithScores(KEY, 0, -1);
    assertThat(members).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(members.get(i).getScore()).isEqualTo((double) sent.get(i).stamp());
      JsonNode json =
          new JsonMapper().readTree(new String(members.get(i).getValue(), StandardCharsets.UTF_8));
      assertThat(json.get("appId").intValue()).isEqualTo(APP);
      assertThat(json.get("fromId").stringValue()).isEqualTo("bob");
      assertThat(json.get("toId").stringValue()).isEqualTo("alice");
      assertThat(json.get("conversationType").intValue()).isZero();
      assertThat(json.get("messageId").stringValue()).isEqualTo("m" + (i + 1));
      assertThat(json.get("messageBody").stringValue()).isEqualTo("text " + i);
      assertThat(json.get("messageSequence").longValue()).isEqualTo(i + 1);
      assertThat(json.get("messageKey").longValue()).isEqualTo(sent.get(i).stamp());
      assertThat(json.get("inboxSequence").longValue()).isEqualTo(sent.get(i).stamp());
      assertThat(json.get("messageTime").longValue()).isEqualTo(sent.get(i).stamp() / 1_000);
    }
  }

  @Test
  @DisplayName("the set is bounded, ascending, and ends by itself when nothing comes any more")
  void bounded() throws Exception {
    List<Message> sent = send(20);
    List<ScoredValue<byte[]>> members = redis.commands().zrangeWithScores(KEY, 0, -1);
    assertThat(members)
        .extracting(ScoredValue::getScore)
        .containsExactly(
            sent.subList(12, 20).stream().map(m -> (double) m.stamp()).toArray(Double[]::new));
    assertThat(redis.commands().ttl(KEY)).isBetween(1L, 300L);
    assertThat(redis.commands().ttl(STATE)).isBetween(1L, 300L);
  }

  @Test
  @DisplayName("a set that got all is read from the beginning, without a fill")
  void completeByItself() throws Exception {
    List<Message> sent = send(4);
    assertThat(pull(ALICE, 0).messages()).isEqualTo(sent);
    assertThat(pull(BOB, sent.get(1).stamp()).messages()).isEqualTo(sent.subList(2, 4));
    assertThat(pullsFromRedis()).isEqualTo(2);
    assertThat(engine.fills()).isZero();
  }

  @Test
  @DisplayName("a set that was lost is filled by one pull, and answers the next one")
  void filled() throws Exception {
    List<Message> sent = send(4);
    redis.commands().del(KEY);
    assertThat(pull(ALICE, 0).messages()).isEqualTo(sent);
    assertThat(pull(ALICE, 0).messages()).isEqualTo(sent);
    assertThat(pullsFromRedis()).isEqualTo(1);
    assertThat(engine.fills()).isEqualTo(1);
    assertThat(redis.commands().zcard(KEY)).isEqualTo(4);
  }

  @Test
  @DisplayName("P5 what the bound drops is named from the set alone")
  void gapsFromTheSet() throws Exception {
    List<Message> sent = send(7);
    Slice slice = pull(ALICE, 0);
    assertThat(slice.messages()).isEqualTo(sent.subList(1, 7));
    assertThat(slice.gaps()).containsExactly(new Gap(DIRECT, 1, 1));
    assertThat(pullsFromRedis()).isEqualTo(1);
  }

  @Test
  @DisplayName("a cursor before the trimmed part is answered by PostgreSQL, and nothing is filled")
  void beforeTheTrimmedPart() throws Exception {
    List<Message> sent = send(20);
    assertThat(pull(ALICE, 0).messages()).isEqualTo(sent.subList(14, 20));
    assertThat(pullsFromRedis()).isZero();
    assertThat(engine.fills()).isZero();
    assertThat(pull(ALICE, sent.get(13).stamp()).messages()).isEqualTo(sent.subList(14, 20));
    assertThat(pullsFromRedis()).isEqualTo(1);
  }

  @Test
  @DisplayName("a recall moves the entry; the content is gone from Redis")
  void recalled() throws Exception {
    List<Message> sent = send(3);
    Message tombstone = sent.get(0).recalledAt(++stamp);
    commit(List.of(Change.MessageReplaced.of(sent.get(0), tombstone)));
    List<Message> expected = List.of(sent.get(1), sent.get(2), tombstone);
    assertThat(redis.commands().zrange(KEY, 0, -1))
        .hasSize(3)
        .noneMatch(member -> new String(member, StandardCharsets.UTF_8).contains("text 0"));
    assertThat(pull(ALICE, 0).messages()).isEqualTo(expected);
    assertThat(pull(ALICE, 0).messages()).isEqualTo(expected);
    assertThat(pullsFromRedis()).isEqualTo(1);
  }

  @Test
  @DisplayName("an edit moves the entry each time; no earlier content is left in Redis")
  void edited() throws Exception {
    List<Message> sent = send(3);
    Message once = edited(sent.get(0), "first edit");
    commit(List.of(Change.MessageReplaced.of(sent.get(0), once)));
    Message twice = edited(once, "second edit");
    commit(List.of(Change.MessageReplaced.of(once, twice)));
    List<Message> expected = List.of(sent.get(1), sent.get(2), twice);
    assertThat(members())
        .hasSize(3)
        .noneMatch(member -> member.contains("text 0") || member.contains("first edit"));
    assertThat(pull(ALICE, 0).messages()).isEqualTo(expected);
    assertThat(pull(ALICE, 0).messages()).isEqualTo(expected);
    assertThat(pullsFromRedis()).isEqualTo(1);
  }

  @Test
  @DisplayName("where additions of edits are lost, a fill leaves each message once")
  void editsAreLost() throws Exception {
    List<Message> sent = send(3);
    Message once = edited(sent.get(0), "first edit");
    commit(List.of(Change.MessageReplaced.of(sent.get(0), once)));
    assertThat(pull(ALICE, 0).messages()).containsExactly(sent.get(1), sent.get(2), once);
    Message twice = edited(once, "second edit");
    Message thrice;
    try (ClusterEngine forgetful = Servers.open(postgres)) {
      commit(forgetful, Change.MessageReplaced.of(once, twice));
      thrice = edited(twice, "third edit");
      commit(forgetful, Change.MessageReplaced.of(twice, thrice));
    }
    List<Message> expected = List.of(sent.get(1), sent.get(2), thrice);
    assertThat(pull(ALICE, 0).messages()).isEqualTo(expected);
    assertThat(pull(ALICE, 0).messages()).isEqualTo(expected);
    assertThat(members()).hasSize(3).noneMatch(member -> member.contains("first edit"));
  }

  private Message edited(Message message, String text) {
    long at = ++stamp;
    return message.edited(new Message.Sent(Payload.ofText(text), Payload.NONE), at, at);
  }

  private List<String> members() {
    return redis.commands().zrange(KEY, 0, -1).stream()
        .map(member -> new String(member, StandardCharsets.UTF_8))
        .toList();
  }

  private void commit(ClusterEngine other, Change change) {
    try (Transaction transaction = other.begin(Announcement.NOTHING)) {
      transaction.commit(List.of(change), List.of(), stamp);
    }
  }

  @Test
  @DisplayName("messages of a group beyond the fan-out limit are filled in by the pull")
  void largeGroup() throws Exception {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.GroupPut(new Group(GROUP, "g", BOB, 4, false, ++stamp)));
    entering(GROUP, changes, ALICE, BOB, new UserId(APP, "carol"), new UserId(APP, "dave"));
    Message message = message(GROUP, "1");
    changes.add(new Change.MessageAppended(message));
    commit(changes);
    assertThat(redis.commands().exists(KEY)).isZero();
    assertThat(pull(ALICE, 0).messages()).containsExactly(message);
    assertThat(pull(ALICE, 0).messages()).containsExactly(message);
    assertThat(pullsFromRedis()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "what another kind of key holds is left as it is; PostgreSQL answers, others are served")
  void anotherKindOfKey() throws Exception {
    for (String taken : List.of(KEY, STATE)) {
      redis.commands().flushall();
      redis.commands().set(taken, "theirs".getBytes(StandardCharsets.UTF_8));
      List<Message> sent = send(1);
      assertThat(pull(ALICE, sent.getLast().stamp() - 1).messages()).isEqualTo(sent);
      assertThat(redis.commands().get(taken)).asString().isEqualTo("theirs");
      long before = pullsFromRedis();
      assertThat(pull(BOB, sent.getLast().stamp()).messages()).isEmpty();
      assertThat(pull(BOB, sent.getLast().stamp()).messages()).isEmpty();
      assertThat(pullsFromRedis()).isGreaterThan(before);
    }
  }

  @Test
  @DisplayName("members that are not ours are replaced")
  void foreignMember() throws Exception {
    List<Message> sent = send(2);
    List<byte[]> members = redis.commands().zrange(KEY, 0, -1);
    redis.commands().zrem(KEY, members.getFirst());
    redis
        .commands()
        .zadd(KEY, (double) sent.getFirst().stamp(), "theirs".getBytes(StandardCharsets.UTF_8));
    assertThat(pull(ALICE, 0).messages()).isEqualTo(sent);
    assertThat(pull(ALICE, 0).messages()).isEqualTo(sent);
    assertThat(pullsFromRedis()).isEqualTo(1);
    assertThat(redis.commands().zrange(KEY, 0, -1)).hasSize(2);
  }

  @Test
  @DisplayName("an older copy of the set alone is noticed, even if it has the same scores")
  void olderCopyOfTheSet() throws Exception {
    List<Message> sent = send(2);
    Message tombstone = sent.getLast().recalledAt(++stamp);
    try (ClusterEngine forgetful = Servers.open(postgres);
        Transaction transaction = forgetful.begin(Announcement.NOTHING)) {
      transaction.commit(
          List.of(Change.MessageReplaced.of(sent.getLast(), tombstone)), List.of(), stamp);
    }
    Message newest = send(1).getFirst();
    byte[] before = redis.commands().dump(KEY);
    redis.commands().del(KEY, STATE);
    List<Message> expected = List.of(sent.getFirst(), tombstone, newest);
    assertThat(pull(ALICE, 0).messages()).isEqualTo(expected);
    redis.commands().restore(KEY, before, RestoreArgs.Builder.ttl(0).replace());
    assertThat(pull(ALICE, 0).messages()).isEqualTo(expected);
  }
}
