package io.whaleshark.engine.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.whaleshark.engine.cluster.redis.RedisConfig;
import io.whaleshark.engine.cluster.redis.RedisExaminer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: the rights that `docs/cluster.md` names are enough for a node. Method: a real Redis with a
/// user who has these rights alone.
@ExtendWith(Servers.class)
@Timeout(60)
class RedisRightsTest {

  private static final Path GUIDE = Path.of("..", "docs", "cluster.md");
  private static final Pattern RIGHTS = Pattern.compile("An ACL needs these rules: `([^`]+)`");

  private static List<String> rights() throws Exception {
    Matcher rights = RIGHTS.matcher(Files.readString(GUIDE));
    assertThat(rights.find()).as("rights in %s", GUIDE).isTrue();
    return List.of(rights.group(1).split(" "));
  }

  /// Makes a user with these rights.
  private static RedisConfig as(String user, List<String> rights, RedisConfig redis) {
    CommandArgs<String, byte[]> arguments =
        new CommandArgs<>(PlainRedis.CODEC).add("SETUSER").add(user).add("reset").add("on");
    arguments.add(">secret");
    rights.forEach(arguments::add);
    try (PlainRedis plain = PlainRedis.of(redis)) {
      plain.commands().dispatch(CommandType.ACL, new StatusOutput<>(PlainRedis.CODEC), arguments);
    }
    var access = new RedisConfig.Access(user, "secret", Optional.empty(), false, Optional.empty());
    return new RedisConfig(redis.mode(), redis.nodes(), access, redis.sizes());
  }

  @Test
  @DisplayName("with the rights of the guide, a node serves inboxes from Redis and hears pokes")
  void rightsAreEnough() throws Exception {
    RedisConfig redis = as("node", rights(), Servers.redis());
    assertThat(RedisExaminer.examine(redis).faults()).isEmpty();
    PostgresConfig postgres = Servers.config("rights");
    try (PlainRedis plain = PlainRedis.of(Servers.redis());
        ClusterEngine engine = Servers.connected(Servers.open(postgres, redis))) {
      engine.feed().orElseThrow().online(1);
      while (engine.pokes() == 0) {
        plain.commands().publish("whaleshark:test:news", "other 1 1".getBytes(US_ASCII));
      }
    }
  }
}
