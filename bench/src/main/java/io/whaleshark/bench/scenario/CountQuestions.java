package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.LoadConnection;
import io.whaleshark.bench.whale.WhaleVoice;
import io.whaleshark.protocol.PageEvent.GroupReadCountsPage;
import io.whaleshark.protocol.PageEvent.GroupReadersPage;
import io.whaleshark.protocol.PageEvent.ReadCount;
import io.whaleshark.protocol.PageEvent.Reader;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.Request.GroupReadCounts;
import io.whaleshark.protocol.Request.GroupReaders;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Queries the read counts and readers of a group, one query after another, and compares the
/// answers with the generator's own records. Confined to its loop's thread.
final class CountQuestions {
  private static final int COUNTED_AT_ONCE = 200;
  private static final int PAGE = 500;

  private final WhaleVoice voice;
  private final String user;
  private final String group;
  private final ReadBook book;
  private final Deque<Request> left = new ArrayDeque<>();
  private @Nullable Request asked;
  private long listed;
  private long verified;
  private long wrongCounts;
  private long wrongReaders;

  CountQuestions(WhaleVoice voice, String user, String group, ReadBook book) {
    this.voice = voice;
    this.user = user;
    this.group = group;
    this.book = book;
  }

  /// Sends the first query.
  void begin(LoadConnection connection) throws IOException {
    for (int from = 1; from <= book.messages(); from += COUNTED_AT_ONCE) {
      int to = Math.min(book.messages(), from + COUNTED_AT_ONCE - 1);
      left.add(new GroupReadCounts(group, from, to, user, null));
    }
    for (long sequence : book.by(user)) {
      left.add(new GroupReaders(group, sequence, null, PAGE, user, null));
    }
    next(connection);
  }

  private void next(LoadConnection connection) throws IOException {
    asked = left.poll();
    if (asked != null) {
      connection.write(voice.frame(asked));
    }
  }

  boolean isDone() {
    return asked == null && left.isEmpty();
  }

  /// Checks a page of read counts.
  void counts(LoadConnection connection, GroupReadCountsPage page) throws IOException {
    if (!(asked instanceof GroupReadCounts question)) {
      wrongCounts++;
      return;
    }
    long expected = question.fromSequence();
    for (ReadCount count : page.dataList()) {
      verified++;
      boolean right =
          count.messageSequence() == expected++
              && count.readCount() == book.readers(count.messageSequence())
              && count.memberCount() == book.audience();
      wrongCounts += right ? 0 : 1;
    }
    wrongCounts += Math.max(0, question.toSequence() + 1 - expected);
    next(connection);
  }

  /// Checks a page of readers.
  void readers(LoadConnection connection, GroupReadersPage page) throws IOException {
    if (!(asked instanceof GroupReaders question)) {
      wrongReaders++;
      return;
    }
    long sequence = question.messageSequence();
    String last = question.lastUserId() == null ? "" : question.lastUserId();
    for (Reader reader : page.dataList()) {
      verified++;
      boolean right =
          last.compareTo(reader.userId()) < 0
              && book.isInAudience(reader.userId(), sequence)
              && reader.read() == book.hasRead(reader.userId(), sequence);
      wrongReaders += right ? 0 : 1;
      last = reader.userId();
    }
    listed += page.dataList().size();
    if (page.completed()) {
      wrongReaders += Math.abs(book.audience() - listed);
      listed = 0;
    } else {
      left.addFirst(new GroupReaders(group, sequence, last, PAGE, user, null));
    }
    next(connection);
  }

  void verify(ResultBuilder builder) {
    builder.verified(verified);
    builder.check("unanswered", asked == null ? 0 : left.size() + 1L);
    builder.check("wrong counts", wrongCounts);
    builder.check("wrong readers", wrongReaders);
  }
}
