package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.Inboxes.Slice;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Payload;
import io.whaleshark.engine.cluster.redis.RedisConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: when everybody comes at once, PostgreSQL is not asked for inboxes that Redis has. Method:
/// a thousand devices pull the same full page at the same moment.
@ExtendWith(Servers.class)
class LoginStormTest {

  private static final int DEVICES = 1_000;
  private static final int ENTRIES = 500;
  private static final Payload BODY = Payload.ofText('"' + "x".repeat(300) + '"');
  private static final UserId ALICE = new UserId(7, "alice");
  private static final UserId BOB = new UserId(7, "bob");
  private static final ConversationId DIRECT = ConversationId.Direct.between(ALICE, BOB);
  private static final Bound BOUND = new Bound(ENTRIES, ENTRIES);
  private static final long STAMP = 1_700_000_000_000_000L;

  private static List<Change> messages() {
    List<Change> changes = new ArrayList<>();
    for (UserId user : List.of(ALICE, BOB)) {
      changes.add(new Change.ParticipationPut(Participation.entered(user, DIRECT, STAMP)));
      changes.add(new Change.MembershipPut(Membership.open(DIRECT, user, 0, 0, STAMP)));
    }
    for (int i = 1; i <= ENTRIES; i++) {
      ClientMessageId id = new ClientMessageId(BOB, "m" + i);
      Message.Sent content = new Message.Sent(BODY, Payload.NONE);
      changes.add(new Change.MessageAppended(new Message(DIRECT, i, STAMP + i, id, content, i, 1)));
    }
    return changes;
  }

  @Test
  @DisplayName("Redis answers each of a thousand pulls at once, and does not seem to be away")
  void redisAnswersAll() throws Exception {
    RedisConfig redis = Servers.redis(RedisConfig.Sizes.forBound(ENTRIES));
    try (ClusterEngine engine =
        Servers.connected(Servers.open(Servers.config("login_storm"), redis))) {
      try (Transaction transaction = engine.begin(Announcement.NOTHING)) {
        transaction.commit(messages(), List.of(), STAMP + ENTRIES);
      }
      engine.awaitAdditions();
      long before = engine.pullsFromRedis();
      List<FutureTask<Slice>> pulls = new ArrayList<>();
      for (int i = 0; i < DEVICES; i++) {
        FutureTask<Slice> pull =
            new FutureTask<>(() -> engine.inboxes().pull(ALICE, 0, PageLimit.of(ENTRIES), BOUND));
        pulls.add(pull);
        Thread.ofVirtual().name("device-" + i).start(pull);
      }
      for (FutureTask<Slice> pull : pulls) {
        assertThat(pull.get().messages()).hasSize(ENTRIES);
      }
      assertThat(engine.pullsFromRedis() - before).isEqualTo(DEVICES);
    }
  }
}
