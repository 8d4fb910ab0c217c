package io.whaleshark.local.cluster.load;

import io.whaleshark.checker.HistoryRead;
import io.whaleshark.checker.LogChecker;
import io.whaleshark.checker.Part;
import io.whaleshark.checker.ReaderCount;
import io.whaleshark.checker.SeenItem;
import io.whaleshark.checker.Sighting;
import io.whaleshark.local.cluster.load.DeviceConnection.BrokenException;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ConversationItem;
import io.whaleshark.protocol.ConversationType;
import io.whaleshark.protocol.PageEvent;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Looks at everything that a user can see while nothing happens, and shows it to the checker.
/// Confined to one thread at a time.
final class Auditor {

  /// How much history is read: what is new, or all.
  enum Depth {
    NEW,
    ALL
  }

  private static final int PAGE = 500;
  private static final int COUNTED_AT_ONCE = 200;
  private static final int AUDIENCE_PAGE = 3;
  private static final int AUDIENCES = 12;

  private final ChatDevice device;
  private final LogChecker checker;
  private final Random random;

  Auditor(ChatDevice device, Random random) {
    this.device = device;
    this.checker = device.checker;
    this.random = random;
  }

  void audit(Depth depth) throws BrokenException, InterruptedException {
    for (Peer peer : World.peers(device.user())) {
      readHistory(peer, depth);
    }
    listConversations();
    if (World.STEADY.contains(device.user())) {
      for (Peer peer : World.peers(device.user())) {
        if (peer.type() == ConversationType.GROUP) {
          count(peer.id(), depth);
        }
      }
    }
  }

  private void readHistory(Peer peer, Depth depth) throws BrokenException, InterruptedException {
    Part part = new Part(World.name(device.user(), peer), device.user());
    long after = depth == Depth.ALL ? 0 : checker.historyEnd(part);
    long asked = checker.moment();
    List<Sighting> messages = new ArrayList<>();
    PageEvent.@Nullable HistoryPage page;
    long end = after;
    do {
      long from = end;
      page =
          device.askIfAllowed(
              PageEvent.HistoryPage.class,
              id -> new Request.HistoryPull(peer, null, from, PAGE, device.user(), id));
      if (page != null) {
        for (ChatMessage message : page.dataList()) {
          messages.add(World.sighting(message));
          end = message.messageSequence();
        }
      }
    } while (page != null && !page.completed());
    checker.historyRead(new HistoryRead(part, asked, after, messages));
  }

  private void listConversations() throws BrokenException, InterruptedException {
    long asked = checker.moment();
    boolean completed = false;
    for (long cursor = 0; !completed; ) {
      long after = cursor;
      PageEvent.ConversationPage page =
          allowed(
              PageEvent.ConversationPage.class,
              id -> new Request.ConversationPull(after, PAGE, device.user(), id));
      for (ConversationItem item : page.dataList()) {
        Part part = new Part(World.name(device.user(), item.of()), device.user());
        checker.listed(
            new SeenItem(
                part,
                asked,
                item.messageSequence(),
                item.readSequence(),
                item.unreadCount(),
                peer(item)));
      }
      cursor = page.maxSequence();
      completed = page.completed();
    }
  }

  private static SeenItem.@Nullable Peer peer(ConversationItem item) {
    return switch (item.state()) {
      case ConversationItem.DirectState(long read, long received) ->
          new SeenItem.Peer(item.of().id(), read, received);
      case ConversationItem.GroupState _ -> null;
    };
  }

  private void count(String group, Depth depth) throws BrokenException, InterruptedException {
    String conversation = World.group(group);
    long newest = checker.historyEnd(new Part(conversation, device.user()));
    long oldest = depth == Depth.ALL ? 1 : Math.max(1, newest - COUNTED_AT_ONCE + 1);
    for (long from = oldest; from <= newest; from += COUNTED_AT_ONCE) {
      long first = from;
      long last = Math.min(newest, from + COUNTED_AT_ONCE - 1);
      long asked = checker.moment();
      PageEvent.GroupReadCountsPage page =
          allowed(
              PageEvent.GroupReadCountsPage.class,
              id -> new Request.GroupReadCounts(group, first, last, device.user(), id));
      if (page.dataList().size() != last - first + 1) {
        throw new IllegalStateException(group + ": counts of " + first + ".." + last + ": " + page);
      }
      for (PageEvent.ReadCount count : page.dataList()) {
        checker.counted(
            new ReaderCount(
                conversation,
                count.messageSequence(),
                asked,
                count.readCount(),
                count.memberCount(),
                null));
      }
    }
    for (int i = 0; i < AUDIENCES && newest > 0; i++) {
      listAudience(group, newest - random.nextLong(newest));
    }
  }

  private void listAudience(String group, long sequence)
      throws BrokenException, InterruptedException {
    Map<String, Boolean> readers = new TreeMap<>();
    long asked = checker.moment();
    @Nullable String after = null;
    PageEvent.GroupReadersPage page;
    do {
      String last = after;
      page =
          allowed(
              PageEvent.GroupReadersPage.class,
              id ->
                  new Request.GroupReaders(
                      group, sequence, last, AUDIENCE_PAGE, device.user(), id));
      page.dataList().forEach(reader -> readers.put(reader.userId(), reader.read()));
      after = page.dataList().isEmpty() ? last : page.dataList().getLast().userId();
    } while (!page.completed());
    checker.counted(
        new ReaderCount(
            World.group(group),
            sequence,
            asked,
            page.readCount(),
            page.memberCount(),
            Map.copyOf(readers)));
  }

  private <T extends PageEvent> T allowed(Class<T> type, Function<String, Request> maker)
      throws BrokenException, InterruptedException {
    T page = device.askIfAllowed(type, maker);
    if (page == null) {
      throw new IllegalStateException(device.name + ": refused what every member may ask");
    }
    return page;
  }
}
