package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.news.News;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads news from the rows that batches wrote, with the messages that they name. Thread-safe.
final class NewsPages {

  /// So many different things are warned of.
  private static final int WARNED_AT_MOST = 1_000;

  /// How far an app has got.
  static final String NEWEST = "SELECT newest_stamp FROM apps WHERE app = ?";

  private static final String AFTER =
      "SELECT stamp, previous, body FROM news WHERE app = ? AND stamp > ? ORDER BY stamp LIMIT ?";

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  private final Set<String> warned = ConcurrentHashMap.newKeySet(); // of what is not known

  private record Batch(long stamp, long previous, String body) {}

  private record Place(ConversationId conversation, long sequence) {}

  /// A piece of news and its place.
  ///
  /// @param stamp of its batch
  /// @param index in its batch
  record Told(long stamp, int index, News news) {}

  /// A stretch of news.
  ///
  /// @param upTo see [Feed.Page]
  /// @param isWhole see [Feed.Page]
  record Stretch(List<Told> told, long upTo, boolean isWhole) {}

  private record Row(long stamp, int index, NewsRows.Item item) {}

  Stretch after(Session session, int app, long stamp, int limit) throws SQLException {
    List<Batch> batches = new ArrayList<>();
    List<Long> newest = new ArrayList<>();
    Questions questions = new Questions();
    questions.add(NEWEST, row -> newest.add(row.getLong(1)), (long) app);
    questions.add(
        AFTER,
        row -> batches.add(new Batch(row.getLong(1), row.getLong(2), row.getString(3))),
        app,
        stamp,
        limit);
    questions.ask(session);
    if (batches.isEmpty()) {
      long end = newest.isEmpty() ? stamp : Math.max(stamp, newest.getFirst());
      return new Stretch(List.of(), end, end == stamp);
    }
    List<Row> rows = new ArrayList<>();
    boolean isWhole = true;
    long previous = stamp;
    for (Batch batch : batches) {
      isWhole &= batch.previous() == previous;
      previous = batch.stamp();
      int index = 0;
      for (NewsRows.Item item : items(app, batch)) {
        rows.add(new Row(batch.stamp(), index, item));
        index++;
      }
    }
    Map<Place, Message> messages = messages(session, app, rows);
    List<Told> told = new ArrayList<>();
    for (Row row : rows) {
      isWhole &= !(row.item() instanceof NewsRows.Unreadable unreadable) || unreadable.isWhole();
      told.add(new Told(row.stamp(), row.index(), news(app, row.item(), messages)));
    }
    return new Stretch(told, previous, isWhole);
  }

  private static List<NewsRows.Item> items(int app, Batch batch) {
    try {
      return NewsRows.read(app, batch.body());
    } catch (EngineException e) {
      // A row that nobody can read must not hold up those after it.
      return List.of(new NewsRows.Unreadable(false, "news", String.valueOf(e.getMessage())));
    }
  }

  /// Says once what cannot be read here.
  void warnOnce(String what, String why) {
    if (warned.size() < WARNED_AT_MOST && warned.add(what + ": " + why)) {
      LOG.warn("this node cannot read {}, and leaves it out: {}", what, why);
    }
  }

  private Map<Place, Message> messages(Session session, int app, List<Row> rows)
      throws SQLException {
    List<ConversationId> conversations = new ArrayList<>();
    List<Long> sequences = new ArrayList<>();
    for (Row row : rows) {
      if (row.item() instanceof NewsRows.OfMessage named) {
        conversations.add(named.conversation());
        sequences.add(named.sequence());
      }
    }
    Map<Place, Message> messages = new HashMap<>();
    if (!conversations.isEmpty()) {
      Questions questions = new Questions();
      new Lookup(questions, app)
          .messages(
              conversations,
              sequences.stream().mapToLong(Long::longValue).toArray(),
              message ->
                  messages.put(new Place(message.conversation(), message.sequence()), message),
              damage -> warnOnce("a message", String.valueOf(damage.getMessage())));
      questions.ask(session);
    }
    return messages;
  }

  private News news(int app, NewsRows.Item item, Map<Place, Message> messages) {
    return switch (item) {
      case NewsRows.Whole(News whole) -> whole;
      case NewsRows.OfMessage named -> {
        Message message = messages.get(new Place(named.conversation(), named.sequence()));
        yield message == null ? new News.Unknown(app) : news(named, message);
      }
      case NewsRows.Unreadable unreadable -> {
        warnOnce(unreadable.what(), unreadable.why());
        yield new News.Unknown(app);
      }
    };
  }

  /// A message that was replaced since stands elsewhere in every inbox: it comes there, with the
  /// news of that.
  private static News news(NewsRows.OfMessage named, Message message) {
    return switch (named) {
      case NewsRows.Sent _ when message.isReplaced() ->
          new News.Superseded(message, message.stamp());
      case NewsRows.Sent sent -> new News.MessageSent(message, sent.by(), sent.toPrivate());
      case NewsRows.Edited edited when message.inboxPosition() != edited.position() ->
          new News.Superseded(message, edited.position());
      case NewsRows.Edited _, NewsRows.Recalled _ -> new News.MessageReplaced(message, named.by());
    };
  }
}
