package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ScoredValue;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.engine.cluster.redis.InboxSets;
import io.whaleshark.engine.cluster.redis.RedisClients;
import io.whaleshark.engine.cluster.redis.RedisConfig;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: what batches add to Redis costs few calls where there is much of it. Method: a real Redis,
/// which counts them.
@ExtendWith(Servers.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InboxAdditionsTest {

  private static final int BATCHES = 600;
  private static final UserId ALICE = new UserId(10002, "alice");
  private static final UserId BOB = new UserId(10002, "bob");
  private static final Pattern CALLS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

  private static Message message(long number) {
    return new Message(
        ConversationId.Direct.between(ALICE, BOB),
        number,
        number,
        new ClientMessageId(BOB, "m" + number),
        new Message.Sent(Payload.ofText("text"), Payload.NONE),
        number,
        1);
  }

  private static long calls(PlainRedis redis) {
    Matcher calls = CALLS.matcher(redis.commands().info("commandstats"));
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }

  @Test
  @DisplayName("batches that follow one another quickly are added together, and all of them")
  void batchesGather() throws Exception {
    RedisConfig config = Servers.redis(new RedisConfig.Sizes(BATCHES, 3, Duration.ofMinutes(5)));
    try (PlainRedis redis = PlainRedis.of(config);
        Postgres postgres = new Postgres(Servers.config("additions"));
        RedisClients clients = new RedisClients(config)) {
      InboxSets sets = InboxSets.of(clients, config.sizes(), "database");
      while (sets.look(ALICE, 0, 1, 1).isEmpty()) {
        Thread.onSpinWait(); // until it has connected
      }
      long before = calls(redis);
      try (InboxAdditions additions =
          InboxAdditions.start(postgres, sets, config.sizes().fanOut())) {
        LongStream.rangeClosed(1, BATCHES)
            .forEach(number ->
                additions.committed(List.of(new Change.MessageAppended(message(number)))));
        additions.awaitQuiet();
      }
      assertThat(calls(redis) - before).as("for two users each").isLessThan(BATCHES);
      for (String user : List.of("alice", "bob")) {
        assertThat(
                redis.commands().zrangeWithScores("10002:OfflineMessage:" + user, 0, -1).stream()
                    .map(ScoredValue::getScore))
            .containsExactlyElementsOf(
                LongStream.rangeClosed(1, BATCHES).mapToObj(number -> (double) number).toList());
      }
    }
  }
}
