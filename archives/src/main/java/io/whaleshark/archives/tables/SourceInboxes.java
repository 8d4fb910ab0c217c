package io.whaleshark.archives.tables;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The source's inboxes: a sorted set of messages for each user, bounded by their number, with the
/// message's key as its score. Changes nothing. Confined to one thread.
final class SourceInboxes implements AutoCloseable {

  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);
  private static final int PAGE = 500;
  private static final int KEYS_AT_ONCE = 1_000;
  private static final int IN_GROUP = 1;

  private final String name;
  private final String prefix;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;
  private final RedisCommands<String, String> redis;

  private SourceInboxes(
      String name,
      String prefix,
      RedisClient client,
      StatefulRedisConnection<String, String> connection) {
    this.name = name;
    this.prefix = prefix;
    this.client = client;
    this.connection = connection;
    this.redis = connection.sync();
  }

  /// Connects.
  ///
  /// @throws SourceFailure if that fails; the message says what to do
  static SourceInboxes open(SourceConfig.Redis source, int app) {
    RedisURI.Builder uri =
        RedisURI.builder()
            .withHost(source.host())
            .withPort(source.port())
            .withSsl(source.caFile().isPresent())
            .withTimeout(ANSWERED_WITHIN);
    if (!source.user().isEmpty()) {
      uri.withAuthentication(source.user(), source.password().toCharArray());
    } else if (!source.password().isEmpty()) {
      uri.withPassword(source.password().toCharArray());
    }
    RedisClient client = RedisClient.create(uri.build());
    ClientOptions.Builder options =
        ClientOptions.builder()
            .autoReconnect(false)
            .maintNotificationsConfig(MaintNotificationsConfig.disabled());
    source
        .caFile()
        .ifPresent(
            file -> options.sslOptions(SslOptions.builder().trustManager(file.toFile()).build()));
    client.setOptions(options.build());
    String name = source.toString();
    try {
      return asking(
          name, () -> new SourceInboxes(name, app + ":offlineMessage:", client, client.connect()));
    } catch (SourceFailure e) {
      client.shutdown();
      throw e;
    }
  }

  private static <T> T asking(String name, Supplier<T> question) {
    try {
      return question.get();
    } catch (RedisException e) {
      throw new SourceFailure(name + ": " + reason(e), e);
    }
  }

  private static String reason(RedisException e) {
    Optional<String> untrusted = SourceFailure.ofTls(e);
    if (untrusted.isPresent()) {
      return untrusted.get();
    }
    Throwable last = e;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    String said = String.valueOf(last.getMessage());
    if (!(last instanceof RedisCommandExecutionException)) {
      return "no Redis answers (expected: one that runs): " + said;
    }
    return said.startsWith("WRONGPASS") || said.startsWith("NOAUTH") || said.startsWith("ERR AUTH")
        ? "user or password refused (expected: those of a user of Redis)"
        : said;
  }

  /// Whose inboxes there are.
  Collection<String> users() {
    Collection<String> users = new TreeSet<>();
    ScanArgs which = ScanArgs.Builder.matches(prefix + "*").limit(KEYS_AT_ONCE);
    ScanCursor cursor = ScanCursor.INITIAL;
    while (!cursor.isFinished()) {
      ScanCursor at = cursor;
      KeyScanCursor<String> found = asking(name, () -> redis.scan(at, which));
      found.getKeys().forEach(key -> users.add(key.substring(prefix.length())));
      cursor = found;
    }
    return users;
  }

  /// Some members of an inbox, oldest first.
  ///
  /// @param from how many to pass over
  List<String> members(String user, long from) {
    return asking(name, () -> redis.zrange(prefix + user, from, from + PAGE - 1));
  }

  /// A message in a user's inbox.
  Optional<InboxMessage> find(String user, long key) {
    // A score is a double: large keys share one with their neighbours.
    double score = key;
    return asking(name, () -> redis.zrangebyscore(prefix + user, Range.create(score, score)))
        .stream()
        .map(SourceInboxes::read)
        .flatMap(Optional::stream)
        .filter(entry -> entry.key() == key)
        .reduce(InboxMessage::with);
  }

  /// Reads a member; empty if it is no message.
  static Optional<InboxMessage> read(String member) {
    try {
      JsonNode json = JsonMapper.shared().readTree(member);
      InboxMessage entry =
          new InboxMessage(
              json.path("messageKey").asLong(0),
              json.path("fromId").asString(""),
              json.path("toId").asString(""),
              json.path("conversationType").asInt(0) == IN_GROUP,
              json.path("messageSequence").asLong(0),
              json.path("messageTime").asLong(0),
              text(json.path("messageBody")),
              text(json.path("extra")),
              json.path("delFlag").asInt(0) == 1);
      boolean isMessage = entry.key() > 0 && !entry.from().isEmpty() && !entry.to().isEmpty();
      return isMessage ? Optional.of(entry) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /// The source's own server takes every value as a text.
  private static @Nullable String text(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    return value.isValueNode() ? value.asString() : value.toString();
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}
