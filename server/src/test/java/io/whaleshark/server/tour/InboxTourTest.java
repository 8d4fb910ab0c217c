package io.whaleshark.server.tour;

import static io.whaleshark.server.tour.ImportFiles.daysAgo;
import static io.whaleshark.server.tour.ImportFiles.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.tour.WireClient.Transport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The rows of the wire contract about inboxes and pages. Goal: whoever sends how, and whatever
/// breaks, everybody gets each message once and unchanged, or is told that it was dropped. Method:
/// clients that are bytes and JSON only, on both nodes where the engine has nodes.
///
/// Each test has users of its own, because the servers may be shared.
@EnumSource(names = {"ONE_SERVER", "TWO_NODES_WITH_REDIS"})
class InboxTourTest extends NodeTours {

  private static final int PLAIN = 10001;

  /// The app whose inboxes are small.
  private static final int BOUNDED = 10002;

  private static final int ENTRIES = 60;
  private static final int SHARE = 2;

  @Override
  Map<String, String> settings(Path folder) {
    return Map.of(
        "WHALESHARK_APPS_10002_INBOX_ENTRIES", "" + ENTRIES,
        "WHALESHARK_APPS_10002_INBOX_SHARE", "" + SHARE);
  }

  /// What is the same of a message wherever it is seen.
  private record Seen(String from, long sequence, String id, long key, long time) {

    static Seen of(String from, JsonNode message) {
      return new Seen(
          from,
          message.get("messageSequence").longValue(),
          message.get("messageId").stringValue(),
          message.get("messageKey").longValue(),
          message.get("messageTime").longValue());
    }

    static Seen of(JsonNode message) {
      return of(message.get("fromId").stringValue(), message);
    }

    /// As a gap names it.
    String place() {
      return from + " " + sequence;
    }

    /// The keys of imported messages are not known before.
    Seen withoutKey() {
      return new Seen(from, sequence, id, 0, time);
    }
  }

  /// Messages from several users to one.
  ///
  /// @param each how many each of them sends
  /// @param inFlight how many of them are not answered yet, at most
  private record Load(int app, String to, int senders, int each, int inFlight) {

    String sender(int number) {
      return to + "-" + number;
    }
  }

  private static String direct(String id, String from, String to) {
    return "{'messageId':'%s','fromId':'%s','toId':'%s','messageBody':'same'}"
        .formatted(id, from, to);
  }

  /// Lets everybody begin at once, on both nodes in turn.
  private List<FutureTask<List<Seen>>> begin(Load load) {
    return IntStream.range(0, load.senders())
        .mapToObj(i -> {
          TourServer node = i % 2 == 0 ? server : elsewhere;
          String name = load.sender(i);
          WireClient sender = loggedIn(node.phone("phone").inApp(load.app()), name);
          var sending = new FutureTask<>(() -> sendAll(sender, name, load));
          Thread.ofVirtual().name(name).start(sending);
          return sending;
        })
        .toList();
  }

  private static List<Seen> sendAll(WireClient sender, String name, Load load) {
    List<Seen> acknowledged = new ArrayList<>();
    for (int i = 1; i <= load.each(); i++) {
      sender.send(1103, direct("m" + i, name, load.to()));
      if (i >= load.inFlight()) {
        acknowledged.add(acknowledged(sender, name));
      }
    }
    while (acknowledged.size() < load.each()) {
      acknowledged.add(acknowledged(sender, name));
    }
    return acknowledged;
  }

  private static Seen acknowledged(WireClient sender, String name) {
    return Seen.of(name, sender.later(1046).get("data"));
  }

  /// What all of them have sent, in the order of commit.
  private static List<Seen> end(List<FutureTask<List<Seen>>> sending)
      throws ExecutionException, InterruptedException {
    List<Seen> sent = new ArrayList<>();
    for (FutureTask<List<Seen>> one : sending) {
      sent.addAll(one.get());
    }
    sent.sort(Comparator.comparingLong(Seen::key));
    return sent;
  }

  private static JsonNode page(WireClient reader, long cursor, int size) {
    String pull = "{'lastSequence':%d,'maxLimit':%d}".formatted(cursor, size);
    JsonNode page = reader.send(1200, pull).later(1201);
    assertThat(page.get("dataList").size()).isLessThanOrEqualTo(size);
    return page;
  }

  /// Pulls a whole inbox.
  ///
  /// @param named gets the places of what the gaps of any page name
  private static List<Seen> pull(WireClient reader, int size, Set<String> named) {
    List<Seen> entries = new ArrayList<>();
    JsonNode page;
    long cursor = 0;
    do {
      page = page(reader, cursor, size);
      page.get("dataList").forEach(entry -> entries.add(Seen.of(entry)));
      named.addAll(named(page));
      cursor = page.get("maxSequence").longValue();
    } while (!page.get("completed").booleanValue());
    return entries;
  }

  private static List<String> named(JsonNode page) {
    List<String> places = new ArrayList<>();
    for (JsonNode gap : page.path("gaps")) {
      String of = gap.get("toId").stringValue();
      long to = gap.get("toSequence").longValue();
      for (long sequence = gap.get("fromSequence").longValue(); sequence <= to; sequence++) {
        places.add(of + " " + sequence);
      }
    }
    return places;
  }

  /// What a small inbox keeps: the newest of each conversation, and then the newest of all others.
  ///
  /// @param sent in the order of commit
  private static List<Seen> kept(List<Seen> sent) {
    Map<String, Long> newest = new HashMap<>();
    sent.forEach(message -> newest.merge(message.from(), message.sequence(), Math::max));
    Predicate<Seen> isOfShare = message -> message.sequence() > newest.get(message.from()) - SHARE;
    List<Seen> others = sent.stream().filter(isOfShare.negate()).toList();
    long room = ENTRIES - sent.stream().filter(isOfShare).count();
    List<Seen> kept =
        new ArrayList<>(others.stream().skip(Math.max(0, others.size() - room)).toList());
    sent.stream().filter(isOfShare).forEach(kept::add);
    kept.sort(Comparator.comparingInt(sent::indexOf));
    return kept;
  }

  private static List<String> dropped(List<Seen> sent, List<Seen> kept) {
    return sent.stream().filter(message -> !kept.contains(message)).map(Seen::place).toList();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 300", "20, 1", "20, 15"})
  @DisplayName("P5 an inbox keeps exactly what it is to keep, and names all that it has dropped")
  void bound(int senders, int inFlight) throws Exception {
    String bob = "bound-%d-%d".formatted(senders, inFlight);
    List<Seen> sent = end(begin(new Load(BOUNDED, bob, senders, 300 / senders, inFlight)));
    List<Seen> kept = kept(sent);
    assertThat(kept).hasSize(ENTRIES);
    WireClient reader = loggedIn(elsewhere.phone("phone").inApp(BOUNDED), bob);
    for (int size : new int[] {7, ENTRIES}) {
      Set<String> named = new HashSet<>();
      assertThat(pull(reader, size, named)).isEqualTo(kept);
      assertNamed(dropped(sent, kept), reader, named);
    }
  }

  /// @param byAnyPage those behind the first one name again what was dropped behind them
  private static void assertNamed(List<String> dropped, WireClient reader, Set<String> byAnyPage) {
    assertThat(byAnyPage).hasSameElementsAs(dropped);
    assertThat(named(page(reader, 0, 1))).containsExactlyInAnyOrderElementsOf(dropped);
  }

  @Test
  @DisplayName("P5 the bound holds for what is imported, of which many are of one moment")
  void boundOfImported() {
    String bob = "imported";
    long begin = daysAgo(3);
    List<Seen> sent = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Seen one = new Seen(bob + "-" + i % 3, 1 + i / 3, "m" + i, 0, begin + i / 30);
      sent.add(one);
      lines.add(says(one.from(), "'toId':'" + bob + "'", one.id(), one.time()));
    }
    String path = "/v1/apps/" + BOUNDED + "/import";
    var answer = server.http("POST", path, "{'lines':[" + String.join(",", lines) + "]}");
    assertThat(answer.body()).doesNotContain("code");
    List<Seen> kept = kept(sent);
    WireClient reader = loggedIn(elsewhere.phone("phone").inApp(BOUNDED), bob);
    for (int size : new int[] {1, ENTRIES}) {
      Set<String> named = new HashSet<>();
      assertThat(pull(reader, size, named)).extracting(Seen::withoutKey).isEqualTo(kept);
      assertNamed(dropped(sent, kept), reader, named);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P4 of a connection that ends amid pushes, all comes again with its ids and times")
  void cut(Transport transport) throws Exception {
    String bob = "cut-" + transport;
    WireClient first = loggedIn(server.client(transport, 1, "web"), bob);
    var sending = begin(new Load(PLAIN, bob, 2, 100, 100));
    List<Seen> pushed = new ArrayList<>();
    long cursor = 0;
    for (int i = 0; i < 20; i++) {
      JsonNode push = first.expect(1103);
      assertThat(push.get("previousInboxSequence").longValue()).isEqualTo(cursor);
      cursor = push.get("inboxSequence").longValue();
      pushed.add(Seen.of(push));
    }
    first.close();
    List<Seen> sent = end(sending);
    assertThat(pushed).isEqualTo(sent.subList(0, 20));
    WireClient again = loggedIn(elsewhere.client(transport, 1, "web"), bob);
    assertThat(pull(again, 500, new HashSet<>())).isEqualTo(sent);
    JsonNode rest = page(again, cursor, 500);
    assertThat(rest.get("dataList").valueStream().map(Seen::of))
        .isEqualTo(sent.subList(20, sent.size()));
    WireClient carol = loggedIn(server.phone("phone"), bob + "-carol");
    carol.send(1103, direct("c1", bob + "-carol", bob)).success(1046);
    assertThat(again.expect(1103).get("previousInboxSequence")).isEqualTo(rest.get("maxSequence"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 500})
  @DisplayName("P4 pages of any size, of both nodes in turn, while messages arrive")
  void pages(int size) throws Exception {
    String bob = "pages-" + size;
    List<WireClient> readers =
        List.of(loggedIn(server.phone("phone"), bob), loggedIn(elsewhere.desktop("desktop"), bob));
    Load load = new Load(PLAIN, bob, 3, 200, 5);
    var sending = begin(load);
    List<Seen> pulled = new ArrayList<>();
    long cursor = 0;
    boolean isAll = false;
    for (int turn = 0; !isAll; turn++) {
      boolean isSent = sending.stream().allMatch(FutureTask::isDone);
      JsonNode page = page(readers.get(turn % 2), cursor, size);
      page.get("dataList").forEach(entry -> pulled.add(Seen.of(entry)));
      cursor = page.get("maxSequence").longValue();
      isAll = isSent && page.get("completed").booleanValue();
    }
    List<Seen> sent = end(sending);
    assertThat(pulled).isEqualTo(sent);
    WireClient reader = readers.get(1);
    assertThat(pull(reader, size, new HashSet<>())).isEqualTo(sent);
    List<Seen> ofOne = sent.stream().filter(m -> m.from().equals(load.sender(0))).toList();
    assertThat(history(reader, load.sender(0), "afterSequence", size)).isEqualTo(ofOne);
    assertThat(history(reader, load.sender(0), "beforeSequence", size).reversed()).isEqualTo(ofOne);
    assertThat(listed(reader, size))
        .containsExactlyInAnyOrder(load.sender(0), load.sender(1), load.sender(2));
  }

  /// A whole history, page by page: from its begin, or backwards from its end.
  private static List<Seen> history(WireClient reader, String of, String direction, int size) {
    List<Seen> found = new ArrayList<>();
    long cursor = direction.equals("afterSequence") ? 0 : Long.MAX_VALUE >>> 10;
    boolean isAll = false;
    while (!isAll) {
      JsonNode page =
          reader
              .send(
                  1210,
                  "{'toId':'%s','%s':%d,'maxLimit':%d}".formatted(of, direction, cursor, size))
              .later(1211);
      List<Seen> messages =
          new ArrayList<>(page.get("dataList").valueStream().map(Seen::of).toList());
      assertThat(messages).isNotEmpty().hasSizeLessThanOrEqualTo(size);
      if (direction.equals("beforeSequence")) {
        Collections.reverse(messages);
      }
      found.addAll(messages);
      cursor = messages.getLast().sequence();
      isAll = page.get("completed").booleanValue();
    }
    return found;
  }

  /// Whom a whole list of conversations names.
  private static List<String> listed(WireClient reader, int size) {
    List<String> names = new ArrayList<>();
    JsonNode page;
    long cursor = 0;
    do {
      String pull = "{'lastSequence':%d,'maxLimit':%d}".formatted(cursor, size);
      page = reader.send(5100, pull).later(5101);
      page.get("dataList").forEach(item -> names.add(item.get("toId").stringValue()));
      cursor = page.get("maxSequence").longValue();
    } while (!page.get("completed").booleanValue());
    return names;
  }
}
