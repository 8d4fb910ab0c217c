package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.testkit.Readout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: whatever a crash leaves of the newest write-ahead log, the engine opens with a whole
/// number of batches, and with every batch that was synced (P1, P2, P3). Method: all answers of the
/// engine are recorded after each batch. Then copies of the folder are truncated, at random and at
/// the ends of batches, or damaged, or were taken during writes. A copy must answer as the engine
/// did after one of the batches, and not an earlier batch than the last whole one in the copy. A
/// copy in which a durable batch is damaged must not open.
class TornWriteTest {

  private static final RocksEngine.Limits LIMITS = new RocksEngine.Limits(8L << 20, 0);
  private static final int BATCHES = 15;
  private static final int CUTS = 12;
  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final UserId CAROL = new UserId(1, "carol");
  private static final ConversationId.Direct BOTH = ConversationId.Direct.between(ALICE, BOB);
  private static final ConversationId.Group GROUP = new ConversationId.Group(1, "group");
  private static final Readout.Questions EVERYTHING =
      new Readout.Questions(
          List.of(ALICE, BOB, CAROL), List.of(BOTH, GROUP), List.of(new Bound(50, 5)));

  /// The clock stands still, so after a restart only stored state makes stamps grow.
  private static final Clock STILL =
      Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);

  @TempDir Path folder;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  /// What the engine answered after each batch, and how long the log was then.
  private final List<Readout> readouts = new ArrayList<>();

  private final List<Long> logBytes = new ArrayList<>();
  private Path data = Path.of("");

  @BeforeEach
  void name() {
    data = folder.resolve("data");
  }

  @Test
  void ofACutLogEveryWholeBatchIsThereAndNoPartOfAnother() throws IOException {
    write(_ -> {});
    for (int i = 0; i < CUTS; i++) {
      int batch = random.nextInt(BATCHES + 1);
      long end = logBytes.get(batch);
      long length =
          random.nextInt(4) == 0 ? end : random.nextLong(logBytes.getFirst(), logBytes.getLast());
      Path copy = copy("cut" + i);
      cut(log(copy), length);
      assertThat(batchesIn(copy)).as("cut at %d, seed %d", length, seed).isEqualTo(whole(length));
      goesOn(copy, whole(length));
    }
  }

  @Test
  void aDamagedTailIsAnEnd() throws IOException {
    write(_ -> {});
    for (int i = 0; i < CUTS / 4; i++) {
      int batch = 1 + random.nextInt(BATCHES);
      Path copy = copy("damaged" + i);
      cut(log(copy), logBytes.get(batch));
      try (RandomAccessFile file = new RandomAccessFile(log(copy).toFile(), "rw")) {
        // Half of the last batch never reached the disk and reads as zeros.
        long from = (logBytes.get(batch - 1) + logBytes.get(batch)) / 2;
        file.seek(from);
        file.write(new byte[Math.toIntExact(logBytes.get(batch) - from)]);
      }
      assertThat(batchesIn(copy)).as("damaged in %d, seed %d", batch, seed).isEqualTo(batch - 1);
      goesOn(copy, batch - 1);
    }
  }

  @Test
  void damageBeforeAWholeBatchIsRefusedAndChangesNothing() throws IOException {
    write(_ -> {});
    for (int i = 0; i < CUTS; i++) {
      Path copy = copy("flipped" + i);
      long at = random.nextLong(logBytes.getFirst(), logBytes.getLast());
      int bits = 1 + random.nextInt(255);
      flip(log(copy), at, bits);
      byte[] before = Files.readAllBytes(log(copy));
      String what = "flipped %d at %d, seed %d".formatted(bits, at, seed);
      if (whole(at) == BATCHES - 1) {
        assertThat(batchesIn(copy)).as(what).isEqualTo(BATCHES - 1); // as if the last was cut
      } else {
        for (int attempt = 0; attempt < 2; attempt++) {
          assertThatThrownBy(() -> RocksEngine.open(copy, LIMITS))
              .as(what)
              .isInstanceOfSatisfying(
                  EngineException.class,
                  e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.CORRUPT))
              .hasMessageContaining("is damaged at byte");
        }
        assertThat(log(copy)).as(what).hasBinaryContent(before);
      }
    }
  }

  @Test
  void aCopyTakenWhileItIsWrittenHasAllThatWasAnsweredBefore() throws Exception {
    AtomicInteger answered = new AtomicInteger(-1);
    List<Integer> atLeast = new ArrayList<>();
    Thread copying =
        Thread.ofPlatform()
            .start(() -> {
              int last = -1;
              while (last < BATCHES) {
                int before = answered.get();
                if (before > last) {
                  copy("while" + atLeast.size());
                  atLeast.add(before);
                  last = before;
                }
                Thread.onSpinWait();
              }
            });
    write(answered::set);
    copying.join();
    assertThat(atLeast).isNotEmpty();
    for (int i = 0; i < atLeast.size(); i++) {
      assertThat(batchesIn(folder.resolve("while" + i)))
          .as("seed %d", seed)
          .isGreaterThanOrEqualTo(atLeast.get(i));
    }
  }

  /// Called after each batch, while the folder is open.
  private interface AfterBatch {
    void committed(int batch);
  }

  private void write(AfterBatch after) throws IOException {
    try (RocksEngine engine = RocksEngine.open(data, LIMITS)) {
      Turns turns = new Turns(engine, STILL);
      turns.create(GROUP, List.of(ALICE, BOB));
      turns.turn();
      for (int batch = 0; batch <= BATCHES; batch++) {
        if (batch > 0) {
          submitBatch(turns, batch);
          assertThat(turns.turn()).doesNotHaveAnyElementsOfTypes(Answer.Refused.class);
        }
        readouts.add(Readout.of(engine, EVERYTHING));
        logBytes.add(Files.size(log(data)));
        after.committed(batch);
      }
    }
  }

  /// Several conversations and all kinds of changes in one batch.
  private static void submitBatch(Turns turns, int batch) {
    String id = "m" + batch;
    turns.send(BOTH, ALICE, id);
    turns.send(BOTH, BOB, id);
    turns.send(GROUP, ALICE, "g" + id, "x".repeat(batch % 5 == 0 ? 40_000 : 10));
    turns.send(GROUP, BOB, "g" + id);
    turns.read(BOTH, BOB, 2L * batch - 1);
    turns.read(GROUP, ALICE, 2L * batch);
    turns.recall(BOTH, ALICE, 2L * batch - 1);
    if (batch % 2 == 0) {
      turns.remove(GROUP, CAROL);
    } else {
      turns.add(GROUP, CAROL);
    }
  }

  /// The number of whole batches in a log of this length.
  private int whole(long length) {
    return (int) logBytes.stream().filter(end -> end <= length).count() - 1;
  }

  /// The number of batches after which the engine answered as this copy does.
  private int batchesIn(Path copy) {
    try (RocksEngine engine = RocksEngine.open(copy, LIMITS)) {
      Readout now = Readout.of(engine, EVERYTHING);
      Optional<Integer> same =
          IntStream.rangeClosed(0, BATCHES)
              .boxed()
              .filter(batch -> now.differenceFrom(readouts.get(batch)).isEmpty())
              .findFirst();
      assertThat(same).as("a whole number of batches, seed %d", seed).isPresent();
      return same.orElseThrow();
    }
  }

  /// Repeats of stored sends get the first answer, other messages can be sent again, and sequences
  /// continue.
  private static void goesOn(Path copy, int batches) {
    try (RocksEngine engine = RocksEngine.open(copy, LIMITS)) {
      Turns turns = new Turns(engine, STILL);
      long newest = Math.max(engine.inboxes().newest(ALICE), engine.inboxes().newest(CAROL));
      for (int batch = 1; batch <= BATCHES; batch++) {
        turns.send(BOTH, BOB, "m" + batch);
      }
      List<Message> sent = new ArrayList<>();
      for (Answer answer : turns.turn()) {
        sent.add(((Answer.Sent) answer).message());
      }
      for (int batch = 1; batch <= BATCHES; batch++) {
        Message message = sent.get(batch - 1);
        boolean repeat = batch <= batches;
        assertThat(message.sequence()).isEqualTo(repeat ? 2 * batch : batches + batch);
        assertThat(message.stamp() > newest).as("a stamp of its own").isEqualTo(!repeat);
      }
    }
  }

  private Path copy(String name) {
    Path target = folder.resolve(name);
    try (Stream<Path> files = Files.list(data)) {
      Files.createDirectories(target);
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path log(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".log"))
          .max(Comparator.comparing(file -> file.getFileName().toString()))
          .orElseThrow();
    }
  }

  private static void flip(Path file, long at, int bits) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
      log.seek(at);
      int was = log.read();
      log.seek(at);
      log.write(was ^ bits);
    }
  }

  private static void cut(Path file, long length) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
      log.setLength(length);
    }
  }
}
