package io.whaleshark.archives.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: all of an archive is read, and nothing twice, whatever a server does with cursors. Method:
/// archives as servers have been seen to answer.
class ArchiveWalkTest {

  private static final XmlNode MESSAGE = new XmlNode("message", "", Map.of(), "", List.of());

  /// Answers as ejabberd does, whose ids are times.
  private static ArchiveWalk.Pages ofTimes(List<ArchivedStanza> archive) {
    return (after, atMost) ->
        page(
            archive.stream()
                .filter(stanza -> after.isEmpty() || stanza.micros() > Long.parseLong(after))
                .limit(atMost)
                .toList(),
            archive.size());
  }

  private static ArchiveWalk.Page page(List<ArchivedStanza> stanzas, long count) {
    return new ArchiveWalk.Page(stanzas, OptionalLong.of(count));
  }

  private static List<ArchivedStanza> archive(long... times) {
    return Arrays.stream(times)
        .mapToObj(time -> new ArchivedStanza(String.valueOf(time), time, MESSAGE))
        .toList();
  }

  private static List<Long> read(ArchiveWalk.Pages pages, long counted) throws IOException {
    List<Long> read = new ArrayList<>();
    ArchiveWalk.Outcome outcome =
        new ArchiveWalk(pages, stanza -> read.add(stanza.micros()), 3).run();
    assertThat(outcome)
        .isEqualTo(new ArchiveWalk.Outcome(read.size(), OptionalLong.of(counted), false));
    return read;
  }

  @Test
  void twoOfOneIdAreBothReadWhereverAPageEnds() throws IOException {
    for (int before = 0; before < 7; before++) {
      long[] times = IntStream.range(0, 12).mapToLong(i -> i).toArray();
      times[before + 1] = times[before];
      assertThat(read(ofTimes(archive(times)), 12)).containsExactly(box(times));
    }
  }

  private static Long[] box(long... times) {
    return Arrays.stream(times).boxed().toArray(Long[]::new);
  }

  @Test
  void moreOfOneIdThanAPageHolds() throws IOException {
    long[] times = {1, 2, 2, 2, 2, 2, 3, 4};
    assertThat(read(ofTimes(archive(times)), 8)).containsExactly(box(times));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 6, 7})
  void everySizeHasAnEnd(int size) throws IOException {
    long[] times = IntStream.range(0, size).mapToLong(i -> i + 10).toArray();
    assertThat(read(ofTimes(archive(times)), size)).containsExactly(box(times));
  }

  @Test
  void aServerThatBeginsAnewIsNotBelieved() throws IOException {
    List<ArchivedStanza> archive = archive(1, 2, 3, 4, 5);
    List<Long> read = new ArrayList<>();
    ArchiveWalk.Outcome outcome =
        new ArchiveWalk(
                (_, atMost) -> page(archive.subList(0, atMost), 5),
                stanza -> read.add(stanza.micros()),
                3)
            .run();
    assertThat(outcome).isEqualTo(new ArchiveWalk.Outcome(3, OptionalLong.of(5), true));
    assertThat(read).containsExactly(1L, 2L, 3L);
  }

  /// The page that is given anew has nothing of the one before it.
  @Test
  void aCursorThatIsLostOnALaterPageEndsTheWalk() throws IOException {
    List<ArchivedStanza> archive = archive(1, 2, 3, 4, 5, 6, 7, 8, 9);
    ArchiveWalk.Pages known = ofTimes(archive);
    List<Long> read = new ArrayList<>();
    ArchiveWalk.Outcome outcome =
        new ArchiveWalk(
                (after, atMost) -> known.page(after.equals("6") ? "" : after, atMost),
                stanza -> read.add(stanza.micros()),
                3)
            .run();
    assertThat(outcome).isEqualTo(new ArchiveWalk.Outcome(7, OptionalLong.of(9), true));
    assertThat(read).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }
}
