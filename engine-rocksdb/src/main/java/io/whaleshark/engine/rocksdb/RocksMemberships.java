package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who is in a conversation and how far they read. Thread-safe.
final class RocksMemberships implements Memberships {

  private final Store store;
  private final HotState hot;

  RocksMemberships(Store store, HotState hot) {
    this.store = store;
    this.hot = hot;
  }

  @Override
  public Optional<Group> group(ConversationId.Group group) {
    return Optional.ofNullable(store.get(Table.GROUPS, Keys.conversation(group)))
        .map(row -> Rows.group(group, row));
  }

  @Override
  public List<Group> groups(int app, String after, int limit) {
    byte[] prefix = Keys.groups(app);
    byte[] from =
        after.isEmpty()
            ? prefix
            : Keys.behind(Keys.conversation(new ConversationId.Group(app, after)));
    List<Group> groups = new ArrayList<>();
    try (View view = store.snapshot()) {
      Cursor rows = view.cursor(Table.GROUPS);
      boolean there = rows.seek(from, prefix);
      while (there && groups.size() < limit) {
        var id = (ConversationId.Group) Keys.conversation(new Decoder(rows.key()));
        groups.add(Rows.group(id, rows.value()));
        there = rows.next(prefix);
      }
    }
    return groups;
  }

  @Override
  public List<Membership> periods(ConversationId conversation, UserId user) {
    try (View view = store.current()) {
      return Periods.of(view, conversation, user);
    }
  }

  @Override
  public List<Membership> present(ConversationId.Group group, String after, int limit) {
    List<Membership> members = new ArrayList<>();
    try (View view = store.snapshot()) {
      Roll roll = new Roll(view, group, after);
      while (members.size() < limit && roll.next()) {
        if (roll.period().isOpen()) {
          members.add(roll.period());
        }
      }
    }
    return members;
  }

  @Override
  public long readCount(Message message) {
    return switch (message.conversation()) {
      case ConversationId.Group group -> {
        GroupState.Readers readers = hot.group(group).readers(message.sequence(), message.sender());
        boolean authorRead =
            readers.authors().filter(newest -> authorHasRead(newest, message)).isPresent();
        yield readers.count() - (authorRead ? 1 : 0);
      }
      case ConversationId.Direct direct ->
          periods(direct, direct.peerOf(message.sender())).stream()
                  .anyMatch(period -> hasRead(period, message))
              ? message.audience()
              : 0;
    };
  }

  /// Whether the author was counted as a reader, given their newest period at the time of the
  /// count. The store may be ahead of the count, since it shows a commit first. So only older
  /// periods are read from it, and those never change.
  private boolean authorHasRead(Membership newest, Message message) {
    return newest.joined() < message.sequence()
        ? hasRead(newest, message)
        : periods(message.conversation(), message.sender()).stream()
            .anyMatch(period -> hasRead(period, message));
  }

  private static boolean hasRead(Membership period, Message message) {
    return period.sees(message.sequence()) && period.read() >= message.sequence();
  }

  @Override
  public List<Reader> audience(Message message, String after, int limit) {
    ConversationId.Group group = (ConversationId.Group) message.conversation();
    List<Reader> readers = new ArrayList<>();
    try (View view = store.snapshot()) {
      Roll roll = new Roll(view, group, after);
      while (readers.size() < limit && roll.next()) {
        Membership period = roll.period();
        if (period.sees(message.sequence()) && !period.user().equals(message.sender())) {
          readers.add(new Reader(period.user(), period.read() >= message.sequence()));
        }
      }
    }
    return readers;
  }

  /// A scan over the periods of a group, by user.
  private static final class Roll {

    private final ConversationId.Group group;
    private final byte[] prefix;
    private final Cursor rows;
    private boolean there;
    private boolean started;

    Roll(View view, ConversationId.Group group, String after) {
      this.group = group;
      this.prefix = Keys.conversation(group);
      this.rows = view.cursor(Table.MEMBERS);
      byte[] from =
          after.isEmpty()
              ? prefix
              : Keys.behind(Keys.inConversation(prefix, new UserId(group.app(), after)));
      this.there = rows.seek(from, prefix);
    }

    boolean next() {
      if (started) {
        there = rows.next(prefix);
      }
      started = true;
      return there;
    }

    Membership period() {
      return Periods.membership(group, prefix.length, rows);
    }
  }
}
